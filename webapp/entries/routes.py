"""Officers enter an application for a worker, alone or at an enrolment drive. HTTP only.

The questions and the result are the worker's own pages; who he is and his paper consent the officer writes down here.
"""

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_officer, deciding_unions, limits
from webapp.accounts.acting import DECIDING, used_by
from webapp.accounts.codes import worker_with_phone
from webapp.cases import cases_of_application
from webapp.entries.forms import DriveForm, PersonForm
from webapp.join.consider import consider
from webapp.join.doors.channels import EVENTS, OFFLINE, doors_of
from webapp.join.doors.drafts import hold, let_go
from webapp.join.doors.drives import close_drive, drive_by_code, drives_of, open_drive
from webapp.join.models import EnrolmentDrive, JoinDraft
from webapp.join.store import (
    AccountTaken,
    AlreadyMember,
    DuplicateApplication,
    draft_by_id,
    drive_applications,
    new_draft,
    save_identity,
)
from webapp.join.submitting import submit_application
from webapp.members.numbers import others_with_number
from webapp.members.store import person_by_id
from webapp.tenancy import business_date
from webapp.unions import union_by_id
from webapp.unions.settings import closed_channels
from webapp.web import Problem, audience, page_or_fragment, sessions

bp = Blueprint("join_entries", __name__, url_prefix="/office/entries")
WHY_REFUSED = {
    AccountTaken: "这个手机号已登记为另一个人，请核对手机号",
    AlreadyMember: "这位职工已是会员，会籍只有一个，请办理会籍接转",
    DuplicateApplication: "这位职工已有一件在办的入会申请，不用重复录入",
}


def _drive(code: str) -> EnrolmentDrive:
    drive = drive_by_code(code)
    if drive is None or drive.union_id not in deciding_unions():
        abort(404)
    return drive


@bp.get("")
@audience("officer")
@used_by(*DECIDING)
def index() -> ResponseReturnValue:
    """Enter somebody, or open a drive: only the channels that the province has."""
    drives = drives_of(deciding_unions())
    return page_or_fragment(
        "entries/index.html",
        drives=drives,
        offline=doors_of(OFFLINE),
        events=[door for kind in EVENTS for door in doors_of(kind)],
        today=business_date(),
    )


@bp.post("")
@audience("officer")
@used_by(*DECIDING)
def begin() -> ResponseReturnValue:
    """A new draft for a worker who sits in front of the officer: offline, or at the drive named."""
    officer, code = current_officer(), request.form.get("drive", "")
    assert officer is not None
    drive = _drive(code) if code else None
    if drive is not None and not drive.is_open(business_date()):
        raise Problem(409, "这次入会活动不在开放时间，不能录入。")
    if drive is None and not doors_of(OFFLINE):
        abort(404)
    origin = {"drive": str(drive.id), "union": str(drive.union_id)} if drive else {}
    draft = new_draft(
        channel=drive.channel if drive else OFFLINE,
        worker_id=None,
        origin=origin,
        entered_by=officer.id,
        answers={"place_hint": drive.division} if drive else {},
    )
    hold(draft)
    sessions.keep()
    return redirect(url_for("join.question", question="group"), 303)


def _own_draft(draft_id: UUID) -> JoinDraft:
    officer, draft = current_officer(), draft_by_id(str(draft_id))
    if officer is None or draft is None or draft.entered_by != officer.id:
        abort(404)
    return draft


@bp.route("/<uuid:draft_id>", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def person(draft_id: UUID) -> ResponseReturnValue:
    """Who the worker is, his paper consent, and submission."""
    draft, form = _own_draft(draft_id), PersonForm()
    outcome = consider(draft)
    if outcome.question is not None or not outcome.chosen:
        return redirect(url_for("join.resume", draft=draft.id), 303)
    if form.validate_on_submit() and _may_enter(draft, form):
        try:
            return _submit(draft, form)
        except (AccountTaken, AlreadyMember, DuplicateApplication) as refused:
            form.add_error(
                "phone" if isinstance(refused, AccountTaken) else "identity_number", WHY_REFUSED[type(refused)]
            )
    return page_or_fragment("entries/person.html", form=form, draft=draft, legs=outcome.legs)


def _may_enter(draft: JoinDraft, form: PersonForm) -> bool:
    """Whether this officer may enter one more number."""
    counted = [(limits.NUMBERS_OF_OFFICER, str(draft.entered_by))]
    wait = limits.wait_for(counted)
    if wait is None:
        limits.count(counted)
        return True
    form.add_error("identity_number", f"录入的次数太多，请过 {limits.minutes(wait)} 分钟再试")
    return False


def _submit(draft: JoinDraft, form: PersonForm) -> ResponseReturnValue:
    worker = worker_with_phone(str(form.phone.data))
    save_identity(
        draft,
        worker_id=worker.id,
        name=str(form.name.data),
        kind=str(form.identity_kind.data),
        number=str(form.identity_number.data),
    )
    application = submit_application(draft, worker, consider(draft))
    reference = cases_of_application(application.id)[0].reference
    let_go(draft)
    flash(f"已录入，编号 {reference}。", "success")
    if others_with_number(person_by_id(application.person_id)):
        flash("这个证件号码另有登记，请在办理这一件时核对。", "warning")
    drive_id = draft.origin.get("drive")
    drive = next((one for one, _count in drives_of(deciding_unions()) if str(one.id) == drive_id), None)
    return redirect(url_for("join_entries.drive", code=drive.code) if drive else url_for("join_entries.index"), 303)


@bp.route("/drives/new", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def new_drive() -> ResponseReturnValue:
    """Open an enrolment drive for one of the officer's unions."""
    officer, unions = current_officer(), deciding_unions()
    events = [door for kind in EVENTS for door in doors_of(kind)]
    if officer is None or not events:
        abort(404)
    form = DriveForm()
    form.channel.offer([(door.kind, door.label) for door in events])
    form.union.offer([(str(one.id), one.name) for one in map(union_by_id, sorted(unions)) if one is not None])
    if form.validate_on_submit() and _uses(form):
        drive = open_drive(
            channel=form.channel.data,
            union_id=UUID(form.union.data),
            name=form.name.data,
            place=form.place.data,
            division=form.division.data,
            opens_on=_day(form.opens_on.data),
            closes_on=_day(form.closes_on.data),
            officer_id=officer.id,
        )
        return redirect(url_for("join_entries.drive", code=drive.code), 303)
    return page_or_fragment("entries/new_drive.html", form=form)


def _uses(form: DriveForm) -> bool:
    """Whether the union chosen uses this channel; its administrator may have closed it."""
    if form.channel.data not in closed_channels([UUID(form.union.data)]):
        return True
    form.add_error("channel", "这个工会已设为不用这种渠道，请换一种，或请它的管理员在设置里改回来")
    return False


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


@bp.get("/drives/<code>")
@audience("officer")
@used_by(*DECIDING)
def drive(code: str) -> ResponseReturnValue:
    """The drive: its QR to show or print, who applied through it, and entering somebody on the spot."""
    row = _drive(code)
    return page_or_fragment(
        "entries/drive.html",
        drive=row,
        union=union_by_id(row.union_id),
        door=next(iter(doors_of(row.channel)), None),
        is_open=row.is_open(business_date()),
        applications=drive_applications(row.id),
        link=url_for("join_entrances.drive", code=row.code, _external=True, _scheme=request.scheme),
    )


@bp.post("/drives/<code>/closure")
@audience("officer")
@used_by(*DECIDING)
def closure(code: str) -> ResponseReturnValue:
    """Close the drive before its last day."""
    officer, row = current_officer(), _drive(code)
    assert officer is not None
    close_drive(row, officer_id=officer.id)
    flash("入会活动已结束。已提交的申请照常办理。", "success")
    return redirect(url_for("join_entries.drive", code=code), 303)
