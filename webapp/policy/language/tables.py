"""How a table decides: layer by layer, the nearest that speaks, and what each row was found to be.

A row speaks where its `when` holds, and where it has `divisions` only there. The layers are county, city,
province, nation. In a *unique* table one row of the nearest speaking layer decides; in a *collect* table all of
that layer do. `as: national` hands its situations to the nation's rows. A row that hangs on a fact nobody gave
holds the decision up: the fact is asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from webapp.policy.language.conditions import Condition, Facts, Finding
from webapp.policy.language.divisions import layer_of, within
from webapp.policy.language.facts import UNKNOWN

LAYERS = ("street", "county", "city", "province", "nation")


class TableRow(Protocol):
    """What every row of a table has."""

    @property
    def id(self) -> str: ...
    @property
    def when(self) -> Condition: ...
    @property
    def divisions(self) -> tuple[str, ...] | None: ...
    @property
    def national(self) -> bool: ...


R = TypeVar("R", bound=TableRow)


@dataclass(frozen=True, slots=True)
class Considered(Generic[R]):
    """A row that was looked at, in its layer, and how its condition came out.

    `via` = the row that said `as: national`.
    """

    row: R
    layer: str
    finding: Finding
    via: R | None = None


@dataclass(slots=True)
class Outcome(Generic[R]):
    """The rows that decide, the rows refuted on the way, and the facts still missing."""

    deciding: list[Considered[R]] = field(default_factory=list)
    refuted: list[Considered[R]] = field(default_factory=list)
    possible: list[Considered[R]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def one(self) -> Considered[R] | None:
        """The deciding row of a unique table; None while a fact is missing or where no row holds."""
        return self.deciding[0] if self.deciding else None


def layered(rows: Iterable[R], nation: Iterable[R], own_layer: str = "province") -> list[tuple[str, list[R]]]:
    """The rows by layer, nearest first.

    `own_layer` is where rows without divisions stand: `nation` for the nation's own file.
    """
    by_layer: dict[str, list[R]] = {name: [] for name in LAYERS}
    for row in rows:
        nearest = [layer_of(code) for code in row.divisions or ()]
        by_layer[min(nearest, key=LAYERS.index) if nearest else own_layer].append(row)
    by_layer["nation"] += list(nation)
    return [(name, found) for name, found in by_layer.items() if found]


def find(row: TableRow, facts: Facts) -> Finding:
    """How a row comes out, its divisions included."""
    if row.divisions is None:
        return row.when.explain(facts)
    division: Any = facts.get("division", UNKNOWN)
    if division is None or (division is not UNKNOWN and not any(within(division, one) for one in row.divisions)):
        return Finding(False)
    finding = row.when.explain(facts)
    if division is UNKNOWN and finding.holds is not False:
        return Finding(None, finding.failed, finding.held, ("division", *finding.missing))
    return finding


def unique(layers: Sequence[tuple[str, list[R]]], facts: Facts) -> Outcome[R]:
    """The one row that decides.

    Where two rows of a layer hold, the first does; `policy check` refuses such a profile.
    """
    outcome: Outcome[R] = Outcome()
    for name, rows in layers:
        holding, open_ = _sift(name, rows, facts, outcome)
        if holding:
            outcome.deciding = _resolved(holding[:1], layers, facts, outcome)
            return outcome
        if open_:
            outcome.possible += open_
            outcome.missing = _first_missing(open_)
            return outcome
    return outcome


def collect(layers: Sequence[tuple[str, list[R]]], facts: Facts) -> Outcome[R]:
    """Every row that holds in the nearest layer that speaks.

    Missing facts are reported, and what holds already is kept.
    """
    outcome: Outcome[R] = Outcome()
    for name, rows in layers:
        holding, open_ = _sift(name, rows, facts, outcome)
        outcome.possible += open_
        outcome.missing += [fact for fact in _first_missing(open_) if fact not in outcome.missing]
        if holding:
            outcome.deciding = _resolved(holding, layers, facts, outcome)
            return outcome
    return outcome


def _sift(
    name: str, rows: list[R], facts: Facts, outcome: Outcome[R]
) -> tuple[list[Considered[R]], list[Considered[R]]]:
    holding, open_ = [], []
    for row in rows:
        considered = Considered(row, name, find(row, facts))
        if considered.finding.holds:
            holding.append(considered)
        elif considered.finding.holds is None:
            open_.append(considered)
        else:
            outcome.refuted.append(considered)
    return holding, open_


def _resolved(
    holding: list[Considered[R]], layers: Sequence[tuple[str, list[R]]], facts: Facts, outcome: Outcome[R]
) -> list[Considered[R]]:
    """The rows themselves, and for each that says `as: national` the nation's rows that hold."""
    resolved: list[Considered[R]] = []
    nation = dict(layers).get("nation", [])
    for one in holding:
        if not one.row.national:
            resolved.append(one)
            continue
        behind, open_ = _sift("nation", nation, facts, outcome)
        resolved += [Considered(row.row, "nation", row.finding, one.row) for row in behind]
        outcome.missing += [fact for fact in _first_missing(open_) if fact not in outcome.missing]
    return resolved


def _first_missing(rows: list[Considered[R]]) -> list[str]:
    """The first fact that each open row needs, without repeats: one question at a time, none that another answer
    makes idle.
    """
    return list(dict.fromkeys(one.finding.missing[0] for one in rows if one.finding.missing))
