"""A founding begins: a count of members asks for it, or an officer takes it up from the plan. One at a time for an employer."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased
from uuid_utils.compat import uuid7

from webapp.accounts.codes import worker_by_id
from webapp.cases import Case, State, StepPlan, open_case_once, record_decision, submit
from webapp.founding.models import PLAN, THRESHOLD, Founding
from webapp.founding.store import case_of, count_settled, founding_under_way, last_case_state
from webapp.members import Membership, Person
from webapp.notices import register_template, send
from webapp.persistence import db
from webapp.policy import Decision, ThresholdAnswer
from webapp.policy.profile.membership import Threshold
from webapp.tenancy import business_date, profile
from webapp.unions import Employer, Union, divisions, top_union, union_of_employer, unions_in
from webapp.unions.models import OPEN

KIND = "founding"
DEFAULT_BASIS = ("default",)
"""That the union above decides is ours where no document says it (系统默认)."""


class HasUnion(Exception):
    """The employer has a union already: its members are transferred instead."""


register_template(
    "founding_possible",
    "{unit}的会员已有{count}人，可以建立单位工会，已请{union}指导。您不用做什么，建成以后会告诉您。",
)


def open_at_threshold(employer: Employer, decision: Decision[ThresholdAnswer]) -> Case | None:
    """The one task of an employer whose members reached the profile's number; None where it was refused before.

    Who refused to found a union now is not asked again by every new member: officers can take it up from the plan.
    """
    row = _row(decision)
    guide = guiding_union(row.by, employer.registered_place or employer.division)
    if guide is None or last_case_state(employer.id) == State.REFUSED:
        return None
    basis = row.source if guide.kind == row.by else (*row.source, *DEFAULT_BASIS)
    case, opened = _open(employer, guide, tuple(basis), origin=THRESHOLD, threshold=row.id, begun_by="system")
    if opened:
        record_decision(case, decision)
        _tell_members(employer, guide, decision.answer.count or 0)
    return case


def _tell_members(employer: Employer, guide: Union, count: int) -> None:
    """Who works there hears that the unit can have a union of its own now, and who helps."""
    of_it = (Membership.person_id == Person.id) & (Membership.jurisdiction == Person.jurisdiction)
    its = select(Person.worker_id).join(Membership, of_it)
    workers = db.session.scalars(its.where(Membership.employer_id == employer.id, Membership.until.is_(None)))
    for worker in filter(None, (worker_by_id(one) for one in set(workers) if one is not None)):
        send(to=worker, template="founding_possible", unit=employer.name, count=count, union=guide.name)


def begin(employer: Employer, upper: Union, *, actor: str) -> Case:
    """An officer of `upper` takes a founding up; one under way is given back as it is. Raises HasUnion."""
    if union_of_employer(employer.id) is not None:
        raise HasUnion
    running = founding_under_way(employer.id)
    if running is not None:
        return case_of(running)
    return _open(employer, upper, DEFAULT_BASIS, origin=PLAN, threshold=None, begun_by=actor)[0]


def begin_area(upper: Union, *, union_kind: str, division: str, name: str, actor: str) -> Case:
    """An officer of `upper` takes up the founding of a union that is no employer's (a federation, a joint union …)."""
    place = divisions.full_name(division)
    title = name or f"{place}{profile().label('union_kind', union_kind)}"
    case, _ = open_case_once(
        kind=KIND,
        key=str(uuid7()),
        worker_id=None,
        union_id=upper.id,
        title=title,
        governed_on=business_date(),
        data={},
    )
    values = {"union_kind": union_kind, "division": division, "name": name, "origin": PLAN, "begun_by": actor}
    return _begun(case, upper, DEFAULT_BASIS, **values)


def _open(employer: Employer, upper: Union, basis: tuple[str, ...], **values: Any) -> tuple[Case, bool]:
    case, opened = open_case_once(
        kind=KIND,
        key=f"employer:{employer.id}:{count_settled(employer.id)}",
        worker_id=None,
        union_id=upper.id,
        title=employer.name,
        governed_on=business_date(),
        data={},
    )
    if opened:
        kind = "platform_union" if employer.platform else "employer_union"
        place = employer.registered_place or employer.division
        values |= {"name": f"{employer.name}工会", "union_kind": kind, "division": place, "employer_id": employer.id}
        _begun(case, upper, basis, **values)
    return case, opened


def _begun(case: Case, upper: Union, basis: tuple[str, ...], **values: Any) -> Case:
    db.session.add(Founding(case_id=case.id, upper_id=upper.id, **values))
    db.session.flush()
    return submit(case, [StepPlan(1, upper.id, "decides", basis)], actor=values["begun_by"])


def _row(decision: Decision[ThresholdAnswer]) -> Threshold:
    rows: tuple[Threshold, ...] = tuple(profile().rules.thresholds)  # type: ignore[arg-type]
    return next(row for row in rows if row.id == decision.answer.threshold)


def guiding_union(kind: str | None, place: str) -> Union | None:
    """The union of this kind for the place; without one, the nearest for the place that has unions under it."""
    found = next(iter(unions_in([kind], place, inside=False)), None) if kind else None
    return found or _nearest_above(place) or top_union()


def _nearest_above(place: str) -> Union | None:
    child = aliased(Union)
    has_children = exists().where(child.parent_id == Union.id, child.jurisdiction == Union.jurisdiction)
    for division in reversed(divisions.path(place)):
        here = [Union.division == division.code, Union.employer_id.is_(None), Union.outside.is_(False)]
        statement = select(Union).where(*here, Union.state == OPEN, has_children).order_by(Union.created_at, Union.id)
        found = db.session.scalars(statement.limit(1)).first()
        if found is not None:
            return found
    return None
