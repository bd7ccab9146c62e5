"""How one row of a plan comes out about one event, filing or bill.

`holds` · `edge` (holds, exactly on the line) · `waived` · `found` (a reviewer says it holds) · or what the row's `else`
says. A fact that nobody knows: ask or flag where `else` says so, otherwise manual. A finding settles what was left to ask
or manual and never overrules a known fact.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.policy.decisions.claim.calendar import NO_DAYS, ONE_DAY, Calendar
from webapp.policy.decisions.claim.facts import Case, Finding, Values
from webapp.policy.language.conditions import Condition, FactRef, Test
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.language.spans import Span
from webapp.policy.profile.benefits.rows import TestRow, Waiver, WindowRow

GOOD = frozenset({"holds", "edge", "waived", "found"})
"""The results with which a row does not stand in the way."""
LEFT_TO_A_PERSON = frozenset({"ask", "manual"})
_ANY_MONTH_HAS = 29
_LINES = frozenset({"at_least", "at_most", "not_before", "not_after"})
Abouts = tuple[str, ...]
Stretch = tuple[datetime.date, datetime.date]


@dataclass(slots=True)
class Verdict:
    """How `row` came out about `abouts[0]` on `facts`; findings about the other ids (its filing, its event) count too.

    For a window: `why` it came out so, the `last` day, the days tested (`stretch`). `part` is what of a bill counts, in fen.
    """

    row: Any
    abouts: Abouts
    result: str
    facts: Values
    waiver: Waiver | None = None
    why: str | None = None
    last: datetime.date | None = None
    stretch: Stretch | None = None
    part: int | None = None
    code: str | None = None
    after_first: bool = False

    @property
    def about(self) -> str:
        """The event, filing or bill the row was tested on."""
        return self.abouts[0]


def test(row: TestRow, facts: Values, case: Case, abouts: Abouts) -> Verdict:
    """How a condition comes out."""
    held = row.check(facts)
    if held:
        edge = row.on_edge is not None and on_edge(row.holds, facts)
        return Verdict(row, abouts, "edge" if edge else "holds", facts)
    for waiver in row.waived:
        if waiver.when.holds(facts):
            return Verdict(row, abouts, "waived", facts, waiver)
    result = row.else_ if held is False or row.else_ in ("ask", "flag") else "manual"
    return Verdict(row, abouts, settled(row, result, case, abouts), facts, code=row.reason_code)


def settled(row: Any, result: str, case: Case, abouts: Sequence[str]) -> str:
    """`result`, or what a reviewer found where it was left to a paper or a person."""
    if result not in LEFT_TO_A_PERSON:
        return result
    finding = found(case, row.id, abouts)
    if finding is None:
        return result
    if finding.holds:
        return "found"
    return "refused" if row.else_ in ("refused", "manual", "ask") else str(row.else_)


def found(case: Case, row: str, abouts: Sequence[str]) -> Finding | None:
    """A reviewer's finding on `row` about any of these, the nearest first."""
    if case.findings:
        for about in abouts:
            finding = case.findings.get((row, about))
            if finding is not None:
                return finding
    return None


def on_edge(condition: Condition, facts: Values) -> bool:
    """Whether a comparison holds exactly on its line."""
    return any(test.op in _LINES and _on_line(test, facts) for test in condition.all_tests())


def _on_line(test: Test, facts: Values) -> bool:
    given = facts.get(test.fact, UNKNOWN)
    if given is UNKNOWN or given is None:
        return False
    if isinstance(test.bound, FactRef):
        return bool(given == facts.get(test.bound.fact))
    if test.until is not None:
        span = test.bound if test.by is None else test.bound.get(facts.get(test.by))
        return isinstance(span, Span) and facts.get(test.until) == span.after(given)
    return bool(given == test.bound)


@dataclass(slots=True)
class Days:
    """A window's days, both in; None = open. Up to `gap_to` a rest day stretches it, for a person to decide."""

    first: datetime.date | None
    last: datetime.date | None
    gap_to: datetime.date | None = None


def days_of(window: WindowRow, facts: Values, calendar: Calendar) -> Days | None:
    """The days of a window, None while the day it is counted from is not known."""
    if window.after is None:
        first, last = window.from_, window.to
    else:
        first = facts.get(window.after, UNKNOWN)
        if first is None or first is UNKNOWN:
            return None
        last = _counted(window, first, calendar)
    if last is not None and not window.inclusive:
        last -= ONE_DAY
    if window.not_after is not None and last is not None:
        limit = facts.get(window.not_after, UNKNOWN)
        if limit is None or limit is UNKNOWN:
            return None
        last = min(last, limit)
    if window.rest_day is None or last is None:
        return Days(first, last)
    working = calendar.next_working_day(last)
    if window.rest_day == "moves":
        return Days(first, working)
    return Days(first, last, working if working != last else None)


def _counted(window: WindowRow, start: datetime.date, calendar: Calendar) -> datetime.date:
    length = window.length
    assert length is not None, "checked at load: a window after a day has a length"
    unit, number = length
    back = ONE_DAY if window.count == "same_day" else NO_DAYS
    if unit == "days":
        return start + datetime.timedelta(days=number) - back
    if unit == "working_days":
        return calendar.add_working_days(start - back, number)
    if unit == "years" and start.day < _ANY_MONTH_HAS:
        return start.replace(year=start.year + number) - back
    months = number * 12 if unit == "years" else number
    return Span(months, 0).after(start) - back


def lies(window: WindowRow, days: Days | None, stretch: Stretch | None, *, after_first: bool) -> str:
    """Where the tested days lie: in, early, late, straddle, rest_day, after_first (an earlier filing was in time), unknown."""
    if days is None or stretch is None:
        return "unknown"
    begin, end = stretch
    if days.last is not None and begin > days.last:
        if days.gap_to is not None and begin <= days.gap_to:
            return "rest_day"
        return "after_first" if after_first and window.after_first is not None else "late"
    if days.first is not None and end < days.first:
        return "early"
    over = days.last is not None and end > days.last
    return "straddle" if over or (days.first is not None and begin < days.first) else "in"


def outcome(window: WindowRow, where: str) -> str:
    """What follows from where the days lie."""
    if where == "in" or (where == "straddle" and window.straddle == "counted"):
        return "holds"
    if where == "unknown":
        return window.else_ if window.else_ in ("ask", "flag") else "manual"
    if where in ("rest_day", "after_first"):
        return "manual"
    if where == "straddle":
        return "manual" if window.straddle == "manual" else window.else_
    if where == "early" and window.of in ("filing", "refiling"):
        return "manual"
    return window.else_


def test_window(
    window: WindowRow,
    days: Days | None,
    stretch: Stretch | None,
    facts: Values,
    case: Case,
    abouts: Abouts,
    *,
    after_first: bool = False,
) -> Verdict:
    """How a window comes out about a day, or about the days of a bill, of which a reviewer may let a part count."""
    where = lies(window, days, stretch, after_first=after_first)
    last = days.last if days is not None else None
    result = outcome(window, where)
    if result == "holds":
        return Verdict(window, abouts, result, facts, None, where, last, stretch, after_first=after_first)
    part = None
    if result == "manual" and where == "straddle":
        finding = found(case, window.id, abouts)
        part = finding.counts if finding is not None else None
    result = settled(window, result, case, abouts)
    return Verdict(window, abouts, result, facts, None, where, last, stretch, part, window.reason_code, after_first)
