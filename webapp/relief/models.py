"""Rows of hardship relief. Money is whole fen; what is said of a household and its bank account is encrypted."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref


class ReliefRequest(Scoped):
    """One request for hardship relief (困难救助); its case is of the kind `relief`. What is said of a household is encrypted.

    `visits` are the notes of all visits as JSON (see procedure.Visit), the last of them stands in `visited_on` and `visit_note` too.
    `amount` in fen is what an officer proposes after his visit, None before; `terms_id` are the bounds it was written under.
    """

    __tablename__ = "relief_requests"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    household: Mapped[str] = mapped_column(SecretText("relief_requests.household"))
    reason: Mapped[str] = mapped_column(SecretText("relief_requests.reason"))
    bank: Mapped[str] = mapped_column(String(60))
    account_holder: Mapped[str] = mapped_column(SecretText("relief_requests.account_holder"))
    account_number: Mapped[str] = mapped_column(SecretText("relief_requests.account_number"))
    visit_note: Mapped[str] = mapped_column(SecretText("relief_requests.visit_note"), default="")
    visits: Mapped[str | None] = mapped_column(SecretText("relief_requests.visits"))
    visited_on: Mapped[date | None] = mapped_column(Date)
    amount: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("person_id", "persons"),
        UniqueConstraint("jurisdiction", "case_id"),
        Index("ix_relief_requests_person", "jurisdiction", "person_id"),
    )


class ReliefTerms(Scoped):
    """What a union has set for hardship relief: the least and the most of one request, and above what a second officer decides. Fen."""

    __tablename__ = "relief_terms"
    union_id: Mapped[UUID] = mapped_column(Uuid)
    least: Mapped[int] = mapped_column(BigInteger)
    most: Mapped[int] = mapped_column(BigInteger)
    second_approval: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        ref("union_id", "unions"),
        UniqueConstraint("jurisdiction", "union_id"),
        CheckConstraint("least > 0 AND least <= most", name="in_order"),
    )
