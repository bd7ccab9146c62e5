"""A profile ready to decide: one jurisdiction's rules over the nation's, with the words and clauses to explain
itself.

An explicit rule of the province comes first, then the nation's, then nothing; the nation steps in only for the
local kinds, the routes, the suggestions and the seat. Before the first revision of a province is in force, the
nation's rules are its rules.
"""

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from webapp.policy.decision import Clause, Interpretation
from webapp.policy.language.rows import InterpretationRow, Refer, Ruled
from webapp.policy.language.supply import WORDS
from webapp.policy.language.tables import layered as in_layers
from webapp.policy.language.vocabularies import CHANNEL_KINDS
from webapp.policy.profile.join import Door
from webapp.policy.profile.organisations import Department, UnionKind, WorkerGroup
from webapp.policy.profile.questions import FactQuestion, fact_question, facts_read
from webapp.policy.profile.rules import Defaults, Question, Rules
from webapp.policy.reading.loading import Loaded
from webapp.policy.reading.register import Register

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to apply.

    `door` is its id, unique in the profile; `basis` is `document`, or `default` where it is ours (系统默认).
    """

    kind: str
    door: str
    row: Door
    basis: str

    @property
    def label(self) -> str:
        """What people call it."""
        return self.row.label


Layers = list[tuple[str, list[Any]]]
"""The rows of a table by layer, the nearest first."""


@dataclass(frozen=True)
class Profile:
    """The rules in force in a jurisdiction. `before` is True while none of its own is in force yet."""

    jurisdiction: str
    name: str
    division: str | None
    rules: Rules
    nation: Rules
    register: Register
    digest: str
    before: bool
    loaded: Loaded
    nation_loaded: Loaded
    alternatives: dict[str, "Profile | None"] = field(default_factory=dict, compare=False, repr=False)
    answers_only: bool = False
    """Decided under for the answer alone: nobody reads the explanation, so none is written."""
    _layered: dict[tuple[int, int], tuple[object, object, Layers]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @classmethod
    def of(
        cls, jurisdiction: str, own: Loaded | None, nation: Loaded, register: Register, *, named_by: Loaded
    ) -> "Profile":
        """Lay `own` over `nation`; with no own rules the nation's are the rules, under the name of `named_by`."""
        loaded = own or nation
        digest = hashlib.sha256("\n".join((loaded.document.text, nation.document.text, register.digest)).encode())
        return cls(
            jurisdiction=jurisdiction,
            name=named_by.rules.name,
            division=named_by.rules.division,
            rules=loaded.rules,
            nation=nation.rules,
            register=register,
            digest=digest.hexdigest(),
            before=own is None,
            loaded=loaded,
            nation_loaded=nation,
        )

    @property
    def defaults(self) -> Defaults:
        """What is ours and no document's."""
        assert self.nation.defaults is not None, "checked at load: the nation states the defaults"
        return self.nation.defaults

    def layers(self, own: object, nation: object) -> Layers:
        """The rows of a table of this profile by layer, put together once; pass `()` for `nation` where the nation does not
        step in.
        """
        key = (id(own), id(nation))
        if key not in self._layered:
            alone = self.rules is self.nation
            rows = (
                in_layers(stated_rows(own), (), "nation") if alone else in_layers(stated_rows(own), stated_rows(nation))
            )
            self._layered[key] = own, nation, rows  # with the tables themselves, so that their ids stay theirs
        return self._layered[key][2]

    def label(self, vocabulary: str, word: str) -> str:
        """The Chinese word for `word` in a vocabulary: union_kind, worker_group, channel, modality, relation_kind,
        fact …
        """
        found = self._labels.get(vocabulary, {}).get(word)
        return found if found is not None else word

    @functools.cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        labels: dict[str, dict[str, str]] = {"fact": dict(WORDS)}
        for rules in (self.nation, self.rules):
            for vocabulary, words in (rules.words or {}).items():
                labels.setdefault(vocabulary, {}).update(words)
            kinds = {row.id: row.label for row in stated_rows(rules.union_kinds) if row.label}
            labels.setdefault("union_kind", {}).update(kinds)
            groups = {row.id: row.label for row in stated_rows(rules.worker_groups)}
            labels.setdefault("worker_group", {}).update(groups)
            departments = {row.id: row.label for row in stated_rows(rules.departments)}
            labels.setdefault("department", {}).update(departments)
        labels.setdefault("channel", {}).update({one.door: one.label for one in self.channels})
        return labels

    @functools.cached_property
    def asked(self) -> Mapping[str, str]:
        """The labels of the questions that plans ask, by their facts (`answers.<id>`)."""
        editions = [edition for plan in stated_rows(self.rules.benefits) for edition in plan.editions or ()]
        return {f"answers.{one.id}": one.label for edition in editions for one in edition.questions or ()}

    @functools.cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that are open here, in the order of the vocabulary."""
        found: list[Channel] = []
        for kind in CHANNEL_KINDS:
            stated = getattr(self.rules.join.channels, kind)
            doors, basis = stated_rows(stated), "document"
            if stated is None and kind in self.defaults.channels:
                doors, basis = (self.defaults.channels[kind],), "default"
            found += [Channel(kind, door.id or kind, door, basis) for door in doors]
        return tuple(found)

    @functools.cached_property
    def union_kinds(self) -> Mapping[str, UnionKind]:
        """Every kind of union by id: the nation's words, and over them what this profile states itself."""
        kinds = {row.id: row for row in stated_rows(self.nation.union_kinds)}
        return kinds | {row.id: row for row in stated_rows(self.rules.union_kinds)}

    @functools.cached_property
    def worker_groups(self) -> tuple[WorkerGroup, ...]:
        """The worker groups this profile names, or the nation's where it names none."""
        return tuple(stated_rows(self.rules.worker_groups)) or tuple(stated_rows(self.nation.worker_groups))

    @functools.cached_property
    def departments(self) -> tuple[Department, ...]:
        """The departments this profile names."""
        return tuple(stated_rows(self.rules.departments))

    def question(self, fact: str) -> Question | None:
        """How to ask for a fact, the province's words before the nation's."""
        own = (self.rules.questions or {}).get(fact)
        return own or (self.nation.questions or {}).get(fact)

    @functools.cached_property
    def questions_for_join(self) -> tuple[FactQuestion, ...]:
        """The facts of a worker that the joining tables of this profile read, in the order to ask them."""
        own, nation = self.rules, self.nation
        tables = [
            stated_rows(own.join.routes) or stated_rows(nation.join.routes),
            stated_rows(own.join.suggestions),
            stated_rows(nation.join.suggestions),
            stated_rows(own.join.steps),
            stated_rows(own.seat.changes),
            stated_rows(nation.seat.changes),
        ]
        if any(row.national for row in tables[0]):
            tables.append(stated_rows(nation.join.routes))
        doors = [channel.row for channel in self.channels]
        facts = facts_read(tables, stated_rows(own.join.legs), doors)
        if any(isinstance(row.guides, tuple) for row in self.departments) and "worker_group" not in facts:
            facts.append("worker_group")
        return tuple(self.fact_question(fact) for fact in facts)

    def fact_question(self, fact: str) -> FactQuestion:
        """How to ask for one fact of a join: words, hint and allowed answers. Raises KeyError for another word."""
        groups = [(row.id, row.label) for row in self.worker_groups]
        return fact_question(fact, self.question(fact), self.label, groups)

    def clauses(self, rows: Iterable[Ruled | None]) -> tuple[Clause, ...]:
        """The clauses that the rows rest on, in order, each once."""
        ids = dict.fromkeys(one for row in rows if row is not None for one in row.source)
        return self.register.cited(ids)

    def interpretation(self, amb: str, *, turned: bool | None = None) -> Interpretation:
        """How this profile (or the nation) reads the text that `amb` names."""
        row = self.interpretation_row(amb)
        if row is None:
            return Interpretation(amb, "", "", (), turned)
        return Interpretation(amb, row.reading, row.reason, self.register.cited(row.source), turned, row.otherwise)

    def interpretation_row(self, amb: str) -> InterpretationRow | None:
        """The row of an interpretation, or None where neither layer has it."""
        return self.rules.interpretations.get(amb) or self.nation.interpretations.get(amb)


def stated_rows(section: object) -> tuple[Any, ...]:
    """The rows of a table, none where it is null, false or governed by another document."""
    if section is None or section is False or isinstance(section, Refer):
        return ()
    return section if isinstance(section, tuple) else (section,)
