"""Rows of unions, employers and what workers reported about employers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Boolean, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, validates

from webapp.persistence import Scoped, UtcDateTime, now, ref
from webapp.unions.spelling import name_key, readings

OPEN = "open"
CLOSED = "closed"
MERGED = "merged"
MATCHED = "matched"
UNKNOWN = "unknown"


class Union(Scoped):
    """An organisation of the federation's tree.

    `kind` is a union kind of the profile. `trades` lists the worker groups it is for; empty means all. `employer_id` is
    set for the union of one employer. `outside`: a platform's union of another province, registered here.
    `is_stand_in_named`: the interim committee that a document names as acting for the union still to be formed.
    """

    __tablename__ = "unions"
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60))
    division: Mapped[str] = mapped_column(String(9))
    parent_id: Mapped[UUID | None] = mapped_column(Uuid)
    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    trades: Mapped[list[str]] = mapped_column(JSON, default=list)
    address: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    outside: Mapped[bool] = mapped_column(Boolean, default=False)
    is_stand_in_named: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("parent_id", "unions"),
        ref("employer_id", "employers"),
        Index("ix_unions_place", "jurisdiction", "kind", "division"),
        Index("ix_unions_parent", "jurisdiction", "parent_id"),
        Index("ix_unions_employer", "jurisdiction", "employer_id"),
    )

    @property
    def open(self) -> bool:
        """Whether it still works."""
        return self.state == OPEN


class UnionSettings(Scoped):
    """What a union has set for itself. The words are the top federation's, said around every page; an empty one is not shown.

    `second_approval`: fen above which a claim of this union needs a second officer; None = never.
    `dues_mode` (empty: not set), `dues_fen` and `dues_per` (month, year): how its members pay dues.
    `closed_channels`: kinds of channel that the province has and this union does not use.
    """

    __tablename__ = "union_settings"
    union_id: Mapped[UUID] = mapped_column(Uuid)
    operator: Mapped[str] = mapped_column(String(120), default="")
    icp: Mapped[str] = mapped_column(String(60), default="")
    police_record: Mapped[str] = mapped_column(String(60), default="")
    site_code: Mapped[str] = mapped_column(String(40), default="")
    hotline: Mapped[str] = mapped_column(String(40), default="")
    signature: Mapped[str] = mapped_column(String(40), default="")
    privacy_text: Mapped[str] = mapped_column(Text, default="")
    second_approval: Mapped[int | None] = mapped_column(BigInteger)
    dues_mode: Mapped[str] = mapped_column(String(20), default="")
    dues_fen: Mapped[int | None] = mapped_column(Integer)
    dues_per: Mapped[str] = mapped_column(String(10), default="")
    closed_channels: Mapped[list[str]] = mapped_column(JSON, default=list)

    __table_args__ = (ref("union_id", "unions"), UniqueConstraint("jurisdiction", "union_id"))


class Employer(Scoped):
    """A unit workers work for. `division` is where it works, `registered_place` where it is registered if elsewhere.

    `kind` is an enterprise kind (platform, dispatch …), `platform` whether workers take orders through it. `name_key`,
    `pinyin` and `initials` follow the name and serve the search (spelling.py).
    """

    __tablename__ = "employers"
    name: Mapped[str] = mapped_column(String(120))
    credit_code: Mapped[str | None] = mapped_column(String(18))
    kind: Mapped[str] = mapped_column(String(40))
    division: Mapped[str] = mapped_column(String(9))
    registered_place: Mapped[str | None] = mapped_column(String(9))
    platform: Mapped[bool] = mapped_column(Boolean, default=False)
    name_key: Mapped[str] = mapped_column(String(120))
    pinyin: Mapped[str] = mapped_column(Text)
    initials: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        UniqueConstraint("jurisdiction", "credit_code"),
        Index("ix_employers_name", "jurisdiction", "name"),
        Index("ix_employers_name_key", "jurisdiction", "name_key"),
    )

    @validates("name")
    def _spell(self, _key: str, name: str) -> str:
        self.name_key = name_key(name)
        self.pinyin, self.initials = readings(name)
        return name


class EmployerReport(Scoped):
    """A worker did not find his employer, or was not sure. `employer_id` is set once somebody has looked into it.

    `subject` names what waits for the answer (`application:…`), `unit` which unit of it is meant (employer, agency …).
    `state`: open, matched (with an employer of the register), or unknown (looked into, nothing found).
    """

    __tablename__ = "employer_reports"
    name: Mapped[str] = mapped_column(String(120))
    division: Mapped[str | None] = mapped_column(String(9))
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    subject: Mapped[str | None] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(40), default="employer")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(100))

    __table_args__ = (
        ref("employer_id", "employers"),
        Index("ix_employer_reports_queue", "jurisdiction", "state", "created_at"),
        Index("ix_employer_reports_subject", "jurisdiction", "subject"),
    )


class EmployerMerge(Scoped):
    """Two entries of one unit became one: `gone_id` went into `kept_id`. `undone_at` is set once it was taken back."""

    __tablename__ = "employer_merges"
    gone_id: Mapped[UUID] = mapped_column(Uuid)
    kept_id: Mapped[UUID] = mapped_column(Uuid)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    merged_by: Mapped[str] = mapped_column(String(100))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(100))

    __table_args__ = (
        ref("gone_id", "employers"),
        ref("kept_id", "employers"),
        Index("ix_employer_merges_gone", "jurisdiction", "gone_id"),
        Index("ix_employer_merges_kept", "jurisdiction", "kept_id"),
    )


class MergeMove(Scoped):
    """One value that a merge changed: `path` is a column, or `column.key` of a JSON column. Undoing sets `before` again."""

    __tablename__ = "employer_merge_moves"
    merge_id: Mapped[UUID] = mapped_column(Uuid)
    position: Mapped[int] = mapped_column(Integer)
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[UUID] = mapped_column(Uuid)
    path: Mapped[str] = mapped_column(String(80))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)

    __table_args__ = (
        ref("merge_id", "employer_merges"),
        UniqueConstraint("jurisdiction", "merge_id", "position"),
        Index("ix_employer_merge_moves_row", "jurisdiction", "row_id"),
    )
