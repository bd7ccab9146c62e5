"""The members of an officer's unions: the list, one found by his document, and 终止会籍 with a reason. HTTP only."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Officer, deciding_unions, limits, officer, owner_name
from webapp.accounts.acting import DECIDING, used_by
from webapp.accounts.limits import minutes
from webapp.members import real_name
from webapp.members.endings import BadDay, Ending, NotMember, SeatMoved, end_membership, would_stop
from webapp.members.models import Membership, Person
from webapp.members.register import count_seats, found_by_document, key_of_seat, seat_by_id, seats_at
from webapp.members.store import affiliations_of, person_by_id, seat_words, seats_of
from webapp.members.workflow import BY_UNION, END_LABELS, EndReason
from webapp.persistence import mask_identity_number, mask_name, mask_phone, record_event
from webapp.tenancy import business_date, profile
from webapp.unions import union_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.dates import day
from webapp.web.forms import CheckboxField, ChoiceField, DateField, Form, LongTextField, TextField
from webapp.web.identity_number import document_label
from webapp.web.pagination import Stretch, begin
from webapp.web.text import clean_number

bp = Blueprint("members_office", __name__, url_prefix="/office/members")
PAGE_SIZE = 50
NOBODY = "在您的工会没有找到这位会员。请核对姓名和证件号码；他也可能在别的工会，或者还没有入会。"
HINTS = {
    EndReason.PAPER: "有本人签名的书面申请",
    EndReason.TRADE: "已和本人或原单位核实",
    EndReason.AWAY: "在本省内换单位或地方的，不终止，请办理会籍接转",
    EndReason.DIED: "不会发消息到本人手机",
    EndReason.MISTAKEN: "核对过证件。终止后，号码的本人可以入会",
}


class FindForm(Form):
    """Two keys, so that nobody is found by guessing one. Sent by POST: neither stands in an address or a log."""

    name = TextField("姓名", max_length=50, missing="请填写姓名", width=16)
    number = TextField("证件号码", max_length=30, missing="请填写证件号码", width=22)


class EndingForm(Form):
    """Why, from when, on what grounds."""

    reason = ChoiceField("为什么终止？", missing="请选择终止的原因")
    until = DateField("从哪一天起不再是会员？", hint="这一天不再算会员；去世的，填去世的第二天", missing="请填写日期")
    note = LongTextField(
        "依据", hint="写明怎么核实的，例如书面申请的日期", max_length=500, rows=3, missing="请写明依据"
    )
    sure = CheckboxField("情况属实，终止这位会员的会籍", missing="请核对后勾选，才能终止")


@bp.route("", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def index() -> ResponseReturnValue:
    """The members, newest first, masked; or straight to one whose name and number are known."""
    me, form = officer(), FindForm()
    unions = deciding_unions(me)
    if form.validate_on_submit() and _may_look(form, me):
        seat = found_by_document(str(form.name.data), clean_number(form.number.data) or "", unions)
        actor = owner_name(me.id)
        if seat is not None:
            record_event(kind="member.found", subject=f"person:{seat.person_id}", actor=actor)
            return redirect(url_for("members_office.show", seat_id=seat.id), 303)
        record_event(kind="member.not_found", subject=actor, actor=actor)
        form.add_error("number", NOBODY)
    found = Stretch.of(
        seats_at(unions, begin=begin(), limit=PAGE_SIZE + 1), PAGE_SIZE, count_seats(unions), key_of_seat
    )
    return page_or_fragment(
        "members/office/index.html",
        status=422 if form.errors else 200,
        form=form,
        stretch=found,
        lines=[_line(*row) for row in found.rows],
    )


def _may_look(form: FindForm, officer: Officer) -> bool:
    """Whether this officer may try one more number; each is counted."""
    counted = [(limits.NUMBERS_OF_OFFICER, str(officer.id))]
    wait = limits.wait_for(counted)
    if wait is None:
        limits.count(counted)
        return True
    form.add_error("number", f"查找的次数太多，请过 {minutes(wait)} 分钟再试")
    return False


def _line(seat: Membership, person: Person, union: str) -> dict[str, Any]:
    return {
        "href": url_for("members_office.show", seat_id=seat.id),
        "name": mask_name(person.name),
        "number": mask_identity_number(person.identity_number),
        "union": union,
        "state": seat_words(seat),
        "since": day(seat.since),
    }


def _seat(seat_id: UUID) -> tuple[Membership, Person]:
    seat = seat_by_id(seat_id)
    if seat is None or seat.union_id not in deciding_unions(officer()):
        abort(404)
    return seat, person_by_id(seat.person_id)


@bp.route("/<uuid:seat_id>", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def show(seat_id: UUID) -> ResponseReturnValue:
    """One member with the history of his seats; the way to end his membership while it lasts."""
    seat, person = _seat(seat_id)
    form = EndingForm(data={"until": business_date()})
    form.reason.offer([(reason, END_LABELS[reason], HINTS[reason]) for reason in BY_UNION])
    if form.validate_on_submit() and _end(seat, person, form):
        flash(f"已终止，从{day(str(seat.until))}起不再是会员。", "success")
        return redirect(url_for("members_office.show", seat_id=seat_id), 303)
    return page_or_fragment(
        "members/office/member.html",
        form=form,
        seat=seat,
        person=person,
        rows=_facts(seat, person),
        seats=[(row, union_by_id(row.union_id), seat_words(row)) for row in seats_of(person.id)],
        affiliated=[union_by_id(row.union_id) for row in affiliations_of(person.id)],
        stopped=would_stop(person) if seat.until is None else [],
    )


def _end(seat: Membership, person: Person, form: EndingForm) -> bool:
    """Whether it ended; a day that cannot be is told beside the field."""
    ending = Ending(
        EndReason(form.reason.data),
        actor=owner_name(officer().id),
        until=form.until.data if isinstance(form.until.data, date) else None,
        note=str(form.note.data),
        union_id=seat.union_id,
        seat_id=seat.id,
    )
    try:
        end_membership(person, ending)
    except BadDay:
        form.add_error("until", f"日期应在{day(seat.since)}（取得会籍）和今天之间")
        return False
    except (SeatMoved, NotMember):
        raise Problem(409, "这位会员的会籍在您打开页面后已经变动，没有终止。请重新查看。") from None
    return True


def _facts(seat: Membership, person: Person) -> list[dict[str, Any]]:
    union = union_by_id(seat.union_id)
    facts = [
        ("姓名", person.name),
        (document_label(person.identity_kind), mask_identity_number(person.identity_number)),
        ("手机号", mask_phone(person.phone)),
        ("实名核验", real_name.LABELS[person.real_name_state]),
        ("从事行业", profile().label("worker_group", seat.worker_group)),
        ("会籍所在工会", union.name if union else ""),
    ]
    if seat.ended_note:
        facts.append(("终止的依据", seat.ended_note))
    return [{"label": term, "value": value, "change": None} for term, value in facts]
