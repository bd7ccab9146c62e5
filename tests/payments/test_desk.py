"""The money desk says what can be paid, what cannot and why, what the ticks come to, and who may do what he may not."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.claims.conftest import Stage
from tests.claims.walking import post, text
from tests.officers import person
from tests.payments.paying import Money
from tests.payments.test_pages import went
from webapp.accounts import ADMINISTRATOR, give_role
from webapp.accounts.officers import officer_by_id
from webapp.claims.store import filing_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DESK = "/office/payments"


@pytest.fixture
def money(stage: Stage) -> Money:
    return Money(stage)


def unseen(money: Money, amount: int) -> str:
    """A granted claim whose original nobody has looked at."""
    reference = money.stage.file(money.stage.member(), amount)
    money.stage.decide(reference)
    return reference


def desk(money: Money, login: str = "maker", query: str = "") -> BeautifulSoup:
    return BeautifulSoup(money.stage.officer(login).get(DESK + query).text, "lxml")


def press(money: Money, act: str, *references: str) -> str:
    stage = money.stage
    cases = [str(stage.read(lambda one=one: stage.case(one).id)) for one in references]
    fields = {"union": str(money.union), "case": cases, "act": act}
    return post(stage.officer("maker"), DESK, fields, DESK).text


def ticked(page: str) -> list[bool]:
    return [one.has_attr("checked") for one in BeautifulSoup(page, "lxml").select("input[name=case]")]


def test_what_cannot_be_paid_stands_apart_with_its_reason_and_is_in_no_total(money: Money, stage: Stage) -> None:
    [first] = money.granted(60_000)
    held, nameless = unseen(money, 300_000), money.granted(300_000)[0]

    def forget() -> None:
        filing_of(stage.case(nameless)).account_number = ""

    money.act(forget)
    page = desk(money)
    assert [one["value"] for one in page.select("input[name=case]")] == [str(stage.read(lambda: stage.case(first).id))]
    apart = page.select_one(".cannot-pay")
    assert apart is not None
    words = " ".join(apart.get_text(" ").split())
    assert held in words and "原件还没有核对" in words and nameless in words and "没有收款账户" in words
    assert "选中 1 件，500.00 元" in text(str(page)) and "暂时不能付的 2 件，4,000.00 元" in text(str(page))


def test_the_total_follows_the_ticks_by_a_press_and_all_and_none_are_one_press_each(money: Money) -> None:
    first, second = money.granted(60_000)[0], money.granted(300_000)[0]
    assert "选中 2 件，2,500.00 元" in text(str(desk(money)))
    page = press(money, "recount", second)
    assert "选中 1 件，2,000.00 元" in text(page) and ticked(page) == [False, True]
    page = press(money, "none", second)
    assert "选中 0 件，0.00 元" in text(page) and ticked(page) == [False, False]
    page = press(money, "all")
    assert "选中 2 件，2,500.00 元" in text(page) and ticked(page) == [True, True]
    assert money.open() == {first: 50_000, second: 200_000}, "a recount freezes nothing"


def test_the_list_is_sorted_as_it_is_asked(money: Money) -> None:
    for amount in (300_000, 60_000, 30_000):
        money.granted(amount)
    for order, sums in (("", [2000, 500, 200]), ("?sort=amount", [2000, 500, 200]), ("?sort=least", [200, 500, 2000])):
        shown = [one.get_text(strip=True) for one in desk(money, query=order).select("td.is-number")]
        assert shown == [f"{one:,.2f}" for one in sums], order


def test_who_may_check_is_named_to_who_may_not_and_where_nobody_may_who_appoints(money: Money, stage: Stage) -> None:
    money.granted(60_000)
    batch = money.freeze()
    page = text(stage.officer("maker").get(f"{DESK}/{batch}").text)
    assert "名单是您冻结的" in page and "会计乙" in page and "出纳甲复核" not in page

    def suspend() -> None:
        officer = officer_by_id(stage.officers["checker"])
        assert officer is not None
        officer.state = "suspended"

    money.act(suspend)
    page = text(stage.officer("maker").get(f"{DESK}/{batch}").text)
    assert "没有另一位" in page and "主任" in page and "会计乙" not in page.partition("名单是您冻结的")[2][:80]


def test_an_administrator_who_looks_on_reads_who_pays_here(money: Money, stage: Stage) -> None:
    money.granted(60_000)
    assert "付款由出纳甲、会计乙办理" in text(str(desk(money, "chief")))

    def bare() -> None:
        officer = person(name="副主任", login="other")
        give_role(officer, stage.unions["top"], ADMINISTRATOR)
        stage.officers["other"] = officer.id

    money.act(bare)
    empty = text(str(desk(money, "other")))
    assert re.search("还没有财务人员.*副主任", empty)


def test_who_may_confirm_a_contra_entry_is_named_beside_it(money: Money, stage: Stage) -> None:
    [reference] = money.granted(60_000)
    claim = f"{DESK}/money/{reference}"
    page = stage.officer("maker").get(claim).text
    entry = re.search(r'name="reversal-entry" value="([^"]+)"', page)
    clause = re.search(r'<option value="(GD30[^"]+)"', page)
    assert entry is not None and clause is not None
    fields = {"reversal-entry": entry[1], "reversal-clause": clause[1], "reversal-reason": "不是本人的"}
    went(post(stage.officer("maker"), claim, {"act": "reverse", **fields}, claim))
    assert "请会计乙复核" in text(stage.officer("maker").get(claim).text)
