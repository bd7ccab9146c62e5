"""Payment batches: freeze, approve, export, resend. Nothing here commits.

Locks: the batch, then its claims by id, as every case is locked; whoever reverses an entry holds the claim, so that a list that goes to
the bank is what the ledger says at that moment.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import owner_name
from webapp.accounts.four_eyes import Act, require_two
from webapp.cases import Case, DecisionRow
from webapp.cases.grace import is_over
from webapp.cases.store import new_reference
from webapp.claims.models import Filing
from webapp.members import Person
from webapp.payments.balances import Balance, balances_in, balances_of
from webapp.payments.models import AccountChange, BankResult, BatchItem, PaymentBatch
from webapp.payments.telling import NOT_SAID, SENT
from webapp.payments.workflow import BatchState, after
from webapp.persistence import Taken, db, mask_account, now, record_event, unless_taken
from webapp.policy import ClaimAnswer
from webapp.relief.models import ReliefRequest
from webapp.tenancy import business_date, settings
from webapp.web.refused import Refused

CHANGED = "名单冻结以后，有申报被冲正或改定了，名单和台账不一致。请取消本批次，重新冻结一份。"


class CannotPay(Refused):
    """The batch cannot be made or taken further; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Account:
    """Whom the bank pays for one claim."""

    holder: str
    bank: str
    number: str
    identity: str


@dataclass(frozen=True)
class Payable:
    """A claim that the ledger owes something. `wanting`: labels of papers whose original has to be seen first; `failed`: what the bank said."""

    case: Case
    amount: int
    holder: str
    account: str
    wanting: tuple[str, ...]
    failed: str

    @property
    def why_not(self) -> str:
        """Why it cannot be paid yet, in Chinese; empty where it can."""
        if self.wanting:
            return "原件还没有核对，请先在审核页勾选“已核对原件”"
        return "" if self.account else "还没有收款账户，请会员或工作人员补上"


def payables(union_id: UUID) -> list[Payable]:
    """Every claim of a union that is owed money and is in no live batch, oldest first; none whose verdict can still be taken back."""
    owed = {case_id: one.open for case_id, one in balances_in([union_id]).items() if one.open > 0}
    live = set(db.session.scalars(select(BatchItem.case_id).where(BatchItem.live, BatchItem.case_id.in_(owed))))
    wanted = select(Case).where(Case.id.in_(set(owed) - live)).order_by(Case.closed_at, Case.id)
    cases = [case for case in db.session.scalars(wanted) if not settings().undo or is_over(case.closed_at)]
    failures, accounts = _failures(owed), accounts_of(cases)
    originals = originals_wanted(cases)
    return [
        Payable(
            case,
            owed[case.id],
            accounts[case.id].holder,
            mask_account(accounts[case.id].number),
            tuple(originals.get(case.id, ())),
            failures.get(case.id, ""),
        )
        for case in cases
    ]


def _failures(case_ids: Collection[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(
        select(BankResult.case_id, BankResult.reason)
        .where(BankResult.case_id.in_(case_ids), BankResult.paid.is_(False))
        .order_by(BankResult.known_on, BankResult.id)
    )
    return {case_id: reason or NOT_SAID for case_id, reason in rows}


def accounts_of(cases: Iterable[Case], *, fresh: bool = False) -> dict[UUID, Account]:
    """The accounts of claims and requests for relief, with the identity number of the person each is about.

    `fresh`: as they are now that the claims are held, whatever this request read before.
    """
    ids = [case.id for case in cases]
    found: dict[UUID, Account] = {}
    for kind in (Filing, ReliefRequest):
        person = (Person.id == kind.person_id) & (Person.jurisdiction == kind.jurisdiction)
        wanted = select(kind, Person).join(Person, person).where(kind.case_id.in_(ids))
        rows = db.session.execute(wanted.execution_options(populate_existing=True) if fresh else wanted)
        for row, one in rows:
            found[row.case_id] = Account(row.account_holder, row.bank, row.account_number, one.identity_number)
    return found


def originals_wanted(cases: Iterable[Case]) -> dict[UUID, list[str]]:
    """Papers whose original the plan wants seen before it pays, and nobody has ticked: ids of the edition's documents, by claim."""
    known = {case.id: case for case in cases}
    filings = {one.case_id: one for one in db.session.scalars(select(Filing).where(Filing.case_id.in_(known)))}
    rows = db.session.scalars(
        select(DecisionRow)
        .where(DecisionRow.case_id.in_(filings), DecisionRow.kind == "claim")
        .order_by(DecisionRow.created_at, DecisionRow.id)
    )
    decisions = {row.case_id: row for row in rows}
    found: dict[UUID, list[str]] = {}
    for case_id, decision in decisions.items():
        payments = decision.answered(ClaimAnswer).payments
        own = (one for one in payments if one.filing == known[case_id].reference)
        wanted = {name for one in own for name in one.before_payment}
        found[case_id] = sorted(wanted - set(filings[case_id].originals))
    return found


def freeze(
    union_id: UUID, case_ids: Collection[UUID], *, officer_id: UUID, retry_of: UUID | None = None
) -> PaymentBatch:
    """Freeze these claims of a union into a list with total and digest. Raises CannotPay."""
    chosen = [one for one in payables(union_id) if one.case.id in set(case_ids)]
    if not chosen:
        raise CannotPay("选中的申报都已在别的批次里，或者没有要付的钱。请刷新名单再选。")
    hold_cases([one.case.id for one in chosen])
    owed = balances_of([one.case.id for one in chosen])
    for one in chosen:
        _check(one, owed[one.case.id])
    batch = PaymentBatch(
        reference=new_reference(business_date()),
        union_id=union_id,
        state=BatchState.FROZEN,
        total=sum(one.amount for one in chosen),
        count=len(chosen),
        digest="",
        retry_of=retry_of,
        made_by=officer_id,
    )
    try:
        with unless_taken():
            db.session.add(batch)
            db.session.flush()
            accounts = accounts_of([one.case for one in chosen], fresh=True)
            items = [_item(batch, line, one, accounts[one.case.id]) for line, one in enumerate(chosen, 1)]
            db.session.add_all(items)
            batch.digest = digest_of(items)
            db.session.flush()
    except Taken:
        raise CannotPay("有申报刚刚被同事放进了另一个批次。请刷新名单再选。") from None
    _record("payments.frozen", batch, officer_id)
    return batch


def _check(one: Payable, owed: Balance) -> None:
    if one.why_not:
        raise CannotPay(f"{one.case.reference} 不能付款：{one.why_not}。")
    if owed.open != one.amount:
        raise CannotPay(f"{one.case.reference} 的金额刚刚变了。请刷新名单再选。")


def _item(batch: PaymentBatch, line: int, one: Payable, account: Account) -> BatchItem:
    return BatchItem(
        batch_id=batch.id,
        line=line,
        case_id=one.case.id,
        amount=one.amount,
        holder=account.holder,
        bank=account.bank,
        account=account.number,
        identity=account.identity,
        live=True,
    )


def digest_of(items: Iterable[BatchItem]) -> str:
    """What the list says, in one number: changing anything of it changes this."""
    rows = [
        [one.line, str(one.case_id), one.amount, one.holder, one.bank, one.account, one.identity]
        for one in sorted(items, key=lambda one: one.line)
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def approve(batch: PaymentBatch, *, officer_id: UUID, seen_digest: str) -> None:
    """Another human has checked the list he saw. Raises CannotPay and NeedsAnother."""
    batch = held(batch)
    require_two(Act.BATCH, [batch.made_by], officer_id)
    require_two(Act.ACCOUNT, _correctors(batch), officer_id)
    if seen_digest != batch.digest:
        raise CannotPay("您看到的不是这份名单，请刷新后再核对。")
    _move(batch, "approve")
    _agrees(batch)
    batch.approved_by, batch.approved_at = officer_id, now()
    _record("payments.approved", batch, officer_id)


def export(batch: PaymentBatch, *, officer_id: UUID) -> None:
    """From now on the list is with the bank, and each member sees it; its files can be taken again and again. Raises CannotPay."""
    batch = held(batch)
    if batch.state in (BatchState.EXPORTED, BatchState.SETTLED):
        return
    _move(batch, "export")
    _agrees(batch)
    batch.exported_at = now()
    for item in items_of(batch):
        record_on_case(SENT, batch, item, officer_id)
    _record("payments.exported", batch, officer_id)


def cancel(batch: PaymentBatch, *, officer_id: UUID) -> None:
    """A list that never went to the bank is given up; its claims can be chosen again. Raises CannotPay."""
    batch = held(batch)
    _move(batch, "cancel")
    batch.closed_at = now()
    for item in items_of(batch):
        item.live = False
    _record("payments.cancelled", batch, officer_id)


def resend(batch: PaymentBatch, *, officer_id: UUID) -> PaymentBatch:
    """A new list of what the bank did not pay of this one. Raises CannotPay."""
    batch = held(batch)
    failed = [item.case_id for item, result in outcomes(batch) if result is not None and not result.paid]
    if not failed:
        raise CannotPay("本批次没有付款失败的，不用重发。")
    return freeze(batch.union_id, failed, officer_id=officer_id, retry_of=batch.id)


def _agrees(batch: PaymentBatch) -> None:
    """Hold the claims and see that the list still says what the ledger owes each, and to which account."""
    items = items_of(batch)
    hold_cases([item.case_id for item in items])
    owed = balances_of([item.case_id for item in items])
    same = all(owed[item.case_id].open == item.amount for item in items)
    if not same or digest_of(items) != batch.digest:
        raise CannotPay(CHANGED)
    if references := moved_accounts(items, fresh=True):
        raise CannotPay(account_moved(references))


def moved_accounts(items: Collection[BatchItem], *, fresh: bool = False) -> list[str]:
    """The references of claims whose account is another now than the one on the list."""
    cases = {
        one.id: one for one in db.session.scalars(select(Case).where(Case.id.in_([item.case_id for item in items])))
    }
    accounts = accounts_of(cases.values(), fresh=fresh)
    return [
        cases[item.case_id].reference
        for item in items
        if (now_ := accounts[item.case_id])
        and (now_.holder, now_.bank, now_.number) != (item.holder, item.bank, item.account)
    ]


def account_moved(references: Collection[str]) -> str:
    """What stops such a list, in Chinese."""
    return f"名单冻结以后，{'、'.join(references)} 的收款账户改过。请取消本批次，重新冻结一份，按新账户付。"


def _correctors(batch: PaymentBatch) -> list[UUID]:
    """The officers who put an account of this list right."""
    cases = select(BatchItem.case_id).where(BatchItem.batch_id == batch.id)
    changes = select(AccountChange.changed_by).where(
        AccountChange.case_id.in_(cases), AccountChange.changed_by.is_not(None)
    )
    return [one for one in db.session.scalars(changes.distinct()) if one is not None]


def _move(batch: PaymentBatch, verb: str) -> None:
    state = after(verb, batch.state)
    if state is None:
        raise CannotPay("本批次已经不在这一步了，请刷新看看现在到了哪里。")
    batch.state = state


def settle(batch: PaymentBatch) -> None:
    """Close the batch once the bank has spoken on every item."""
    if batch.state == BatchState.EXPORTED and not any(item.live for item in items_of(batch)):
        _move(batch, "settle")
        batch.closed_at = now()
    db.session.flush()


def held(batch: PaymentBatch) -> PaymentBatch:
    """The batch as it is now, held until the transaction ends."""
    statement = select(PaymentBatch).where(PaymentBatch.id == batch.id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def hold_cases(case_ids: Sequence[UUID]) -> None:
    """Hold claims, in the order of their ids."""
    statement = select(Case).where(Case.id.in_(case_ids)).order_by(Case.id).with_for_update()
    db.session.scalars(statement.execution_options(populate_existing=True)).all()


def batch_by_reference(reference: str) -> PaymentBatch | None:
    """The batch, or None."""
    return db.session.scalars(select(PaymentBatch).where(PaymentBatch.reference == reference)).one_or_none()


def batches_of(union_ids: Collection[UUID]) -> list[PaymentBatch]:
    """The batches of unions, the newest first."""
    statement = select(PaymentBatch).where(PaymentBatch.union_id.in_(union_ids))
    return list(db.session.scalars(statement.order_by(PaymentBatch.made_at.desc(), PaymentBatch.id.desc()).limit(100)))


def items_of(batch: PaymentBatch) -> list[BatchItem]:
    """The items of a batch, by line."""
    statement = select(BatchItem).where(BatchItem.batch_id == batch.id).order_by(BatchItem.line)
    return list(db.session.scalars(statement))


def outcomes(batch: PaymentBatch) -> list[tuple[BatchItem, BankResult | None]]:
    """Each item with what the bank said of it."""
    items = items_of(batch)
    statement = select(BankResult).where(BankResult.item_id.in_([item.id for item in items]))
    results = {one.item_id: one for one in db.session.scalars(statement)}
    return [(item, results.get(item.id)) for item in items]


def _record(kind: str, batch: PaymentBatch, officer_id: UUID) -> None:
    db.session.flush()
    data = {"batch": batch.reference, "total": batch.total, "count": batch.count, "digest": batch.digest}
    record_event(kind=kind, subject=f"batch:{batch.id}", actor=owner_name(officer_id), data=data)


def record_on_case(kind: str, batch: PaymentBatch, item: BatchItem, officer_id: UUID) -> None:
    """What became of one payment, in the timeline of its case, which the member reads. Whoever writes it holds the case."""
    data = {"batch": batch.reference, "amount": item.amount}
    record_event(kind=kind, case_id=item.case_id, actor=owner_name(officer_id), data=data)
