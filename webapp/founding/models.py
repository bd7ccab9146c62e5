"""Rows of founding: what is to be founded, what is shown for it, terms of office, yearly duties, member units, the plan."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, Index, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref

THRESHOLD, PLAN = "threshold", "plan"


class Founding(Scoped):
    """A union that is being founded: one row a case of the kind `founding`.

    `origin`: `threshold` (a count of members asked for it, `threshold` names the profile's row) or `plan` (an officer began it).
    `employer_id` is set for the union of one employer. `upper_id` is the union it will stand under and that decides.
    `union_id` is the union registered by the grant.
    """

    __tablename__ = "foundings"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    origin: Mapped[str] = mapped_column(String(20))
    threshold: Mapped[str | None] = mapped_column(String(80))
    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    upper_id: Mapped[UUID] = mapped_column(Uuid)
    union_id: Mapped[UUID | None] = mapped_column(Uuid)
    union_kind: Mapped[str] = mapped_column(String(60))
    division: Mapped[str] = mapped_column(String(9))
    name: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    mode: Mapped[str] = mapped_column(String(40), default="")
    chair: Mapped[str] = mapped_column(String(60), default="")
    chair_from: Mapped[str] = mapped_column(String(120), default="")
    elected_on: Mapped[date | None] = mapped_column(Date)
    term_years: Mapped[int | None] = mapped_column(Integer)
    funds_independent: Mapped[bool] = mapped_column(Boolean, default=False)
    many_women: Mapped[bool] = mapped_column(Boolean, default=False)
    stands_in_named: Mapped[bool] = mapped_column(Boolean, default=False)
    officer_name: Mapped[str] = mapped_column(String(60), default="")
    officer_login: Mapped[str] = mapped_column(String(60), default="")
    officer_phone: Mapped[str] = mapped_column(SecretText("foundings.officer_phone"), default="")
    begun_by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("employer_id", "employers"),
        ref("upper_id", "unions"),
        ref("union_id", "unions"),
        UniqueConstraint("jurisdiction", "case_id"),
        Index("ix_foundings_employer", "jurisdiction", "employer_id"),
    )


class FoundingItem(Scoped):
    """One item of a founding's list that is done: when, a note, by whom. Papers hang on `founding_item:<id>`."""

    __tablename__ = "founding_items"
    founding_id: Mapped[UUID] = mapped_column(Uuid)
    item: Mapped[str] = mapped_column(String(40))
    done_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("founding_id", "foundings"),
        ref("by", "officers"),
        UniqueConstraint("jurisdiction", "founding_id", "item"),
    )


class Term(Scoped):
    """A term of office of a union's committee: elected on a day, for so many years, `ends_on` inclusive. The newest counts."""

    __tablename__ = "union_terms"
    union_id: Mapped[UUID] = mapped_column(Uuid)
    elected_on: Mapped[date] = mapped_column(Date)
    years: Mapped[int] = mapped_column(Integer)
    ends_on: Mapped[date] = mapped_column(Date)
    chair: Mapped[str] = mapped_column(String(60), default="")
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("union_id", "unions"),
        Index("ix_union_terms_union", "jurisdiction", "union_id", "elected_on"),
    )


class DutyRecord(Scoped):
    """A yearly duty that a union held. Papers hang on `duty:<id>`."""

    __tablename__ = "duty_records"
    union_id: Mapped[UUID] = mapped_column(Uuid)
    duty: Mapped[str] = mapped_column(String(60))
    held_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("union_id", "unions"),
        ref("by", "officers"),
        Index("ix_duty_records_union", "jurisdiction", "union_id", "held_on"),
    )


class MemberUnit(Scoped):
    """A union that a federation covers as its member unit. It keeps its own place in the tree: nothing of it changes."""

    __tablename__ = "member_units"
    federation_id: Mapped[UUID] = mapped_column(Uuid)
    union_id: Mapped[UUID] = mapped_column(Uuid)
    since: Mapped[date] = mapped_column(Date)
    by: Mapped[UUID] = mapped_column(Uuid)

    __table_args__ = (
        ref("federation_id", "unions"),
        ref("union_id", "unions"),
        ref("by", "officers"),
        UniqueConstraint("jurisdiction", "federation_id", "union_id"),
    )


class PlanEntry(Scoped):
    """What was done about an employer without a union, and who is responsible from then on (None: as before)."""

    __tablename__ = "founding_plan"
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    responsible_id: Mapped[UUID | None] = mapped_column(Uuid)
    note: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("employer_id", "employers"),
        ref("responsible_id", "officers"),
        ref("by", "officers"),
        Index("ix_founding_plan_employer", "jurisdiction", "employer_id", "at"),
    )
