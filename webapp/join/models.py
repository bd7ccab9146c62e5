"""Rows of joining: the draft a worker fills in, and the application it becomes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref


class EnrolmentDrive(Scoped):
    """集体登记、流动窗口、现场入会: an event that an officer opens for his union; people apply there on their own phones, or he enters
    them. `code` is what its QR carries; `opens_on` and `closes_on` are days, both inclusive.
    """

    __tablename__ = "enrolment_drives"
    code: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(40))
    union_id: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(100))
    place: Mapped[str] = mapped_column(String(200))
    division: Mapped[str] = mapped_column(String(9))
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[UUID] = mapped_column(Uuid)
    closed: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("union_id", "unions"),
        ref("opened_by", "officers"),
        UniqueConstraint("jurisdiction", "code"),
        Index("ix_enrolment_drives_union", "jurisdiction", "union_id", "closes_on"),
    )

    def is_open(self, on: date) -> bool:
        """Whether people can apply through it on this day."""
        return not self.closed and self.opens_on <= on <= self.closes_on


class JoinDraft(Scoped):
    """Answers of one browser, saved at each page. `answers` holds the situation only; who he is stands in columns of its own.

    `origin` says where he came in (a drive, a union's QR, a platform); `entered_by` is the officer who fills it in for him.
    """

    __tablename__ = "join_drafts"
    channel: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    origin: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    entered_by: Mapped[UUID | None] = mapped_column(Uuid)
    worker_id: Mapped[UUID | None] = mapped_column(Uuid)
    name: Mapped[str | None] = mapped_column(String(100))
    identity_kind: Mapped[str | None] = mapped_column(String(40))
    identity_number: Mapped[str | None] = mapped_column(SecretText("join_drafts.identity_number"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)

    __table_args__ = (
        ref("worker_id", "workers"),
        ref("entered_by", "officers"),
        Index("ix_join_drafts_worker", "jurisdiction", "worker_id"),
        Index("ix_join_drafts_saved", "jurisdiction", "saved_at"),
    )


class JoinApplication(Scoped):
    """A submitted application; its legs are cases. One draft gives one application, and an account has one open at a time.

    open_key is the account's id while a leg is undecided and None afterwards: the unique constraint on it is what makes a double
    application impossible, however many windows it comes from. Two accounts may name the same number: officers see both.
    """

    __tablename__ = "join_applications"
    draft_id: Mapped[UUID] = mapped_column(Uuid)
    worker_id: Mapped[UUID | None] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    open_key: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(40))
    drive_id: Mapped[UUID | None] = mapped_column(Uuid)
    origin: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    entered_by: Mapped[UUID | None] = mapped_column(Uuid)
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
        ref("drive_id", "enrolment_drives"),
        ref("entered_by", "officers"),
        Index("ix_join_applications_worker", "jurisdiction", "worker_id"),
        Index("ix_join_applications_person", "jurisdiction", "person_id"),
        Index("ix_join_applications_drive", "jurisdiction", "drive_id"),
        UniqueConstraint("jurisdiction", "draft_id"),
        UniqueConstraint("jurisdiction", "open_key"),
    )
