"""The account of a granted claim is put right: the member's page and the treasurer's. HTTP only."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import TREASURER, officer
from webapp.accounts.acting import used_by
from webapp.cases import Case, case_by_reference
from webapp.claims.accounts import account_number, check_own
from webapp.claims.routes import worker
from webapp.payments.corrections import CannotCorrect, Holder, correct, holder_of, why_not
from webapp.payments.forms import CorrectionForm, EvidenceForm
from webapp.payments.telling import NOT_SAID, last_failure
from webapp.payments.treasurers import seen_claim
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("claim_corrections", __name__, url_prefix="/claims")
office = Blueprint("office_corrections", __name__, url_prefix="/office/payments/money")


def _own(reference: str) -> Case:
    case = case_by_reference(reference)
    if case is None or case.kind not in ("claim", "relief") or case.worker_id != worker().id:
        abort(404)
    return case


@bp.route("/<reference>/correction", methods=["GET", "POST"])
@audience("worker")
def mine(reference: str) -> ResponseReturnValue:
    """The member puts the account right that the bank could not pay to."""
    case = _own(reference)
    back = url_for("claims.show" if case.kind == "claim" else "claim_relief.show", reference=reference)
    form = CorrectionForm(data=_known(_open(case)))
    if form.validate_on_submit() and _names(form, holder_of(case)):
        _write(case, form)
        flash("收款账户已更正，下一次付款会付到新账户。", "success")
        return redirect(back, 303)
    return _page(case, form, back)


@office.get("/<reference>/correction")
@audience("officer")
def show(reference: str) -> ResponseReturnValue:
    """The treasurer's form."""
    case = seen_claim(reference, act=True)
    return _page(case, EvidenceForm(data=_known(_open(case))), url_for("office_money.claim", reference=reference))


@office.post("/<reference>/correction")
@audience("officer")
@used_by(TREASURER)
def write(reference: str) -> ResponseReturnValue:
    """The treasurer puts it right on evidence that he saw."""
    case = seen_claim(reference, act=True)
    back = url_for("office_money.claim", reference=reference)
    form = EvidenceForm(data=_known(_open(case)))
    if form.validate_on_submit() and _names(form, holder_of(case)):
        _write(case, form)
        flash("收款账户已更正，下一批按新账户付。会员会收到短信。", "success")
        return redirect(back, 303)
    return _page(case, form, back)


def _open(case: Case) -> Holder:
    if why := why_not(case):
        raise Problem(409, why)
    return holder_of(case)


def _known(now: Holder) -> dict[str, str]:
    return {"holder": now.holder, "bank": now.bank}


def _names(form: CorrectionForm, now: Holder) -> bool:
    return not now.own or check_own(form, now.person.name)


def _write(case: Case, form: CorrectionForm) -> None:
    by, note = (officer().id, form.note.data) if isinstance(form, EvidenceForm) else (None, "")
    try:
        correct(
            case,
            bank=form.bank.data,
            holder=form.holder.data,
            number=account_number(form),
            officer_id=by,
            note=note,
        )
    except CannotCorrect as refused:
        raise Problem(409, str(refused)) from refused


def _page(case: Case, form: CorrectionForm, back: str) -> ResponseReturnValue:
    now, failure = holder_of(case), last_failure(case.id)
    form.holder.hint = f"要和会员本人的姓名“{now.person.name}”一致" if now.own else "和银行卡上的一致"
    return page_or_fragment(
        "payments/correction.html",
        case=case,
        form=form,
        now=now.words,
        failure=(failure.reason or NOT_SAID) if failure is not None else "",
        back=back,
    )
