"""Claims in the world: a draft with a bill and a paper, and a filing handed in, both of the worker who is signed in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from tests.parts.stations import picture
from tests.world import Province, part
from webapp.claims.assessment.membership import union_for
from webapp.claims.assessment.plans import plans_of
from webapp.claims.models import Filing
from webapp.claims.procedure import hand_in
from webapp.claims.store import new_accident, new_filing, save_account, save_bill, subject_of
from webapp.files import keep
from webapp.members import Person, person_of_worker
from webapp.tenancy import profile


@part
def claims(province: Province) -> None:
    """One of each."""
    person = person_of_worker(province.rows["open_worker"])
    assert person is not None
    draft = _filing(province, person)
    open_ = _filing(province, person)
    hand_in(open_[0], open_[1])
    province.rows |= {
        "claim_draft": draft[1].reference,
        "claim_bill": draft[2],
        "claim_draft_paper": draft[3],
        "claim_open": open_[1].reference,
        "claim_paper": open_[3],
        "claim_plan": plans_of(profile())[0].id,
    }


def _filing(province: Province, person: Person) -> tuple[Filing, Any, Any, Any]:
    accident = new_accident(person, plan=plans_of(profile())[0].id)
    accident.at, accident.kind, accident.third_party = datetime(2022, 3, 10, 2, tzinfo=UTC), "accident", "no"
    accident.place, accident.story = province.text("人民路口"), province.text("送货时摔倒")
    filing, case = new_filing(person, accident, union_id=union_for(person))
    bill = save_bill(
        filing,
        None,
        {
            "hospital": province.text("第一医院"),
            "hospital_public": "yes",
            "hospital_grade": 2,
            "hospital_kind": "general",
            "care": "outpatient",
            "begins_on": date(2022, 3, 10),
            "ends_on": date(2022, 3, 10),
            "total": 60_000,
            "self_paid_in_scope": 60_000,
            "invoice": province.text("No1"),
        },
    )
    save_account(filing, payee="self", bank=province.text("工商银行"), holder=person.name, number="6222000011112222")
    file = keep(picture(), subject=subject_of(filing), purpose="invoice", by="worker:world")
    return filing, case, bill.id, file.id


def _draft(province: Province) -> dict[str, Any]:
    return {"reference": province.rows["claim_draft"]}


def _open(province: Province) -> dict[str, Any]:
    return {"reference": province.rows["claim_open"]}


def _bill(province: Province) -> dict[str, Any]:
    return {**_draft(province), "bill": province.rows["claim_bill"]}


EXAMPLES: dict[str, Callable[[Province], dict[str, Any]]] = {
    **dict.fromkeys([f"claims.{act}" for act in ("submission", "withdrawal")], _draft),
    "claims.show": _open,
    **dict.fromkeys(
        [f"claim_entries.{part_}" for part_ in ("when", "what", "bills", "more", "papers", "account")], _draft
    ),
    "claim_entries.bill": _bill,
    "claim_entries.bill_removal": _bill,
    "claim_entries.paper": lambda province: {**_open(province), "file_id": province.rows["claim_paper"]},
    "claim_entries.paper_removal": lambda province: {**_draft(province), "file_id": province.rows["claim_draft_paper"]},
    **dict.fromkeys(
        [f"office_claims.{act}" for act in ("show", "findings", "originals", "placement", "answers", "told")], _open
    ),
    "office_claims.paper": lambda province: {**_open(province), "file_id": province.rows["claim_paper"]},
}
FIELDS: dict[str, Callable[[Province], dict[str, Any]]] = {
    "claims.begin": lambda province: {"plan": province.rows["claim_plan"]},
    "claims.enrolment": lambda province: {"plan": province.rows["claim_plan"]},
    "claims.submission": lambda _: {"consent": "1"},
    "office_claims.findings": lambda province: {
        "finding-row": "drugs",
        "finding-about": "accident",
        "finding-outcome": "not",
        "finding-note": province.text("已核对"),
    },
    "office_claims.originals": lambda _: {"document": "invoice", "seen": "1"},
}
STATUS = {"claim_entries.more": 303}
NO_PAGES = {"claim_entries.paper", "office_claims.paper"}
