"""The member's card, and the public page behind the card's code. HTTP only."""

from datetime import timedelta

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker
from webapp.accounts.limits import HOUR, MINUTE, Limit, Rule, address_prefix, count, wait_for
from webapp.members import real_name
from webapp.members.card import REFRESH, check_code, new_code, person_of_code
from webapp.members.models import Membership, Person
from webapp.members.store import active_seat, person_of_worker
from webapp.members.workflow import SEAT_LABELS
from webapp.persistence import mask_name, now, writes
from webapp.unions import union_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.dates import CHINA
from webapp.web.qr import qr_image

bp = Blueprint("card", __name__)
CHECKS = Rule("card-check", (Limit(60, MINUTE), Limit(600, HOUR)))


def member() -> tuple[Worker, Person | None, Membership | None]:
    """Who is signed in, the person he is and his seat."""
    worker = current_worker()
    assert worker is not None, "the gate lets only workers in"
    person = person_of_worker(worker.id)
    return worker, person, active_seat(person.id) if person else None


@bp.get("/me/card")
@audience("worker")
@writes
def show() -> ResponseReturnValue:
    """The card with a new code; with htmx only the code, which it fetches before the old one ends."""
    _worker, person, seat = member()
    if person is None or seat is None:
        return page_or_fragment("members/no_card.html")
    code = new_code(person)
    return page_or_fragment(
        "members/card.html",
        "members/_card_code.html",
        code=code,
        clock=f"{code.made_at.astimezone(CHINA):%H:%M:%S}",
        refresh=int(REFRESH / timedelta(seconds=1)),
        name=mask_name(person.name),
        union=union_by_id(seat.union_id),
        seat=seat,
        seat_label=SEAT_LABELS[seat.state],  # type: ignore[index]
        real_name=person.real_name_state,
        real_name_label=real_name.LABELS[person.real_name_state],
    )


@bp.get("/me/card/codes/<token>")
@audience("worker")
def code(token: str) -> ResponseReturnValue:
    """The picture of one's own code: it carries the address of the page below and nothing else."""
    _worker, person, _seat = member()
    holder = person_of_code(token)
    if person is None or holder is None or holder.id != person.id:
        abort(404)
    picture: Response = qr_image(url_for("card.check", token=token, _external=True))
    picture.headers["Cache-Control"] = "no-store"
    return picture


@bp.get("/card/<token>")
@audience("public")
@writes
def check(token: str) -> ResponseReturnValue:
    """For whoever scans the card: valid or not, the masked name and the union. Unknown and expired codes look the same."""
    counted = [(CHECKS, address_prefix(request.remote_addr))]
    if wait_for(counted):
        raise Problem(429, "查验太频繁了，请过几分钟再试。")
    count(counted)
    found = check_code(token)
    page = page_or_fragment(
        "members/check.html", status=200 if found else 404, found=found, clock=f"{now().astimezone(CHINA):%H:%M:%S}"
    )
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Cache-Control"] = "no-store"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
