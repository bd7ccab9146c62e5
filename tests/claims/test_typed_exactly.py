"""What a member types about bills and his account means what he typed, or he is asked again before it counts."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.claims.conftest import Stage
from tests.claims.walking import ACCOUNT, BILL, WHAT, Walk, post, shown_on, text
from webapp.claims.store import bills_of, filing_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def walk(stage: Stage) -> Walk:
    found = Walk(stage, stage.member())
    reference = found.begin()
    found.post(f"/claims/{reference}/when", {"day": "2022-03-10", "time": "10:00"})
    return found


def kept(walk: Walk) -> list[Any]:
    stage = walk.stage
    found: list[Any] = stage.read(lambda: bills_of([filing_of(stage.case(walk.references[0])).id]))
    return found


def boxes(page: str) -> list[str]:
    """The questions that stand to be ticked."""
    return [str(box["value"]) for box in BeautifulSoup(page, "html.parser").select("input[name=sure]")]


@pytest.mark.parametrize("typed", ["713，60", "-356.80", "－120", "−5", "45-80", "1.2.3"])
def test_a_sum_that_is_none_is_refused_and_stays_as_it_was_typed(walk: Walk, typed: str) -> None:
    answer = walk.bill(walk.references[0], {"total": typed, "self_paid_in_scope": typed})
    assert answer.status_code == 422 and kept(walk) == []
    field = BeautifulSoup(answer.text, "html.parser").find("input", {"name": "total"})
    assert field is not None and field["value"] == typed


def test_a_bill_of_a_day_to_come_is_refused(walk: Walk) -> None:
    answer = walk.bill(walk.references[0], {"begins_on": "2023-03-10"})
    assert answer.status_code == 422 and "就医日期不能在今天之后" in text(answer.text) and kept(walk) == []


def test_a_bill_before_the_accident_is_asked_about_and_counts_once_confirmed(walk: Walk) -> None:
    early = {"begins_on": "2022-03-09"}
    asked = walk.bill(walk.references[0], early)
    assert asked.status_code == 422 and "2022年3月9日 早于出事那天（2022年3月10日）" in text(asked.text)
    [question] = boxes(asked.text)
    other = walk.bill(walk.references[0], {"begins_on": "2022-03-08", "sure": question})
    assert other.status_code == 422, "a tick stands for the day that was asked about"
    assert kept(walk) == []
    assert walk.bill(walk.references[0], early | {"sure": question}).status_code == 303
    assert [str(bill.begins_on) for bill in kept(walk)] == ["2022-03-09"]


def test_a_sum_whose_stated_parts_do_not_add_up_is_asked_about(walk: Walk) -> None:
    parts = {"total": "1000", "self_paid_in_scope": "600", "out_of_scope": "100", "reimbursed": "200"}
    asked = walk.bill(walk.references[0], parts)
    assert asked.status_code == 422 and "比票据总额少 100.00 元" in text(asked.text)
    assert walk.bill(walk.references[0], parts | {"sure": boxes(asked.text)}).status_code == 303
    assert walk.bill(walk.references[0], parts | {"reimbursed": "300"}).status_code == 303


def test_an_account_is_typed_twice_and_a_wrong_check_digit_is_asked_about(walk: Walk) -> None:
    path = f"/claims/{walk.references[0]}/account"
    wanted = ACCOUNT | {"payee": "self"}
    once = post(walk.browser, path, wanted | {"again": "6222000011113223"})
    assert once.status_code == 422 and "两次填写的账号不一样" in text(once.text)
    slip = {"number": "6222000011112222", "again": "6222000011112222"}
    asked = post(walk.browser, path, wanted | slip)
    assert asked.status_code == 422 and "末四位 2222 的卡号，最后一位对不上" in text(asked.text)
    assert post(walk.browser, path, wanted | slip | {"sure": boxes(asked.text)}).status_code == 303
    other = {"number": "0123456789", "again": "0123 4567 89"}
    assert post(walk.browser, path, wanted | other).status_code == 303


@pytest.mark.parametrize("holder", ["王　小明", "王 小明", "王小明 "])
def test_the_holder_is_the_member_however_his_name_is_spelt(walk: Walk, holder: str) -> None:
    path = f"/claims/{walk.references[0]}/account"
    assert post(walk.browser, path, ACCOUNT | {"payee": "self", "holder": holder}).status_code == 303
    assert re.search("王小明", text(walk.browser.get(f"/claims/{walk.references[0]}").text))


def test_every_field_of_the_bill_is_still_there_after_a_question(walk: Walk) -> None:
    typed = BILL | {"hospital": "市第一人民医院", "begins_on": "2022-03-09", "total": "600", "invoice": "0044009999"}
    page = BeautifulSoup(walk.bill(walk.references[0], typed).text, "html.parser")
    shown = {str(one["name"]): str(one.get("value", "")) for one in page.select("form input[type!=hidden]")}
    assert (shown["hospital"], shown["total"], shown["invoice"]) == ("市第一人民医院", "600", "0044009999")
    assert shown["begins_on-day"] == "09"


def test_a_filing_that_another_tab_changed_is_shown_again_before_it_is_handed_in(walk: Walk) -> None:
    reference = walk.references[0]
    walk.post(f"/claims/{reference}/what", WHAT)
    walk.bill(reference, {})
    shown = shown_on(walk.browser, reference)
    walk.bill(reference, {"total": "900", "self_paid_in_scope": "900"})
    late = walk.post(f"/claims/{reference}/submission", {"consent": "1", "shown": shown})
    assert late.status_code == 422 and "不一样了：票据" in text(late.text)
    assert walk.post(f"/claims/{reference}/submission", {"consent": "1"}).status_code == 303
