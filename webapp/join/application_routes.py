"""The worker's own applications: confirmation, progress, mending a returned one, withdrawal."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.cases import Case, IllegalMove, can_appeal, latest_decision, resubmit, steps_of, withdraw
from webapp.cases.due import first_due
from webapp.cases.seen import Looker, head_of, seen_of
from webapp.cases.store import refusal_of
from webapp.cases.timeline import events_of, timeline
from webapp.cases.words import modality_words
from webapp.cases.workflow import OPEN_STATES, State, plan_again
from webapp.join.models import JoinApplication
from webapp.join.paper import paper_of
from webapp.join.store import application_of_worker
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.forms import Form, LongTextField

bp = Blueprint("join_applications", __name__, url_prefix="/join/applications")


class AmendmentForm(Form):
    """What the worker adds to a returned case."""

    note = LongTextField("补充说明", hint="按退回的理由补充或更正", max_length=500, missing="请写明您补充或更正的内容")


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
def amendment(reference: str) -> ResponseReturnValue:
    """Mend a returned case: every answer is kept, what is added goes to the same deciders again."""
    _application, cases = _own(reference)
    case = next(case for case in cases if case.reference == reference)
    if case.state != State.RETURNED:
        return redirect(url_for("join_applications.show", reference=cases[0].reference), 303)
    form = AmendmentForm()
    if form.validate_on_submit():
        _hand_in_again(case, form.note.data)
        return redirect(url_for("join_applications.show", reference=cases[0].reference), 303)
    reasons = [moment.reason for moment in timeline(case) if moment.reason]
    return page_or_fragment("join/amendment.html", form=form, case=case, reason=reasons[-1] if reasons else "")


def _hand_in_again(case: Case, note: str) -> None:
    """A second click finds it handed in already and adds nothing."""
    plans = [plan_again(step) for step in steps_of(case)]
    try:
        resubmit(case, plans)
    except IllegalMove:
        return
    case.data = {**case.data, "notes": [*case.data.get("notes", []), note]}
    flash("已重新提交。", "success")
