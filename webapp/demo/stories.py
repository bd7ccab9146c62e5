"""A few dozen people who apply, and officers who decide: every state of a case, by the same code as in earnest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.accounts import Officer, Worker
from webapp.cases import Case, Verdict, decide_step, steps_of
from webapp.cases.store import cases_of_application
from webapp.cases.workflow import StepState
from webapp.demo import people
from webapp.demo.organisations import Land
from webapp.join.consider import consider
from webapp.join.models import JoinDraft
from webapp.join.placing import pick_key
from webapp.join.store import new_draft, save_answers, save_identity
from webapp.join.submitting import submit_application
from webapp.persistence import blind_index, db
from webapp.unions.divisions import Division

MAX_PAGES = 20
PEOPLE = 36
VERDICTS = (
    None,
    Verdict.GRANT,
    None,
    Verdict.GRANT,
    Verdict.RETURN,
    Verdict.GRANT,
    None,
    Verdict.REFUSE,
    Verdict.GRANT,
)
REASONS = {
    Verdict.GRANT: "",
    Verdict.RETURN: "所在单位名称与证件不一致，请核对后补充。",
    Verdict.REFUSE: "经核实您的会籍已在原单位工会，请办理会籍接转，不用重新入会。",
}


@dataclass(frozen=True)
class Person:
    """One made-up worker: what he answers to each question."""

    number: int
    answers: Mapping[str, Any]


def situations(land: Land) -> list[dict[str, Any]]:
    """The answers of the made-up workers, by kind of situation; each names more than any one province asks."""
    units, street = land.employers, land.streets[0]
    common = _common(land, street)
    own = {"relation_kind": "employment", "has_labour_contract": "yes"}
    return [
        {**common, **own, "worker_group": "courier", "employer_id": str(units["courier_with"].id)},
        {**common, **own, "worker_group": "delivery_rider", "employer_id": str(units["agent_without"].id)},
        {**common, "worker_group": "delivery_rider", "relation_kind": "partial"},
        {**common, "worker_group": "ride_hailing_driver", "relation_kind": "self_employed_platform"},
        {**common, "worker_group": "truck_driver", "relation_kind": "partial"},
        {
            **common,
            "worker_group": "courier",
            "relation_kind": "dispatched",
            "has_labour_contract": "yes",
            "agency_id": str(units["dispatch"].id),
            "user_unit_id": str(units["agent_without"].id),
        },
        {
            **common,
            "worker_group": "delivery_rider",
            "relation_kind": "meets_employment",
            "employer_id": str(units["agent_second"].id),
        },
        {**common, "worker_group": "other", "relation_kind": "freelance"},
    ]


def _common(land: Land, street: Division) -> dict[str, Any]:
    return {
        "platform_ids": [str(land.employers["platform_food"].id)],
        "platform_features": [
            "works_to_platform_rules_for_pay",
            "completes_platform_tasks",
            "accepts_platform_management",
        ],
        "affiliation_firm_id": str(land.employers["affiliation"].id),
        "employer_none": "yes",
        "station_branch": "no",
        "has_labour_contract": "no",
        "place_basis": "work_place",
        "place_division": street.code,
    }


def tell(land: Land, officers: Mapping[Any, Officer]) -> int:
    """Let everybody apply and the officers decide; `officers` by union id. Gives back the number of applications."""
    kinds = situations(land)
    told = 0
    for number in range(PEOPLE):
        answers = dict(kinds[number % len(kinds)])
        answers["place_division"] = land.streets[number % len(land.streets)].code
        cases = _apply(number + 1, answers)
        if cases:
            told += 1
            for case in cases:
                _decide(case, VERDICTS[number % len(VERDICTS)], officers)
    return told


def _apply(number: int, answers: Mapping[str, Any]) -> Sequence[Case]:
    phone = people.phone(number)
    worker = Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
    db.session.add(worker)
    draft = new_draft(channel="online", worker_id=worker.id)
    save_answers(draft, {key: value for key, value in answers.items() if not key.startswith("place_")})
    if not _answer_rest(draft, answers):
        return ()
    save_identity(
        draft,
        worker_id=worker.id,
        name=people.name(number),
        kind="resident_identity_card",
        number=people.identity_number(number),
    )
    application = submit_application(draft, worker, consider(draft))
    return cases_of_application(application.id)


def _answer_rest(draft: JoinDraft, answers: Mapping[str, Any]) -> bool:
    """Answer what is still asked, then pick the first union of each leg; False where the story has no answer."""
    outcome = consider(draft)
    if outcome.question == "place":
        basis = answers["place_basis"] if answers["place_basis"] in outcome.bases else outcome.bases[0]
        save_answers(draft, {"place_basis": basis, "place_division": answers["place_division"]})
        outcome = consider(draft)
    if outcome.question is not None:
        return False
    save_answers(draft, {pick_key(leg.plan): str(leg.candidates[0].id) for leg in outcome.legs if leg.candidates})
    return True


def _decide(case: Case, verdict: Verdict | None, officers: Mapping[Any, Officer]) -> None:
    if verdict is None:
        return
    for step in steps_of(case):
        officer = officers.get(step.union_id)
        if step.state == StepState.OPEN and step.role == "decides" and officer is not None:
            decide_step(case, step, verdict, officer_id=officer.id, reason=REASONS[verdict], seen_version=case.version)
            return
