"""What a decision is: an outcome with the reasons that led to it, in order, and the clauses it rests on.

A Decision is a plain value. The worker's page, the officer's page, the command line and the tests all read the
same object, and `as_dict` turns it into JSON without loss, so that a stored decision can be read back instead
of being recomputed.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Clause:
    """One place in a source document. `document` is its number (文号), `place` as people cite it (二(四)1)."""

    id: str
    document: str
    place: str
    text: str
    modality: str | None = None
    topic: str | None = None

    @property
    def citation(self) -> str:
        """`文号 place`, the way a page names the clause."""
        return f"{self.document} {self.place}".strip()


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How an unclear text is read.

    `turned` is True where the other reading gives another result, None where it is not stated.
    """

    id: str
    reading: str
    reason: str
    clauses: tuple[Clause, ...] = ()
    turned: bool | None = None
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Because:
    """One fact that did or did not fulfil what a row asks: its id, the value found and what the row wants, both in
    words.
    """

    fact: str
    label: str
    found: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the explanation.

    `row` is the id of the profile's row, `layer` who speaks: county, city, province, nation.
    """

    text: str
    row: str | None = None
    table: str | None = None
    layer: str | None = None
    because: tuple[Because, ...] = ()
    clauses: tuple[Clause, ...] = ()
    interpretations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The result of `decide`.

    `facts` are the facts read; `ask` the facts that would make it complete, most needed first.
    """

    kind: str
    jurisdiction: str
    on: datetime.date
    outcome: str
    answer: Mapping[str, Any]
    digest: str
    facts: Mapping[str, Any]
    ask: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    why_not: tuple[Reason, ...] = ()
    clauses: tuple[Clause, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    warnings: tuple[Reason, ...] = field(default=())

    def cites(self) -> frozenset[str]:
        """Every clause and interpretation id that the decision rests on."""
        return frozenset(clause.id for clause in self.clauses) | frozenset(one.id for one in self.interpretations)

    def as_dict(self) -> dict[str, Any]:
        """The whole decision as JSON-able values: money as decimal text, dates as ISO text."""
        found = plain({name: getattr(self, name) for name in self.__slots__})
        assert isinstance(found, dict)
        return found


def plain(value: object) -> Any:
    """`value` with nothing but dict, list, str, int, bool and None in it."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(one) for one in value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction):
        return str(value)
    if hasattr(value, "__slots__"):
        return {name: plain(getattr(value, name)) for name in value.__slots__}
    raise TypeError(f"not part of a decision: {type(value).__name__}")
