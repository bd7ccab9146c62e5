"""An officer has found the unit that a worker could not: the application is decided again with it, under the day that governs it.

The employer's id goes into the answers; every undecided case keeps both decisions as rows. A case that waits is taken up, one that
came to the wrong union and that nobody has decided goes to the right one, and the worker is told. Returned and decided cases stay
as they are with a note in their timeline; where the rules leave the worker a choice among other unions, officers settle it with him.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from webapp.cases import Case, FollowUp, State, cases_of_application, record_decision, take_up
from webapp.cases.follow_ups import OPEN, ask_to_look
from webapp.cases.rerouting import AlreadyHandled, reroute
from webapp.cases.store import CLOSED
from webapp.cases.telling import tell
from webapp.join.consider import Outcome, consider
from webapp.join.models import JoinApplication
from webapp.join.placing import Leg
from webapp.join.reporting import PLATFORM, subject_of
from webapp.join.submitting import step_plans
from webapp.members import active_seat
from webapp.notices import register_template
from webapp.persistence import db, record_event
from webapp.unions import Employer, EmployerReport, Union

SEAT_UNITS = ("employer", "agency")

register_template("join_rerouted", "您的入会申请 {reference} 的单位已核实，改由{union}审核。您不用做什么。")
register_template("join_taken_up", "您的入会申请 {reference} 已有受理工会：{union}。")


@dataclass(frozen=True)
class Mended:
    """What became of one case, in a Chinese sentence."""

    reference: str
    what: str


def application_of_report(report: EmployerReport) -> JoinApplication | None:
    """The application that waits for the answer, or None."""
    kind, _, identity = (report.subject or "").partition(":")
    if kind != "application":
        return None
    return db.session.scalars(select(JoinApplication).where(JoinApplication.id == UUID(identity))).one_or_none()


def mend(report: EmployerReport, employer: Employer, *, actor: str) -> list[Mended]:
    """Put the employer into the application that a report came from and decide again; what became of each of its cases."""
    application = application_of_report(report)
    if application is None:
        return []
    _put(application, report.unit, employer)
    cases = cases_of_application(application.id)
    _name_in_follow_ups(cases, report.unit, employer)
    return decide_again(application, f"{report.name}就是名录中的{employer.name}", actor=actor)


def note_unknown(report: EmployerReport, *, actor: str) -> None:
    """The unit was looked for and not found: the undecided cases say so."""
    application = application_of_report(report)
    for case in cases_of_application(application.id) if application else []:
        if case.state not in CLOSED:
            _note(case, "unit.unknown", f"工会没有查到“{report.name}”，按您填写的情况办理", actor)


def decide_again(application: JoinApplication, why: str, *, actor: str, but: Case | None = None) -> list[Mended]:
    """Decide on the answers as they are now, under the day that governs the application; `but` is a case that is seen to already."""
    outcome = consider(application, on=application.submitted_on)
    return [
        Mended(case.reference, _mend_case(case, outcome, why, actor))
        for case in cases_of_application(application.id)
        if but is None or case.id != but.id
    ]


def _put(application: JoinApplication, unit: str, employer: Employer) -> None:
    gone = {f"{unit}_name", f"{unit}_has_union", f"{unit}_location"}
    answers = {key: value for key, value in application.answers.items() if key not in gone}
    if unit == PLATFORM:
        answers["platform_ids"] = list(dict.fromkeys([*answers.get("platform_ids", ()), str(employer.id)]))
    else:
        answers[f"{unit}_id"] = str(employer.id)
    application.answers = answers
    if unit in SEAT_UNITS:
        known = answers.get("employer_id") or answers.get("agency_id")
        application.employer_id = UUID(known) if known else None
        seat = active_seat(application.person_id)
        if seat is not None and seat.employer_id is None and _is_of(seat.case_id, application):
            seat.employer_id = application.employer_id
    db.session.flush()


def _is_of(case_id: UUID | None, application: JoinApplication) -> bool:
    return case_id in {case.id for case in cases_of_application(application.id)}


def _name_in_follow_ups(cases: Iterable[Case], unit: str, employer: Employer) -> None:
    """What a grant left to watch about a unit nobody knew is about this employer from now on."""
    ids = [case.id for case in cases]
    rows = db.session.scalars(select(FollowUp).where(FollowUp.case_id.in_(ids), FollowUp.state == OPEN)).all()
    for row in rows:
        if unit in (row.data.get("unit"), row.data.get("per")):
            row.subject = f"employer:{employer.id}"
    db.session.flush()
    ask_to_look(row.id for row in rows)


def take_up_waiting(application: JoinApplication, why: str) -> list[Mended]:
    """Take up the cases of an application that wait and whose union has come; the others wait on as they are."""
    outcome = consider(application, on=application.submitted_on)
    taken = []
    for case in cases_of_application(application.id):
        leg = leg_of(case, outcome)
        union = right_union(case, leg)
        if case.state == State.WAITING and leg is not None and union is not None:
            record_decision(case, outcome.decision)
            taken.append(Mended(case.reference, _take_up(case, outcome, replace(leg, picked=union), why, "system")))
    return taken


def _mend_case(case: Case, outcome: Outcome, why: str, actor: str) -> str:
    if case.state in CLOSED:
        return _note(case, "unit.mended", f"{why}。这件申请已经办结，结果不变", actor)
    record_decision(case, outcome.decision)
    leg = leg_of(case, outcome)
    union = right_union(case, leg)
    if leg is None or union is None:
        return _note(case, "unit.mended", why, actor)
    leg = replace(leg, picked=union)
    if case.state == State.WAITING:
        return _take_up(case, outcome, leg, why, actor)
    if union.id == case.union_id:
        return _note(case, "unit.mended", why, actor)
    return _reroute(case, outcome, leg, why, actor)


def _take_up(case: Case, outcome: Outcome, leg: Leg, why: str, actor: str) -> str:
    assert leg.picked is not None
    take_up(case, step_plans(leg, outcome), union_id=leg.picked.id, actor=actor)
    describe(case, leg)
    tell(case, "join_taken_up", union=leg.picked.name)
    return _note(case, "unit.mended", f"{why}。由{leg.picked.name}受理", actor)


def _reroute(case: Case, outcome: Outcome, leg: Leg, why: str, actor: str) -> str:
    assert leg.picked is not None
    right = f"改由{leg.picked.name}审核"
    try:
        reroute(case, step_plans(leg, outcome), union_id=leg.picked.id, reason=f"{why}。{right}", actor=actor)
    except AlreadyHandled:
        told = f"{why}。按规定应由{leg.picked.name}受理，但已经有人办理过，请由现在的工会处理"
        return _note(case, "unit.mended", told, actor)
    describe(case, leg)
    tell(case, "join_rerouted", union=leg.picked.name)
    return right


def leg_of(case: Case, outcome: Outcome) -> Leg | None:
    """The leg of the new outcome that this case is: it carries the seat or does not, as before; the same one by name if it can."""
    alike = [leg for leg in outcome.legs if leg.plan.seat == case.data["seat"]]
    same = [leg for leg in alike if leg.plan.leg == case.leg]
    return next(iter(same or alike), None)


def right_union(case: Case, leg: Leg | None) -> Union | None:
    """The union that should have the case: where it is, if that is one of them; else the only one, or the one the rule prefers.

    A waiting case goes to the nearest. None where the rules leave the worker a choice, or nobody can take it.
    """
    if leg is None or not leg.candidates:
        return None
    here = next((union for union in leg.candidates if union.id == case.union_id), None)
    return here or leg.offered or (leg.candidates[0] if case.state == State.WAITING else None)


def describe(case: Case, leg: Leg) -> None:
    """The case says what its new leg says."""
    plan, was = leg.plan, case.data.get("leg_label")
    taken = {other.leg for other in cases_of_application(case.application_id) if other.id != case.id}
    case.leg = case.leg if plan.leg in taken else plan.leg
    case.title = case.title.removesuffix(f" · {was}") + (f" · {plan.label}" if plan.label else "")
    changed = {"seat_kind": plan.seat_kind, "leg_label": plan.label, "kinds": list(plan.kinds)}
    case.data = {**case.data, **changed, "place": leg.place, "basis": leg.basis}
    db.session.flush()


def _note(case: Case, kind: str, words: str, actor: str) -> str:
    record_event(kind=kind, case_id=case.id, actor=actor, data={"reason": words})
    return words


def reports_of(application: JoinApplication) -> list[EmployerReport]:
    """The units of this application that were reported, whether looked into or not."""
    statement = select(EmployerReport).where(EmployerReport.subject == subject_of(application))
    return list(db.session.scalars(statement.order_by(EmployerReport.created_at, EmployerReport.id)))
