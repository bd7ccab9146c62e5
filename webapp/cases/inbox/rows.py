"""What an officer's unions have to decide: one queue for every kind of case, oldest first."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from webapp.accounts import ADMINISTRATOR, REVIEWER, Officer, Role, deciding_unions
from webapp.accounts.models import ACTIVE
from webapp.cases.deciding import refused_before
from webapp.cases.inbox import queues
from webapp.cases.inbox.queues import DECIDABLE, FIRST_OF_QUEUE, OPEN, STATES, VIEWS, Desk, Filter
from webapp.cases.models import NO_DAY, Case, CaseClaim, Step
from webapp.cases.second_officer import agreed_first
from webapp.cases.store import steps_of
from webapp.cases.workflow import StepState
from webapp.persistence import db, now
from webapp.persistence.stretches import key_of
from webapp.unions import Union
from webapp.unions.store import descendants


@dataclass(frozen=True)
class InboxRow:
    """One line of the queue: the case and, where the view is about steps, the step that waits."""

    case: Case
    step: Step | None


def desk_of(officer: Officer) -> Desk:
    """The desk of an officer, by his roles that decide."""
    unions = deciding_unions(officer)
    return Desk(officer.id, frozenset(unions), frozenset(unmanned_below(unions)))


def unmanned_below(unions: Collection[UUID]) -> set[UUID]:
    """Unions below these that have something to decide and no officer to do it."""
    if not unions:
        return set()
    manned = exists().where(
        Role.union_id == Union.id,
        Role.role.in_((ADMINISTRATOR, REVIEWER)),
        Officer.id == Role.officer_id,
        Officer.state == ACTIVE,
    )
    # One step of each union is looked for: joined with their table, all open steps of the province would be read.
    free, handed = (
        select(Step.id)
        .where(Step.union_id == Union.id, OPEN, whose)
        .order_by(*FIRST_OF_QUEUE)
        .limit(1)
        .scalar_subquery()
        for whose in (Step.assigned_to.is_(None), Step.assigned_to.is_not(None))
    )
    waits = or_(free.is_not(None), handed.is_not(None))
    lonely = descendants(unions).where(Union.id.not_in(unions), ~manned, waits)
    return set(db.session.scalars(lonely))


def _held(desk: Desk) -> Any:
    return or_(Step.union_id.in_(desk.unions), Step.assigned_to == desk.officer_id)


def inbox(desk: Desk, wanted: Filter, *, begin: str = "", limit: int = 50) -> list[InboxRow]:
    """Rows of one view behind the key `begin`: what waits for a verdict by its last day, then oldest first; closed ones newest first."""
    if wanted.view in STATES:
        return [InboxRow(case, None) for case in queues.cases(desk, wanted, begin=begin, limit=limit)]
    return [InboxRow(case, step) for case, step in queues.steps(desk, wanted, begin=begin, limit=limit)]


def key_of_row(row: InboxRow) -> str:
    """Where the inbox goes on behind this row."""
    case, step = row.case, row.step
    if step is None:
        return key_of((case.age_from, case.id))
    return key_of((step.queue_day, step.case_age, step.case_id, step.id))


def count_views(desk: Desk, wanted: Filter) -> dict[str, int]:
    """How many rows each view has under the same filter, up to BOUND + 1 each, by one question to the database."""
    counts = [queues.count(desk, replace(wanted, view=view)).scalar_subquery() for view in VIEWS]
    return dict(zip(VIEWS, db.session.execute(select(*counts)).one(), strict=True))


def next_case(desk: Desk, wanted: Filter, *, after: Case) -> Case | None:
    """The next case to decide behind `after` in the queue, then from its front; none that a colleague has open."""
    taken = select(CaseClaim.case_id).where(CaseClaim.until > now(), CaseClaim.officer_id != desk.officer_id)
    free = and_(Step.case_id != after.id, Step.case_id.not_in(taken))
    queue = replace(wanted, view="open")
    behind = key_of((_last_due(after, desk), after.age_from, after.id))
    for begin in (behind, ""):
        for case, _step in queues.steps(desk, queue, begin=begin, limit=1, besides=free):
            return case
    return None


def _last_due(case: Case, desk: Desk) -> date:
    """The last day by which a case stood in the queue of this desk."""
    statement = select(Step.queue_day).where(Step.case_id == case.id, _held(desk))
    return db.session.scalars(statement.order_by(Step.round.desc(), Step.order.desc()).limit(1)).first() or NO_DAY


def open_step(case: Case, desk: Desk) -> Step | None:
    """The step of this case that this officer can decide now."""
    if case.state not in DECIDABLE or refused_before(case, desk.officer_id):
        return None
    free = or_(Step.assigned_to.is_(None), Step.assigned_to == desk.officer_id)
    statement = select(Step).where(Step.case_id == case.id, Step.state == StepState.OPEN, _held(desk), free)
    step = db.session.scalars(statement.order_by(Step.order, Step.id).limit(1)).one_or_none()
    return None if step is not None and agreed_first(case, step, desk.officer_id) else step


def waits_for_another(case: Case, desk: Desk) -> bool:
    """Whether this officer gave the first yes on a case of which the second is a colleague's."""
    steps = steps_of(case) if case.state in DECIDABLE else ()
    return any(one.state == StepState.OPEN and agreed_first(case, one, desk.officer_id) for one in steps)


def steps_here(case: Case, desk: Desk) -> list[Step]:
    """The undecided steps of this case that lie with this officer's unions, whoever has them."""
    statement = select(Step).where(
        Step.case_id == case.id, Step.union_id.in_(desk.unions), Step.state.in_((StepState.OPEN, StepState.PENDING))
    )
    return list(db.session.scalars(statement.order_by(Step.order, Step.id)))


def may_see(case: Case, desk: Desk) -> bool:
    """Whether the case concerns this officer: asked of his union, a part in deciding it, or below it where nobody is."""
    seen = desk.unions | desk.below
    if case.union_id in seen:
        return True
    concerned = or_(Step.union_id.in_(seen), Step.assigned_to == desk.officer_id)
    return db.session.scalar(select(Step.id).where(Step.case_id == case.id, concerned).limit(1)) is not None
