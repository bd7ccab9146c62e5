"""What becomes of a payment, in the line of its case and in messages to the member. Nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from webapp.cases import Case
from webapp.cases.course import Stage, Turn, note_time, register_turns, tell_failure
from webapp.cases.telling import tell
from webapp.claims.models import LedgerEntry
from webapp.notices import register_template
from webapp.payments.models import BankResult
from webapp.persistence import db
from webapp.policy.profile.benefits.facts import yuan
from webapp.unions import union_by_id

SENT, PAID, FAILED, CORRECTED = "payment.sent", "payment.paid", "payment.failed", "payment.account"
NOT_SAID = "银行没有写明原因"

register_template("payment_paid", "{reference} 的 {amount} 元，银行已付款，请查看您的账户。")
register_template(
    "payment_failed", "{reference} 的 {amount} 元没有付成，原因：{reason}。怎么办请登录 {site} 查看，钱不会少。"
)


def register() -> None:
    """Make known what payments do to the line of a case."""
    register_turns(
        {
            SENT: Turn(Stage.SENT, undoes=(Stage.ARRIVED,), failed=False),
            PAID: Turn(Stage.ARRIVED, failed=False),
            CORRECTED: Turn(undoes=(Stage.SENT, Stage.ARRIVED), failed=False),
            FAILED: Turn(undoes=(Stage.ARRIVED,), failed=True),
        }
    )
    tell_failure(why_failed)


def why_failed(case: Case) -> str:
    """What the bank said of the last payment of a case, and what the member does now."""
    failure = last_failure(case.id)
    if failure is None:
        return ""
    union = union_by_id(case.union_id) if case.union_id else None
    where = f"{union.name}{f'（电话 {union.phone}）' if union.phone else ''}" if union is not None else "工会"
    return (
        f"银行说的原因：{failure.reason or NOT_SAID}。请核对收款账户的户名、账号和开户行，不对的请在“更正收款账户”里改正；"
        f"账户没有错的，请联系{where}。以后会重新付款，钱不会少。"
    )


def last_failure(case_id: UUID) -> BankResult | None:
    """What the bank said last, where it did not pay; None where it paid, or said nothing yet."""
    statement = select(BankResult).where(BankResult.case_id == case_id)
    last = db.session.scalars(statement.order_by(BankResult.id.desc()).limit(1)).first()
    return last if last is not None and not last.paid else None


def tell_answers(answers: Sequence[tuple[UUID, BankResult]]) -> None:
    """Tell each member what the bank said, and keep how long those paid have taken since their grant. `answers`: by case id."""
    ids = {case_id for case_id, _result in answers}
    cases = {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_(ids)))}
    granted = _granted_on(ids)
    for case_id, result in answers:
        case, amount = cases[case_id], yuan(result.amount)
        if result.paid:
            tell(case, "payment_paid", amount=amount)
            note_time(case, Stage.ARRIVED, granted[case_id])
        else:
            tell(case, "payment_failed", amount=amount, reason=result.reason or NOT_SAID)


def _granted_on(case_ids: set[UUID]) -> Mapping[UUID, date]:
    rows = select(LedgerEntry.case_id, func.max(LedgerEntry.entered_on)).where(
        LedgerEntry.case_id.in_(case_ids), LedgerEntry.amount > 0
    )
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(LedgerEntry.case_id))}
