"""Whatever is granted, sent, failed, reversed and reviewed, and in whatever order: the bank and the ledger agree to the fen."""

import os
from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.claims.conftest import Stage
from tests.payments.paying import Money
from webapp.accounts.four_eyes import NeedsAnother
from webapp.cases import Case, DecisionRow, EffectRefused, IllegalMove
from webapp.claims.models import Finding, LedgerEntry, LedgerHead
from webapp.claims.procedure import register as register_claims
from webapp.claims.store import bills_of, filing_of
from webapp.payments import contra_requests
from webapp.payments.batches import CannotPay, batch_by_reference, cancel, resend
from webapp.payments.corrections import CannotCorrect, changes_of, correct, holder_of
from webapp.payments.models import BankResult, BatchItem, PaymentBatch, Reversal
from webapp.payments.reversals import CannotReverse, note_return, owed_back, reverse, standing
from webapp.payments.reviews import ask_review, review_of
from webapp.payments.reviews import register as register_reviews
from webapp.persistence import db

CAP = 1_000_000
CLAUSE = "GD30-A4-9.1"
REFUSALS = (NeedsAnother, CannotPay, CannotCorrect, CannotReverse, EffectRefused, IllegalMove, StopIteration)
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def money(stage: Stage) -> Money:
    register_claims()
    register_reviews()
    return Money(stage)


def reverse_all(money: Money, reference: str, reason: str = "材料不实") -> None:
    """Take back every payment of a claim that stands."""

    def do() -> None:
        case = money.stage.case(reference)
        for entry in standing(case.id):
            two = {"officer_id": money.stage.officers["maker"], "checked_by": money.stage.officers["checker"]}
            reverse(case, entry.id, reason=reason, clause=CLAUSE, **two)

    money.act(do)


def put_right(money: Money, reference: str, number: str) -> None:
    """The member puts the account of a claim right."""
    account = {"bank": "建设银行", "holder": "王小明", "number": number}
    money.act(lambda: correct(money.stage.case(reference), **account, officer_id=None))


def sent_to_what_stood(money: Money) -> None:
    """Every list that went to the bank names the accounts that stood at that moment."""
    sent = select(PaymentBatch, BatchItem, Case).where(
        BatchItem.batch_id == PaymentBatch.id, PaymentBatch.exported_at.is_not(None), Case.id == BatchItem.case_id
    )
    for batch, item, case in db.session.execute(sent):
        changes = changes_of(case.id)
        stood = changes[0].old_number if changes else holder_of(case).number
        for change in changes:
            stood = change.number if change.changed_at < batch.exported_at else stood
        assert item.account == stood


def leave_out_the_first_bill(money: Money, reference: str) -> None:
    """A finding: the first bill is of a dentist and does not count."""

    def do() -> None:
        filing = filing_of(money.stage.case(reference))
        bill = bills_of([filing.id])[0]
        officer = money.stage.officers["zhang"]
        db.session.add(Finding(filing_id=filing.id, bill_id=bill.id, row="dental", note="核对", found_by=officer))
        db.session.flush()

    money.act(do)


def two_bills(money: Money, first: int, worker: UUID | None = None) -> str:
    """A granted claim of two bills, the second of 600 yuan."""
    reference = money.stage.file(worker or money.stage.member(), first, 60_000)
    money.stage.decide(reference)
    money.see_originals(reference)
    return reference


def review(money: Money, reference: str, verdict: str = "grant", login: str = "zhang") -> None:
    """The member disputes the sum, an officer decides on it."""
    opened = money.act(lambda: ask_review(money.stage.case(reference), reason="少算了一张票据").reference)
    money.stage.decide(opened, verdict, login, "复核改定")


@SQLITE
def test_a_reversal_frees_the_cap_and_what_was_paid_is_to_come_back(money: Money, stage: Stage) -> None:
    worker = stage.member()
    first, second = money.granted(1_200_000, 1_200_000, worker=worker)
    batch = money.sent([first])
    money.take_in(batch, money.answer(batch))
    third = stage.file(worker, 1_200_000)
    with pytest.raises(EffectRefused, match="责任终止"):
        stage.decide(third)
    reverse_all(money, first)
    assert money.totals()[:2] == (400_000, 600_000)
    [owed] = stage.read(lambda: owed_back([money.union]))
    assert owed.amount == 600_000
    with pytest.raises(CannotReverse, match="已经冲正"):
        entry = stage.read(lambda: list(db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.entered_at)))[0])
        two = {"officer_id": stage.officers["maker"], "checked_by": stage.officers["checker"]}
        money.act(lambda: reverse(stage.case(first), entry.id, reason="x", clause="", **two))
    stage.decide(third)
    assert money.totals()[0] == CAP
    officer = stage.officers["maker"]
    values: dict[str, Any] = {"amount": 600_000, "received_on": date(2022, 4, 2), "key": "r1", "officer_id": officer}
    assert [money.act(lambda: note_return(stage.case(first), **values)) for _ in range(2)] == [True, False]
    assert stage.read(lambda: owed_back([money.union])) == []


def test_what_a_reversal_frees_is_opened_as_a_task_and_paid_by_nobody_until_it_is_decided(
    money: Money, stage: Stage
) -> None:
    worker = stage.member()
    first, second = money.granted(1_200_000, 1_200_000, worker=worker)
    [untouched] = money.granted(60_000, worker=stage.member())

    def confirmed() -> None:
        case = stage.case(first)
        [entry] = standing(case.id)
        row = contra_requests.ask(case, entry.id, reason="材料不实", clause=CLAUSE, officer_id=stage.officers["maker"])
        contra_requests.confirm(row, officer_id=stage.officers["checker"])

    money.act(confirmed)

    assert money.totals()[0] == 400_000 + stage.filing(untouched).amount, "nothing is paid by itself"
    opened = stage.read(lambda: review_of(stage.case(second)))
    assert opened is not None and opened.state == "under_review" and first in opened.data["reason"]
    assert stage.read(lambda: review_of(stage.case(untouched))) is None
    stage.decide(opened.reference, "grant", "zhang", "额度空出，补足")
    assert stage.filing(second).amount == 600_000


@SQLITE
def test_what_was_reversed_brings_nothing_to_a_later_filing_of_the_same_accident(money: Money, stage: Stage) -> None:
    worker = stage.member()
    [first] = money.granted(60_000, worker=worker)
    reverse_all(money, first)
    second = stage.file(worker, 30_000, accident=1)
    assert stage.filing(second).amount == 20_000


@SQLITE
def test_another_officer_corrects_a_sum_and_the_difference_is_reversed_or_paid(money: Money, stage: Stage) -> None:
    reference = two_bills(money, 540_000)
    batch = money.sent()
    money.take_in(batch, money.answer(batch))
    with pytest.raises(EffectRefused, match="和原来一样"):
        review(money, reference)
    leave_out_the_first_bill(money, reference)
    with pytest.raises(NeedsAnother, match="另一位工作人员"):
        review(money, reference, login="li")
    review(money, reference)
    assert money.totals() == (50_000, 500_000, 0)
    assert stage.filing(reference).amount == 50_000
    contra = stage.read(lambda: db.session.scalars(select(Reversal)).one())
    assert contra.clause and contra.reason == "复核改定"
    other = two_bills(money, 30_000)
    review(money, other, "refuse")
    assert stage.read(lambda: review_of(stage.case(other)).state) == "refused"
    assert money.open()[other] == 50_000


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["grant", "grant", "freeze", "send", "answer", "answer", "reverse", "review", "cancel", "resend", "correct"]
        ),
        st.integers(0, 9),
        st.sampled_from([20_000, 60_000, 300_000, 1_200_000]),
    ),
    min_size=4,
    max_size=12,
)


class History:
    """One member, the claims he was granted and the batches they were paid in."""

    def __init__(self, money: Money) -> None:
        self.money, self.worker = money, money.stage.member()
        self.claims: list[str] = []
        self.batches: list[str] = []

    def do(self, act: str, pick: int, amount: int) -> None:
        if act == "grant":
            self.claims.append(two_bills(self.money, amount, self.worker))
        elif act == "freeze":
            self.batches.append(self.money.freeze())
        elif act in ("reverse", "review", "correct") and self.claims:
            self._claim(act, self.claims[pick % len(self.claims)], amount)
        elif self.batches:
            self._batch(act, self.batches[pick % len(self.batches)], pick)

    def _claim(self, act: str, reference: str, amount: int) -> None:
        if act == "reverse":
            reverse_all(self.money, reference)
        elif act == "correct":
            put_right(self.money, reference, f"6200{amount:012d}")
        else:
            if amount > 20_000:
                leave_out_the_first_bill(self.money, reference)
            review(self.money, reference)

    def _batch(self, act: str, batch: str, pick: int) -> None:
        money = self.money
        officer = money.stage.officers["maker"]
        row = money.stage.read(lambda: batch_by_reference(batch))
        if act == "send":
            money.approve(batch)
            money.export(batch)
        elif act == "answer":
            content = money.answer(batch, failed=[1 + pick % 3])
            money.take_in(batch, content)
            money.take_in(batch, content)
        elif act == "cancel":
            money.act(lambda: cancel(row, officer_id=officer))
        else:
            self.batches.append(money.act(lambda: resend(row, officer_id=officer).reference))


@settings(
    max_examples=100 if os.environ.get("GONGHUI_TEST_ALL") else 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(acts=ACTS)
def test_whatever_happens_bank_and_ledger_agree_and_every_yuan_has_a_decision_with_clauses(
    money: Money, acts: list[tuple[str, int, int]]
) -> None:
    history = History(money)
    for act, pick, amount in acts:
        try:
            history.do(act, pick, amount)
        except REFUSALS:
            continue
    money.stage.read(lambda: agree(money, history.worker))
    pay_the_rest(money, history.batches)
    ledger, bank, back = money.totals()
    assert bank - back == ledger and money.open() == {}
    money.stage.read(lambda: sent_to_what_stood(money))


def pay_the_rest(money: Money, batches: list[str]) -> None:
    """Everything on its way is paid, everything open is sent and paid, everything owed comes back."""
    for batch in batches:
        finish(money, batch)
    while money.open().values() and max(money.open().values()) > 0:
        finish(money, money.freeze())
    for number, one in enumerate(money.stage.read(lambda: owed_back([money.union]))):
        values: dict[str, Any] = {
            "amount": one.amount,
            "received_on": date(2022, 4, 2),
            "key": f"{one.case.id}:{number}",
        }
        money.act(
            lambda one=one, values=values: note_return(one.case, **values, officer_id=money.stage.officers["maker"])
        )


def finish(money: Money, batch: str) -> None:
    """Take a batch to its end; one that the ledger has left behind is given up."""
    try:
        if money.state(batch) == "frozen":
            money.approve(batch)
        if money.state(batch) == "approved":
            money.export(batch)
    except CannotPay:
        row = money.stage.read(lambda: batch_by_reference(batch))
        money.act(lambda: cancel(row, officer_id=money.stage.officers["maker"]))
    if money.state(batch) == "exported":
        money.take_in(batch, money.answer(batch))


def agree(money: Money, worker: UUID) -> None:
    """The books of one member are right."""
    sent_to_what_stood(money)
    person = money.stage.person(worker)
    entries = list(db.session.scalars(select(LedgerEntry).where(LedgerEntry.person_id == person.id)))
    heads = list(db.session.scalars(select(LedgerHead).where(LedgerHead.person_id == person.id)))
    granted: Counter[UUID] = Counter()
    for entry in entries:
        granted[entry.case_id] += entry.amount
        decision = db.session.scalars(select(DecisionRow).where(DecisionRow.id == entry.decision_id)).one()
        assert decision.outcome["clauses"]
        assert not entry.borne or sum(entry.borne.values()) == entry.amount
    assert sum(head.granted for head in heads) == sum(granted.values()) <= CAP
    assert all(amount >= 0 for amount in granted.values())
    results = db.session.scalars(select(BankResult).where(BankResult.case_id.in_(granted), BankResult.paid))
    paid: Counter[UUID] = Counter()
    for result in results:
        paid[result.case_id] += result.amount
    live = db.session.scalars(select(BatchItem).where(BatchItem.live, BatchItem.case_id.in_(granted)))
    assert all(count == 1 for count in Counter(item.case_id for item in live).values())
    owed = {one.case.id: one.amount for one in owed_back([money.union])}
    contra = {one.entry_id for one in db.session.scalars(select(Reversal))}
    assert {entry.id for entry in entries if entry.amount < 0} <= contra
    for case_id, amount in granted.items():
        assert paid[case_id] - amount == owed.get(case_id, 0) or paid[case_id] < amount
