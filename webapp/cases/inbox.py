"""What officers' unions have to decide: one queue for every kind of case, oldest first."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from webapp.cases.models import Case, Step
from webapp.cases.workflow import State, StepState
from webapp.persistence import db

VIEWS = {"open": "待我办", "returned": "退回补充中", "waiting": "待受理", "closed": "已办结"}


@dataclass(frozen=True)
class InboxRow:
    """One line of the queue: the case and, while it can be decided, the step this officer's union holds."""

    case: Case
    step: Step | None


def _open(unions: Collection[UUID]) -> Select[Any]:
    statement: Select[Any] = (
        select(Case, Step)
        .join(Step, (Step.case_id == Case.id) & (Step.jurisdiction == Case.jurisdiction))
        .where(Step.union_id.in_(unions), Step.state == StepState.OPEN, Case.state == State.UNDER_REVIEW)
    )
    return statement


def _in_states(unions: Collection[UUID], states: Collection[str]) -> Select[Any]:
    mine = select(Step.case_id).where(Step.union_id.in_(unions))
    return select(Case).where(Case.state.in_(states), Case.union_id.in_(unions) | Case.id.in_(mine))


def _view(view: str, unions: Collection[UUID]) -> Select[Any]:
    if view == "open":
        return _open(unions)
    states = {
        "returned": [State.RETURNED],
        "waiting": [State.WAITING],
        "closed": [State.GRANTED, State.REFUSED, State.WITHDRAWN],
    }
    return _in_states(unions, states[view])


def inbox(
    unions: Collection[UUID], *, view: str = "open", kind: str | None = None, offset: int = 0, limit: int = 50
) -> list[InboxRow]:
    """Rows of one view (a key of VIEWS); open ones oldest first, closed ones newest first."""
    statement = _view(view, unions)
    if kind is not None:
        statement = statement.where(Case.kind == kind)
    order = (Case.age_from.desc(), Case.id.desc()) if view == "closed" else (Case.age_from, Case.id)
    rows = db.session.execute(statement.order_by(*order).offset(offset).limit(limit)).all()
    return [InboxRow(row[0], row[1] if len(row) > 1 else None) for row in rows]


def count_inbox(unions: Collection[UUID], *, view: str = "open", kind: str | None = None) -> int:
    """How many rows the view has."""
    statement = _view(view, unions)
    if kind is not None:
        statement = statement.where(Case.kind == kind)
    return db.session.scalar(select(func.count()).select_from(statement.with_only_columns(Case.id).subquery())) or 0


def next_case(unions: Collection[UUID], *, after: Case) -> Case | None:
    """The oldest case still to be decided, other than `after`."""
    statement = _open(unions).where(Case.id != after.id).order_by(Case.age_from, Case.id).limit(1)
    row = db.session.execute(statement).first()
    return row[0] if row else None


def open_step(case: Case, unions: Collection[UUID]) -> Step | None:
    """The step of this case that one of these unions can decide now."""
    statement = select(Step).where(Step.case_id == case.id, Step.union_id.in_(unions), Step.state == StepState.OPEN)
    return db.session.scalars(statement.order_by(Step.order).limit(1)).one_or_none()


def may_see(case: Case, unions: Collection[UUID]) -> bool:
    """Whether the case concerns one of these unions: asked, or a part in deciding it."""
    if case.union_id in unions:
        return True
    statement = select(Step.id).where(Step.case_id == case.id, Step.union_id.in_(unions)).limit(1)
    return db.session.scalar(statement) is not None
