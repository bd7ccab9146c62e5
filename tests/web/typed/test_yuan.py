"""An amount means what was typed, or is refused with a sentence that says how to mend it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.web.typed.yuan import read_fen, read_yuan, yuan_fault

READ = {
    "1200": "1200",
    "1,200": "1200",
    "1，200.50": "1200.50",
    "12,345,67": None,
    "1234,567": None,
    "1,234,567.8": "1234567.8",
    "１２００．５０元": "1200.50",
    "¥356.8": "356.8",
    "￥ 356.80": "356.80",
    "356.80 元": "356.80",
    "356。80": "356.80",
    "45·80": "45.80",
    "713，60": None,
    "713,6": None,
    "45-80": None,
    "-356.80": None,
    "－120": None,
    "−50": None,
    "(50)": None,
    "–5": None,
    "1.2.3": None,
    "50.005": None,
    "12.": None,
    ".5": None,
    "1e3": None,
    "五百": None,
    "三百元": None,
    "٣٤": None,
    "1 2": None,
    "+5": None,
    "12元5角": None,
    "1234567890": None,
}


@pytest.mark.parametrize(("text", "yuan"), READ.items())
def test_an_amount_is_read_exactly_or_refused(text: str, yuan: str | None) -> None:
    assert read_yuan(text) == (Decimal(yuan) if yuan is not None else None)
    assert (yuan_fault(text) is None) == (yuan is not None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-5", "不能是负数"),
        ("－120", "不能是负数"),
        ("−50", "不能是负数"),
        ("713，60", "逗号的位置不对"),
        ("50.005", "最多到分"),
        ("99999999", "金额太大"),
        ("大约三百", "填数字"),
    ],
)
def test_the_sentence_says_how_to_mend_it(text: str, words: str) -> None:
    assert words in (yuan_fault(text) or "")


@given(fen=st.integers(0, 99_999_999_999))
def test_every_amount_is_read_back_however_it_is_grouped(fen: int) -> None:
    yuan, rest = divmod(fen, 100)
    assert {read_fen(f"{yuan}.{rest:02d}"), read_fen(f"{yuan:,}.{rest:02d}元")} == {fen}


@given(text=st.text("0123456789.,，-－·。 元¥", max_size=12))
def test_what_is_read_has_the_digits_that_were_typed(text: str) -> None:
    found = read_yuan(text)
    if found is not None:
        typed = "".join(one for one in text if one.isdigit())
        assert f"{found:f}".replace(".", "").lstrip("0") == typed.lstrip("0")
