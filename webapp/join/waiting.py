"""A union is new: what waited for one like it looks again. Applications nobody could take are taken up, follow-ups are evaluated."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, or_, select

from webapp.cases import Case, FollowUp, State
from webapp.cases.follow_ups import OPEN, ask_to_look
from webapp.jobs import enqueue, job
from webapp.join import mending
from webapp.join.models import JoinApplication
from webapp.persistence import db
from webapp.unions import Union, union_by_id
from webapp.unions.upkeep import when_union_added

JOB = "join.take_up_waiting"
BATCH = 50


def union_added(union: Union) -> None:
    """Have everything that a new union may change looked at by jobs after the running transaction."""
    waiting = [str(identity) for identity in db.session.scalars(_waiting_for(union))]
    for start in range(0, len(waiting), BATCH):
        enqueue(JOB, union_id=str(union.id), applications=waiting[start : start + BATCH])
    if union.employer_id is not None:
        ask_to_look(db.session.scalars(_follow_ups_about(union.employer_id)))


@job(JOB)
def take_up_waiting(union_id: str, applications: list[str]) -> None:
    """Decide again on applications that wait; those whose union has come are taken up."""
    union = union_by_id(UUID(union_id))
    for identity in sorted(applications):
        application = db.session.scalars(select(JoinApplication).where(JoinApplication.id == UUID(identity))).one()
        if union is not None and union.open:
            mending.take_up_waiting(application, f"{union.name}已登记")


def _waiting_for(union: Union) -> Select[Any]:
    """Applications with a waiting case that this union might take: one of its kind was looked for, or its employer is named."""
    might = cast(Case.data, Text).contains(f'"{union.kind}"')
    if union.employer_id is not None:
        might = or_(might, _names(union.employer_id))
    return (
        select(JoinApplication.id)
        .join(Case, and_(Case.application_id == JoinApplication.id, Case.jurisdiction == JoinApplication.jurisdiction))
        .where(Case.kind == "join", Case.state == State.WAITING, might)
        .distinct()
    )


def _names(employer_id: UUID) -> ColumnElement[bool]:
    return cast(JoinApplication.answers, Text).contains(str(employer_id))


def _follow_ups_about(employer_id: UUID) -> Select[Any]:
    of_members = (
        select(Case.id)
        .join(
            JoinApplication,
            and_(Case.application_id == JoinApplication.id, Case.jurisdiction == JoinApplication.jurisdiction),
        )
        .where(_names(employer_id))
    )
    about = or_(FollowUp.subject == f"employer:{employer_id}", FollowUp.case_id.in_(of_members))
    return select(FollowUp.id).where(FollowUp.state == OPEN, about)


def register() -> None:
    """Hear of every union that is registered or works again."""
    when_union_added(union_added)
