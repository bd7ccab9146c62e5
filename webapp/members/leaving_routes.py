"""退会: what it means, and doing it. HTTP only."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.members.endings import Ending, NotMember, end_membership, ends_too, would_stop
from webapp.members.store import active_seat, affiliations_of, person_of_worker
from webapp.members.workflow import EndReason
from webapp.tenancy import business_date
from webapp.unions import union_by_id
from webapp.web import audience, page_or_fragment
from webapp.web.forms import CheckboxField, Form

bp = Blueprint("leaving", __name__, url_prefix="/me/leaving")


class LeavingForm(Form):
    """One box that is never ticked beforehand."""

    sure = CheckboxField("我看过上面的说明，自愿退会", missing="要退会的，请先勾选“自愿退会”；不想退会，直接离开这一页")


@bp.route("", methods=["GET", "POST"])
@audience("worker")
def show() -> ResponseReturnValue:
    """Say what ends, what stays and what is not known; leave when it is confirmed."""
    worker, form = current_worker(), LeavingForm()
    assert worker is not None, "the gate lets only workers in"
    person = person_of_worker(worker.id)
    if person is not None and form.validate_on_submit():
        try:
            end_membership(person, Ending(EndReason.LEFT, actor="worker"))
        except NotMember:
            return redirect(url_for("leaving.show"), 303)
        flash("您已退会。以前的记录都在下面，以后可以再申请入会。", "success")
        return redirect(url_for("record.show"), 303)
    seat = active_seat(person.id) if person else None
    return page_or_fragment(
        "members/leaving.html",
        form=form,
        union=union_by_id(seat.union_id) if seat else None,
        affiliated=[union_by_id(row.union_id) for row in (affiliations_of(person.id) if person else [])],
        stopped=would_stop(person) if person else [],
        ends=ends_too(person) if person else [],
        today=business_date(),
    )
