"""A member's transfer: its progress, and taking it back. HTTP only."""

from flask import Blueprint, Flask, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.cases import Case, IllegalMove, case_by_reference, steps_of, withdraw
from webapp.cases.due import first_due
from webapp.cases.seen import Looker, seen_of
from webapp.cases.timeline import events_of
from webapp.cases.workflow import State
from webapp.members import card_routes, leaving_routes, office_routes, record_routes, same_person_routes, transfers
from webapp.members.workflow import Trigger
from webapp.unions import union_by_id
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("transfers", __name__, url_prefix="/transfers")


def _own(reference: str) -> Case:
    worker, case = current_worker(), case_by_reference(reference)
    if case is None or worker is None or case.kind != transfers.KIND or case.worker_id != worker.id:
        abort(404)
    return case


@bp.get("/<reference>")
@audience("worker")
def show(reference: str) -> ResponseReturnValue:
    """From where to where, why, and how far it is."""
    case = _own(reference)
    transfer = transfers.transfer_of(case)
    return page_or_fragment(
        "members/transfer.html",
        case=case,
        seen=seen_of(case, Looker.ASKER),
        trigger=transfers.TRIGGERS[Trigger(transfer.trigger)],
        old=union_by_id(transfer.from_union_id),
        new=union_by_id(transfer.to_union_id),
        events=events_of(case),
        due=first_due(steps_of(case)) if case.state == State.UNDER_REVIEW else None,
        can_withdraw=case.state == State.UNDER_REVIEW,
    )


@bp.post("/<reference>/withdrawal")
@audience("worker")
def withdrawal(reference: str) -> ResponseReturnValue:
    """Take it back while it is undecided; the seat stays where it is."""
    case = _own(reference)
    try:
        withdraw(case)
    except IllegalMove:
        raise Problem(409, "这件接转已经办结，不能撤回。") from None
    flash("接转已撤回，会籍不变。", "success")
    return redirect(url_for("transfers.show", reference=reference), 303)


def init_app(app: Flask) -> None:
    """Add the pages and make transfers known to the one procedure."""
    transfers.register()
    app.register_blueprint(bp)
    app.register_blueprint(card_routes.bp)
    app.register_blueprint(same_person_routes.bp)
    app.register_blueprint(record_routes.bp)
    app.register_blueprint(leaving_routes.bp)
    app.register_blueprint(office_routes.bp)
