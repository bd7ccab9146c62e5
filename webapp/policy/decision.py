"""What a decision is: an outcome with the reasons that led to it, in order, and the clauses it rests on.

A Decision is a plain value. The worker's page, the officer's page, the command line and the tests all read the
same object. `as_dict` turns it into JSON without loss and `read_decision` reads that back, so that a stored decision
need not be recomputed.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from webapp.policy.answers.stored import Json, S, Stored, read, read_all, written

A_co = TypeVar("A_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Clause(Stored):
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
class Interpretation(Stored):
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
class Because(Stored):
    """One fact that did or did not fulfil what a row asks: its id, the value found and what the row wants, both in
    words.
    """

    fact: str
    label: str
    found: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Reason(Stored):
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
class Decision(Stored, Generic[A_co]):
    """The result of `decide`.

    `facts` are the facts read; `ask` the facts that would make it complete, most needed first.
    """

    kind: str
    jurisdiction: str
    on: datetime.date
    outcome: str
    answer: A_co
    digest: str
    facts: Mapping[str, object]
    ask: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    why_not: tuple[Reason, ...] = ()
    clauses: tuple[Clause, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    warnings: tuple[Reason, ...] = field(default=())

    def cites(self) -> frozenset[str]:
        """Every clause and interpretation id that the decision rests on."""
        return frozenset(clause.id for clause in self.clauses) | frozenset(one.id for one in self.interpretations)

    def as_dict(self) -> dict[str, Json]:
        """The whole decision as JSON-able values: money as decimal text, dates as ISO text."""
        return written(self)


def read_decision(kept: Mapping[str, Any], answer: type[S]) -> Decision[S]:
    """The decision that was kept as `as_dict` wrote it; its facts stay JSON. Raises KeyError, TypeError for what was not."""
    return Decision(
        kind=kept["kind"],
        jurisdiction=kept["jurisdiction"],
        on=datetime.date.fromisoformat(kept["on"]),
        outcome=kept["outcome"],
        answer=read(answer, kept["answer"]),
        digest=kept["digest"],
        facts=kept["facts"],
        ask=tuple(kept["ask"]),
        reasons=read_all(Reason, kept["reasons"]),
        why_not=read_all(Reason, kept["why_not"]),
        clauses=read_all(Clause, kept["clauses"]),
        interpretations=read_all(Interpretation, kept["interpretations"]),
        warnings=read_all(Reason, kept["warnings"]),
    )
