"""Opening hours as people write them, and whether a station is open at a moment."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.stations.hours import DAY, EXAMPLE, Hours, HoursFault

FRIDAY, SATURDAY = date(2024, 11, 22), date(2024, 11, 23)


def at(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}")


def test_the_example_on_the_form_reads_as_it_says() -> None:
    hours = Hours.read(EXAMPLE)

    assert hours.is_open(at(FRIDAY, "21:59"))
    assert not hours.is_open(at(FRIDAY, "22:00"))
    assert not hours.is_open(at(SATURDAY, "13:00"))
    assert hours.is_open(at(SATURDAY, "14:00"))


def test_a_range_over_midnight_belongs_to_the_day_it_begins_on() -> None:
    hours = Hours.read("周五 22:00-次日6:00")

    assert hours.is_open(at(FRIDAY, "23:30"))
    assert hours.is_open(at(SATURDAY, "05:59"))
    assert not hours.is_open(at(SATURDAY, "06:00"))
    assert not hours.is_open(at(SATURDAY, "22:30"))


def test_a_public_holiday_has_hours_of_its_own_and_a_moved_weekend_counts_as_a_monday() -> None:
    hours = Hours.read("工作日 8:00-18:00\n节假日 10:00-12:00")
    holiday, moved_sunday = date(2021, 2, 15), date(2021, 2, 7)

    assert holiday.weekday() == 0
    assert moved_sunday.weekday() == 6
    assert not hours.is_open(at(holiday, "09:00"))
    assert hours.is_open(at(holiday, "11:00"))
    assert hours.is_open(at(moved_sunday, "09:00"))
    assert Hours.read("工作日 8:00-18:00").is_open(at(holiday, "09:00"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("周一8:00-22:00", "空一格"),
        ("周一 8:00-22:00\n周一至周三 9:00-10:00", "写了两次"),
        ("每天 8点到22点", "看不懂"),
        ("每天 8:00-25:00", "没有这个时间"),
        ("每天 8:00-12:00、11:00-13:00", "重叠"),
        ("星期八 8:00-12:00", "看不懂"),
        ("节假日 休息", "至少写一行"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, says: str) -> None:
    with pytest.raises(HoursFault, match=says):
        Hours.read(text)


RANGES = st.lists(st.integers(0, 95), min_size=0, max_size=4, unique=True).map(
    lambda marks: tuple((15 * a, 15 * b) for a, b in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)
NIGHT = st.integers(1, 95).map(lambda mark: ((15 * mark, 15 * mark + DAY - 15),))


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.one_of(RANGES, NIGHT)] * 7), st.none() | RANGES)
def test_hours_say_in_words_what_is_read_back(week: tuple[tuple[tuple[int, int], ...], ...], held: object) -> None:
    hours = Hours(week, held)  # type: ignore[arg-type]

    assert Hours.read(hours.text()) == hours
    assert Hours.from_json(hours.as_json()) == hours
