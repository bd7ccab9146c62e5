"""Rows about persons. Identity numbers and phones are encrypted; the indexes beside them are keyed and one-way."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref


class Person(Scoped):
    """A registration: who an account says its holder is, by kind and number of the identity document.

    `number_key` is `identity_index` once the number counts for this person, None while he only typed it (webapp.members.numbers).
    `real_name_state`: unverified, verified or failed; `verification_method` is how that came about (officer, provider),
    `verified_by` who it was (`officer:…` or the provider's name), `verified_at` when.
    """

    __tablename__ = "persons"
    name: Mapped[str] = mapped_column(String(100))
    identity_kind: Mapped[str] = mapped_column(String(40), default="resident_identity_card")
    identity_number: Mapped[str] = mapped_column(SecretText("persons.identity_number"))
    identity_index: Mapped[str] = mapped_column(String(64))
    number_key: Mapped[str | None] = mapped_column(String(64))
    phone: Mapped[str] = mapped_column(SecretText("persons.phone"))
    worker_id: Mapped[UUID | None] = mapped_column(Uuid)
    real_name_state: Mapped[str] = mapped_column(String(12), default="unverified")
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verification_method: Mapped[str | None] = mapped_column(String(12))
    verified_by: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("worker_id", "workers"),
        UniqueConstraint("jurisdiction", "number_key"),
        UniqueConstraint("jurisdiction", "worker_id", "identity_index"),
        Index("ix_persons_identity", "jurisdiction", "identity_index"),
    )


class Membership(Scoped):
    """A seat (会籍) at one union, from `since` (inclusive) to `until` (exclusive); `until` is None while it lasts.

    Where the membership ended with it, `ended_because` is an EndReason, `ended_at` when that was written, `ended_note` what the
    officer wrote; of a seat that moved to another union all three are None.
    """

    __tablename__ = "memberships"
    person_id: Mapped[UUID] = mapped_column(Uuid)
    union_id: Mapped[UUID] = mapped_column(Uuid)
    case_id: Mapped[UUID | None] = mapped_column(Uuid)
    seat_kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    worker_group: Mapped[str] = mapped_column(String(40))
    relation_kind: Mapped[str | None] = mapped_column(String(40))
    join_form: Mapped[str | None] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(40))
    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    ended_because: Mapped[str | None] = mapped_column(String(20))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_note: Mapped[str | None] = mapped_column(SecretText("memberships.ended_note"))

    __table_args__ = (
        ref("person_id", "persons"),
        ref("union_id", "unions"),
        ref("case_id", "cases"),
        ref("employer_id", "employers"),
        Index(
            "uq_one_seat",
            "jurisdiction",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_memberships_union", "jurisdiction", "union_id", "state"),
        Index(
            "ix_memberships_lasting",
            "jurisdiction",
            "union_id",
            "since",
            "id",
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_memberships_person", "jurisdiction", "person_id"),
    )


class Transfer(Scoped):
    """A seat on its way to another union. `open_key` is the person's id while it is under way: one transfer at a time."""

    __tablename__ = "transfers"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    seat_id: Mapped[UUID] = mapped_column(Uuid)
    from_union_id: Mapped[UUID] = mapped_column(Uuid)
    to_union_id: Mapped[UUID] = mapped_column(Uuid)
    trigger: Mapped[str] = mapped_column(String(20))
    open_key: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("person_id", "persons"),
        ref("seat_id", "memberships"),
        ref("from_union_id", "unions"),
        ref("to_union_id", "unions"),
        UniqueConstraint("jurisdiction", "open_key"),
        UniqueConstraint("jurisdiction", "case_id"),
    )


class Affiliation(Scoped):
    """A joining that carries no seat: rights to services at a second union, never counted as a member."""

    __tablename__ = "affiliations"
    person_id: Mapped[UUID] = mapped_column(Uuid)
    union_id: Mapped[UUID] = mapped_column(Uuid)
    case_id: Mapped[UUID | None] = mapped_column(Uuid)
    leg: Mapped[str] = mapped_column(String(80))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        ref("person_id", "persons"),
        ref("union_id", "unions"),
        ref("case_id", "cases"),
        Index(
            "uq_one_affiliation",
            "jurisdiction",
            "person_id",
            "union_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )


class CardCode(Scoped):
    """A code that a member's card shows until `ends_at`; only its hash is kept."""

    __tablename__ = "card_codes"
    person_id: Mapped[UUID] = mapped_column(Uuid)
    token_hash: Mapped[str] = mapped_column(String(64))
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("person_id", "persons"),
        UniqueConstraint("jurisdiction", "token_hash"),
        Index("ix_card_codes_person", "jurisdiction", "person_id", "ends_at"),
    )


class Consent(Scoped):
    """A consent a worker gave: for which purpose, to which wording (its hash), when and through which channel."""

    __tablename__ = "consents"
    worker_id: Mapped[UUID] = mapped_column(Uuid)
    purpose: Mapped[str] = mapped_column(String(40))
    text_hash: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (ref("worker_id", "workers"), Index("ix_consents_worker", "jurisdiction", "worker_id"))
