"""From the dossier of a claim to the facts that the policy reads (docs/benefits.md), and the policy's word on them.

What nobody said is left out, what is known to be none is None. Ids in the facts are those that people read: A1 an accident, the
case's reference a filing, a number a bill.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from webapp.cases import State
from webapp.claims.assessment.dossier import Dossier, dossier_of
from webapp.claims.assessment.membership import Facts, with_told
from webapp.claims.assessment.told import elsewhere, less_of, values_of
from webapp.claims.models import Accident, Bill, Filing, Finding
from webapp.policy import ClaimAnswer, Decision, decide
from webapp.policy.profile.benefits.facts import yuan
from webapp.tenancy import business_date
from webapp.web.dates import CHINA

YES, NO = "yes", "no"


def decided_now(filings: Sequence[Filing]) -> Decision[ClaimAnswer]:
    """The policy's word on these filings of a person, on top of all that was decided before; their accident has a day."""
    dossier = dossier_of(filings)
    assert dossier is not None, "an accident without a day is not decided on"
    return decision_on(dossier)


def decision_on(dossier: Dossier) -> Decision[ClaimAnswer]:
    """The policy's word on a dossier, today."""
    today = business_date()
    return decide("claim", claim_facts(dossier, today), dossier.terms.rules, today)


def claim_facts(dossier: Dossier, today: date) -> Facts:
    """The facts of a claim on the filings asked about, which come last and are undecided; a draft is filed `today`."""
    used = {one.accident_id for one in dossier.filings}
    return _known(dossier) | {
        "answers": dossier.accident.answers,
        "events": [_event(one) for one in dossier.accidents.values() if one.id in used],
        "filings": [_filing(one, dossier, today) for one in dossier.filings],
        "paid": _paid(dossier),
        "findings": _findings(dossier),
    }


def _known(dossier: Dossier) -> Facts:
    """What is known of the member, with what was told on the accident that is asked about."""
    if not dossier.told:
        return dossier.known
    facts = with_told(dossier.known, values_of(dossier.told[dossier.accident.id]))
    less = less_of(dossier.terms.edition) if dossier.terms.edition is not None else []
    if less:
        by_key = {one.key: dossier.told[one.id] for one in dossier.accidents.values()}
        facts["paid_elsewhere"] = elsewhere(less, by_key)
    return facts


def _event(accident: Accident) -> Facts:
    assert accident.at is not None
    facts: Facts = {"id": accident.key, "at": accident.at.astimezone(CHINA).isoformat(timespec="minutes")}
    return facts | ({"kind": accident.kind} if accident.kind else {})


def _filing(filing: Filing, dossier: Dossier, today: date) -> Facts:
    accident = dossier.accidents[filing.accident_id]
    facts: Facts = {
        "id": dossier.cases[filing.case_id].reference,
        "event": accident.key,
        "filed_on": _iso(filing.filed_on or today),
        "decided": _decided(filing, dossier),
        "originals": list(filing.originals),
        "result": dict(filing.result),
        "bills": [_bill(bill, accident) for bill in dossier.bills if bill.filing_id == filing.id],
        "documents": dossier.papers[filing.id],
    }
    facts["refiled_on"] = None if filing.refiled_on is None else _iso(filing.refiled_on)
    if filing.payee:
        facts["payee"] = filing.payee
    return facts


def _decided(filing: Filing, dossier: Dossier) -> str | None:
    """How a filing was decided before: one whose payments were all taken back counts like a refused one."""
    if filing.id in dossier.asked:
        return None
    granted = dossier.cases[filing.case_id].state == State.GRANTED and filing.case_id not in dossier.void
    return "granted" if granted else "refused"


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


def _paid(dossier: Dossier) -> list[Facts]:
    """The ledger; an entry belongs to the accident that its filing belongs to now."""
    return [
        {
            "filing": dossier.keys[one.case_id][0],
            "event": dossier.keys[one.case_id][1],
            "component": one.component,
            "edition": one.edition,
            "amount": yuan(one.amount),
        }
        for one in dossier.entries
    ]


def _findings(dossier: Dossier) -> list[Facts]:
    """A later finding on the same row and thing takes the place of an earlier one."""
    by_id, keys = {one.id: one for one in dossier.filings}, {bill.id: bill.key for bill in dossier.bills}
    found: dict[tuple[str, str], Facts] = {}
    for one in dossier.findings:
        filing = by_id.get(one.filing_id)
        if filing is None:
            continue
        reference = dossier.cases[filing.case_id].reference
        about = _about(one, dossier.accidents[filing.accident_id], reference, keys)
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
