"""Credit codes: what cannot be one is refused in words, what a check does not fit is asked about, a person's number is never one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from webapp.unions.credit_codes import clean_credit_code, credit_code_doubt, credit_code_fault
from webapp.web.identity_number import check_digit

RIGHT = "91110000600037341L"
CHECKS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def of(first_seventeen: str) -> str:
    """The code with its check character."""
    total = sum(CHECKS.index(one) * pow(3, at, 31) for at, one in enumerate(first_seventeen))
    return first_seventeen + CHECKS[-total % 31]


@pytest.mark.parametrize("authority", ["91", "N2", "A1", "Y1", "81", "13"])
def test_codes_of_every_authority_are_taken(authority: str) -> None:
    code = of(authority + RIGHT[2:17])
    assert (credit_code_fault(code), credit_code_doubt(code)) == (None, None)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (RIGHT[:16], "应为 18 位，您填写了 16 位"),
        ("91I10000600037341L", "没有“I”"),
        ("9111A000600037341L", "第 3 到 8 位应是数字"),
        ("990101199001011097", "一个人的证件号码"),
    ],
)
def test_what_cannot_be_a_code_says_why(code: str, words: str) -> None:
    assert words in str(credit_code_fault(code))


@pytest.mark.parametrize(
    ("code", "words"),
    [(RIGHT[:17] + "X", "最后一位"), (of(RIGHT[:8] + "60003734" + "2"), "第 9 到 17 位")],
)
def test_what_a_check_does_not_fit_is_told_as_what_it_is(code: str, words: str) -> None:
    assert credit_code_fault(code) is None
    assert words in str(credit_code_doubt(code))


@given(
    st.text(alphabet="0123456789", min_size=6, max_size=6), st.dates(), st.text("0123456789", min_size=3, max_size=3)
)
def test_no_identity_number_is_a_code(area: str, born, order: str) -> None:
    if area[0] == "0" or born.year < 1890:
        return
    body = f"{area}{born:%Y%m%d}{order}"
    assert "证件号码" in str(credit_code_fault(body + check_digit(body)))


def test_a_code_is_read_however_it_is_typed() -> None:
    assert clean_credit_code(" 9111 0000-6000 37341l ") == RIGHT
    assert uscc.is_valid(RIGHT)
