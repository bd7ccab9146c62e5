"""The money side of one claim: its entries, what the bank said, taking back, money that came back; the report. HTTP only."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import TREASURER, officer
from webapp.accounts.acting import used_by
from webapp.accounts.officers import officer_by_id
from webapp.cases import Case, DecisionRow, latest_decision
from webapp.claims.ledger import entries_of_case
from webapp.claims.models import LedgerEntry
from webapp.payments.balances import Balance, balances_of
from webapp.payments.bank_files import XLSX, report_sheet
from webapp.payments.contra_requests import ask, confirm, refuse, request_by_id, waiting
from webapp.payments.corrections import changes_of, holder_of, tries_of, why_not, words_of
from webapp.payments.forms import ReturnForm, ReversalForm, reversal_form
from webapp.payments.models import ReversalRequest
from webapp.payments.periods import NoPeriod, Period
from webapp.payments.reports import BY, grouped, report
from webapp.payments.reversals import CannotReverse, left_of, note_return, reversals_of, standing
from webapp.payments.treasurers import acting_unions, seen_claim, seen_unions, who_checks
from webapp.payments.workflow import LABELS
from webapp.policy.profile.benefits.facts import yuan
from webapp.tenancy import business_date
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.dates import day

bp = Blueprint("office_money", __name__, url_prefix="/office/payments/money")


@bp.get("")
@audience("officer")
def show() -> ResponseReturnValue:
    """Granted, taken back and paid in a period, by what is asked for; each number leads to its entries."""
    typed, fault = request.args.get("period", ""), ""
    try:
        period = Period.read(typed, business_date())
    except NoPeriod as unreadable:
        period, fault = Period.read("", business_date()), str(unreadable)
    found = None if fault else report(seen_unions(), period, _by(), request.args.get("of"))
    return page_or_fragment(
        "payments/money.html",
        status=422 if fault else 200,
        report=found,
        tallest=max((abs(line.net) for line in found.lines), default=0) if found is not None else 0,
        by=_by(),
        period=period,
        typed=typed or str(period),
        fault=fault,
        choices=BY,
        yuan=grouped,
        day=day,
    )


def _by() -> str:
    by = request.args.get("by", "")
    return by if by in BY else "plan"


@bp.get("/report.xlsx")
@audience("officer")
def sheet() -> Response:
    """The lines of a report and their total as a spreadsheet."""
    try:
        period = Period.read(request.args.get("period", ""), business_date())
    except NoPeriod as unreadable:
        raise Problem(422, str(unreadable)) from unreadable
    found = report(seen_unions(), period, _by())
    rows = [(line.label, line.entries, line.granted, line.reversed, line.net) for line in [*found.lines, found.total]]
    heads = (BY[_by()], "笔数", "核定（元）", "冲正（元）", "净额（元）")
    response = Response(report_sheet(f"钱款报表：{period.words}，按{BY[_by()]}", heads, rows), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="money-{period}-{_by()}.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/<reference>")
@audience("officer")
def claim(reference: str) -> ResponseReturnValue:
    """The entries of one claim."""
    return _page(seen_claim(reference))


def _page(case: Case, reversal: ReversalForm | None = None, returned: ReturnForm | None = None) -> ResponseReturnValue:
    entries = entries_of_case(case.id)
    balance = balances_of([case.id]).get(case.id, Balance())
    wrong = reversal if reversal is not None else returned
    return page_or_fragment(
        "payments/claim.html",
        case=case,
        form=wrong,
        entries=entries,
        why=reversals_of(case.id),
        balance=balance,
        reversal=reversal or (_form(case) if standing(case.id) else None),
        returned=returned or ReturnForm(business_date(), data={"key": uuid4().hex}, prefix="return-"),
        waiting=[
            (row, officer_by_id(row.asked_by), row.asked_by == officer().id, _who(case, row))
            for row in waiting(case.id)
        ],
        acts=case.union_id in acting_unions(),
        account=holder_of(case).words,
        correctable=not why_not(case),
        tries=tries_of(case.id),
        changes=[(row, officer_by_id(row.changed_by) if row.changed_by else None) for row in changes_of(case.id)],
        words_of=words_of,
        labels=LABELS,
        yuan=yuan,
        day=day,
    )


def _who(case: Case, row: ReversalRequest) -> str:
    return who_checks(case.union_id, row.asked_by) if case.union_id else ""


def _form(case: Case) -> ReversalForm:
    rows = [(entry, _words(entry)) for entry in standing(case.id)]
    decision: DecisionRow | None = latest_decision(case, "claim")
    clauses = (decision.outcome.get("clauses") or []) if decision is not None else []
    return reversal_form(rows, [(one["id"], f"{one['id']} {one.get('text') or ''}".strip()) for one in clauses])


def _words(entry: LedgerEntry) -> str:
    return f"{day(entry.entered_on)}入账 {yuan(left_of(entry))} 元"


@bp.post("/<reference>")
@audience("officer")
@used_by(TREASURER)
def settle(reference: str) -> ResponseReturnValue:
    """Ask that a payment is taken back, or note that money came back."""
    case = seen_claim(reference, act=True)
    back = request.form.get("act") == "return"
    if not back and not standing(case.id):
        raise Problem(409, "没有可以冲正的入账了：可能刚刚由另一位工作人员冲正。请刷新看看账目。")
    form = ReturnForm(business_date(), prefix="return-") if back else _form(case)
    if form.validate_on_submit():
        try:
            _do(case, form)
        except CannotReverse as refused:
            raise Problem(409, str(refused)) from refused
        flash("已记录。" if back else "已提出，等另一位财务人员复核。复核以前台账不变。")
        return redirect(url_for("office_money.claim", reference=reference), 303)
    return _page(case, returned=form) if isinstance(form, ReturnForm) else _page(case, reversal=form)


def _do(case: Case, form: ReversalForm | ReturnForm) -> None:
    by = officer().id
    if isinstance(form, ReturnForm):
        key = f"{case.id}:{form.key.data or ''}"[:80]
        note_return(case, amount=form.amount.fen or 0, received_on=form.received_on.data, key=key, officer_id=by)
    else:
        ask(case, UUID(form.entry.data), reason=form.reason.data, clause=form.clause.data, officer_id=by)


@bp.post("/<reference>/contra-entries/<uuid:request_id>/confirmation")
@audience("officer")
@used_by(TREASURER)
def contra_confirmation(reference: str, request_id: UUID) -> ResponseReturnValue:
    """The second officer has looked: the contra entry is written."""
    return _decide(reference, request_id, confirm, "已冲正。")


@bp.post("/<reference>/contra-entries/<uuid:request_id>/refusal")
@audience("officer")
@used_by(TREASURER)
def contra_refusal(reference: str, request_id: UUID) -> ResponseReturnValue:
    """It is not done after all."""
    return _decide(reference, request_id, refuse, "没有冲正，台账不变。")


def _decide(reference: str, request_id: UUID, do: Callable[..., None], words: str) -> ResponseReturnValue:
    case = seen_claim(reference, act=True)
    row = request_by_id(case, request_id)
    if row is None:
        abort(404)
    try:
        do(row, officer_id=officer().id)
    except CannotReverse as refused:
        raise Problem(409, str(refused)) from refused
    flash(words)
    return redirect(url_for("office_money.claim", reference=reference), 303)
