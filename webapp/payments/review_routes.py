"""A member disputes what he was granted. HTTP only."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.cases import State, case_by_reference
from webapp.cases.seen import Looker, seen_of
from webapp.claims.routes import own, worker
from webapp.payments.forms import ReviewForm
from webapp.payments.reviews import KIND, ask_review, claim_of, review_of
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("claim_reviews", __name__, url_prefix="/claims")


@bp.route("/<reference>/review", methods=["GET", "POST"])
@audience("worker")
def ask(reference: str) -> ResponseReturnValue:
    """Ask that another officer looks again at a granted claim, once; how that stands."""
    _filing, claim = own(reference)
    review, form = review_of(claim), ReviewForm()
    if review is None and claim.state != State.GRANTED:
        raise Problem(409, "只有已核定的申报可以对金额提出异议。没有批准的，请申请复核。")
    if review is None and form.validate_on_submit():
        ask_review(claim, reason=form.reason.data)
        flash("已提交，会由另一位工作人员复核。")
        return redirect(url_for("claim_reviews.ask", reference=reference), 303)
    seen = seen_of(review, Looker.ASKER) if review is not None else None
    return page_or_fragment("payments/review.html", form=form, claim=claim, review=review, seen=seen)


@bp.get("/reviews/<reference>")
@audience("worker")
def show(reference: str) -> ResponseReturnValue:
    """From the list of a worker's cases to the claim that the review is about."""
    case = case_by_reference(reference)
    if case is None or case.kind != KIND or case.worker_id != worker().id:
        abort(404)
    return redirect(url_for("claim_reviews.ask", reference=claim_of(case).reference), 303)
