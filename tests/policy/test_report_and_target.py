"""Rates are exact, due days follow the calendar, and a table of targets has to add up."""

import datetime

import pytest

from tests.policy.test_checker import mutated
from webapp.policy import FactError, Faulty, Library, decide
from webapp.policy.decisions.target import percent

ON = datetime.date(2022, 3, 1)


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [
        (0, 100, "0.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 2000, "0.1%"),
        (49, 100_000, "0.0%"),
        (140_000, 131_100, "106.8%"),
        (5, 0, "—"),
        (5, None, "—"),
    ],
)
def test_a_rate_has_one_decimal_rounded_half_up_and_none_without_a_target(
    part: int, of: int | None, shown: str
) -> None:
    assert percent(part, of) == shown


@pytest.mark.parametrize(
    ("on", "outcome", "due", "coming"),
    [
        ("2021-09-30", "nothing_due", None, "2021-11-05"),
        ("2021-10-31", "nothing_due", None, "2021-11-05"),
        ("2021-11-01", "due", "2021-11-05", "2022-01-05"),
        ("2021-11-05", "due", "2021-11-05", "2022-01-05"),
        ("2021-11-06", "nothing_due", None, "2022-01-05"),
        ("2022-12-31", "nothing_due", None, "2023-01-05"),
        ("2023-01-05", "due", "2023-01-05", None),
        ("2023-01-06", "nothing_due", None, None),
    ],
)
def test_a_return_is_due_from_the_first_to_the_fifth_of_the_named_months(
    on: str, outcome: str, due: str | None, coming: str | None, library: Library
) -> None:
    day = datetime.date.fromisoformat(on)

    decision = decide("report", {}, library.profile("guangdong", day), day)

    answer = decision.as_dict()["answer"]
    assert (decision.outcome, answer["due"], answer["next_due"]) == (outcome, due, coming)


@pytest.mark.parametrize(
    ("filed_at", "on_time"),
    [
        ("2022-03-02T09:00:00", True),
        ("2022-03-05T23:59:59", True),
        ("2022-03-05T15:59:59+00:00", True),
        ("2022-03-05T16:00:00+00:00", False),
        ("2022-03-06T00:00:00", False),
    ],
)
def test_the_fifth_counts_until_midnight_local_time(filed_at: str, on_time: bool, library: Library) -> None:
    decision = decide("report", {"filed_at": filed_at}, library.profile("guangdong"), ON)

    assert decision.answer.on_time is on_time
    assert decision.answer.due == datetime.date(2022, 3, 5)


def test_a_table_whose_sums_are_not_the_targets_does_not_load(library: Library) -> None:
    def lose_one(data: dict[str, object]) -> None:
        data["targets"]["by_division"]["rows"][0]["values"][2] -= 1  # type: ignore[index]

    with pytest.raises(Faulty) as caught:
        mutated(library.profile("guangdong"), lose_one)

    assert "各地合计 499999，与指标 “newform_members” 的 500000 不符" in str(caught.value)


def test_the_twenty_one_cities_have_three_targets_each(library: Library) -> None:
    profile = library.profile("guangdong")
    table = profile.loaded.document.data["targets"]["by_division"]

    assert len(table["rows"]) == 21
    for row in table["rows"]:
        unions, members, newform = row["values"]
        assert unions > 0 and 0 < newform < members


def test_an_unknown_indicator_report_row_or_duty_is_refused(library: Library) -> None:
    profile = library.profile("guangdong")
    for kind, facts in (
        ("target", {"indicator": "unoins"}),
        ("target", {"duties": {"party": 1}}),
        ("report", {"report": "other"}),
        ("report", {"rows": {"pilot": {"joined": 1}}}),
        ("report", {"rows": {"courier": {"joined": -1}}}),
    ):
        with pytest.raises(FactError):
            decide(kind, facts, profile, ON)
