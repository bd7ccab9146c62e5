"""Rows of joining: the draft a worker fills in, and the application it becomes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref


class JoinDraft(Scoped):
    """Answers of one browser, saved at each page. `answers` holds the situation only; who he is stands in columns of its own."""

    __tablename__ = "join_drafts"
    channel: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    worker_id: Mapped[UUID | None] = mapped_column(Uuid)
    name: Mapped[str | None] = mapped_column(String(100))
    identity_kind: Mapped[str | None] = mapped_column(String(40))
    identity_number: Mapped[str | None] = mapped_column(SecretText("join_drafts.identity_number"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)

    __table_args__ = (ref("worker_id", "workers"), Index("ix_join_drafts_worker", "jurisdiction", "worker_id"))


class JoinApplication(Scoped):
    """A submitted application; its legs are cases. One draft gives one application, and a person has one open at a time.

    open_key is the person's identity index while a leg is undecided and None afterwards: the unique constraint on it is what
    makes a double application impossible, whichever phone it comes from.
    """

    __tablename__ = "join_applications"
    draft_id: Mapped[UUID] = mapped_column(Uuid)
    worker_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    open_key: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(40))
    join_form: Mapped[str | None] = mapped_column(String(40))
    worker_group: Mapped[str] = mapped_column(String(40))
    relation_kind: Mapped[str] = mapped_column(String(40))
    employer_id: Mapped[UUID | None] = mapped_column(Uuid)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    submitted_on: Mapped[date] = mapped_column(Date)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("worker_id", "workers"),
        ref("person_id", "persons"),
        ref("employer_id", "employers"),
        UniqueConstraint("jurisdiction", "draft_id"),
        UniqueConstraint("jurisdiction", "open_key"),
    )
