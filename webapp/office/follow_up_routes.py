"""后续事项: what grants left to be done and nobody has done yet. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import officer
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases.follow_ups import (
    LABELS,
    AlreadySettled,
    count_by_kind,
    follow_up_by_id,
    key_of_follow_up,
    open_follow_ups,
    settle,
)
from webapp.cases.models import FollowUp
from webapp.office.desk import desk
from webapp.office.follow_ups import shown, subject_words
from webapp.office.forms import SettlementForm
from webapp.persistence.stretches import BOUND
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.pagination import Stretch, begin

bp = Blueprint("office_follow_ups", __name__, url_prefix="/office/follow-ups")
PAGE_SIZE = 50


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """Those of the officer's unions, oldest first; `kind` and where to begin stand in the address."""
    unions = desk().unions | desk().below
    kind = request.args.get("kind") if request.args.get("kind") in LABELS else None
    counted = count_by_kind(unions)
    total = counted[kind] if kind else min(sum(counted.values()), BOUND + 1)
    rows = open_follow_ups(unions, kind=kind, begin=begin(), limit=PAGE_SIZE + 1)
    found = Stretch.of(rows, PAGE_SIZE, total, key_of_follow_up)
    return page_or_fragment(
        "office/follow_ups.html",
        stretch=found,
        rows=shown(found.rows),
        labels=LABELS,
        counts=counted,
        kind=kind,
    )


@bp.get("/<uuid:follow_up_id>")
@audience("officer")
def show(follow_up_id: UUID) -> ResponseReturnValue:
    """One of them, with the form to settle it by hand."""
    return _page(_row(follow_up_id), SettlementForm())


@bp.post("/<uuid:follow_up_id>/settlement")
@audience("officer")
@used_by(*DECIDING)
def settlement(follow_up_id: UUID) -> ResponseReturnValue:
    """Done by hand."""
    row, form = _row(follow_up_id), SettlementForm()
    if row.union_id not in desk().unions:
        abort(404)
    if not form.validate_on_submit():
        return _page(row, form)
    try:
        settle(row, officer_id=officer().id, note=form.note.data)
    except AlreadySettled:
        raise Problem(409, "这件后续事项已经处理过了。") from None
    flash("已记下处理结果。", "success")
    return redirect(url_for("office_follow_ups.index"), 303)


def _row(follow_up_id: UUID) -> FollowUp:
    row = follow_up_by_id(follow_up_id)
    if row is None or row.union_id not in desk().unions | desk().below:
        abort(404)
    return row


def _page(row: FollowUp, form: SettlementForm) -> ResponseReturnValue:
    return page_or_fragment(
        "office/follow_up.html", row=row, form=form, subject=subject_words([row])[row.id], one=shown([row])[0]
    )
