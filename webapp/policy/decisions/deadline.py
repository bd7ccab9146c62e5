"""Deadlines that a rule names: the last day of a time allowed, by the calendar of working days, and the time in words."""

import datetime
from collections.abc import Mapping

from webapp.policy.decisions.claim.calendar import calendar
from webapp.policy.language.spans import Span

_WORDS = {"days": "天", "working_days": "个工作日", "months": "个月"}


def last_day(within: Mapping[str, int], begun: datetime.date) -> datetime.date:
    """The last day of the time `within` (one unit and its number), of which the day after `begun` is the first."""
    unit, number = next(iter(within.items()))
    if unit == "working_days":
        return calendar().add_working_days(begun, number)
    return Span(number, 0).after(begun) if unit == "months" else begun + datetime.timedelta(days=number)


def unsure(within: Mapping[str, int], last: datetime.date) -> str:
    """What is said beside a last day whose working days are not all known."""
    return calendar().unsure_of(last) if "working_days" in within else ""


def time_words(within: Mapping[str, int]) -> str:
    """`15 个工作日`."""
    unit, number = next(iter(within.items()))
    return f"{number} {_WORDS[unit]}"
