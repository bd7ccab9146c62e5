"""What the offices know of a person as a member and under a plan, as facts that the policy reads. Reads only.

What nobody said is left out, what is known to be none is None; only what a row of the plan looks at is said of the person.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from webapp.cases import Case, State, cases_of_worker, latest_decision
from webapp.claims.assessment.plans import edition_on, facts_read, plans_of
from webapp.claims.assessment.told import grouped, needs_telling, told_last
from webapp.claims.enrolments import count_enrolled, enrolments_of
from webapp.claims.ledger import Place, granted, spent
from webapp.members import Membership, Person, active_seat, seats_of
from webapp.members.real_name import VERIFIED
from webapp.persistence import db
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.tenancy import business_date, profile
from webapp.unions import Union, employer_by_id, top_union, union_by_id
from webapp.web.dates import CHINA
from webapp.web.identity_number import RESIDENT_CARD, birth_date

Facts = dict[str, Any]
REAL_NAME_ON = "member.real_name_on"
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
        facts |= facts_of_union(union)
    return facts


def facts_of_union(union: Union) -> Facts:
    """What is said of a member because his seat is at this union."""
    return {"division": union.division, **_level(union.kind)}


def _level(union_kind: str) -> Facts:
    """The level of a kind of union, where the profile gives it one alone; else a person finds it."""
    row = profile().union_kinds.get(union_kind)
    levels = row.level or () if row is not None else ()
    return {"level": levels[0]} if len(levels) == 1 else {}


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


def unit_facts(person: Person, plan: Plan, day: date, reads: Collection[str]) -> Facts:
    """What the registers know of the member's unit, and how many of its members take part in the plan."""
    standing = standing_on(person, day)
    employer = employer_by_id(standing.seat.employer_id) if standing and standing.seat.employer_id else None
    if employer is None:
        return {}
    facts: Facts = {"kind": employer.kind}
    edition = edition_on(plan, day)
    if "unit.enrolled" in reads and edition is not None:
        facts["enrolled"] = count_enrolled(plan.id, edition.id, employer_id=employer.id)
    return facts


def base_facts(person: Person, plan: Plan, day: date) -> Facts:
    """What a cover and a claim both start from."""
    facts: Facts = {}
    reads = facts_read(plan)
    if any(name.startswith("unit.") for name in reads):
        facts["unit"] = unit_facts(person, plan, day, reads)
    facts |= {"plan": plan_facts(plan, day), "member": member_facts(person, day, reads)}
    if plan.one_of is not None or "member.other_plans" in reads:
        facts["member"]["other_plans"] = other_plans(person, plan, day)
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


def cover_facts(person: Person, plan: Plan, day: date) -> Facts:
    """What a cover starts from: with what was last told of the person, for nothing has happened yet that could be asked about."""
    facts = base_facts(person, plan, day)
    return with_told(facts, told_last(person.id)) if needs_telling(plan) else facts


def with_told(facts: Facts, told: Facts) -> Facts:
    """The facts with what was told of the member and his unit: it stands over what records say."""
    groups = grouped(told)
    return facts | {group: facts.get(group, {}) | values for group, values in groups.items()}


def plan_facts(plan: Plan, day: date) -> Facts:
    """The plan's name, and how full its edition is where something hangs on that."""
    facts: Facts = {"id": plan.id}
    limited = [one for one in plan.editions or () if one.quota is not None]
    read = facts_read(plan) & {"plan.persons", "plan.spent"}
    edition = limited[-1] if limited else edition_on(plan, day) if read else None
    if edition is not None:
        facts |= {"persons": count_enrolled(plan.id, edition.id), "spent": yuan(spent(plan.id, edition.id))}
    return facts


def other_plans(person: Person, plan: Plan, day: date) -> list[str]:
    """The words (`one_of`) of the other plans of which he took part in one before this, or was paid by one and not by this."""
    words = []
    for other in plans_of(profile()):
        if other.one_of is not None and other.id != plan.id and _has_first(person, other, plan, day):
            words.append(other.one_of)
    return list(dict.fromkeys(words))


def _has_first(person: Person, other: Plan, plan: Plan, day: date) -> bool:
    edition, own = edition_on(other, day), edition_on(plan, day)
    if edition is None:
        return False
    taken, mine = _took_part(person, other, edition), _took_part(person, plan, own) if own is not None else None
    if taken is not None and (mine is None or taken < mine):
        return True
    paid_here = own is not None and granted(Place(person.id, plan.id, own.id)) > 0
    return granted(Place(person.id, other.id, edition.id)) > 0 and not paid_here and mine is None


def _took_part(person: Person, plan: Plan, edition: Edition) -> datetime | None:
    rows = enrolments_of(person.id, plan.id)
    return next((one.created_at for one in rows if one.edition == edition.id and not one.void), None)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
