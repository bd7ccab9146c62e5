"""Queueing and claiming."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select

from webapp.jobs.models import DONE, FAILED, WAITING, Job
from webapp.jobs.registry import lane_of
from webapp.persistence import db, delete_some, insert, now

ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=10)
WAIT_GROWS = 4
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Work that has to wait for nothing is due whatever the clocks of those who ask for it and of those who do it say."""
_ERROR_LENGTH = 2000


def enqueue(kind: str, *, once: str | None = None, at: datetime | None = None, **payload: Any) -> None:
    """Ask for work in the running transaction: now or at an instant. With `once`, nothing happens if it was ever asked
    for.
    """
    values: dict[str, Any] = {
        "kind": kind,
        "once": once,
        "payload": payload,
        "lane": lane_of(kind),
        "run_at": at or AT_ONCE,
    }
    if once is None:
        db.session.add(Job(**values))
    else:
        db.session.execute(insert(Job).values(**values).on_conflict_do_nothing())


def call_off(kind: str, once: str) -> None:
    """Work of this kind that was asked for under a key with this beginning, and still waits, is wanted no more."""
    wanted = delete(Job).where(Job.kind == kind, Job.once.startswith(once, autoescape=True), Job.state == WAITING)
    db.session.execute(wanted.execution_options(synchronize_session=False))


def is_due(lane: int) -> bool:
    """Whether a job waits to be run in one of the lanes up to this one."""
    return bool(db.session.scalar(select(exists().where(*_due(lane)))))


def _due(lane: int) -> tuple[ColumnElement[bool], ...]:
    return Job.state == WAITING, Job.lane <= lane, Job.run_at <= now()


def not_asked_for(unique: Mapping[str, str]) -> list[str]:
    """Of these kinds, those of which no job with this `once` exists, done or not."""
    known = select(Job.kind, Job.once).where(Job.kind.in_(unique), Job.once.in_(unique.values()))
    asked = {(kind, once) for kind, once in db.session.execute(known)}
    return [kind for kind, once in unique.items() if (kind, once) not in asked]


def claim(lane: int) -> Job | None:
    """The job of the lanes up to this one that has been due longest in the first of them, and that no other worker holds;
    locked until the transaction ends.
    """
    due = select(Job).where(*_due(lane)).order_by(Job.lane, Job.run_at, Job.id).limit(1)
    found: Job | None = db.session.scalar(due.with_for_update(skip_locked=True))
    return found


def finish(job: Job) -> None:
    """Note that a job is done."""
    job.state, job.finished_at, job.attempts, job.error = DONE, now(), job.attempts + 1, None


def postpone(job_id: UUID, error: str) -> None:
    """Note a failure: try again later, or give up."""
    job = db.session.get(Job, job_id, with_for_update=True)
    if job is None or job.state != WAITING:
        return
    job.attempts += 1
    job.error = error[:_ERROR_LENGTH]
    if job.attempts >= ATTEMPTS:
        job.state, job.finished_at = FAILED, now()
    else:
        job.run_at = now() + FIRST_WAIT * WAIT_GROWS ** (job.attempts - 1)


def delete_done(before: datetime) -> bool:
    """Forget some jobs that were done before an instant; whether there may be more."""
    return delete_some(Job, Job.state == DONE, Job.finished_at < before)
