"""会员登记表: a member's record, on one page to print. HTTP only."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker
from webapp.members import real_name
from webapp.members.card_routes import member
from webapp.members.models import Membership, Person
from webapp.members.store import affiliations_of, seat_words, seats_of
from webapp.persistence import mask_identity_number, mask_phone
from webapp.tenancy import profile
from webapp.unions import Union, union_by_id
from webapp.web import audience, page_or_fragment
from webapp.web.identity_number import document_label

bp = Blueprint("record", __name__, url_prefix="/me/record")


@bp.get("")
@audience("worker")
def show() -> ResponseReturnValue:
    """会员登记表: who he is and every seat he has had, on one page to print."""
    worker, person, seat = member()
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
