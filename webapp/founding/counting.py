"""The threshold watch: how many members of one employer count, and the one task that they open.

A grant of a member who counts leaves a follow-up `count`; after commit a job counts, and a nightly sweep counts again. What is
counted is the profile's word; a province without a threshold opens nothing.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from webapp.cases import FollowUp, register_follow_up, withdraw
from webapp.founding.models import THRESHOLD, Founding
from webapp.founding.opening import open_at_threshold
from webapp.founding.store import case_of, founding_under_way, foundings_under_way
from webapp.jobs import sweep
from webapp.members import Membership
from webapp.persistence import db
from webapp.policy import Decision, ThresholdAnswer, decide
from webapp.tenancy import business_date, profile
from webapp.unions import Employer, Union, employer_by_id, union_of_employer

OPENS, STAYS = "opens", "stays_open"
RUNS_ON = ("already_open", STAYS)


def counted(employer: Employer, *, task_open: bool) -> Decision[ThresholdAnswer]:
    """What the profile says of the employer's members as they are now. The answer holds `count` and `split` (street -> number)."""
    facts = {
        "employer_union": union_of_employer(employer.id) is not None,
        "task_open": task_open,
        "members": _lines(employer.id),
        "division": employer.registered_place or employer.division,
    }
    return decide("threshold", facts, profile(), business_date())


def _lines(employer_id: UUID) -> list[dict[str, Any]]:
    statement = (
        select(Membership.join_form, Membership.relation_kind, Union.division, func.count(Membership.id))
        .join(Union, (Union.id == Membership.union_id) & (Union.jurisdiction == Membership.jurisdiction))
        .where(Membership.employer_id == employer_id, Membership.until.is_(None))
        .group_by(Membership.join_form, Membership.relation_kind, Union.division)
    )
    names = ("join_form", "relation_kind", "street", "count")
    rows = [dict(zip(names, row, strict=True)) for row in db.session.execute(statement)]
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def count(row: FollowUp) -> str | None:
    """Look whether the employer's members open a task: the sentence that says what became of it, None while it waits."""
    employer = _employer(row)
    if employer is None:
        return None
    if union_of_employer(employer.id) is not None:
        return "单位已有工会，会籍按规定接转，不另设建会任务"
    if _has_left(row, employer):
        return "已不是这个单位的会员，不再计入"
    running = founding_under_way(employer.id)
    decision = counted(employer, task_open=running is not None)
    if decision.outcome in RUNS_ON and running is not None:
        return f"已计入，建会任务 {case_of(running).reference} 在办"
    if decision.outcome != OPENS:
        return None
    case = open_at_threshold(employer, decision)
    return f"计入 {decision.answer.count} 人，建会任务 {case.reference}" if case else None


def _employer(row: FollowUp) -> Employer | None:
    kind, _, identity = row.subject.partition(":")
    return employer_by_id(UUID(identity)) if kind == "employer" else None


def _has_left(row: FollowUp, employer: Employer) -> bool:
    """Whether the member who was counted has no seat as a worker of this employer any more."""
    kind, _, person = str(row.data.get("person", "")).partition(":")
    if kind != "person":
        return False
    statement = select(Membership.employer_id).where(Membership.person_id == UUID(person), Membership.until.is_(None))
    return db.session.scalars(statement).one_or_none() != employer.id


@sweep("founding.count_again", every=timedelta(days=1))
def count_again() -> None:
    """Take back tasks that fell below their number, where the profile says that they close."""
    for founding in foundings_under_way(origin=THRESHOLD):
        if _is_moot(founding):
            withdraw(case_of(founding), actor="system")


def _is_moot(founding: Founding) -> bool:
    employer = employer_by_id(founding.employer_id) if founding.employer_id else None
    return employer is not None and counted(employer, task_open=True).outcome == "none"


def below_now(founding: Founding) -> Decision[ThresholdAnswer] | None:
    """How a task that a count opened stands now; None for one that was begun by plan or has founded its union."""
    employer = employer_by_id(founding.employer_id) if founding.employer_id else None
    if employer is None or founding.origin != THRESHOLD or founding.union_id is not None:
        return None
    return counted(employer, task_open=True)


def union_added(union: Union) -> None:
    """The employer has a union now: a task to found one is done with."""
    running = founding_under_way(union.employer_id) if union.employer_id else None
    if running is not None:
        withdraw(case_of(running), actor="system")


def register() -> None:
    """Let counts be looked at."""
    register_follow_up("count", count)
