"""What was taken back changes what others are due: everybody concerned is told, and what is over or owed is somebody's task."""

import pytest
from sqlalchemy import select

from tests.claims.conftest import Stage
from tests.payments.paying import Money
from tests.payments.test_histories import CLAUSE, leave_out_the_first_bill, review, two_bills
from webapp.cases import Case
from webapp.claims.procedure import register as register_claims
from webapp.notices import Message
from webapp.payments import contra_requests
from webapp.payments.reversals import owed_back, standing
from webapp.payments.reviews import KIND, review_of
from webapp.payments.reviews import register as register_reviews
from webapp.persistence import db


@pytest.fixture
def money(stage: Stage) -> Money:
    register_claims()
    register_reviews()
    return Money(stage)


def take_back(money: Money, reference: str, reason: str = "票据不实") -> None:
    """One treasurer asks, the other confirms."""
    stage = money.stage

    def do() -> None:
        case = stage.case(reference)
        for entry in standing(case.id):
            row = contra_requests.ask(case, entry.id, reason=reason, clause=CLAUSE, officer_id=stage.officers["maker"])
            contra_requests.confirm(row, officer_id=stage.officers["checker"])

    money.act(do)


def messages(money: Money, template: str) -> list[str]:
    rows = select(Message.template).where(Message.template == template)
    return list(money.stage.read(lambda: list(db.session.scalars(rows))))


def reviews(money: Money) -> list[Case]:
    found: list[Case] = money.stage.read(lambda: list(db.session.scalars(select(Case).where(Case.kind == KIND))))
    return found


def paid_twice_on_one_accident(money: Money) -> tuple[str, str]:
    """200 on a first filing, 300 more on a second of the same accident."""
    worker = money.stage.member()
    [first] = money.granted(30_000, worker=worker)
    second = money.stage.file(worker, 30_000, accident=1)
    money.stage.decide(second)
    money.see_originals(second)
    assert (money.stage.filing(first).amount, money.stage.filing(second).amount) == (20_000, 30_000)
    batch = money.sent()
    money.take_in(batch, money.answer(batch))
    return first, second


def test_what_is_too_much_after_a_reversal_is_a_task_and_is_told(money: Money, stage: Stage) -> None:
    first, second = paid_twice_on_one_accident(money)
    take_back(money, first)
    opened = stage.read(lambda: review_of(stage.case(second)))
    assert opened is not None and opened.state == "under_review" and first in opened.data["reason"]
    assert len(messages(money, "claim_review_opened")) == 1
    assert money.totals()[0] == 30_000, "nothing is taken back by itself"
    stage.decide(opened.reference, "grant", "zhang", "第一件的票据不实，重新核算")
    assert stage.filing(second).amount == 20_000
    owed = stage.read(lambda: {one.case.reference: one.amount for one in owed_back([money.union])})
    assert owed == {first: 20_000, second: 10_000}


def test_the_member_whose_payment_is_taken_back_is_told_with_what_to_do(money: Money, stage: Stage) -> None:
    first, _second = paid_twice_on_one_accident(money)
    take_back(money, first)
    assert len(messages(money, "payment_reversed_paid")) == 1
    [unpaid] = money.granted(60_000)
    take_back(money, unpaid)
    assert len(messages(money, "payment_reversed")) == 1


def test_a_claim_that_was_taken_back_itself_is_no_task_of_another_reversal(money: Money, stage: Stage) -> None:
    worker = stage.member()
    first, second = money.granted(1_200_000, 1_200_000, worker=worker)
    take_back(money, first)
    [about] = reviews(money)
    assert about.data["claim"] == second
    take_back(money, second)
    assert [one.data["claim"] for one in reviews(money)] == [second]


def test_what_a_review_lowers_is_a_task_for_the_others_too(money: Money, stage: Stage) -> None:
    worker = stage.member()
    first = two_bills(money, 1_140_000, worker)
    [second] = money.granted(1_200_000, worker=worker)
    assert (stage.filing(first).amount, stage.filing(second).amount) == (600_000, 400_000)
    leave_out_the_first_bill(money, first)
    review(money, first)
    assert stage.filing(first).amount == 50_000
    opened = [one.data["claim"] for one in reviews(money) if one.state == "under_review"]
    assert opened == [second]
    about = stage.read(lambda: review_of(stage.case(second)))
    assert about is not None
    stage.decide(about.reference, "grant", "zhang", "额度空出")
    assert stage.filing(second).amount == 600_000
    assert not [one for one in reviews(money) if one.state == "under_review"], "it comes to rest"
