"""Money in the world: a granted claim in a batch that is with the bank, one to be paid, and a request for relief under review."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests.officers import person as seat_for
from tests.parts.claims import claims as filed
from tests.parts.stations import picture
from tests.world import Province, part
from webapp.accounts import TREASURER, Officer, give_role
from webapp.cases import Case, State, case_by_reference, latest_decision
from webapp.claims.ledger import Caps, Movement, Place, enter, hold
from webapp.claims.models import LedgerEntry
from webapp.claims.store import accident_of, filing_of
from webapp.files import keep
from webapp.members import person_of_worker
from webapp.payments.batches import approve, batch_by_reference, export, freeze
from webapp.payments.contra_requests import ask as ask_contra
from webapp.payments.corrections import correct
from webapp.payments.reviews import ask_review
from webapp.persistence import db
from webapp.relief.plan import Bounds
from webapp.relief.procedure import Asked, ask, hand_in, set_bounds, subject_of


def _paid_later(province: Province) -> Case:
    """A claim that was granted 500 yuan, its original seen."""
    draft, open_ = province.rows["claim_draft"], province.rows["claim_open"]
    kept = {name: value for name, value in province.rows.items() if name.startswith("claim_")}
    filed(province)
    case = case_by_reference(province.rows["claim_open"])
    province.rows |= kept
    assert case is not None and case.reference not in (draft, open_)
    filing = filing_of(case)
    accident, decision = accident_of(filing), latest_decision(case, "claim")
    assert decision is not None
    filing.originals, case.state = ["invoice"], State.GRANTED
    place = Place(filing.person_id, accident.plan, accident.edition or "none")
    hold(place, Caps())
    enter(place, [Movement("medical", 50_000, case.id, decision.id, f"payment:{case.id}:medical")])
    return case


@part
def payments(province: Province) -> None:
    """One of each."""
    sent, waiting = _paid_later(province), _paid_later(province)
    assert sent.union_id is not None
    officer = db.session.get(Officer, province.rows["officer"])
    assert officer is not None
    give_role(officer, sent.union_id, TREASURER)
    maker = seat_for(name=province.text("出纳"), login=f"maker-{province.jurisdiction}")
    batch = freeze(sent.union_id, [sent.id], officer_id=maker.id)
    approve(batch, officer_id=officer.id, seen_digest=batch.digest)
    export(batch, officer_id=officer.id)
    paid = db.session.scalars(select(LedgerEntry).where(LedgerEntry.case_id == sent.id)).one()
    contra = ask_contra(sent, paid.id, reason=province.text("重复"), clause="", officer_id=maker.id)
    correct(waiting, bank="b", holder=province.text("户名"), number="6222000011112222", officer_id=None)
    person = person_of_worker(province.rows["open_worker"])
    assert person is not None
    said = Asked(
        province.text("四口人"), province.text("生病"), province.text("工商银行"), person.name, "6222000011112222"
    )
    relief, case = ask(person, said)
    case.union_id = province.rows["deciding_union"]
    hand_in(relief, case)
    file = keep(picture(), subject=subject_of(relief), purpose="evidence", by="worker:world")
    set_bounds(province.rows["deciding_union"], Bounds(50_000, 500_000), officer_id=officer.id)
    province.rows |= {
        "money_union": sent.union_id,
        "money_case": waiting.id,
        "money_claim": sent.reference,
        "money_batch": batch.reference,
        "money_contra": contra.id,
        "money_review": ask_review(waiting, reason=province.text("少算")).reference,
        "money_waiting": waiting.reference,
        "relief": case.reference,
        "relief_paper": file.id,
    }
    assert batch_by_reference(batch.reference) is not None


def _batch(province: Province) -> dict[str, Any]:
    return {"reference": province.rows["money_batch"]}


def _claim(province: Province) -> dict[str, Any]:
    return {"reference": province.rows["money_claim"]}


def _waiting(province: Province) -> dict[str, Any]:
    return {"reference": province.rows["money_waiting"]}


def _relief(province: Province) -> dict[str, Any]:
    return {"reference": province.rows["relief"]}


def _paper(province: Province) -> dict[str, Any]:
    return {**_relief(province), "file_id": province.rows["relief_paper"]}


EXAMPLES: dict[str, Callable[[Province], dict[str, Any]]] = {
    **dict.fromkeys([f"office_payments.{name}" for name in ("batch", "act", "answers")], _batch),
    "office_payments.list_file": lambda province: {**_batch(province), "kind": "csv"},
    **dict.fromkeys([f"office_money.{name}" for name in ("claim", "settle")], _claim),
    **dict.fromkeys(
        [f"office_money.{name}" for name in ("contra_confirmation", "contra_refusal")],
        lambda province: {**_claim(province), "request_id": province.rows["money_contra"]},
    ),
    **dict.fromkeys(["claim_relief.show", "office_relief.visit"], _relief),
    **dict.fromkeys(["claim_relief.paper", "office_relief.paper_seen"], _paper),
    "office_relief.terms": lambda province: {"union_id": province.rows["deciding_union"]},
    "claim_reviews.ask": _claim,
    **dict.fromkeys(["claim_corrections.mine", "office_corrections.show", "office_corrections.write"], _waiting),
    "claim_reviews.show": lambda province: {"reference": province.rows["money_review"]},
}
FIELDS: dict[str, Callable[[Province], dict[str, Any]]] = {
    "office_payments.freeze_list": lambda province: {
        "union": str(province.rows["money_union"]),
        "case": str(province.rows["money_case"]),
    },
    "office_payments.act": lambda _: {"act": "export"},
    "claim_relief.show": lambda _: {"act": "withdraw"},
}
NO_PAGES = {"office_payments.list_file", "office_money.sheet", "claim_relief.paper", "office_relief.paper_seen"}
STATUS = {"claim_reviews.show": 303}
