"""After the bank could not pay: the account is put right, by its member or on evidence, and the next list sends the new one."""

import contextlib
import os
import re
from typing import Any

import pytest
from sqlalchemy import String, cast, select
from werkzeug.test import TestResponse

from tests.cases.procedure import at_once
from tests.claims.conftest import Stage
from tests.claims.walking import post, text
from tests.payments.paying import Money
from tests.payments.test_histories import finish, put_right, sent_to_what_stood
from tests.payments.test_pages import batch_paid, story, went
from webapp.claims.ledger import entries_of_case
from webapp.claims.procedure import register as register_claims
from webapp.payments.batches import CannotPay, batch_by_reference, batches_of, cancel
from webapp.payments.corrections import CannotCorrect
from webapp.persistence import Event, db

NEW = {"holder": "王小明", "bank": "建设银行", "number": "6217 0000 1111 2220", "again": "6217000011112220"}
DIGITS = "6217000011112220"
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def money(stage: Stage) -> Money:
    return Money(stage)


def corrected(stage: Stage, worker_id: Any, reference: str, **typed: str) -> TestResponse:
    """The member's form, filled in."""
    path = f"/claims/{reference}/correction"
    return post(stage.worker(worker_id), path, NEW | typed, path)


def in_office(stage: Stage, reference: str, login: str = "maker", **typed: str) -> TestResponse:
    """The officer's form, filled in."""
    path = f"/office/payments/money/{reference}/correction"
    return post(stage.officer(login), path, NEW | {"note": "看过银行卡原件"} | typed, "/office/payments")


def sent_to(money: Money, batch: str) -> list[tuple[str, str, str]]:
    return [(line.holder, line.bank, line.account) for line in money.lines(batch)]


def test_what_the_member_corrects_after_a_failure_is_what_the_next_list_sends(money: Money, stage: Stage) -> None:
    worker_id = stage.member()
    [reference] = money.granted(60_000, worker=worker_id)
    old = stage.filing(reference).account_number
    batch = money.sent()
    worker = stage.worker(worker_id)
    assert worker.get(f"/claims/{reference}/correction").status_code == 409, "the list is with the bank"
    money.take_in(batch, money.answer(batch, failed=[1]))
    page = worker.get(f"/claims/{reference}")
    assert f"/claims/{reference}/correction" in page.text
    assert "账号户名不符" in text(worker.get(f"/claims/{reference}/correction").text)
    wrong = {"holder": "别人"}, {"number": "123", "again": "123"}, {"again": "6217000011112227"}
    for typed in wrong:
        assert corrected(stage, worker_id, reference, **typed).status_code == 422
    slip = {"number": "6217000011112225", "again": "6217000011112225"}
    assert "最后一位对不上" in text(corrected(stage, worker_id, reference, **slip).text)
    went(corrected(stage, worker_id, reference))
    assert "更正收款账户" in story(worker, f"/claims/{reference}")
    second = money.sent()
    assert sent_to(money, second) == [("王小明", "建设银行", DIGITS)] and sent_to(money, batch)[0][2] == old
    money.take_in(second, money.answer(second))
    assert money.totals() == (50_000, 50_000, 0)
    assert worker.get(f"/claims/{reference}/correction").status_code == 409, "nothing is to be paid any more"


def test_who_changed_an_account_from_what_stands_masked_on_the_ledger_page(money: Money, stage: Stage) -> None:
    worker_id = stage.member()
    [reference] = money.granted(60_000, worker=worker_id)
    old = stage.filing(reference).account_number
    batch_paid(money, "失败")
    went(corrected(stage, worker_id, reference))
    assert in_office(stage, reference, note="").status_code == 422
    again = {"number": "6217000011113335", "again": "6217000011113335"}
    went(in_office(stage, reference, **again))
    page = text(stage.officer("checker").get(f"/office/payments/money/{reference}").text)
    for words in (old[-4:], DIGITS[-4:], "3335", "会员本人", "出纳甲", "看过银行卡原件", "银行没有付成"):
        assert words in page, words
    assert old not in page and DIGITS not in page
    rows = stage.read(lambda: list(db.session.scalars(select(cast(Event.data, String)))))
    assert not [row for row in rows if old in row or DIGITS in row]
    assert len(stage.read(lambda: entries_of_case(stage.case(reference).id))) == 1, "the ledger has nothing new"


@SQLITE
def test_only_treasurers_of_the_union_correct_and_never_the_same_one_who_checks(money: Money, stage: Stage) -> None:
    [reference] = money.granted(60_000)
    form = f"/office/payments/money/{reference}/correction"
    assert [stage.officer(login).get(form).status_code for login in ("li", "chief")] == [404, 403]
    went(in_office(stage, reference, "checker"))
    batch = money.freeze()
    path = f"/office/payments/{batch}"
    digest = re.search(r'name="digest" value="([^"]+)"', stage.officer("checker").get(path).text)
    assert digest is not None
    refused = post(stage.officer("checker"), path, {"act": "approve", "digest": digest[1]}, path)
    assert refused.status_code == 409 and "账户" in text(refused.text)
    other = stage.worker(stage.member())
    assert other.get(f"/claims/{reference}/correction").status_code == 404


@pytest.mark.parametrize("step", ["approve", "export"])
def test_an_account_changed_between_freeze_and_export_stops_the_list_and_says_which(
    money: Money, stage: Stage, step: str
) -> None:
    worker_id = stage.member()
    [reference] = money.granted(60_000, worker=worker_id)
    batch = money.freeze()
    if step == "export":
        money.approve(batch)
    went(corrected(stage, worker_id, reference))
    path = f"/office/payments/{batch}"
    page = stage.officer("checker").get(path).text
    assert "收款账户改过" in text(page)
    digest = re.search(r'name="digest" value="([^"]+)"', page)
    assert digest is not None
    refused = post(stage.officer("checker"), path, {"act": step, "digest": digest[1]}, path)
    assert refused.status_code == 409
    assert reference in text(refused.text) and "重新冻结" in text(refused.text)
    went(post(stage.officer("maker"), path, {"act": "cancel"}, path))
    assert sent_to(money, money.sent()) == [("王小明", "建设银行", DIGITS)]


HAMMERED = 64 if os.environ.get("GONGHUI_TEST_ALL") else 16


def test_accounts_changed_beside_freezes_approvals_exports_and_answers_are_paid_where_they_stood(
    money: Money, stage: Stage
) -> None:
    register_claims()
    worker_id = stage.member()
    references = money.granted(60_000, 60_000, 60_000, worker=worker_id)
    batch = money.freeze()

    def press(number: int) -> None:
        act = ("correct", "approve", "export", "renew")[number % 4]
        with contextlib.suppress(CannotPay, CannotCorrect):
            if act == "correct":
                put_right(money, references[number // 4 % 3], f"6200{number:012d}")
            elif act == "approve":
                money.approve(newest(money))
            elif act == "export":
                money.export(newest(money))
            else:
                again(money)

    at_once(HAMMERED, press)
    for known in stage.read(lambda: [one.reference for one in batches_of([money.union])]):
        finish(money, known)
    while money.open():
        finish(money, money.freeze())
    assert money.totals()[0] == money.totals()[1] and money.state(batch) in ("settled", "cancelled")
    stage.read(lambda: sent_to_what_stood(money))


def newest(money: Money) -> str:
    """The list that was frozen last."""
    found: str = money.stage.read(lambda: batches_of([money.union])[0].reference)
    return found


def again(money: Money) -> None:
    """Give the last list up where it is not with the bank, and freeze what can be paid."""
    batch = newest(money)
    row = money.stage.read(lambda: batch_by_reference(batch))
    with contextlib.suppress(CannotPay):
        money.act(lambda: cancel(row, officer_id=money.stage.officers["maker"]))
    money.freeze()
