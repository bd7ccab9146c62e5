"""From the sent form to the application: what differs is written with old and new, the policy decides anew where facts changed, and the
case goes to the union that is right now. Nothing here commits.
"""

from dataclasses import replace
from uuid import UUID

from webapp.cases import Case, State, cases_of_application, record_decision, resubmit, steps_of
from webapp.cases.claims import release
from webapp.cases.moving import locked
from webapp.cases.supplements import Change, note_changes
from webapp.cases.workflow import StepPlan, plan_again
from webapp.jobs import enqueue
from webapp.join import same_number
from webapp.join.consider import Outcome, consider, place_name
from webapp.join.corrections.forms import AmendmentForm, details_of
from webapp.join.forms import Answers
from webapp.join.mending import decide_again, describe, leg_of, right_union
from webapp.join.models import JoinApplication
from webapp.join.pages import answer_words
from webapp.join.reporting import report_units
from webapp.join.store import open_application
from webapp.join.submitting import step_plans
from webapp.join.wording import NAMELESS, WORDING
from webapp.members import Person, active_seat, register_person
from webapp.members.numbers import belongs_somewhere, identity_index
from webapp.members.store import persons_of_worker
from webapp.persistence import db, mask_name, record_event
from webapp.unions.forms import EmployerAnswer
from webapp.web.identity_number import document_label
from webapp.web.refused import Refused

SETTLED = "您的姓名和证件已经由工会核对过，不能在网上改。请带证件到工会更正。"
OTHER_PERSON = "这个手机号已经有另一个证件号码的申请或会籍。请带证件到工会核对。"
UNCLEAR = "更正以后还要了解别的情况，原来的判断没有变，请工会与申请人核对"
WHY = "申请人更正了填写的内容"


class IdentityRefused(Refused):
    """Who he is cannot be corrected here; the message is Chinese."""


def supplement(application: JoinApplication, case: Case, form: AmendmentForm) -> bool:
    """Write what the form changes and hand the case in again; False where it was handed in already. Raises IdentityRefused."""
    case = locked(case)
    if case.state != State.RETURNED:
        return False
    changes = [*_identity(application, form), *_answers(application, form)]
    note_changes(case, changes)
    if form.note.data:
        case.data = {**case.data, "notes": [*case.data.get("notes", []), form.note.data]}
    facts = {change.field for change in changes} - {"name", "identity_number", "identity_kind"}
    plans = _decided_anew(case, application) if facts else [plan_again(step) for step in steps_of(case)]
    resubmit(case, plans)
    if facts:
        decide_again(application, WHY, actor="worker", but=case)
        report_units(application, near=case.data.get("place"), units=facts)
    return True


def changed(application: JoinApplication, form: AmendmentForm) -> bool:
    """Whether the form says anything else than the application."""
    return bool(_identity_changes(form) or _answer_changes(application, form)[0])


def _identity_changes(form: AmendmentForm) -> list[Change]:
    person, (name, kind, number) = form.before, form.identity
    changes = []
    if name != person.name:
        changes.append(Change("name", "姓名", person.name, name))
    if kind != person.identity_kind:
        before, after = document_label(person.identity_kind), document_label(kind)
        changes.append(Change("identity_kind", "证件类型", before, after))
    if identity_index(kind, number) != person.identity_index:
        changes.append(Change("identity_number", "证件号码", person.identity_number, number, masked=True))
    return changes


def _identity(application: JoinApplication, form: AmendmentForm) -> list[Change]:
    """Who he is, under the rules of an application: what others registered no page tells."""
    person, (name, kind, number) = form.before, form.identity
    changes = _identity_changes(form)
    if not changes:
        return []
    if person.number_key is not None or belongs_somewhere(person):
        raise IdentityRefused(SETTLED)
    if any(active_seat(one.id) or open_application(one) for one in _others(application, person)):
        raise IdentityRefused(OTHER_PERSON)
    was = mask_name(person.name)
    now = register_person(
        worker_id=application.worker_id, name=name, identity_kind=kind, identity_number=number, phone=person.phone
    )
    application.person_id = now.id
    for case in cases_of_application(application.id):
        case.title = mask_name(name) + case.title.removeprefix(was)
    db.session.flush()
    if any(change.field == "identity_number" for change in changes):
        enqueue(same_number.JOB, application_id=str(application.id))
    return changes


def _others(application: JoinApplication, person: Person) -> list[Person]:
    assert application.worker_id is not None, "only an account corrects its application"
    return [one for one in persons_of_worker(application.worker_id) if one.id != person.id]


def _answers(application: JoinApplication, form: AmendmentForm) -> list[Change]:
    changes, answers = _answer_changes(application, form)
    if changes:
        application.answers = answers
        known = answers.get("employer_id") or answers.get("agency_id")
        application.employer_id = UUID(known) if known else None
        db.session.flush()
    return changes


def _answer_changes(application: JoinApplication, form: AmendmentForm) -> tuple[list[Change], Answers]:
    before, answers = application.answers, dict(application.answers)
    changes = []
    for unit in form.units:
        found, question = form.unit_of(unit), unit.replace("_", "-")
        if found is not None and _is_other(unit, found, before):
            _clear(answers, unit)
            answers |= {f"{unit}_id": str(found.id)} if found.id else {f"{unit}_name": found.name or NAMELESS}
            was, now = answer_words(question, before), answer_words(question, answers)
            changes.append(Change(unit, WORDING[question].row, was, now))
        if form.asks_where(unit):
            answers |= {key: form[key].data for key in details_of(unit)}
            if any(before.get(key) != answers[key] for key in details_of(unit)):
                told, label = f"{question}-details", WORDING[f"{question}-details"].row
                was = answer_words(told, before) if f"{unit}_location" in before else ""
                changes.append(Change(unit, label, was, answer_words(told, answers)))
    if form.place and form["place_division"].data != before["place_division"]:
        answers["place_division"] = form["place_division"].data
        was, now = place_name(before["place_division"]), place_name(answers["place_division"])
        changes.append(Change("place", WORDING["place"].row, was, now))
    return changes, answers


def _is_other(unit: str, found: EmployerAnswer, before: Answers) -> bool:
    """Whether this is another unit than before."""
    if found.id is not None:
        return before.get(f"{unit}_id") != str(found.id)
    return before.get(f"{unit}_name") != (found.name or NAMELESS)


def _clear(answers: Answers, unit: str) -> None:
    for key in ("id", "name", "none", "has_union", "location"):
        answers.pop(f"{unit}_{key}", None)


def _decided_anew(case: Case, application: JoinApplication) -> list[StepPlan]:
    """The steps of the union that is right by the new facts; the same ones again where the rules leave it open."""
    outcome = consider(application, on=application.submitted_on)
    again = [plan_again(step) for step in steps_of(case)]
    if outcome.question is not None:
        record_event(kind="case.unclear", case_id=case.id, actor="system", data={"reason": UNCLEAR})
        return again
    record_decision(case, outcome.decision)
    return _moved(case, outcome) or again


def _moved(case: Case, outcome: Outcome) -> list[StepPlan]:
    leg = leg_of(case, outcome)
    union = right_union(case, leg)
    if leg is None or union is None:
        return []
    leg = replace(leg, picked=union)
    if union.id != case.union_id:
        words = {"from": str(case.union_id), "to": str(union.id), "reason": f"{WHY}，改由{union.name}审核"}
        case.union_id = union.id
        release(case)
        record_event(kind="case.reroute", case_id=case.id, actor="system", data=words)
    describe(case, leg)
    return step_plans(leg, outcome)
