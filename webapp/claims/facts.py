"""From a person, his accidents, filings and ledger to the facts that the policy reads (docs/benefits.md). Reads only.

What nobody said is left out, what is known to be none is None; only what a row of the plan looks at is said of the person. Ids in
the facts are those that people read: A1 an accident, the case's reference a filing, a number a bill.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from webapp.cases import Case, State, cases_of_worker, latest_decision
from webapp.claims.ledger import entries_of, spent, taken_back
from webapp.claims.models import Accident, Bill, Filing, Finding, LedgerEntry
from webapp.claims.plans import facts_read, reckons_by_edition
from webapp.claims.store import (
    DECIDED,
    accidents_of,
    bills_of,
    cases_by_id,
    count_enrolled,
    enrolments_of,
    filing_keys,
    filings_of,
    findings_of,
)
from webapp.files import StoredFile
from webapp.members import Membership, Person, seats_of
from webapp.members.real_name import VERIFIED
from webapp.persistence import db
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Plan
from webapp.tenancy import business_date
from webapp.unions import employer_by_id, union_by_id
from webapp.web.dates import CHINA
from webapp.web.identity_number import RESIDENT_CARD, birth_date

Facts = dict[str, Any]
YES, NO = "yes", "no"
_ONE_DAY = timedelta(days=1)
_SEX_DIGIT = 16


@dataclass(frozen=True)
class Standing:
    """One unbroken membership: from the first of its seats to the day after the last, and the seat of the day asked about."""

    since: date
    until: date | None
    seat: Membership
    first: Membership


def subject_of(filing: Filing) -> str:
    """Under which name the papers of a filing are kept."""
    return f"filing:{filing.id}"


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


def member_facts(person: Person, day: date, plan: Plan | None) -> Facts:
    """What is known of the person as a member on a day."""
    standing = standing_on(person, day)
    facts: Facts = {"real_name_on": _iso(real_name_day(person)), "admitted_on": None}
    if standing is None:
        facts |= _as_applicant(person)
    else:
        facts |= _as_member(standing)
    reads = facts_read(plan) if plan is not None else frozenset()
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
    facts: Facts = {"plan": plan_facts(plan), "member": member_facts(person, day, plan)}
    if any(name.startswith("unit.") for name in facts_read(plan)):
        facts["unit"] = unit_facts(person, day)
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


def claim_facts(person: Person, plan: Plan, filings: Sequence[Filing]) -> Facts:
    """The facts of a claim on `filings`, which come last and are undecided; what was decided before comes first.

    Other accidents are told where some component is reckoned on the whole edition; what was paid on them is in the ledger anyway.
    A filing that is neither decided nor asked about pays nothing and counts for nothing here; it only shows that its accident was
    filed in time.
    """
    only = None if reckons_by_edition(plan) else {one.accident_id for one in filings}
    accidents = {one.id: one for one in accidents_of(person.id, only) if one.plan == plan.id and one.at is not None}
    everything = [one for one in filings_of(person.id, only) if one.accident_id in accidents]
    cases, asked = cases_by_id(everything), {one.id for one in filings}
    told = [one for one in everything if one.id in asked or _counts(cases[one.case_id])]
    told.sort(key=lambda one: (one.id in asked, cases[one.case_id].state not in DECIDED, one.created_at, one.id))
    used = {one.accident_id for one in told}
    first = accidents[filings[-1].accident_id]
    assert first.at is not None
    facts = base_facts(person, plan, first.at.astimezone(CHINA).date())
    references = {one.case_id: cases[one.case_id].reference for one in everything}
    bills, papers = bills_of([one.id for one in told]), _papers(told)
    entries = entries_of(person.id, plan.id)
    void = taken_back(entries)
    facts |= {
        "answers": first.answers,
        "events": [_event(one) for one in accidents.values() if one.id in used],
        "filings": [
            {
                **_filing(
                    one, cases[one.case_id], accidents[one.accident_id], bills, _decided(one, cases, asked, void)
                ),
                "documents": papers[subject_of(one)],
            }
            for one in told
        ],
        "paid": _paid(person, entries),
        "findings": _findings(told, references, accidents, bills),
    }
    return facts


def _counts(case: Case) -> bool:
    return case.state not in (State.DRAFT, State.WITHDRAWN)


def _event(accident: Accident) -> Facts:
    assert accident.at is not None
    facts: Facts = {"id": accident.key, "at": accident.at.astimezone(CHINA).isoformat(timespec="minutes")}
    return facts | ({"kind": accident.kind} if accident.kind else {})


def _decided(filing: Filing, cases: dict[Any, Case], asked: set[Any], void: set[Any]) -> str | None:
    """How a filing was decided before: one whose payments were all taken back counts like a refused one."""
    if filing.id in asked:
        return None
    granted = cases[filing.case_id].state == State.GRANTED and filing.case_id not in void
    return "granted" if granted else "refused"


def _filing(filing: Filing, case: Case, accident: Accident, bills: Iterable[Bill], decided: str | None) -> Facts:
    facts: Facts = {
        "id": case.reference,
        "event": accident.key,
        "filed_on": _iso(filing.filed_on or business_date()),
        "decided": decided,
        "originals": list(filing.originals),
        "result": dict(filing.result),
        "bills": [_bill(bill, accident) for bill in bills if bill.filing_id == filing.id],
    }
    if filing.refiled_on is not None:
        facts["refiled_on"] = _iso(filing.refiled_on)
    if filing.payee:
        facts["payee"] = filing.payee
    return facts


def _bill(bill: Bill, accident: Accident) -> Facts:
    facts: Facts = {
        "id": bill.key,
        "from": _iso(bill.begins_on),
        "to": _iso(bill.ends_on),
        "care": bill.care,
        "total": yuan(bill.total),
        "in_scope": yuan(bill.total - bill.out_of_scope),
        "reimbursed": yuan(bill.reimbursed),
        "out_of_scope": yuan(bill.out_of_scope),
        "hospital": _hospital(bill),
    }
    if bill.self_paid_in_scope is not None:
        facts["self_paid_in_scope"] = yuan(bill.self_paid_in_scope)
    if bill.hospital_days is not None:
        facts["hospital_days"] = bill.hospital_days
    if bill.third_party is not None:
        facts["third_party"] = yuan(bill.third_party)
    elif accident.third_party == NO:
        facts["third_party"] = None
    return facts


def _hospital(bill: Bill) -> Facts:
    facts: Facts = {}
    if bill.hospital_public in (YES, NO):
        facts["public"] = bill.hospital_public == YES
    for name in ("grade", "kind", "division"):
        value = getattr(bill, f"hospital_{name}")
        if value is not None:
            facts[name] = value
    return facts


def _paid(person: Person, entries: Sequence[LedgerEntry]) -> list[Facts]:
    """The ledger; an entry belongs to the accident that its filing belongs to now."""
    keys = filing_keys(person.id)
    return [
        {
            "filing": keys[one.case_id][0],
            "event": keys[one.case_id][1],
            "component": one.component,
            "edition": one.edition,
            "amount": yuan(one.amount),
        }
        for one in entries
    ]


def _papers(filings: Sequence[Filing]) -> dict[str, list[str]]:
    """The kinds of paper handed in with each filing, by its subject."""
    found: dict[str, set[str]] = {subject_of(one): set() for one in filings}
    statement = select(StoredFile.subject, StoredFile.purpose).where(StoredFile.subject.in_(list(found)))
    for subject, purpose in db.session.execute(statement):
        found[subject].add(purpose)
    return {subject: sorted(kinds) for subject, kinds in found.items()}


def _findings(
    filings: Sequence[Filing], references: dict[Any, str], accidents: dict[Any, Accident], bills: Sequence[Bill]
) -> list[Facts]:
    by_id, keys = {one.id: one for one in filings}, {bill.id: bill.key for bill in bills}
    found: dict[tuple[str, str], Facts] = {}
    for one in findings_of([filing.id for filing in filings]):
        filing = by_id[one.filing_id]
        about = _about(one, accidents[filing.accident_id], references[filing.case_id], keys)
        found[one.row, about] = _finding(one, about)
    return list(found.values())


def _about(finding: Finding, accident: Accident, reference: str, bill_keys: dict[Any, str]) -> str:
    if finding.of_accident:
        return accident.key
    return bill_keys[finding.bill_id] if finding.bill_id is not None else reference


def _finding(finding: Finding, about: str) -> Facts:
    facts: Facts = {"row": finding.row, "about": about, "holds": finding.holds, "exception": finding.exception}
    for name in ("counts", "amount"):
        fen = getattr(finding, name)
        if fen is not None:
            facts[name] = yuan(fen)
    return facts


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
