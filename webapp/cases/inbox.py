"""What an officer's unions have to decide: one queue for every kind of case, oldest first."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from webapp.accounts import ADMINISTRATOR, REVIEWER, Officer, Role, deciding_unions
from webapp.accounts.models import ACTIVE
from webapp.cases.deciding import refused_before
from webapp.cases.models import Case, CaseClaim, Step
from webapp.cases.workflow import State, StepState
from webapp.persistence import db, now
from webapp.unions import descendant_ids

VIEWS = {
    "open": "待我办",
    "others": "同事在办",
    "returned": "退回补充中",
    "waiting": "待受理",
    "below": "下级无人办理",
    "closed": "已办结",
}
STATES = {
    "returned": [State.RETURNED],
    "waiting": [State.WAITING],
    "closed": [State.GRANTED, State.REFUSED, State.WITHDRAWN],
}
NO_DAY = date.max
DUE = func.coalesce(Step.due_on, literal(NO_DAY, Date))
"""The last day of a step; behind every day where no rule states one."""
DECIDABLE = (State.UNDER_REVIEW, State.APPEALED)


@dataclass(frozen=True)
class Desk:
    """What one officer sees: unions he decides for, and unions below them that have nobody (seen, not decided)."""

    officer_id: UUID
    unions: frozenset[UUID]
    below: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Filter:
    """What of the queue is wanted: a key of VIEWS, and perhaps a kind, a union, a part of a reference."""

    view: str = "open"
    kind: str | None = None
    union_id: UUID | None = None
    reference: str = ""


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
    manned = exists().where(
        Role.union_id == Step.union_id,
        Role.role.in_((ADMINISTRATOR, REVIEWER)),
        Officer.id == Role.officer_id,
        Officer.state == ACTIVE,
    )
    waiting = select(Step.union_id).where(Step.state == StepState.OPEN, ~manned).distinct()
    lonely = set(db.session.scalars(waiting)) - set(unions)
    return lonely & descendant_ids(unions) if lonely and unions else set()


def _held(desk: Desk) -> Any:
    return or_(Step.union_id.in_(desk.unions), Step.assigned_to == desk.officer_id)


def _mine(desk: Desk) -> Any:
    """Steps this officer may decide: not another's, and no appeal against his own refusal."""
    earlier = aliased(Step)
    refused = exists().where(
        earlier.case_id == Case.id, earlier.decision == "refuse", earlier.decided_by == desk.officer_id
    )
    free = or_(Step.assigned_to.is_(None), Step.assigned_to == desk.officer_id)
    return and_(free, or_(Case.state != State.APPEALED, ~refused))


def _steps(condition: Any) -> Any:
    joined = select(Case, Step).join(Step, (Step.case_id == Case.id) & (Step.jurisdiction == Case.jurisdiction))
    return joined.where(Step.state == StepState.OPEN, Case.state.in_(DECIDABLE), condition)


def _view(desk: Desk, wanted: Filter) -> Any:
    if wanted.view == "open":
        return _steps(and_(_held(desk), _mine(desk)))
    if wanted.view == "others":
        return _steps(and_(_held(desk), ~_mine(desk)))
    if wanted.view == "below":
        return _steps(Step.union_id.in_(desk.below))
    involved = select(Step.case_id).where(_held(desk))
    return select(Case).where(
        Case.state.in_(STATES[wanted.view]), Case.union_id.in_(desk.unions) | Case.id.in_(involved)
    )


def _filtered(desk: Desk, wanted: Filter) -> Any:
    statement = _view(desk, wanted)
    if wanted.kind:
        statement = statement.where(Case.kind == wanted.kind)
    if wanted.union_id:
        own = Case.union_id == wanted.union_id
        statement = statement.where(own if wanted.view in STATES else Step.union_id == wanted.union_id)
    if wanted.reference:
        statement = statement.where(Case.reference.contains(wanted.reference.upper(), autoescape=True))
    return statement


def inbox(desk: Desk, wanted: Filter, *, offset: int = 0, limit: int = 50) -> list[InboxRow]:
    """Rows of one view: what waits for a verdict by its last day, then oldest first; closed ones newest first."""
    order: tuple[Any, ...] = (Case.age_from, Case.id)
    if wanted.view == "closed":
        order = (Case.age_from.desc(), Case.id.desc())
    elif wanted.view not in STATES:
        order = (DUE, *order)
    rows = db.session.execute(_filtered(desk, wanted).order_by(*order).offset(offset).limit(limit)).all()
    return [InboxRow(row[0], row[1] if len(row) > 1 else None) for row in rows]


def count_views(desk: Desk, wanted: Filter) -> dict[str, int]:
    """How many rows each view has under the same filter, by one question to the database."""
    counts = [
        select(func.count()).select_from(
            _filtered(desk, replace(wanted, view=view)).with_only_columns(Case.id).subquery()
        )
        for view in VIEWS
    ]
    row = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return dict(zip(VIEWS, row, strict=True))


def next_case(desk: Desk, wanted: Filter, *, after: Case) -> Case | None:
    """The next case to decide behind `after` in the queue, then from its front; none that a colleague has open."""
    taken = select(CaseClaim.case_id).where(CaseClaim.until > now(), CaseClaim.officer_id != desk.officer_id)
    queue = _filtered(desk, Filter("open", wanted.kind, wanted.union_id, wanted.reference))
    queue = queue.where(Case.id != after.id, Case.id.not_in(taken)).order_by(DUE, Case.age_from, Case.id).limit(1)
    older = or_(Case.age_from > after.age_from, and_(Case.age_from == after.age_from, Case.id > after.id))
    due = literal(_last_due(after, desk), Date)
    behind = or_(due < DUE, and_(due == DUE, older))
    row = db.session.execute(queue.where(behind)).first() or db.session.execute(queue).first()
    return row[0] if row else None


def _last_due(case: Case, desk: Desk) -> date:
    """The last day by which a case stood in the queue of this desk."""
    statement = select(Step.due_on).where(Step.case_id == case.id, _held(desk))
    return db.session.scalars(statement.order_by(Step.round.desc(), Step.order.desc()).limit(1)).first() or NO_DAY


def open_step(case: Case, desk: Desk) -> Step | None:
    """The step of this case that this officer can decide now."""
    if case.state not in DECIDABLE or refused_before(case, desk.officer_id):
        return None
    free = or_(Step.assigned_to.is_(None), Step.assigned_to == desk.officer_id)
    statement = select(Step).where(Step.case_id == case.id, Step.state == StepState.OPEN, _held(desk), free)
    return db.session.scalars(statement.order_by(Step.order, Step.id).limit(1)).one_or_none()


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
