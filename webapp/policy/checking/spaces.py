"""The space of situations a table can meet: every combination of values of the facts that its rows read.

Facts with words as values have those words; yes-or-no facts two values; names the ids the profile lists and one
it does not; amounts, counts and days a value on, below and above each bound that a row names; divisions each
code that a row names and one elsewhere.
"""

import datetime
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from webapp.policy.language.conditions import Condition, FactRef
from webapp.policy.language.divisions import within
from webapp.policy.language.facts import FactType, Vocabulary
from webapp.policy.language.tables import TableRow

ELSEWHERE = "999999"
UNLISTED = "unlisted"
LARGEST = 500_000
_SAMPLES: Mapping[str, tuple[Any, ...]] = {"int": (0, 1, 2), "money": (Decimal("0.00"), Decimal("1.00"))}
"""Numbers of a fact that is compared with another fact alone."""


@dataclass(frozen=True, slots=True)
class Space:
    """The values of each fact. Iterating gives every situation as a mapping of facts."""

    values: Mapping[str, tuple[Any, ...]]

    def __len__(self) -> int:
        return math.prod(len(one) for one in self.values.values())

    def __iter__(self) -> Iterator[dict[str, Any]]:
        names = list(self.values)
        for combination in itertools.product(*self.values.values()):
            yield dict(zip(names, combination, strict=True))

    def around(self, situation: Mapping[str, Any], free: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Every situation that agrees with `situation` but for the facts in `free`."""
        free = list(free)
        for combination in itertools.product(*(self.values[name] for name in free)):
            yield {**situation, **dict(zip(free, combination, strict=True))}


def space_of(
    conditions: Iterable[Condition],
    vocabulary: Vocabulary,
    names: Mapping[str, Sequence[str]],
    divisions: Iterable[str] = (),
    also: Iterable[str] = (),
) -> Space:
    """The space of the facts that `conditions` read, and of those in `also`."""
    conditions = list(conditions)
    bounds: dict[str, list[Any]] = {}
    for test in (test for condition in conditions for test in condition.all_tests()):
        for fact in test.reads():
            bounds.setdefault(fact, [])
        if not isinstance(test.bound, FactRef):
            bounds[test.fact] += test.bound if isinstance(test.bound, tuple) else [test.bound]
    for fact in also:
        bounds.setdefault(fact, [])
    values = {
        fact: _values(vocabulary[fact], bounds[fact], names.get(fact, ())) for fact in vocabulary if fact in bounds
    }
    codes = tuple(dict.fromkeys(divisions))
    if codes:
        values["division"] = (*codes, ELSEWHERE)
    return Space(values)


def speaks(row: TableRow, situation: Mapping[str, Any]) -> bool:
    """Whether a row holds in a situation in which every fact is known."""
    if row.divisions is not None and not any(within(situation["division"], one) for one in row.divisions):
        return False
    return row.when.holds(situation) is True


def _values(kind: FactType, bounds: Sequence[Any], names: Sequence[str]) -> tuple[Any, ...]:
    if kind.kind == "bool":
        return (True, False)
    if kind.kind == "choice":
        return kind.values
    given = [one for one in bounds if one is not None]
    if kind.kind == "name":
        return tuple(dict.fromkeys((*names, *given, UNLISTED)))
    steps: dict[str, Any] = {"int": 1, "money": Decimal("0.01"), "day": datetime.timedelta(days=1)}
    step = steps.get(kind.kind)
    if step is None or not given:
        return tuple(given) or _SAMPLES.get(kind.kind, (None,))
    return tuple(sorted({near for one in given for near in (one - step, one, one + step)}))
