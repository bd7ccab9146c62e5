"""Pages of a list."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from webapp.web.dates import day, moment
from webapp.web.pagination import Page, page_number


@pytest.mark.parametrize(
    ("number", "total", "near"),
    [
        (1, 0, [1]),
        (1, 20, [1]),
        (1, 21, [1, 2]),
        (1, 200, [1, 2, None, 10]),
        (5, 200, [1, None, 4, 5, 6, None, 10]),
        (10, 200, [1, None, 9, 10]),
    ],
)
def test_the_neighbours_and_both_ends_are_shown(number: int, total: int, near: list[int | None]) -> None:
    assert Page(rows=[], number=number, size=20, total=total).near() == near


def test_the_first_page_has_none_before_and_the_last_none_after() -> None:
    first, last = (Page(rows=[], number=number, size=20, total=40) for number in (1, 2))
    assert (first.previous, first.next, last.previous, last.next) == (None, 2, 1, None)
    assert Page.offset(2, 20) == 20


@pytest.mark.parametrize(("query", "number"), [("", 1), ("page=3", 3), ("page=0", 1), ("page=-5", 1), ("page=x", 1)])
def test_nonsense_is_the_first_page(edge: Flask, query: str, number: int) -> None:
    with edge.test_request_context(f"/list?{query}"):
        assert page_number() == number


def test_days_are_written_as_people_write_them() -> None:
    assert day(date(2021, 9, 1)) == day("2021-09-01") == day("2021-09-01T10:00:00") == "2021年9月1日"


def test_moments_are_in_the_time_of_china() -> None:
    assert moment(datetime(2021, 12, 31, 16, 5, tzinfo=UTC)) == "2022年1月1日 00:05"
    assert day(datetime(2021, 12, 31, 16, 5, tzinfo=UTC)) == "2022年1月1日"
