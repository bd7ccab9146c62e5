"""Strict YAML: scalars mean what they look like, slips are pointed at, and no text can hurt the reader."""

from typing import Any

import pytest

from webapp.policy import Faulty
from webapp.policy.yaml_text import MAX_DEPTH, read


def value_of(text: str) -> Any:
    return read(f"key: {text}\n", "x.yaml").data["key"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("010", "010"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2021-09-07", "2021-09-07"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("tRue", "tRue"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("-3", -3),
        ("1.50", 1.5),
        ('"12"', "12"),
        ("'true'", "true"),
        ('""', ""),
    ],
)
def test_a_scalar_is_what_it_looks_like(text: str, expected: object) -> None:
    found = value_of(text)

    assert found == expected
    assert type(found) is type(expected)


def test_every_value_knows_its_line_and_column() -> None:
    document = read("a:\n  - b: 1\n    c: [x, yy]\n", "x.yaml")

    spot = document.spot(("a", 0, "c", 1))
    assert (spot.line, spot.column) == (3, 12)
    assert document.spot(("a", 0, "c")).key == (3, 5)
    fault = document.fault(("a", 0, "b"), "code", "句子", at_key=True)
    assert str(fault) == "x.yaml:2:5: 句子"
    assert fault.excerpt == "  - b: 1\n    ^"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1), "“a” 写了两次（第一次在第 1 行）"),
        ("a: 1\nb：2\n", (2, 2), "用了全角冒号"),
        ("a: 1\nb：2\nc: 3\n", (2, 2), "用了全角冒号"),
        ("a:\n\t- 1\n", (2, 1), "制表符"),
        ("a: [1, 2\nb: 3\n", (1, 4), "括号没有配对"),
        ("a: [x]\nb: {c: 1，d: {e: 2}}\n", (2, 9), "全角逗号"),
        ("a: *x\n", (1, 4), "锚点和引用"),
        ("a: &x 1\n", (1, 4), "标签和锚点"),
        ("a: !!python/name:os.system 1\n", (1, 4), "标签和锚点"),
        ("a:\nb: 2\n", (1, 1), "“a” 后面没有写值"),
        ("- a\n-\n", (2, 2), "这里没有写值"),
        ("? [a]\n: 1\n", (1, 3), "应当是一个名称"),
        ("a: 1\n---\nb: 2\n", (2, 1), "一个文件里只能有一份政策"),
        ("", (1, 1), "文件是空的"),
        ("a: \x07\n", (1, 4), "控制字符"),
        ("a: 1\n  b: 2\n", (2, 4), "读不懂"),
    ],
)
def test_a_slip_is_pointed_at_where_it_was_made(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(Faulty) as caught:
        read(text, "x.yaml")

    (fault,) = caught.value.faults
    assert message in fault.message
    assert (fault.line, fault.column) == place


@pytest.mark.parametrize(
    "text",
    [
        "[" * 300_000,
        "[" * 250_000 + "]" * 250_000,
        "- " * 250_000 + "a",
        "a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        "x" * 600_000,
        "[" + "1, " * 70_000 + "1]",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    ],
    ids=["unclosed", "nested-flow", "nested-block", "one-too-deep", "too-long", "too-many", "laughs"],
)
def test_a_text_made_to_exhaust_the_reader_is_refused(text: str) -> None:
    with pytest.raises(Faulty):
        read(text, "x.yaml")
