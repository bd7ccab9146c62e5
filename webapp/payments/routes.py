"""The money desk: what is to be paid, batches, the bank's answers. HTTP only."""

from collections.abc import Collection
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR, TREASURER, officer, officer_unions, owner_name
from webapp.accounts.acting import used_by
from webapp.accounts.officers import officer_by_id
from webapp.cases.store import cases_with_ids
from webapp.files import takes_sheets
from webapp.payments.bank_answers import Import, lines_of, number_of, take_in, unanswered
from webapp.payments.bank_files import XLSX, FileFault, csv_file, xlsx
from webapp.payments.batches import (
    CannotPay,
    account_moved,
    approve,
    batches_of,
    cancel,
    export,
    freeze,
    moved_accounts,
    outcomes,
    resend,
)
from webapp.payments.contra_requests import waiting_at
from webapp.payments.desks import ORDERS, Order, desk
from webapp.payments.forms import AnswerForm, ChosenForm
from webapp.payments.models import BankResult, BatchItem, PaymentBatch
from webapp.payments.reports import grouped
from webapp.payments.reversals import owed_back
from webapp.payments.treasurers import NOT_YOURS, acting_unions, seen_batch, seen_unions, who_checks, who_pays
from webapp.payments.workflow import LABELS, BatchState
from webapp.persistence import mask_account, record_event, writes
from webapp.policy.profile.benefits.facts import yuan
from webapp.unions import union_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.errors import uuid_or_404

bp = Blueprint("office_payments", __name__, url_prefix="/office/payments")


def _union_name(union_id: UUID) -> str:
    union = union_by_id(union_id)
    return union.name if union is not None else ""


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """What is to be paid by union, the batches, what is to come back."""
    return _desk(ChosenForm())


def _desk(
    form: ChosenForm, union_id: UUID | None = None, chosen: Collection[UUID] | None = None
) -> ResponseReturnValue:
    unions, order = sorted(seen_unions(), key=_union_name), _order()
    acting = acting_unions()
    desks = [
        desk(
            one,
            acts=one in acting,
            why="" if one in acting else who_pays(one),
            order=order,
            chosen=chosen if one == union_id else None,
        )
        for one in unions
    ]
    return page_or_fragment(
        "payments/index.html",
        "payments/_sum.html" if union_id is not None else None,
        form=form,
        desks=desks,
        desk=next((one for one in desks if one.union_id == union_id), None),
        order=order,
        orders=ORDERS,
        batches=batches_of(unions),
        owed=owed_back(unions),
        contra=waiting_at(unions),
        runs=officer_unions(officer(), ADMINISTRATOR),
        names=_union_name,
        labels=LABELS,
        yuan=yuan,
        grouped=grouped,
    )


def _order() -> Order:
    asked = request.values.get("sort", "")
    return next((one for one in ORDERS if one == asked), "oldest")


@bp.post("")
@audience("officer")
@used_by(TREASURER)
def freeze_list() -> ResponseReturnValue:
    """Freeze the chosen claims into a batch; or tick all or none of them, or say what the ticks come to."""
    union_id, chosen = (
        uuid_or_404(request.form.get("union", "")),
        {uuid_or_404(one) for one in request.form.getlist("case")},
    )
    if union_id not in acting_unions():
        raise Problem(403, NOT_YOURS)
    form, act = ChosenForm(), request.form.get("act", "")
    if act in ("recount", "all", "none"):
        return _desk(form, union_id, {"recount": chosen, "all": None, "none": set()}[act])
    try:
        if chosen:
            batch = freeze(union_id, chosen, officer_id=officer().id)
            flash(f"名单已冻结。{who_checks(union_id, officer().id)}")
            return redirect(url_for("office_payments.batch", reference=batch.reference), 303)
        form.form_errors.append("没有选中要付的申报，请勾选")
    except CannotPay as refused:
        form.form_errors.append(str(refused))
    return _desk(form, union_id, chosen)


@bp.get("/<reference>")
@audience("officer")
def batch(reference: str) -> ResponseReturnValue:
    """One batch: who is paid what, how far it is, what the bank said."""
    return _page(seen_batch(reference))


def _page(found: PaymentBatch, done: Import | None = None, fault: str = "") -> ResponseReturnValue:
    form = ChosenForm()
    form.form_errors += [fault] if fault else done.errors if done is not None else []
    answer = AnswerForm(formdata=None).answer
    answer.errors = [fault] if fault else []
    rows = outcomes(found)
    cases = cases_with_ids(item.case_id for item, _result in rows)
    maker, checker = officer_by_id(found.made_by), found.approved_by and officer_by_id(found.approved_by)
    return page_or_fragment(
        "payments/batch.html",
        form=form,
        batch=found,
        rows=[(number_of(found, item), item, cases[item.case_id], result) for item, result in rows],
        label=LABELS[BatchState(found.state)],
        union=_union_name(found.union_id),
        maker=maker.name if maker else "",
        checker=checker.name if checker else "",
        mine=found.made_by == officer().id,
        acts=found.union_id in acting_unions(),
        who=who_checks(found.union_id, found.made_by),
        failed=sum(result is not None and not result.paid for _item, result in rows),
        unanswered=unanswered(rows),
        moved=account_moved(moved) if (moved := _moved(found, rows)) else "",
        done=done,
        answer=answer,
        mask=mask_account,
        yuan=yuan,
    )


def _moved(found: PaymentBatch, rows: list[tuple[BatchItem, BankResult | None]]) -> list[str]:
    """The claims of a list that is not with the bank yet whose account was put right since."""
    early = found.state in (BatchState.FROZEN, BatchState.APPROVED)
    return moved_accounts([item for item, _result in rows]) if early else []


@bp.post("/<reference>")
@audience("officer")
@used_by(TREASURER)
def act(reference: str) -> ResponseReturnValue:
    """Take the batch further: approve, export, cancel, resend."""
    found, by = seen_batch(reference, act=True), officer().id
    verb = request.form.get("act", "")
    try:
        if verb == "approve":
            approve(found, officer_id=by, seen_digest=request.form.get("digest", ""))
        elif verb == "export":
            export(found, officer_id=by)
        elif verb == "cancel":
            cancel(found, officer_id=by)
        elif verb == "resend":
            found = resend(found, officer_id=by)
        else:
            abort(404)
    except CannotPay as refused:
        raise Problem(409, str(refused)) from refused
    flash(
        {"approve": "已复核。", "export": "已导出，可以下载文件。", "cancel": "已取消。"}.get(verb, "已冻结新的一批。")
    )
    return redirect(url_for("office_payments.batch", reference=found.reference), 303)


@bp.get("/<reference>/list.<kind>")
@audience("officer")
@used_by(TREASURER)
@writes
def list_file(reference: str, kind: str) -> Response:
    """The list as the bank gets it, once it is exported; full numbers, so every download is an event."""
    found = seen_batch(reference, act=True)
    if kind not in ("xlsx", "csv") or found.state not in (BatchState.EXPORTED, BatchState.SETTLED):
        abort(404)
    content = xlsx(lines_of(found)) if kind == "xlsx" else csv_file(lines_of(found))
    record_event(
        kind="payments.downloaded",
        subject=f"batch:{found.id}",
        actor=owner_name(officer().id),
        data={"batch": reference, "kind": kind},
    )
    response = Response(content, mimetype=XLSX if kind == "xlsx" else "text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/<reference>/answers")
@audience("officer")
@used_by(TREASURER)
@takes_sheets
def answers(reference: str) -> ResponseReturnValue:
    """Read the bank's answer in."""
    found, form = seen_batch(reference, act=True), AnswerForm()
    if not form.validate_on_submit():
        return _page(found, fault=str(form.answer.errors[0]))
    [sheet] = form.answer.data
    try:
        done = take_in(found, sheet.checked.data, sheet.checked.name, officer_id=officer().id)
    except (FileFault, CannotPay) as refused:
        return _page(found, fault=str(refused))
    return _page(found, done=done)
