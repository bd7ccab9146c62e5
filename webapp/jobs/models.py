"""Rows of background work."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, now

WAITING, DONE, FAILED = "waiting", "done", "failed"


class Job(Scoped):
    """One piece of work. `payload` is passed to the handler by name and holds no personal data.

    `once` makes the work unique among all jobs of its kind, also those that are done.
    """

    __tablename__ = "jobs"
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    once: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    run_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("jurisdiction", "kind", "once"),
        Index("ix_jobs_due", "jurisdiction", "state", "run_at"),
    )
