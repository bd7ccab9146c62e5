"""The account of a granted claim is put right: by its member, or by a treasurer on evidence. Nothing here commits.

Only while money is still to be paid, and not while a list that names the old account is with the bank. A list that is not with the bank
yet no longer agrees once the account has changed (`batches.export`).
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import owner_name
from webapp.cases import Case, State
from webapp.cases.telling import tell
from webapp.claims.assessment.plans import SELF
from webapp.claims.beside import Link, set_on_case
from webapp.claims.models import Filing
from webapp.claims.store import save_account
from webapp.members import Person
from webapp.notices import register_template
from webapp.payments.balances import Balance, balances_of
from webapp.payments.batches import hold_cases
from webapp.payments.models import AccountChange, BankResult, BatchItem, PaymentBatch
from webapp.payments.telling import CORRECTED
from webapp.payments.workflow import BatchState
from webapp.persistence import db, mask_account, record_event
from webapp.relief.models import ReliefRequest
from webapp.web.refused import Refused

AT_THE_BANK = "这笔钱已经交给银行，等银行的结果。银行没有付成的，再来更正账户。"
NOTHING_OPEN = "这件没有要付的钱，不用更正账户。"
NOT_GRANTED = "这件还没有核定，收款账户请在申报里修改。"

register_template(
    "account_corrected", "您的申报 {reference} 的收款账户已由工作人员更正，尾号 {tail}。不是您要求的，请马上联系工会。"
)


class CannotCorrect(Refused):
    """The account stays as it is; the message is Chinese and says why."""


@dataclass(frozen=True)
class Holder:
    """Whose account stands on a claim: the person it is about, and whether it has to bear his own name."""

    person: Person
    own: bool
    bank: str
    holder: str
    number: str

    @property
    def words(self) -> str:
        """The account, masked."""
        return words_of(self.holder, self.bank, self.number)


def words_of(holder: str, bank: str, number: str) -> str:
    """An account in one line, its number masked."""
    return f"{holder}，{bank}，{mask_account(number)}" if number else "没有填写"


def holder_of(case: Case) -> Holder:
    """Whose account stands on a claim or a request for relief now."""
    row = _row(case)
    person = db.session.scalars(select(Person).where(Person.id == row.person_id)).one()
    own = not isinstance(row, Filing) or row.payee == SELF
    return Holder(person, own, row.bank, row.account_holder, row.account_number)


def _row(case: Case, *, fresh: bool = False) -> Filing | ReliefRequest:
    for kind in (Filing, ReliefRequest):
        statement = select(kind).where(kind.case_id == case.id)
        if fresh:
            statement = statement.execution_options(populate_existing=True)
        row: Filing | ReliefRequest | None = db.session.scalars(statement).one_or_none()
        if row is not None:
            return row
    raise LookupError(f"no money is due on cases of the kind {case.kind}")


def why_not(case: Case) -> str:
    """Why its account cannot be put right now, in Chinese; empty where it can."""
    if case.state != State.GRANTED:
        return NOT_GRANTED
    there = select(BatchItem.id).join(
        PaymentBatch, (PaymentBatch.id == BatchItem.batch_id) & (PaymentBatch.jurisdiction == BatchItem.jurisdiction)
    )
    live = there.where(BatchItem.case_id == case.id, BatchItem.live, PaymentBatch.state == BatchState.EXPORTED)
    if db.session.scalars(live).first() is not None:
        return AT_THE_BANK
    return "" if balances_of([case.id]).get(case.id, Balance()).open > 0 else NOTHING_OPEN


def correct(case: Case, *, bank: str, holder: str, number: str, officer_id: UUID | None, note: str = "") -> None:
    """Write the account that is paid to from now on, and who changed it from what. `officer_id` None: the member himself.

    `note`: the evidence an officer saw. The member is told of an officer's change. Raises CannotCorrect.
    """
    hold_cases([case.id])
    if why := why_not(case):
        raise CannotCorrect(why)
    row = _row(case, fresh=True)
    before = holder_of(case)
    if (before.bank, before.holder, before.number) == (bank, holder, number):
        raise CannotCorrect("和现在的收款账户一样，没有改动。")
    db.session.add(
        AccountChange(
            case_id=case.id,
            old_bank=before.bank,
            old_holder=before.holder,
            old_number=before.number,
            bank=bank,
            holder=holder,
            number=number,
            note=note,
            changed_by=officer_id,
        )
    )
    if isinstance(row, Filing):
        save_account(row, payee=row.payee or SELF, bank=bank, holder=holder, number=number)
    else:
        row.bank, row.account_holder, row.account_number = bank, holder, number
    db.session.flush()
    by = owner_name(officer_id) if officer_id is not None else f"worker:{case.worker_id}"
    data = {"from": mask_account(before.number), "to": mask_account(number)}
    record_event(kind=CORRECTED, case_id=case.id, actor=by, data=data)
    if officer_id is not None:
        tell(case, "account_corrected", tail=number[-4:])


def changes_of(case_id: UUID) -> list[AccountChange]:
    """What was put right on a claim, the oldest first."""
    statement = select(AccountChange).where(AccountChange.case_id == case_id)
    return list(db.session.scalars(statement.order_by(AccountChange.changed_at, AccountChange.id)))


def tries_of(case_id: UUID) -> list[tuple[PaymentBatch, BatchItem, BankResult | None]]:
    """Each list that a claim was in, the oldest first, with what the bank said of it."""
    rows = (
        select(PaymentBatch, BatchItem, BankResult)
        .join(
            BatchItem, (BatchItem.batch_id == PaymentBatch.id) & (BatchItem.jurisdiction == PaymentBatch.jurisdiction)
        )
        .outerjoin(
            BankResult, (BankResult.item_id == BatchItem.id) & (BankResult.jurisdiction == BatchItem.jurisdiction)
        )
        .where(BatchItem.case_id == case_id)
        .order_by(PaymentBatch.made_at, PaymentBatch.id)
    )
    return [(batch, item, result) for batch, item, result in db.session.execute(rows)]


def _link(case: Case) -> Link | None:
    return None if why_not(case) else Link("claim_corrections.mine", "更正收款账户")


def register() -> None:
    """Offer the member his page on the case itself."""
    set_on_case(_link)
