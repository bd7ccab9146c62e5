"""The wrong province chosen: to another one's site with the answers. HTTP only."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.join.doors.carrying import LinkSpent, other_provinces, pack, take_over, unpack
from webapp.join.doors.channels import Closed
from webapp.join.doors.drafts import draft_here, hold
from webapp.join.entrance_routes import closed_page, gone_page
from webapp.tenancy import address_of, business_date, library
from webapp.web import audience, page_or_fragment, sessions

bp = Blueprint("join_elsewhere", __name__, url_prefix="/join")


def _names() -> list[tuple[str, str]]:
    return [(one, library().profile(one, business_date()).name) for one in other_provinces()]


@bp.get("/elsewhere")
@audience("public")
def choose() -> ResponseReturnValue:
    """The other provinces."""
    draft_here()
    return page_or_fragment("join/elsewhere.html", provinces=_names(), name=None, link=None)


@bp.post("/elsewhere")
@audience("public")
def go() -> ResponseReturnValue:
    """The link to the province chosen. It is shown, not followed: a form may not lead to another host."""
    to = request.form.get("to", "")
    names = dict(_names())
    if to not in names:
        return redirect(url_for("join_elsewhere.choose"), 303)
    draft = draft_here()
    token = pack(draft.answers if draft else {}, to)
    link = address_of(to, url_for("join_elsewhere.arrive", token=token))
    return page_or_fragment("join/elsewhere.html", provinces=_names(), name=names[to], link=link)


@bp.route("/carried/<token>", methods=["GET", "POST"])
@audience("public")
def arrive(token: str) -> ResponseReturnValue:
    """Opened here: what comes along; taken over by a button, so that a preview of the link spends nothing."""
    try:
        carried = unpack(token)
        if request.method == "GET":
            return page_or_fragment("join/carried.html", token=token, count=len(carried.answers))
        draft = take_over(carried)
    except LinkSpent as spent:
        return gone_page(str(spent))
    except Closed as closed:
        return closed_page(closed)
    worker = current_worker()
    draft.worker_id = worker.id if worker else None
    hold(draft)
    sessions.keep()
    return redirect(url_for("join.resume"), 303)
