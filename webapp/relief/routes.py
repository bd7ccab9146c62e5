"""Hardship relief: the worker asks and follows, officers visit and propose, an administrator sets the union's bounds. HTTP only."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR, officer, officer_unions, owner_name
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases import Case, EffectRefused, IllegalMove, State, can_appeal, case_by_reference, withdraw
from webapp.cases.inbox import Desk, desk_of, may_see, open_step
from webapp.cases.seen import Looker, money_line, seen_in_list, seen_of, turn_of
from webapp.cases.timeline import events_of
from webapp.cases.words import modality_words
from webapp.claims.accounts import account_number, check_own
from webapp.claims.assessment.membership import union_for
from webapp.claims.beside import links_on
from webapp.claims.routes import worker
from webapp.claims.workflow import WITHDRAWABLE
from webapp.files import files_of, get, keep, send, takes_files
from webapp.members import keep_consents, person_of_worker
from webapp.members.store import person_by_id
from webapp.policy.profile.benefits.facts import yuan
from webapp.relief.amending import amend
from webapp.relief.forms import ReliefForm, VisitForm, relief_form, terms_form
from webapp.relief.models import ReliefRequest
from webapp.relief.plan import service_of, word
from webapp.relief.procedure import (
    KIND,
    Asked,
    ask,
    bounds_of,
    hand_in,
    propose,
    relief_of,
    requests_of,
    set_bounds,
    subject_of,
    summary,
    word_on,
)
from webapp.tenancy import business_date, profile
from webapp.unions import union_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.shown import overtaken

bp = Blueprint("claim_relief", __name__, url_prefix="/claims/relief")
office = Blueprint("office_relief", __name__, url_prefix="/office/relief")
PURPOSE, EVIDENCE, VISIT = "relief", "evidence", "visit"


@bp.context_processor
@office.context_processor
def _word() -> dict[str, str]:
    """What the province calls it, for every page here."""
    return {"relief_word": word()}


@bp.route("", methods=["GET", "POST"])
@audience("worker")
@takes_files
def index() -> ResponseReturnValue:
    """Ask for relief, and what was asked before; where the province states none, that it does."""
    person, row = person_of_worker(worker().id), service_of(profile())
    form = relief_form(None, person.name if person is not None else "")
    if request.method == "POST" and (person is None or row is None):
        raise Problem(409, "这里不能在网上申请。请先申请入会，或拨打职工服务热线。")
    if person is not None and form.validate_on_submit() and check_own(form, person.name):
        found, case = ask(person, _asked(form))
        _hand_in(found, case, form)
        return redirect(url_for("claim_relief.show", reference=case.reference), 303)
    asked = requests_of(person.id) if person is not None else []
    return page_or_fragment(
        "relief/ask.html",
        form=form,
        service=row,
        person=person,
        modality_words=modality_words(),
        union=union_by_id(union) if person is not None and (union := union_for(person)) else None,
        requests=asked,
        seen=seen_in_list([case for _request, case in asked], Looker.ASKER),
        case=None,
        yuan=yuan,
    )


def _asked(form: ReliefForm) -> Asked:
    return Asked(form.household.data, form.reason.data, form.bank.data, form.holder.data, account_number(form))


def _hand_in(found: ReliefRequest, case: Case, form: ReliefForm) -> None:
    for upload in form.files.data:
        keep(upload, subject=subject_of(found), purpose=EVIDENCE, by=f"worker:{worker().id}")
    keep_consents(worker().id, {PURPOSE: form.consent.label.text}, channel="online")
    hand_in(found, case)
    flash("已提交。")


def _own(reference: str) -> tuple[ReliefRequest, Case]:
    case = case_by_reference(reference)
    if case is None or case.kind != KIND or case.worker_id != worker().id:
        abort(404)
    return relief_of(case), case


@bp.route("/<reference>", methods=["GET", "POST"])
@audience("worker")
@takes_files
def show(reference: str) -> ResponseReturnValue:
    """How a request stands; one that came back is mended and handed in again; one that is undecided is taken back."""
    found, case = _own(reference)
    if request.form.get("act") == "withdraw":
        return _withdraw(case)
    person = person_by_id(found.person_id)
    form = relief_form(found, person.name)
    mends = case.state == State.RETURNED
    if mends and form.validate_on_submit() and check_own(form, person.name):
        amend(found, case, _asked(form))
        _hand_in(found, case, form)
        return redirect(url_for("claim_relief.show", reference=reference), 303)
    if request.method == "POST" and not mends:
        raise Problem(409, "这件申请已经提交，不能再改。审核退回后可以补充。")
    return page_or_fragment(
        "relief/show.html",
        form=form if mends else None,
        request_=found,
        case=case,
        events=events_of(case),
        files=files_of(subject_of(found)),
        union=turn_of(case),
        seen=seen_of(case, Looker.ASKER),
        legs=money_line(case, Looker.ASKER),
        can_withdraw=case.state in WITHDRAWABLE,
        can_appeal=can_appeal(case),
        links=links_on(case),
        yuan=yuan,
    )


def _withdraw(case: Case) -> ResponseReturnValue:
    try:
        withdraw(case)
    except IllegalMove:
        raise Problem(409, "这件申请已经办结，不能撤回。") from None
    flash("已撤回。需要时可以重新申请。")
    return redirect(url_for("claim_relief.index"), 303)


def _paper(found: ReliefRequest, file_id: UUID, purposes: tuple[str, ...]) -> Response:
    file = get(file_id)
    if file is None or file.subject != subject_of(found) or file.purpose not in purposes:
        abort(404)
    return send(file)


@bp.get("/<reference>/papers/<uuid:file_id>")
@audience("worker")
def paper(reference: str, file_id: UUID) -> Response:
    """One of the worker's own papers."""
    return _paper(_own(reference)[0], file_id, (EVIDENCE,))


def _union_name(case: Case) -> str:
    union = union_by_id(case.union_id) if case.union_id else None
    return union.name if union else ""


def _seen(reference: str) -> tuple[ReliefRequest, Case, Desk]:
    case, desk = case_by_reference(reference), desk_of(officer())
    if case is None or case.kind != KIND or not may_see(case, desk):
        abort(404)
    return relief_of(case), case, desk


@office.route("/<reference>", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
@takes_files
def visit(reference: str) -> ResponseReturnValue:
    """The officer's page of a request: visit, evidence, the amount proposed inside the union's bounds."""
    found, case, desk = _seen(reference)
    step = open_step(case, desk)
    amount = None if found.amount is None else yuan(found.amount)
    form = VisitForm(business_date(), data={"visited_on": found.visited_on, "note": found.visit_note, "amount": amount})
    if request.method == "POST" and step is None:
        raise Problem(409, "这件申请现在没有轮到您办理。")
    if form.validate_on_submit() and _proposed(found, case, form):
        flash("已保存。核对无误后去办理。")
        return redirect(url_for("office_relief.visit", reference=reference), 303)
    decision = word_on(found, case)
    return page_or_fragment(
        "relief/office.html",
        form=form,
        case=case,
        rows=[{"label": term, "value": value} for term, value in summary(case)],
        files=files_of(subject_of(found)),
        bounds=bounds_of(case.union_id),
        union=_union_name(case),
        step=step,
        decision=decision.as_dict() if decision is not None else None,
        modality_words=modality_words(),
        yuan=yuan,
    )


def _proposed(found: ReliefRequest, case: Case, form: VisitForm) -> bool:
    try:
        propose(
            found,
            case,
            visited_on=form.visited_on.data,
            note=form.note.data,
            amount=form.amount.fen,
            officer_id=officer().id,
        )
    except EffectRefused as refused:
        form.add_error("amount", str(refused))
        return False
    for upload in form.files.data:
        keep(upload, subject=subject_of(found), purpose=VISIT, by=owner_name(officer().id))
    return True


@office.get("/<reference>/papers/<uuid:file_id>")
@audience("officer")
def paper_seen(reference: str, file_id: UUID) -> Response:
    """One paper of a request."""
    return _paper(_seen(reference)[0], file_id, (EVIDENCE, VISIT))


@office.route("/terms/<uuid:union_id>", methods=["GET", "POST"])
@audience("officer")
@used_by(ADMINISTRATOR)
def terms(union_id: UUID) -> ResponseReturnValue:
    """The bounds of a union; its administrator sets them."""
    union = union_by_id(union_id)
    if union is None or union_id not in officer_unions(officer(), ADMINISTRATOR):
        abort(404)
    form = terms_form(bounds_of(union_id))
    if form.validate_on_submit() and not overtaken(form):
        set_bounds(union_id, form.bounds(), officer_id=officer().id)
        flash("设置已保存。")
        return redirect(url_for("office_relief.terms", union_id=union_id), 303)
    return page_or_fragment("relief/terms.html", form=form, union=union, service=service_of(profile()))
