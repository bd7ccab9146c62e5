"""The worker's own applications: confirmation, progress, mending a returned one, withdrawal."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.cases import Case, IllegalMove, can_appeal, latest_decision, steps_of, withdraw
from webapp.cases.due import first_due
from webapp.cases.routes import take_papers
from webapp.cases.seen import Looker, head_of, seen_of
from webapp.cases.store import refusal_of
from webapp.cases.supplements import papers_of
from webapp.cases.timeline import events_of, timeline
from webapp.cases.words import modality_words
from webapp.cases.workflow import OPEN_STATES, State
from webapp.files import takes_files
from webapp.join.corrections import NOTHING, AmendmentForm, IdentityRefused, amendment_form, changed, supplement
from webapp.join.models import JoinApplication
from webapp.join.paper import paper_of
from webapp.join.store import application_of_worker
from webapp.members.store import person_by_id
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("join_applications", __name__, url_prefix="/join/applications")


def _own(reference: str) -> tuple[JoinApplication, Sequence[Case]]:
    worker = current_worker()
    found = application_of_worker(reference, worker.id) if worker else None
    if found is None:
        abort(404)
    return found


@bp.get("/<reference>")
@audience("worker")
def show(reference: str) -> ResponseReturnValue:
    """Confirmation at first, progress afterwards: the same address for good."""
    application, cases = _own(reference)
    decision = latest_decision(cases[0])
    legs = [
        {
            "case": case,
            "label": case.data.get("leg_label"),
            "seen": seen_of(case, Looker.ASKER),
            "events": events_of(case),
            "due": first_due(steps_of(case)) if case.state in OPEN_STATES else None,
            "can_appeal": can_appeal(case),
            "can_withdraw": case.state in (State.WAITING, State.UNDER_REVIEW, State.RETURNED),
        }
        for case in cases
    ]
    return page_or_fragment(
        "join/application.html",
        application=application,
        reference=cases[0].reference,
        legs=legs,
        head=head_of([case.state for case in cases]),
        under_way=any(case.state in OPEN_STATES for case in cases),
        first_refusal=_first_refusal(cases),
        seat_refused=seat_refused(cases),
        decision=decision.outcome if decision else None,
        modality_words=modality_words(),
    )


def _first_refusal(cases: Sequence[Case]) -> str:
    """Why the first refused part was refused; "" where none was."""
    refused = next((case for case in cases if case.state == State.REFUSED), None)
    refusal = refusal_of(refused) if refused is not None else None
    return (refusal.reason or "") if refusal is not None else ""


def seat_refused(cases: Sequence[Case]) -> bool:
    """Whether of several parts the one that gives the seat was refused: he is no member, and may apply again at once."""
    return len(cases) > 1 and any(case.data.get("seat") and case.state == State.REFUSED for case in cases)


@bp.get("/<reference>/form")
@audience("worker")
def paper(reference: str) -> ResponseReturnValue:
    """入会申请书: the application as a form on one sheet."""
    _application, cases = _own(reference)
    back = url_for("join_applications.show", reference=cases[0].reference)
    return page_or_fragment("join/paper.html", paper=paper_of(cases[0], full=True), back=back)


@bp.post("/<reference>/withdrawal")
@audience("worker")
def withdrawal(reference: str) -> ResponseReturnValue:
    """Take one leg back while it is undecided."""
    _application, cases = _own(reference)
    case = next(case for case in cases if case.reference == reference)
    try:
        withdraw(case)
    except IllegalMove:
        raise Problem(409, "这件申请已经办结，不能撤回。") from None
    flash("申请已撤回。需要时可以重新申请。", "success")
    return redirect(url_for("join_applications.show", reference=cases[0].reference), 303)


@bp.route("/<reference>/amendment", methods=["GET", "POST"])
@audience("worker")
@takes_files
def amendment(reference: str) -> ResponseReturnValue:
    """Put a returned case right in its fields, with papers and words; it goes to whom it belongs now. Papers that came are kept even
    if the page comes back.
    """
    application, cases = _own(reference)
    case = next(case for case in cases if case.reference == reference)
    if case.state != State.RETURNED:
        return redirect(url_for("join_applications.show", reference=cases[0].reference), 303)
    form = amendment_form(application, person_by_id(application.person_id))
    right = form.validate_on_submit()
    kept = not form.is_submitted() or take_papers(case, form)
    if right and kept and _handed_in_again(application, case, form):
        return redirect(url_for("join_applications.show", reference=cases[0].reference), 303)
    reasons = [moment.reason for moment in timeline(case) if moment.reason and moment.phase == "bad"]
    reason = reasons[-1] if reasons else ""
    return page_or_fragment("join/amendment.html", form=form, case=case, reason=reason, papers=papers_of(case))


def _handed_in_again(application: JoinApplication, case: Case, form: AmendmentForm) -> bool:
    """A second click finds it handed in already and adds nothing; False where something stands beside a field now."""
    if not form.note.data and not papers_of(case) and not changed(application, form):
        form.add_error("note", NOTHING)
        return False
    try:
        if supplement(application, case, form):
            flash("已重新提交。", "success")
    except IdentityRefused as refused:
        form.add_error("name", str(refused))
        return False
    return True
