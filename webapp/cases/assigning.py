"""Handing a step to a named officer, and taking it back. Nothing here commits."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import ADMINISTRATOR, REVIEWER, Officer, officers_at, owner_name
from webapp.cases.deciding import AlreadyDecided
from webapp.cases.models import Case, Step
from webapp.cases.moving import locked
from webapp.cases.workflow import StepState
from webapp.persistence import db, record_event
from webapp.unions import union_by_id
from webapp.web.refused import Refused

UNDECIDED = (StepState.OPEN, StepState.PENDING)


class NotAColleague(Refused):
    """The officer decides neither at this union nor at the one above it; the message is Chinese."""


def colleagues(union_id: UUID) -> list[Officer]:
    """Who can be given a step of this union: its own officers, then those of the union above, who help out."""
    union = union_by_id(union_id)
    places = [union_id] + ([union.parent_id] if union and union.parent_id else [])
    return officers_at(places, (ADMINISTRATOR, REVIEWER))


def assign(case: Case, step: Step, officer_id: UUID | None, *, by: UUID) -> None:
    """Hand an undecided step to an officer, or (None) back to the whole union. Raises AlreadyDecided, NotAColleague."""
    case = locked(case)
    if step.state not in UNDECIDED:
        raise AlreadyDecided(case)
    if officer_id is not None and officer_id not in {officer.id for officer in colleagues(step.union_id)}:
        raise NotAColleague("只能交给本工会或上一级工会的在岗工作人员")
    step.assigned_to = officer_id
    db.session.flush()
    record_event(
        kind="step.assign",
        case_id=case.id,
        actor=owner_name(by),
        data={"union": str(step.union_id), "officer": str(officer_id) if officer_id else None},
    )


def give_back(officer_id: UUID, *, unions: Collection[UUID] | None = None) -> int:
    """All undecided steps of an officer who is away or has left go back to their unions; the number of steps.

    `unions`: only steps of these.
    """
    statement = select(Step).where(Step.assigned_to == officer_id, Step.state.in_(UNDECIDED))
    if unions is not None:
        statement = statement.where(Step.union_id.in_(unions))
    steps = list(db.session.scalars(statement))
    for step in steps:
        step.assigned_to = None
    db.session.flush()
    return len(steps)
