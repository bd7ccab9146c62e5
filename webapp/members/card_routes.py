"""The member's card and record, and the public page behind the card's code. HTTP only."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker
from webapp.accounts.limits import HOUR, MINUTE, Limit, Rule, address_prefix, count, wait_for
from webapp.members import real_name
from webapp.members.card import REFRESH, check_code, new_code, person_of_code
from webapp.members.models import Membership, Person
from webapp.members.store import active_seat, affiliations_of, person_of_worker, seat_words, seats_of
from webapp.members.workflow import SEAT_LABELS
from webapp.persistence import mask_identity_number, mask_name, mask_phone, now, writes
from webapp.tenancy import profile
from webapp.unions import Union, union_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.dates import CHINA
from webapp.web.identity_number import document_label
from webapp.web.qr import qr_image

bp = Blueprint("card", __name__)
CHECKS = Rule("card-check", (Limit(60, MINUTE), Limit(600, HOUR)))


def _member() -> tuple[Worker, Person | None, Membership | None]:
    worker = current_worker()
    assert worker is not None, "the gate lets only workers in"
    person = person_of_worker(worker.id)
    return worker, person, active_seat(person.id) if person else None


@bp.get("/me/card")
@audience("worker")
@writes
def show() -> ResponseReturnValue:
    """The card with a new code; with htmx only the code, which it fetches before the old one ends."""
    _worker, person, seat = _member()
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
    _worker, person, _seat = _member()
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


@bp.get("/me/record")
@audience("worker")
def record() -> ResponseReturnValue:
    """会员登记表: who he is and every seat he has had, on one page to print."""
    worker, person, seat = _member()
    seats = seats_of(person.id) if person else []
    affiliations = affiliations_of(person.id) if person else []
    return page_or_fragment(
        "members/record.html",
        rows=_who(worker, person, seat),
        seats=[(row, _name(union_by_id(row.union_id)), seat_words(row)) for row in seats],
        may_leave=bool(seat or affiliations),
        affiliations=[(row, _name(union_by_id(row.union_id))) for row in affiliations],
    )


def _name(union: Union | None) -> str:
    return union.name if union else ""


def _who(worker: Worker, person: Person | None, seat: Membership | None) -> list[dict[str, Any]]:
    rows = [("手机号", mask_phone(worker.phone))]
    if person is not None:
        rows = [
            ("姓名", person.name),
            (document_label(person.identity_kind), mask_identity_number(person.identity_number)),
            *rows,
            ("实名核验", real_name.LABELS[person.real_name_state]),
        ]
    if seat is not None:
        rows.append(("从事行业", profile().label("worker_group", seat.worker_group)))
    return [{"label": term, "value": value, "change": None} for term, value in rows]
