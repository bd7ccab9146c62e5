"""Rows of the policy desk: drafts, which their province's editors work on, and what was published, which never changes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, Index, Integer, String, Text, UniqueConstraint, Uuid, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Base, Owned, Scoped, SecretText, UtcDateTime, append_only, db, now, owned, ref
from webapp.tenancy import NATIONAL, current

PROFILE, SOURCE = "profile", "source"


class Draft(Scoped):
    """A text on its way: a profile (`kind` profile, `name` its jurisdiction) or a document of the register (`kind` source).

    `jurisdiction` is whose desk it lies on. One text has one draft at a time: `open_key` names it until it is published or dropped.
    `version` grows with every save. `based_on` is the digest of the published text it began from; empty for a new text. `full_text`
    is the document itself, for editors only.
    `writers` are the ids of all who changed it: none of them may approve it. `examples` are scenario texts by file name.
    """

    __tablename__ = "policy_drafts"
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(32))
    open_key: Mapped[str | None] = mapped_column(String(50))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer, default=1)
    text: Mapped[str] = mapped_column(Text)
    examples: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    full_text: Mapped[str] = mapped_column(Text, default="")
    based_on: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    effective: Mapped[date | None] = mapped_column(Date)
    reopens: Mapped[bool] = mapped_column(Boolean, default=False)
    sent_back: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[UUID | None] = mapped_column(Uuid)
    author: Mapped[str] = mapped_column(String(60))
    writers: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    approver_id: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("author_id", "officers"),
        ref("approver_id", "officers"),
        UniqueConstraint("jurisdiction", "open_key"),
        Index("ix_policy_drafts_name", "jurisdiction", "kind", "name"),
    )


class FirstAdministrator(Scoped):
    """Somebody whom an editor of the nation's desk named to run a province that is about to be published; one by each editor."""

    __tablename__ = "first_administrators"
    province: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    login: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(SecretText("first_administrators.phone"))
    named_by: Mapped[UUID] = mapped_column(Uuid)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (ref("named_by", "officers"), UniqueConstraint("jurisdiction", "province", "named_by"))


class Published(Owned):
    """A text as it was published. Law is everybody's to read; written by its owner's desk only (`RULE`).

    `owner` is whose text it is, `desk` whose editors published it. Author and approver are names as they were on the day.
    """

    __tablename__ = "policy_published"
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    examples: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    digest: Mapped[str] = mapped_column(String(64))
    effective: Mapped[date] = mapped_column(Date)
    reopens: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(60))
    approver: Mapped[str] = mapped_column(String(60))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (Index("ix_policy_published_name", "kind", "name", "published_at"),)

    def awaits_owner(self) -> bool:
        """Whether the nation's desk writes it: the owner has no desk before a profile of it was published."""
        profiles = exists().where(Published.kind == PROFILE, Published.name == self.owner)
        return current() == NATIONAL and not db.session.scalar(select(profiles))


_BEFORE = "SELECT 1 FROM policy_published AS earlier WHERE earlier.kind"
_HAS_DESK = f"EXISTS ({_BEFORE} = '{PROFILE}' AND earlier.name = {{row}}.owner)"
_WAS_ANOTHERS = f"EXISTS ({_BEFORE} = {{row}}.kind AND earlier.name = {{row}}.name AND earlier.owner <> {{row}}.owner)"
RULE = (
    f"({{row}}.owner = {{row}}.desk OR ({{row}}.desk = '{NATIONAL}' AND NOT {_HAS_DESK})) AND NOT {_WAS_ANOTHERS}"
    f" AND ({{row}}.kind <> '{PROFILE}' OR {{row}}.name = {{row}}.owner)"
)
"""A text has one owner, a profile the jurisdiction it is named by; its owner writes it, and before that one has a desk the nation's."""

append_only.protect(Base.metadata.tables[Published.__tablename__])
owned.protect(Base.metadata.tables[Published.__tablename__], RULE)
