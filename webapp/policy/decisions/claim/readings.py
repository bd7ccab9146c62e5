"""Which readings turned a claim: the other reading is tried, and counts only where the sum or a state comes out otherwise.

A row that comes out the same on everything it was tested on cannot turn the claim, so that most readings are settled without a
second run.
"""

import datetime
from collections.abc import Iterable

from webapp.policy.decisions.claim.calendar import Calendar
from webapp.policy.decisions.claim.facts import Case
from webapp.policy.decisions.claim.payments import same_due
from webapp.policy.decisions.claim.rows import GOOD, Days, Verdict, days_of, lies, outcome, test
from webapp.policy.decisions.claim.run import pay_again, run, start_of
from webapp.policy.decisions.claim.terms import Flip, Readings, Terms
from webapp.policy.decisions.claim.views import CapCheck, EventView, Outcome, Payment
from webapp.policy.profile.benefits.components import Cap, Component
from webapp.policy.profile.benefits.rows import ConditionRow, Readable, TestRow, WindowRow

_WIDER = {"event": 0, "edition": 1, "person": 2}


def turned_by(
    readings: Readings, result: Outcome, case: Case, calendar: Calendar, on: datetime.date
) -> dict[str, Outcome]:
    """The interpretations without which the claim would end otherwise, each with how it would end.

    Where the other reading hangs on a fact that nobody gave, it is not said to end otherwise.
    """
    tried = _Tried(result, case, calendar)
    found: dict[str, Outcome] = {}
    for flip in readings.flips:
        if not tried.may_differ(flip):
            continue
        other = (
            pay_again(flip.terms, result, case)
            if flip.money_only
            else run(readings.plan, flip.terms, case, calendar, on)
        )
        if _asks(other) - _asks(result):
            continue
        if other.total != result.total or other.states() != result.states():
            found[flip.amb] = other
    return found


def _asks(outcome: Outcome) -> set[str]:
    dues = (payment.due for view in outcome.filings for payment in view.payments)
    return {due.missing for due in dues if due.missing is not None}


class _Tried:
    """What a run tested, by row, so that another form of a row can be tried on the same."""

    def __init__(self, result: Outcome, case: Case, calendar: Calendar) -> None:
        self.result, self.case, self.calendar = result, case, calendar
        self.verdicts: dict[int, list[Verdict]] = {}
        self.payments: dict[str, list[Payment]] = {}
        self.checks: dict[int, list[CapCheck]] = {}
        for verdict in self._all():
            self.verdicts.setdefault(id(verdict.row), []).append(verdict)
        for view in result.filings:
            for payment in view.payments:
                self.payments.setdefault(payment.component.id, []).append(payment)
                for check in payment.checks:
                    self.checks.setdefault(id(check.cap), []).append(check)

    def _all(self) -> Iterable[Verdict]:
        for event in self.result.events.values():
            yield from event.verdicts
        for view in self.result.filings:
            yield from view.verdicts
            for bill in view.bills:
                yield from bill.verdicts

    def may_differ(self, flip: Flip) -> bool:
        """Whether the other reading comes out otherwise on anything."""
        for own_terms, other_terms in flip.covers:
            if self._cover(own_terms, other_terms):
                return True
        for own, other in flip.tests:
            if self._test(own, other):
                return True
        for window, other_window in flip.windows:
            if self._window(window, other_window):
                return True
        for component, other_component in flip.components:
            if self._component(component, other_component):
                return True
        return any(_other_cap(check, two) for one, two in flip.caps for check in self.checks.get(id(one), ()))

    def _test(self, own: TestRow, other: TestRow) -> bool:
        if isinstance(own, ConditionRow) and isinstance(other, ConditionRow) and own.tested != other.tested:
            return self._moved(own, other)
        check = other.check
        for verdict in self.verdicts.get(id(own), ()):
            if verdict.result in GOOD and check(verdict.facts):
                continue
            if not _alike(verdict.result, test(other, verdict.facts, self.case, verdict.abouts).result):
                return True
        return False

    def _moved(self, own: ConditionRow, other: ConditionRow) -> bool:
        """A condition tested on something else: it changes nothing where it holds both there and here."""
        if any(verdict.result not in GOOD for verdict in self.verdicts.get(id(own), ())):
            return True
        return any(
            test(other, view.facts, self.case, (view.filing.id, view.filing.event)).result not in GOOD
            for view in self.result.filings
        )

    def _window(self, own: WindowRow, other: WindowRow) -> bool:
        if own.of != other.of:
            return True
        days: Days | None = None
        event = None
        for verdict in self.verdicts.get(id(own), ()):
            if verdict.abouts[-1] != event or other.after not in (None, "event"):
                event = verdict.abouts[-1]
                days = days_of(other, verdict.facts, self.calendar)
            where = lies(other, days, verdict.stretch, after_first=verdict.after_first)
            if outcome(other, where) != outcome(own, verdict.why or "in"):
                return True
        return False

    def _component(self, own: Component, other: Readable) -> bool:
        basis, read = getattr(own, "basis", None), getattr(other, "basis", None)
        if basis is not None and read is not None and "edition" in (basis.per, read.per) and basis.per != read.per:
            return True
        for payment in self.payments.get(own.id, ()):
            due = same_due(payment, other)
            if due.amount != payment.due.amount or due.manual != payment.due.manual:
                return True
        return False

    def _cover(self, own: Terms, other: Terms) -> bool:
        return any(self._event_cover(view, own, other) for view in self.result.events.values())

    def _event_cover(self, view: EventView, own: Terms, other: Terms) -> bool:
        day = view.event.day
        if day is None:
            return False
        if own.covers(day) != other.covers(day):
            return True
        if view.terms is not own:
            return False
        if own.reads_cover_days:
            return True
        raw, start = start_of(other, view.facts)
        return _before(day, view.raw_start) != _before(day, raw) or _before(day, view.start) != _before(day, start)


def _before(day: datetime.date, start: object) -> bool:
    return isinstance(start, datetime.date) and day < start


def _alike(one: str, two: str) -> bool:
    return one == two or (one in GOOD and two in GOOD)


def _other_cap(check: CapCheck, other: Cap) -> bool:
    """Whether another cap may let another sum through. A narrower scope only holds less that was paid."""
    own: Cap = check.cap
    if own.most is None or other.most is None or own.over != other.over:
        return True
    wider = _WIDER[other.per] > _WIDER[own.per]
    reaches = check.paid + check.wanted > own.most or check.paid >= own.most
    tighter = other.most < own.most
    return wider or tighter or reaches
