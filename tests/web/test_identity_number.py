"""Identity numbers are refused for a reason that a person can mend."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.web.identity_number import DOCUMENTS, birth_date, check_digit, document_fault, fault

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


RESIDENT = "resident_identity_card"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("travel_permit_hk_mo", "H12345678"),
        ("travel_permit_hk_mo", "M1234567801"),
        ("travel_permit_tw", "01234567"),
        ("travel_permit_tw", "0123456701"),
        ("foreign_permanent_resident", "FRA310099123101"),
        ("passport", "E12345678"),
    ],
)
def test_the_documents_that_people_without_a_resident_card_carry_are_taken(kind: str, written: str) -> None:
    assert document_fault(kind, written, today=TODAY, test_area=False) is None


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("H12345678", "travel_permit_hk_mo"),
        ("FRA310099123101", "foreign_permanent_resident"),
        (number("911124", "19811108"), "foreign_permanent_resident"),
        (number("810000"), "residence_permit_hk_mo_tw"),
    ],
)
def test_the_number_of_another_document_says_which_kind_to_choose(written: str, kind: str) -> None:
    words = str(document_fault(RESIDENT, written, today=TODAY, test_area=True))
    assert f"请把证件类型改为“{DOCUMENTS[kind]}”" in words
    assert document_fault(kind, written, today=TODAY, test_area=True) is None


@pytest.mark.parametrize(("kind", "written"), [("travel_permit_hk_mo", "12345678"), ("travel_permit_tw", "H1234567")])
def test_a_travel_permit_of_another_shape_is_refused_in_words(kind: str, written: str) -> None:
    assert "请对照证件检查" in str(document_fault(kind, written, today=TODAY, test_area=True))
