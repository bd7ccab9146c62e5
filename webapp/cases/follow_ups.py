"""What a grant leaves to be done (后续事项), so that no room needs to know another.

`leave` writes a row and asks for a job in the granting transaction; after commit the job lets the kind's evaluator look, and a
nightly sweep lets it look again. A kind without an evaluator stays open for officers to see and settle.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from webapp.accounts import owner_name
from webapp.cases.grace import is_over, over_at
from webapp.cases.models import Case, FollowUp
from webapp.jobs import enqueue, job, sweep
from webapp.persistence import add_once, db, now, record_event
from webapp.persistence.stretches import after, count_up_to, first_of_each, key_of
from webapp.tenancy import settings

OPEN, DONE = "open", "done"
JOB = "cases.follow_ups"
BATCH = 100
LABELS = {
    "watch": "等单位建会",
    "count": "计入建会人数",
    "placement": "落实会籍",
    "transfer": "接转会籍",
    "notice": "告知管理员",
    "ended": "会籍终止",
    "founded": "接转新工会的会员",
    "term": "换届",
    "dues": "设定会费",
}

Evaluate = Callable[[FollowUp], str | None]
"""Looks whether it is due and does it; the Chinese sentence that says what was done, or None while it stays open."""

_evaluators: dict[str, Evaluate] = {}
log = logging.getLogger("webapp.cases")


class AlreadySettled(Exception):
    """The follow-up is done, by the program or by another officer."""


@dataclass(frozen=True)
class Left:
    """A follow-up to be written. `key` makes it unique among its kind; the same one left twice is left once."""

    kind: str
    key: str
    subject: str
    data: Mapping[str, Any] = field(default_factory=dict)
    union_id: UUID | None = None


def register_follow_up(kind: str, evaluate: Evaluate) -> None:
    """Let a room do this kind of follow-up. The evaluator runs in a job's transaction, may run again, and must not commit."""
    _evaluators[kind] = evaluate


def leave(case: Case | None, left: Iterable[Left]) -> None:
    """Write follow-ups of a case in the running transaction and have them looked at after it."""
    written = []
    for one in left:
        row = FollowUp(
            kind=one.kind,
            key=one.key,
            subject=one.subject,
            case_id=case.id if case else None,
            union_id=one.union_id,
            data=dict(one.data),
        )
        if add_once(row):
            written.append(row)
    # What a verdict leaves waits as long as it can be taken back.
    at = over_at(now()) if case is not None and settings().undo else None
    ask_to_look((row.id for row in written if row.kind in _evaluators), at=at)


def ask_to_look(ids: Iterable[UUID], *, at: datetime | None = None) -> None:
    """Have these follow-ups evaluated by a job: after the running transaction, or at an instant."""
    wanted = [str(identity) for identity in ids]
    for start in range(0, len(wanted), BATCH):
        enqueue(JOB, at=at, ids=wanted[start : start + BATCH])


@job(JOB)
def look(ids: list[str]) -> None:
    """Let the evaluators look. One that fails is tried again in a job of its own, so that it holds up no other."""
    for identity in sorted(ids):
        try:
            with db.session.begin_nested():
                _look_at(UUID(identity))
        except Exception:
            if len(ids) == 1:
                raise
            log.exception("follow-up %s failed", identity)
            enqueue(JOB, ids=[identity])


def _look_at(identity: UUID) -> None:
    row = db.session.scalars(select(FollowUp).where(FollowUp.id == identity).with_for_update()).one_or_none()
    if row is None or row.state != OPEN or row.kind not in _evaluators:
        return
    if row.case_id is not None and not is_over(row.created_at):
        ask_to_look([identity], at=over_at(row.created_at))
        return
    outcome = _evaluators[row.kind](row)
    if outcome is not None:
        _close(row, outcome, None)


@sweep("cases.sweep_follow_ups", every=timedelta(days=1))
def sweep_follow_ups() -> None:
    """Have every open follow-up of a known kind looked at again."""
    ask_to_look(db.session.scalars(_open().where(FollowUp.kind.in_(_evaluators)).with_only_columns(FollowUp.id)))


def _open() -> Select[Any]:
    return select(FollowUp).where(FollowUp.state == OPEN).order_by(FollowUp.created_at, FollowUp.id)


OLDEST = (FollowUp.created_at, FollowUp.id)


def open_follow_ups(
    union_ids: Collection[UUID] | None = None, *, kind: str | None = None, begin: str = "", limit: int = 50
) -> list[FollowUp]:
    """Follow-ups still open behind the key `begin`, oldest first: of these unions, or of all."""
    if union_ids is None:
        return list(db.session.scalars(_of_kind(_open(), kind).where(after(OLDEST, begin)).limit(limit)))

    def oldest(here: ColumnElement[bool]) -> Select[Any]:
        wanted = _of_kind(_open(), kind).where(here, after(OLDEST, begin))
        return wanted.with_only_columns(FollowUp.id).limit(limit)

    found = first_of_each(FollowUp.union_id, union_ids, oldest)
    rows = select(FollowUp).join(found, found.c.id == FollowUp.id).order_by(*OLDEST).limit(limit)
    return list(db.session.scalars(rows))


def key_of_follow_up(row: FollowUp) -> str:
    """Where a list of follow-ups goes on behind this one."""
    return key_of((row.created_at, row.id))


def count_follow_ups(union_ids: Collection[UUID]) -> int:
    """How many are open at these unions, up to BOUND + 1."""
    return db.session.scalar(count_up_to(_at(union_ids))) or 0


def count_by_kind(union_ids: Collection[UUID]) -> dict[str, int]:
    """How many are open at these unions, by kind, each up to BOUND + 1."""
    counts = [count_up_to(_of_kind(_at(union_ids), kind)).scalar_subquery() for kind in LABELS]
    return dict(zip(LABELS, db.session.execute(select(*counts)).one(), strict=True))


def _at(union_ids: Collection[UUID]) -> Select[Any]:
    return select(FollowUp.id).where(FollowUp.state == OPEN, FollowUp.union_id.in_(union_ids))


def _of_kind(statement: Select[Any], kind: str | None) -> Select[Any]:
    return statement if kind is None else statement.where(FollowUp.kind == kind)


def follow_ups_of(case: Case) -> list[FollowUp]:
    """What a case left to be done, done or not, in the order it was left."""
    statement = select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.created_at, FollowUp.id)
    return list(db.session.scalars(statement))


def follow_up_by_id(identity: UUID) -> FollowUp | None:
    """The follow-up, or None."""
    return db.session.scalars(select(FollowUp).where(FollowUp.id == identity)).one_or_none()


def overtake(case_ids: Collection[UUID], kinds: Collection[str], *, why: str) -> None:
    """Close what cases left open of these kinds: something later says otherwise."""
    about = (FollowUp.case_id.in_(case_ids), FollowUp.kind.in_(kinds), FollowUp.state == OPEN)
    for row in db.session.scalars(select(FollowUp).where(*about).order_by(FollowUp.id).with_for_update()):
        _close(row, why, None)


def settle(row: FollowUp, *, officer_id: UUID, note: str) -> None:
    """An officer has done it by hand and says how. Raises AlreadySettled."""
    held = db.session.scalars(
        select(FollowUp).where(FollowUp.id == row.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if held.state != OPEN:
        raise AlreadySettled(held.outcome)
    _close(held, note, officer_id)


def _close(row: FollowUp, outcome: str, officer_id: UUID | None) -> None:
    row.state, row.outcome, row.done_by, row.done_at = DONE, outcome, officer_id, now()
    db.session.flush()
    record_event(
        kind="follow_up.done",
        case_id=row.case_id,
        subject=row.subject,
        actor=owner_name(officer_id) if officer_id else None,
        data={"follow_up": row.kind, "outcome": outcome},
    )
