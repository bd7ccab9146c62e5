"""What the offices know of a person as a member and under a plan, as facts that the policy reads. Reads only.

What nobody said is left out, what is known to be none is None; only what a row of the plan looks at is said of the person.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from webapp.cases import Case, State, cases_of_worker, latest_decision
from webapp.claims.enrolments import count_enrolled, enrolments_of
from webapp.claims.ledger import spent
from webapp.members import Membership, Person, active_seat, seats_of
from webapp.members.real_name import VERIFIED
from webapp.persistence import db
from webapp.policy.language.conditions import Condition
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Plan
from webapp.tenancy import business_date
from webapp.unions import employer_by_id, top_union, union_by_id
from webapp.web.dates import CHINA
from webapp.web.identity_number import RESIDENT_CARD, birth_date

Facts = dict[str, Any]
_ONE_DAY = timedelta(days=1)
_SEX_DIGIT = 16


def union_for(person: Person) -> UUID | None:
    """The union that reviews a person's claims: where his seat is, else was last, else the province's own."""
    seat = active_seat(person.id) or next(iter(seats_of(person.id)), None)
    top = top_union()
    return seat.union_id if seat is not None else top.id if top is not None else None


@dataclass(frozen=True)
class Standing:
    """One unbroken membership: from the first of its seats to the day after the last, and the seat of the day asked about."""

    since: date
    until: date | None
    seat: Membership
    first: Membership


def standing_on(person: Person, day: date) -> Standing | None:
    """The membership that held on a day; else the last before it, else the first after it; None for who never was a member."""
    spans: list[list[Membership]] = []
    for seat in sorted(seats_of(person.id), key=lambda one: (one.since, one.id)):
        if spans and spans[-1][-1].until == seat.since:
            spans[-1].append(seat)
        else:
            spans.append([seat])
    before = [span for span in spans if span[0].since <= day]
    holding = [span for span in before if span[-1].until is None or day < span[-1].until]
    span = next(iter(holding or before[-1:] or spans), None)
    if span is None:
        return None
    seat = next((one for one in reversed(span) if one.since <= day), span[0])
    return Standing(span[0].since, span[-1].until, seat, span[0])


def real_name_day(person: Person) -> date | None:
    """The day of the real-name registration; by the offices' calendar nothing lies after today."""
    if person.real_name_state != VERIFIED or person.verified_at is None:
        return None
    return min(person.verified_at.astimezone(CHINA).date(), business_date())


def member_facts(person: Person, day: date, reads: Collection[str]) -> Facts:
    """What is known of the person as a member on a day; of his birth and sex only what is read."""
    standing = standing_on(person, day)
    facts: Facts = {"real_name_on": _iso(real_name_day(person)), "admitted_on": None}
    if standing is None:
        facts |= _as_applicant(person)
    else:
        facts |= _as_member(standing)
    if person.identity_kind == RESIDENT_CARD:
        number = person.identity_number
        if "member.born_on" in reads:
            facts["born_on"] = _iso(birth_date(number))
        if "member.sex" in reads:
            facts["sex"] = "male" if int(number[_SEX_DIGIT]) % 2 else "female"
    return facts


def _as_member(standing: Standing) -> Facts:
    seat, union = standing.seat, union_by_id(standing.seat.union_id)
    case = db.session.get(Case, standing.first.case_id) if standing.first.case_id else None
    facts: Facts = {
        "admitted_on": standing.since.isoformat(),
        "left_on": None if standing.until is None else (standing.until - _ONE_DAY).isoformat(),
        "channel": standing.first.channel,
        "worker_group": seat.worker_group,
        "seat_kind": seat.seat_kind,
    }
    if case is not None:
        facts["applied_on"] = case.governed_on.isoformat()
    if seat.relation_kind:
        facts["relation_kind"] = seat.relation_kind
    if union is not None:
        facts["division"] = union.division
    return facts


def _as_applicant(person: Person) -> Facts:
    """Who is not admitted yet: when and by which channel he applied, as the decision on his application knew it."""
    cases = cases_of_worker(person.worker_id, kinds=("join",)) if person.worker_id else []
    case = next((one for one in cases if one.state in (State.WAITING, State.UNDER_REVIEW, State.RETURNED)), None)
    decision = latest_decision(case, "join") if case is not None else None
    if case is None or decision is None:
        return {}
    known = ("channel", "worker_group", "division")
    given: Facts = {name: decision.facts[name] for name in known if name in decision.facts}
    return {"applied_on": case.governed_on.isoformat(), **given}


def unit_facts(person: Person, day: date) -> Facts:
    """What the register knows of the member's unit."""
    standing = standing_on(person, day)
    employer = employer_by_id(standing.seat.employer_id) if standing and standing.seat.employer_id else None
    return {} if employer is None else {"kind": employer.kind}


def base_facts(person: Person, plan: Plan, day: date) -> Facts:
    """What a cover and a claim both start from."""
    facts: Facts = {}
    reads = facts_read(plan)
    if any(name.startswith("unit.") for name in reads):
        facts["unit"] = unit_facts(person, day)
    facts |= {"plan": plan_facts(plan), "member": member_facts(person, day, reads)}
    facts["enrolments"] = [
        {
            "edition": one.edition,
            "enrolled_on": one.enrolled_on.isoformat(),
            "shares": one.shares,
            "first_time": one.first_time,
        }
        for one in enrolments_of(person.id, plan.id)
    ]
    return facts


def plan_facts(plan: Plan) -> Facts:
    """The plan's name, and how full it is where an edition has a quota."""
    facts: Facts = {"id": plan.id}
    limited = [one for one in plan.editions or () if one.quota is not None]
    if limited:
        facts |= {"persons": count_enrolled(plan.id, limited[-1].id), "spent": yuan(spent(plan.id, limited[-1].id))}
    return facts


def facts_read(plan: Plan) -> frozenset[str]:
    """Every fact that some row of the plan looks at: no other personal fact is handed to the decision."""
    found: frozenset[str] = plan.once("claims: facts read", lambda whole: frozenset(_reads(whole)))
    return found


def _reads(value: Any) -> Iterator[str]:
    if isinstance(value, Condition):
        yield from value.reads()
    elif isinstance(value, BaseModel):
        yield from getattr(value, "starts", ())
        if isinstance(by := getattr(value, "by", None), str):
            yield by
        for name in type(value).model_fields:
            yield from _reads(getattr(value, name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _reads(one)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
