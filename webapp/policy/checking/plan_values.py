"""Values that let a comparison hold, made by the type of its fact: what a made-up claim is filled with."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from webapp.policy.language.conditions import FactRef, Test
from webapp.policy.language.facts import FactType
from webapp.policy.language.spans import Span
from webapp.policy.profile.benefits.facts import CLAIM_FACTS

_ONE_DAY = datetime.timedelta(days=1)
_SAMPLES: Mapping[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "int": (1, 0, 2),
    "money": (0, 100, 200),
    "name": ("other", "general", "none"),
    "text": ("other", "general", "none"),
    "place": ("110000", "310000", "990000"),
    "list": ((), ("other",)),
}
_WHOLE = 1000
"""The lower fact of a ratio: whole, so that a share of it is whole in most cases."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes values for facts of a claim whose `days` are known; `answers` are the types of an edition's own questions."""

    days: Mapping[str, Any]
    answers: Mapping[str, FactType]

    def satisfy(self, test: Test, values: dict[str, Any]) -> None:
        """Put into `values` what lets `test` hold, as far as that can be made up; who needs it to hold looks again."""
        if test.over is not None:
            values |= {test.over: _WHOLE, test.fact: self._part(test)}
        elif test.until is not None:
            values[test.fact] = self._so_long_before(test, self._known(test.until, values))
            if test.by is not None:
                values[test.by] = next(iter(test.bound), None)
        elif test.none_holds:
            values[test.fact] = None
        elif isinstance(test.bound, FactRef):
            values[test.fact] = self._beside(test, self._known(test.bound.fact, values))
        else:
            values.setdefault(test.fact, self._value(test))

    def _kind(self, fact: str) -> FactType:
        return self.answers.get(fact) or CLAIM_FACTS[fact]

    def _known(self, fact: str, values: dict[str, Any]) -> Any:
        """The value of another fact; made up where there is none yet."""
        return self.days[fact] if fact in self.days else values.setdefault(fact, self._samples(self._kind(fact))[0])

    def _samples(self, kind: FactType) -> tuple[Any, ...]:
        event: datetime.date = self.days["event"]
        if kind.kind == "day":
            return event, event - _ONE_DAY, event + _ONE_DAY
        if kind.kind == "moment":
            noon = datetime.datetime(event.year, event.month, event.day, 12)
            return noon, noon - _ONE_DAY, noon + _ONE_DAY
        return kind.values or _SAMPLES[kind.kind]

    def _value(self, test: Test) -> Any:
        if test.op == "one_of":
            first = test.bound[0]
            return (first,) if self._kind(test.fact).kind == "list" and isinstance(first, str) else first
        if test.op == "none_of":
            return next((one for one in self._samples(self._kind(test.fact)) if one not in test.bound), None)
        return self._beside(test, test.bound)

    def _beside(self, test: Test, line: Any) -> Any:
        """A value on the right side of a line; days a day away from it, so that nothing is marked."""
        step: Any = _ONE_DAY if isinstance(line, datetime.date) else 1
        return (
            line + step
            if test.op in ("over", "not_before")
            else line - step
            if test.op in ("below", "not_after")
            else line
        )

    def _part(self, test: Test) -> Any:
        share = test.bound[0] if isinstance(test.bound, tuple) else test.bound
        if not isinstance(share, Fraction):
            return _WHOLE
        return int(share * _WHOLE) + {"over": 1, "below": -1}.get(test.op, 0)

    def _so_long_before(self, test: Test, until: datetime.date) -> datetime.date:
        if test.op in ("at_most", "below"):
            return until - _ONE_DAY
        spans: list[Span] = [test.bound] if test.by is None else list(test.bound.values())
        span = max(spans, key=lambda one: one.months, default=Span(0, 0))
        years = span.months // 12 + 1
        return until.replace(year=until.year - years, day=min(until.day, 28)) - datetime.timedelta(days=span.days)
