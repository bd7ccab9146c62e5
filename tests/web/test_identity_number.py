"""Identity numbers are refused for a reason that a person can mend."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.web.identity_number import birth_date, check_digit, fault

TODAY = date(2021, 12, 7)


def number(area: str = "990000", born: str = "19900307", order: str = "123") -> str:
    """A number with its right check digit."""
    return f"{area}{born}{order}{check_digit(area + born + order)}"


def test_the_standards_own_example_has_its_check_digit() -> None:
    assert check_digit("11010519491231002") == "X"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("4401011990", "应为 18 位，您填写了 10 位"),
        ("44010119900307A234", "只能是数字"),
        (number(born="19901307"), "应是出生日期"),
        (number(born="19900230"), "应是出生日期"),
        (number(born="20211208"), "在今天之后"),
        (number(born="18500101"), "出生年份不对"),
        (number()[:17] + ("0" if number()[17] != "0" else "1"), "最后一位对不上"),
    ],
)
def test_each_fault_says_how_to_mend_it(written: str, words: str) -> None:
    assert words in str(fault(written, today=TODAY, test_area=True))


def test_somebody_born_today_has_a_right_number() -> None:
    assert fault(number("110105", "20211207"), today=TODAY, test_area=False) is None


@pytest.mark.parametrize("area", ["110105", "810000", "830000", "445281"])
def test_people_of_any_area_are_accepted(area: str) -> None:
    assert fault(number(area), today=TODAY, test_area=False) is None


def test_a_made_up_person_is_accepted_only_where_people_are_made_up() -> None:
    assert fault(number(), today=TODAY, test_area=True) is None
    assert "演示用的号码" in str(fault(number(), today=TODAY, test_area=False))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(1895, 1, 1), TODAY), st.text(alphabet="0123456789", min_size=3, max_size=3), st.integers(0, 16))
def test_one_wrong_digit_never_passes(born: date, order: str, place: int) -> None:
    right = number("110105", f"{born:%Y%m%d}", order)
    assert fault(right, today=TODAY, test_area=False) is None
    assert birth_date(right) == born
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    assert fault(wrong, today=TODAY, test_area=False) is not None
