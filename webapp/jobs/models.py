"""Rows of background work."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, now

WAITING, DONE, FAILED = "waiting", "done", "failed"
FIRST, ORDINARY, LAST = 0, 1, 2
"""Who goes before whom: messages, because somebody waits with his phone in his hand; then what requests ask for; then sweeps."""


class Job(Scoped):
    """One piece of work. `payload` is passed to the handler by name and holds no personal data.

    `once` makes the work unique among all jobs of its kind, also those that are done. `lane` is that of the kind.
    """

    __tablename__ = "jobs"
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    once: Mapped[str | None] = mapped_column(String(120))
    lane: Mapped[int] = mapped_column(SmallInteger, default=ORDINARY, server_default="1")
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    run_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("jurisdiction", "kind", "once"),
        Index("ix_jobs_due", "jurisdiction", "state", "lane", "run_at", "id"),
    )
