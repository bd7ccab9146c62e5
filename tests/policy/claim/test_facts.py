"""Facts that cannot be read are refused with a Chinese sentence that names them; amounts and moments are read exactly."""

from decimal import Decimal
from typing import Any

import pytest

from tests.policy.claim.world import bill, claim, decided, event, filing
from webapp.policy import FactError, Library
from webapp.policy.decisions.claim.facts import read_case
from webapp.policy.decisions.claim.values import money


@pytest.mark.parametrize(
    ("value", "fen"),
    [("200.00", 20_000), ("200", 20_000), ("0.07", 7), ("199.9", 19_990), (600, 60_000), (Decimal("600.50"), 60_050), ("-5.00", -500)],
)  # fmt: skip
def test_money_is_whole_fen(value: Any, fen: int) -> None:
    assert money(value) == fen


@pytest.mark.parametrize("value", ["", "1.234", "二百", "NaN", "1e400", "Infinity", 600.5, True, None, []])
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="不是金额"):
        money(value)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"membr": {}}, "不认识事实 “membr”（您是否想写 “member”）"),
        ({"member": {"admited_on": "2025-01-01"}}, "member.admited_on"),
        ({"member": {"admitted_on": "2025-02-30"}}, "member.admitted_on"),
        ({"member": []}, "member 应当是"),
        ({"events": {}}, "events 应当是列表"),
        ({"events": [{"kind": "accident"}]}, "缺少 event.id"),
        ({"events": [event(), event()]}, "同一个编号"),
        ({"filings": [filing(bill(), event="Z")]}, "没有事件 “Z”"),
        (claim(filing(bill()), filing(bill())), "同一个编号"),
        (claim(filing(bill(amount="-1.00"))), "不能小于零"),
        (claim(filing(bill(begin="2025-03-10", end="2025-03-09"))), "结束日早于开始日"),
        (claim(filing(bill(hospital={"grade": "2"}))), "hospital.grade"),
        (claim(filing(bill(third_party=5.5))), "bill.third_party"),
        ({"findings": [{"row": "x"}]}, "row 和 about"),
        ({"paid": [{"amount": "x"}]}, "paid.amount"),
    ],
)
def test_facts_that_cannot_be_read_name_themselves(library: Library, facts: dict[str, Any], said: str) -> None:
    with pytest.raises(FactError) as error:
        decided(library.profile("guangdong"), facts)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2022-01-01T00:00", "2022-01-01"),
        ("2021-12-31T23:59", "2021-12-31"),
        ("2021-12-31T16:00:00+00:00", "2022-01-01"),
        ("2022-01-01T00:30+09:00", "2021-12-31"),
        ("2022-03-10", "2022-03-10"),
    ],
)
def test_a_moment_lies_on_its_local_day(moment: str, day: str) -> None:
    case = read_case({"events": [event(at=moment)]}, {})
    assert case.events[0].day is not None and case.events[0].day.isoformat() == day
