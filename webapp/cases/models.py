"""Rows of the one procedure. JSON columns hold de-identified data only."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, UtcDateTime, now, ref


class Case(Scoped):
    """One request. Independent legs of one application are cases with the same `application_id`.

    `union_id` is the union asked (None while nobody can accept), `version` grows with each move, `age_from` is when the present
    wait began (the inbox sorts by it).
    """

    __tablename__ = "cases"
    reference: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    leg: Mapped[str] = mapped_column(String(80), default="")
    application_id: Mapped[UUID] = mapped_column(Uuid)
    worker_id: Mapped[UUID | None] = mapped_column(Uuid)
    union_id: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(200))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    governed_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    age_from: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        ref("worker_id", "workers"),
        ref("union_id", "unions"),
        UniqueConstraint("jurisdiction", "reference"),
        UniqueConstraint("jurisdiction", "application_id", "kind", "leg"),
        Index("ix_cases_queue", "jurisdiction", "state", "age_from"),
        Index("ix_cases_worker", "jurisdiction", "worker_id"),
    )


class Step(Scoped):
    """One union's part in deciding a case. A returned case gets a new `round` of steps; earlier rounds stay as history."""

    __tablename__ = "case_steps"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    round: Mapped[int] = mapped_column(Integer, default=1)
    order: Mapped[int] = mapped_column(Integer)
    union_id: Mapped[UUID] = mapped_column(Uuid)
    role: Mapped[str] = mapped_column(String(20))
    basis: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(20))
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    clauses: Mapped[list[str]] = mapped_column(JSON, default=list)

    __table_args__ = (
        ref("case_id", "cases"),
        ref("union_id", "unions"),
        ref("decided_by", "officers"),
        UniqueConstraint("jurisdiction", "case_id", "round", "order", "union_id"),
        Index("ix_case_steps_inbox", "jurisdiction", "union_id", "state"),
    )


class DecisionRow(Scoped):
    """A policy decision as it was taken: facts without personal data, the whole explained outcome, the profile's digest."""

    __tablename__ = "case_decisions"
    case_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(40))
    governed_on: Mapped[date] = mapped_column(Date)
    digest: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (ref("case_id", "cases"), Index("ix_case_decisions_case", "jurisdiction", "case_id"))
