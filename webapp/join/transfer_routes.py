"""A member who is moved instead of joining again: what he said of himself, checked by him, and the transfer asked for. HTTP only."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker
from webapp.join.consider import Outcome, consider
from webapp.join.doors.drafts import draft_here, let_go
from webapp.join.models import JoinDraft
from webapp.join.pages import situation_rows
from webapp.join.seats.moving import seat_kind_of, seat_union, transfer_from
from webapp.members import person_of_worker
from webapp.members.acts import after_transfer
from webapp.members.transfers import AlreadyThere, NoSeat, TransferOpen
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.forms import Form
from webapp.web.shown import changed, seals, sentence

bp = Blueprint("join_transfer", __name__, url_prefix="/join/transfer")


@bp.route("", methods=["GET", "POST"])
@audience("worker")
def check() -> ResponseReturnValue:
    """Everything the new seat will stand on, each row with a way to change it; then the transfer is asked for."""
    draft, worker = draft_here(), current_worker()
    if draft is None or worker is None:
        return redirect(url_for("join.start"), 303)
    outcome = consider(draft, seat_kind_of(worker))
    if outcome.question is not None or outcome.decision.outcome != "transfer" or not outcome.chosen:
        return redirect(url_for("join.resume"), 303)
    sections, form = situation_rows(draft, outcome), Form()
    rows = [(row.label, row.value) for _, found in sections for row in found]
    if form.validate_on_submit():
        different = changed(rows)
        if different is None:
            return _ask(draft, outcome, worker)
        form.form_errors.append(sentence(different))
    return page_or_fragment(
        "join/transfer.html",
        form=form,
        sections=sections,
        shown=seals(rows),
        now=seat_union(worker),
        keeps=_keeps(outcome, worker),
    )


def _keeps(outcome: Outcome, worker: Worker) -> list[str]:
    """What becomes of what he has as a member where he moves."""
    person = person_of_worker(worker.id)
    leg = next((leg for leg in outcome.legs if leg.plan.seat and leg.picked is not None), None)
    return after_transfer(person, leg.picked.id) if person is not None and leg is not None and leg.picked else []


def _ask(draft: JoinDraft, outcome: Outcome, worker: Worker) -> ResponseReturnValue:
    try:
        case = transfer_from(draft, outcome, worker)
    except TransferOpen as under_way:
        flash("您已有一件在办的会籍接转。", "warning")
        return redirect(url_for("transfers.show", reference=under_way.reference), 303)
    except AlreadyThere:
        raise Problem(409, "您的会籍已经在这个工会，不用接转。") from None
    except NoSeat:
        raise Problem(409, "没有找到可以接转的会籍或可以转入的工会，请联系工会工作人员。") from None
    let_go(draft)
    return redirect(url_for("transfers.show", reference=case.reference), 303)
