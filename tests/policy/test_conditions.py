"""Every operator of a condition in all three values: true, false, not known — and for a fact known to be none."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from webapp.policy.language.conditions import parse
from webapp.policy.language.facts import BOOL, DAY, INT, MONEY, NAME, Vocabulary, choice
from webapp.policy.language.spans import Span, span

VOCABULARY = Vocabulary(
    {
        "kind": choice("a", "b", "c"),
        "ready": BOOL,
        "group": NAME,
        "size": INT,
        "enrolled": INT,
        "cost": MONEY,
        "joined": DAY,
        "event": DAY,
        "sex": choice("f", "m"),
    }
)
MARCH = datetime.date(2022, 3, 10)


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ({"ready": True}, {"ready": True}, True),
        ({"ready": True}, {"ready": False}, False),
        ({"ready": True}, {}, None),
        ({"ready": True}, {"ready": None}, False),
        ({"kind": "a"}, {"kind": "a"}, True),
        ({"kind": ["a", "b"]}, {"kind": "b"}, True),
        ({"kind": ["a", "b"]}, {"kind": "c"}, False),
        ({"kind": ["a", "b"]}, {}, None),
        ({"group": None}, {"group": None}, True),
        ({"group": None}, {"group": "x"}, False),
        ({"kind": {"one_of": ["a"]}}, {"kind": "a"}, True),
        ({"kind": {"none_of": ["a"]}}, {"kind": "a"}, False),
        ({"kind": {"none_of": ["a"]}}, {"kind": "b"}, True),
        ({"kind": {"none_of": ["a"]}}, {}, None),
        ({"kind": {"none_of": ["a"]}}, {"kind": None}, False),
        ({"kind": {"none_of": ["a"], "none": "holds"}}, {"kind": None}, True),
        ({"size": {"at_least": 25}}, {"size": 24}, False),
        ({"size": {"at_least": 25}}, {"size": 25}, True),
        ({"size": {"at_most": 25}}, {"size": 25}, True),
        ({"size": {"at_most": 25}}, {"size": 26}, False),
        ({"size": {"over": 25}}, {"size": 25}, False),
        ({"size": {"over": 25}}, {"size": 26}, True),
        ({"size": {"below": 25}}, {"size": 25}, False),
        ({"size": {"below": 25}}, {"size": 24}, True),
        ({"size": {"at_least": 1, "at_most": 3}}, {"size": 4}, False),
        ({"size": {"at_least": 1, "at_most": 3}}, {"size": 2}, True),
        ({"size": {"at_least": 1}}, {}, None),
        ({"cost": {"at_most": "0.00"}}, {"cost": Decimal("0.00")}, True),
        ({"cost": {"at_most": "0.00"}}, {"cost": Decimal("0.01")}, False),
        ({"cost": {"at_most": "0.00"}}, {"cost": None}, False),
        ({"cost": {"at_most": "0.00", "none": "holds"}}, {"cost": None}, True),
        ({"joined": {"not_after": "2022-03-10"}}, {"joined": MARCH}, True),
        ({"joined": {"not_after": "2022-03-09"}}, {"joined": MARCH}, False),
        ({"joined": {"not_before": "2022-03-10"}}, {"joined": MARCH}, True),
        ({"joined": {"not_before": "2022-03-11"}}, {"joined": MARCH}, False),
        ({"joined": {"not_after": "event"}}, {"joined": MARCH, "event": MARCH}, True),
        ({"joined": {"not_after": "event"}}, {"joined": MARCH}, None),
        ({"joined": {"not_after": "event"}}, {"joined": None, "event": MARCH}, False),
        ({"joined": {"not_before": "event", "none": "holds"}}, {"joined": None, "event": MARCH}, True),
        ({"enrolled/size": {"at_least": "80%"}}, {"enrolled": 80, "size": 100}, True),
        ({"enrolled/size": {"at_least": "80%"}}, {"enrolled": 799, "size": 1000}, False),
        ({"enrolled/size": {"at_least": "80%"}}, {"enrolled": 1, "size": 0}, None),
        ({"enrolled/size": {"at_least": "80%"}}, {"enrolled": 80}, None),
        ({"joined": {"at": "event", "at_most": "1y"}}, {"joined": MARCH, "event": datetime.date(2023, 3, 10)}, True),
        ({"joined": {"at": "event", "at_most": "1y"}}, {"joined": MARCH, "event": datetime.date(2023, 3, 11)}, False),
        ({"joined": {"at": "event", "at_least": "6m"}}, {"joined": MARCH, "event": datetime.date(2022, 9, 9)}, False),
        ({"joined": {"at": "event", "at_least": "6m"}}, {"joined": MARCH}, None),
        ({"ready": True, "kind": "a"}, {"ready": True, "kind": "a"}, True),
        ({"ready": True, "kind": "a"}, {"ready": False}, False),
        ({"ready": True, "kind": "a"}, {"ready": True}, None),
        ({"any_of": [{"ready": True}, {"kind": "a"}]}, {"ready": True}, True),
        ({"any_of": [{"ready": True}, {"kind": "a"}]}, {"ready": False}, None),
        ({"any_of": [{"ready": True}, {"kind": "a"}]}, {"ready": False, "kind": "b"}, False),
        ({"size": {"at_least": 1}, "any_of": [{"ready": True}]}, {"size": 0, "ready": True}, False),
        ({"size": {"at_least": 1}, "any_of": [{"ready": True}]}, {"ready": True}, None),
        ({}, {}, True),
    ],
)
def test_a_condition_holds_fails_or_is_not_known(condition: Any, facts: dict[str, Any], expected: bool | None) -> None:
    parsed = parse(condition, VOCABULARY)

    assert parsed.holds(facts) is expected
    assert parsed.explain(facts).holds is expected


def test_a_limit_may_differ_by_another_fact() -> None:
    limit = parse({"joined": {"at": "event", "at_most": {"by": "sex", "f": "6m", "m": "1y"}}}, VOCABULARY)
    facts = {"joined": MARCH, "event": datetime.date(2022, 12, 1)}

    assert limit.holds({**facts, "sex": "f"}) is False
    assert limit.holds({**facts, "sex": "m"}) is True
    assert limit.explain(facts).missing == ("sex",)


def test_the_facts_that_are_missing_are_named_in_the_order_they_are_read() -> None:
    condition = parse({"ready": True, "any_of": [{"kind": "a"}, {"size": {"at_least": 2}}]}, VOCABULARY)

    assert condition.explain({}).missing == ("ready", "kind", "size")
    assert condition.explain({"ready": True}).missing == ("kind", "size")
    assert condition.explain({"ready": False}).missing == ()
    assert condition.reads() == {"ready", "kind", "size"}


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        ("2024-02-29", "1y", "2025-02-28"),
        ("2022-01-31", "1m", "2022-02-28"),
        ("2022-11-30", "3m", "2023-02-28"),
        ("2022-01-01", "180d", "2022-06-30"),
        ("2022-01-01", "1y6m10d", "2023-07-11"),
    ],
)
def test_a_span_ends_on_the_same_calendar_day_or_the_last_of_the_month(day: str, text: str, expected: str) -> None:
    assert span(text).after(datetime.date.fromisoformat(day)).isoformat() == expected


def test_a_span_counts_years_in_months() -> None:
    assert span("2y1m") == Span(25, 0)


@pytest.mark.parametrize(
    ("condition", "path", "message"),
    [
        ({"redy": True}, ("redy",), "不认识事实 “redy”"),
        ({"kind": "d"}, ("kind",), "不能是 “d”"),
        ({"ready": "yes"}, ("ready",), "应当是 true 或 false"),
        ({"size": {"atleast": 3}}, ("size", "atleast"), "不认识 “atleast”"),
        ({"size": {"none": "holds"}}, ("size",), "还缺一个比较"),
        ({"size": {"at_least": 3, "none": "fails"}}, ("size", "none"), "只能写 holds"),
        ({"kind": {"one_of": "a"}}, ("kind", "one_of"), "应当是列表"),
        ({"cost": {"at_most": 1.5}}, ("cost", "at_most"), "金额要加引号"),
        ({"joined": {"at": "event", "at_most": "soon"}}, ("joined", "at_most"), "时间长度"),
        ({"joined": {"at": "event", "at_most": {"f": "1y"}}}, ("joined", "at_most"), "缺少 by"),
        ({"any_of": []}, ("any_of",), "至少一个条件"),
        ({"any_of": [{"ready": True}, {"kindd": "a"}]}, ("any_of", 1, "kindd"), "不认识事实"),
        ("ready", (), "对照表"),
        ({"kind": []}, ("kind",), "至少要有一个值"),
    ],
)
def test_a_wrong_condition_says_where_and_what(condition: Any, path: tuple[str | int, ...], message: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(condition, VOCABULARY)

    assert message in str(caught.value)
    assert (caught.value.context or {})["path"] == path
