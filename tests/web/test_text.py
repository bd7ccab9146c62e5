"""Noise that people paste never changes what they meant."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.web.text import clean_line, clean_lines, clean_number, clean_phone

FULL_WIDTH = str.maketrans("0123456789ABCDX+-", "０１２３４５６７８９ＡＢＣＤＸ＋－")
GAPS = st.sampled_from(["", "", " ", "\t", "\u3000", "\u00a0", "\u200b\u2060", " - "])
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  陈　小明 ", "陈 小明"),
        ("ＡＢＣ１２３", "ABC123"),
        ("张三（司机），李四", "张三（司机），李四"),
        ("阿不都热合曼·买买提", "阿不都热合曼·买买提"),
        ("a\u200bb\u202ec", "abc"),
        ("一\n二", "一 二"),
        (None, None),
    ],
)
def test_a_line_keeps_its_words_and_loses_its_noise(typed: str | None, meant: str | None) -> None:
    assert clean_line(typed) == meant


def test_several_lines_stay_lines() -> None:
    assert clean_lines(" 一 \r\n\r\n\r\n\r\n二　三\n") == "一\n\n二 三"


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "+86 138 0013 8000",
        "86-138-0013-8000",
        "0086 13800138000",
        "１３８００１３８０００",
        "138.0013.8000",
    ],
)
def test_a_phone_number_is_the_same_however_it_is_written(typed: str) -> None:
    assert clean_phone(typed) == "13800138000"


def test_a_number_that_begins_with_86_keeps_it() -> None:
    assert clean_phone("86138001380") == "86138001380"


@UNTIMED
@given(
    number=st.text(alphabet="0123456789X", min_size=18, max_size=18),
    gaps=st.lists(GAPS, min_size=18, max_size=18),
    wide=st.booleans(),
    small=st.booleans(),
)
def test_noise_never_changes_a_number(number: str, gaps: list[str], wide: bool, small: bool) -> None:
    written = "".join(character + gap for character, gap in zip(number, gaps, strict=True))
    written = written.lower() if small else written
    assert clean_number(written.translate(FULL_WIDTH) if wide else written) == number


@UNTIMED
@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    once = clean_line(typed)
    assert clean_line(once) == once
