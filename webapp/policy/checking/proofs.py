"""Proof of the tables: every situation is walked, after the nation's rules are merged in.

A *unique* table must decide: no two rows of one layer hold together, and where the table has to be complete one
row holds in every situation. A row that holds in no situation is a slip. Each finding comes with an example.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp.policy.checking.spaces import ELSEWHERE, LARGEST, UNLISTED, Space, space_of, speaks
from webapp.policy.faults import MOST_FAULTS, Fault
from webapp.policy.language.facts import Vocabulary
from webapp.policy.language.tables import TableRow
from webapp.policy.reading.layered import Profile

Path = tuple[str | int, ...]
MOST_TRIED = 5_000_000
"""Conditions tried in all situations of a table: some seconds. The profiles that we hold need a thousand."""


@dataclass(slots=True)
class Table:
    """A table to prove. `path` is where its own rows stand in the file; `rows` the layers, nearest first."""

    path: Path
    layers: Sequence[tuple[str, list[Any]]]
    own: Sequence[Any]
    vocabulary: Vocabulary
    unique: bool
    complete: bool = False
    also: frozenset[str] = frozenset()
    leads: Callable[[Any, Mapping[str, Any]], bool] | None = None

    def own_path(self, row: TableRow) -> Path:
        """The place of an own row in the file."""
        return (*self.path, next(at for at, one in enumerate(self.own) if one is row))


@dataclass(slots=True)
class Proof:
    """What walking the spaces found: faults, and how many situations of each table were walked."""

    faults: list[Fault] = field(default_factory=list)
    situations: dict[str, int] = field(default_factory=dict)


class Prover:
    """Walks the tables of one profile."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.document = profile.loaded.document
        self.proof = Proof()
        groups = [row.id for row in profile.worker_groups]
        self.names = {"worker_group": groups, "union_kind": [one for one in profile.union_kinds if one != "any"]}

    def prove(self, table: Table) -> None:
        """Walk one table."""
        rows = [row for _, layer in table.layers for row in layer]
        if not rows:
            return
        divisions = [code for row in rows for code in row.divisions or ()]
        conditions = [row.when for row in rows]
        space = space_of(conditions, table.vocabulary, self.names, divisions, table.also)
        name = ".".join(str(one) for one in table.path)
        self.proof.situations[name] = len(space)
        tests = sum(1 + len(row.divisions or ()) + sum(1 for _ in row.when.all_tests()) for row in rows)
        if len(space) > LARGEST or len(space) * tests > MOST_TRIED:
            message = f"情形有 {len(space)} 种，条件有 {tests} 个，太多，无法逐一证明"
            self._fault(table.path, "too_many", message, "请减少条件里用到的事实")
            return
        _Walk(self, table, space).run()

    def _fault(self, path: Path, code: str, message: str, hint: str | None = None) -> None:
        self.proof.faults.append(self.document.fault(path, code, message, hint=hint))

    def told(self, situation: Mapping[str, Any]) -> str:
        """A situation in words."""
        return "；".join(self._told(fact, value) for fact, value in situation.items()) or "任何情形"

    def _told(self, fact: str, value: Any) -> str:
        label = self.profile.label
        if isinstance(value, bool):
            return label("yes" if value else "no", fact)
        if value in (UNLISTED, ELSEWHERE):
            return f"{label('fact', fact)}：没有列出的"
        vocabulary = {"location": "location"}.get(fact, fact)
        return f"{label('fact', fact)}：{label(vocabulary, str(value))}"


class _Walk:
    """One walk over the space of one table."""

    def __init__(self, prover: Prover, table: Table, space: Space) -> None:
        self.prover, self.table, self.space = prover, table, space
        self.held: set[int] = set()
        self.own = {id(row) for row in table.own}
        self.colliding: set[int] = set()
        self.open: list[dict[str, Any]] = []

    def run(self) -> None:
        for situation in self.space:
            self._look(situation)
        for situation in itertools.islice(_cubes(self.space, self.open, self._undecided), MOST_FAULTS):
            example = self.prover.told(situation)
            self._say(self.table.path, "undecided", f"没有一行规定这种情形：{example}", "请补一行，或写 as: national")
        for row in self.table.own:
            if id(row) not in self.held:
                self._say(
                    (*self.table.own_path(row), "when"),
                    "unreachable",
                    f"“{row.id}” 这一行永远不会成立",
                    "请检查条件是否互相矛盾",
                )

    def _look(self, situation: Mapping[str, Any]) -> None:
        decided = False
        for _, rows in self.table.layers:
            holding = [row for row in rows if speaks(row, situation)]
            self.held |= {id(row) for row in holding}
            if decided or not holding:
                continue
            decided = True
            if self.table.unique and len(holding) > 1:
                self._collide(holding, situation)
        if self.table.complete and self._undecided(situation):
            self.open.append(dict(situation))

    def _undecided(self, situation: Mapping[str, Any]) -> bool:
        """Whether no row decides; a province whose own rows leave a situation to the nation unseen leaves it
        undecided.
        """
        layers = self.table.layers
        own_rows = [row for name, rows in layers if name == "province" for row in rows]
        for name, rows in layers:
            for row in rows:
                if not speaks(row, situation):
                    continue
                if name == "nation" and own_rows:
                    return True
                return not self._leads(row, situation)
        return True

    def _leads(self, row: Any, situation: Mapping[str, Any]) -> bool:
        if not row.national:
            return self.table.leads is None or self.table.leads(row, situation)
        nation = dict(self.table.layers).get("nation", [])
        return any(speaks(one, situation) and self._leads(one, situation) for one in nation)

    def _collide(self, holding: Sequence[Any], situation: Mapping[str, Any]) -> None:
        """Each row is told once of one that stands before it: of a thousand alike there are half a million pairs."""
        first, *others = holding
        for second in others:
            if id(second) in self.colliding or id(second) not in self.own or len(self.colliding) >= MOST_FAULTS:
                continue
            self.colliding.add(id(second))
            example = self.prover.told(situation)
            message = f"“{second.id}” 和 “{first.id}” 在同一情形下都成立：{example}"
            self._say(self.table.own_path(second), "collision", message, "请让条件互不重叠")

    def _say(self, path: Path, code: str, message: str, hint: str) -> None:
        self.prover._fault(path, code, message, hint)


def _cubes(
    space: Space, situations: Iterable[dict[str, Any]], undecided: Callable[[Mapping[str, Any]], bool]
) -> Iterator[dict[str, Any]]:
    """The situations gathered into as few general descriptions as a simple sweep finds: facts that do not matter
    are left out.
    """
    left = {tuple(one.items()): one for one in situations}
    while left:
        situation = next(iter(left.values()))
        free: list[str] = []
        for fact in situation:
            if all(undecided(one) for one in space.around(situation, [*free, fact])):
                free.append(fact)
        for covered in space.around(situation, free):
            left.pop(tuple(covered.items()), None)
        yield {fact: value for fact, value in situation.items() if fact not in free}
