"""The time that a report of money covers, as people write it."""

from datetime import date

import pytest

from webapp.payments.periods import Period


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "2022-01-01", "2022-12-31"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("２０２２年", "2022-01-01", "2022-12-31"),
        ("2022-Q2", "2022-04-01", "2022-06-30"),
        ("2022q4", "2022-10-01", "2022-12-31"),
        ("2022年第二季度", "2022-04-01", "2022-06-30"),
        ("2022年一季度", "2022-01-01", "2022-03-31"),
        ("2022-H1", "2022-01-01", "2022-06-30"),
        ("2022年下半年", "2022-07-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022年3月", "2022-03-01", "2022-03-31"),
        ("2022-01-05 至 2022-03-31", "2022-01-05", "2022-03-31"),
        ("2022年1月5日到2022年3月31日", "2022-01-05", "2022-03-31"),
        ("2022-01-05..2022-03-31", "2022-01-05", "2022-03-31"),
        ("2022-01-05", "2022-01-05", "2022-01-05"),
    ],
)
def test_a_period_is_read_as_people_write_it_and_its_address_says_the_same(typed: str, first: str, last: str) -> None:
    period = Period.read(typed, date(2022, 4, 1))
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    again = Period.read(str(period), date(2030, 1, 1))
    assert again == period
