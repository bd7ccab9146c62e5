"""What a profile says, seen from the editor's side: every situation and what it gets, silences, readings, clauses. No database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.policy import Clause, Profile
from webapp.policy.checking.profiles import tables_of
from webapp.policy.checking.proofs import Prover, Table
from webapp.policy.checking.spaces import LARGEST, space_of
from webapp.policy.language.rows import InterpretationRow
from webapp.policy.language.tables import collect, unique
from webapp.policy.profile.meanings import meaning
from webapp.policy.profile.rules import NO_SECTIONS
from webapp.policy.reading.layered import stated_rows
from webapp.policy.reading.register import SourceDocument

TITLES = {
    "join.routes": "加入哪里",
    "join.suggestions": "还鼓励加入哪里",
    "join.steps": "由谁办理",
    "seat.changes": "会籍变动",
    "dues": "会费",
    "thresholds": "人数标准",
}
MOST_SITUATIONS = 400


@dataclass(frozen=True)
class Situation:
    """One combination of facts in words, and the rows that decide it; none: nothing is said. `key` compares two revisions."""

    facts: tuple[tuple[str, str], ...]
    result: str
    layer: str

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The situation itself."""
        return self.facts


@dataclass(frozen=True)
class SituationTable:
    """Every situation a table can meet. `shown` may be fewer than `size`."""

    name: str
    title: str
    size: int
    shown: tuple[Situation, ...]


def situation_tables(profile: Profile, most: int = MOST_SITUATIONS) -> list[SituationTable]:
    """The tables of a profile, each with every combination of the facts it reads and what it gets."""
    return [found for table in tables_of(profile) if (found := _situations(profile, table, most)) is not None]


def _situations(profile: Profile, table: Table, most: int) -> SituationTable | None:
    rows = [row for _, layer in table.layers for row in layer]
    if not rows:
        return None
    prover = Prover(profile)
    divisions = [code for row in rows for code in row.divisions or ()]
    space = space_of([row.when for row in rows], table.vocabulary, prover.names, divisions, table.also)
    name = ".".join(str(one) for one in table.path)
    shown = []
    if len(space) <= LARGEST:
        for number, situation in enumerate(space):
            if number >= most:
                break
            shown.append(_situation(profile, prover, table, situation))
    return SituationTable(name, TITLES.get(name, name), len(space), tuple(shown))


def _situation(profile: Profile, prover: Prover, table: Table, situation: Mapping[str, Any]) -> Situation:
    outcome = (unique if table.unique else collect)(table.layers, situation)
    told = [prover.told({fact: value}).partition("：") for fact, value in situation.items()]
    facts = tuple(
        (profile.label("fact", fact), words[2] or words[0]) for fact, words in zip(situation, told, strict=True)
    )
    results = [_result(profile, one.row) for one in outcome.deciding]
    layers = dict.fromkeys(profile.label("layer", one.layer) for one in outcome.deciding)
    return Situation(facts, "；".join(results) or "没有规定", "、".join(layers))


def _result(profile: Profile, row: Any) -> str:
    """What a row gives, in few words: how strictly, to which unions; else its own words."""
    parts = []
    if modality := getattr(row, "modality", None):
        parts.append(profile.label("modality", modality))
    kinds = getattr(row, "to", None)
    if kinds:
        parts.append("、".join("所在地工会" if one == "local" else profile.label("union_kind", one) for one in kinds))
    label = getattr(row, "label", None)
    if label and not kinds:
        parts.append(label)
    return "".join(parts) + f"（{row.id}）"


@dataclass(frozen=True)
class Turned:
    """A situation that gets something else than before."""

    table: str
    facts: tuple[tuple[str, str], ...]
    before: str
    after: str


def turned(before: Profile, after: Profile) -> Iterator[Turned]:
    """Every situation that two revisions decide differently, where both know it."""
    old = {table.name: {one.key: one for one in table.shown} for table in situation_tables(before)}
    for table in situation_tables(after):
        for one in table.shown:
            was = old.get(table.name, {}).get(one.key)
            if was is not None and was.result != one.result:
                yield Turned(table.title, one.facts, was.result, one.result)


@dataclass(frozen=True)
class SilenceRow:
    """A key that the documents leave open: its path and what it means."""

    path: str
    meaning: str


def silences(profile: Profile) -> list[SilenceRow]:
    """Everything the profile leaves null, section by section, and in joining and the seat key by key."""
    rules = profile.rules
    found = [
        _silence("Rules", "", key)
        for key in type(rules).model_fields
        if key not in NO_SECTIONS and getattr(rules, key) is None
    ]
    for row, section in (("Join", rules.join), ("Seat", rules.seat), ("Channels", rules.join.channels)):
        prefix = {"Join": "join.", "Seat": "seat.", "Channels": "join.channels."}[row]
        found += [_silence(row, prefix, key) for key in type(section).model_fields if getattr(section, key) is None]
    return found


def _silence(row: str, prefix: str, key: str) -> SilenceRow:
    return SilenceRow(prefix + key, meaning(row, key) or key)


@dataclass(frozen=True)
class ReadingRow:
    """An unclear text, how it is read, and who took that reading on."""

    id: str
    row: InterpretationRow
    clauses: tuple[Clause, ...]


def readings_of(profile: Profile) -> list[ReadingRow]:
    """The profile's own readings."""
    return [
        ReadingRow(amb, row, profile.register.cited(row.source)) for amb, row in profile.rules.interpretations.items()
    ]


@dataclass(frozen=True)
class DocumentRow:
    """One document with its clauses: those that rules cite (and where), and those that no rule uses."""

    document: SourceDocument
    cited: tuple[tuple[Clause, tuple[str, ...]], ...]
    idle: tuple[Clause, ...]


def documents_of(profile: Profile) -> list[DocumentRow]:
    """The documents the profile lists."""
    used: dict[str, list[str]] = {}
    _collect(profile.loaded.document.data, (), used)
    found = []
    for name in profile.rules.documents:
        document = profile.register.documents.get(name)
        if document is None:
            continue
        own = [one for one in profile.register.clauses.values() if one.id.split("-")[0] == name]
        cited = tuple((one, tuple(dict.fromkeys(used[one.id]))) for one in own if one.id in used)
        found.append(DocumentRow(document, cited, tuple(one for one in own if one.id not in used)))
    return found


def _collect(data: Any, path: tuple[str, ...], used: dict[str, list[str]]) -> None:
    """Where each clause id is cited, by the path of the row."""
    if isinstance(data, Mapping):
        named = data.get("source")
        for one in [named] if isinstance(named, str) else named if isinstance(named, list) else ():
            if isinstance(one, str):
                used.setdefault(one, []).append(
                    ".".join((*path[:2], str(data.get("id", ""))) if data.get("id") else path) or "文件头"
                )
        for key, value in data.items():
            _collect(value, (*path, str(key)), used)
    elif isinstance(data, list):
        for value in data:
            _collect(value, path, used)


@dataclass(frozen=True)
class Chart:
    """A step chart of one list of bands: its title, its boundary lines in words, and its drawing."""

    title: str
    steps: tuple[tuple[str, str], ...]
    svg: str


def step_charts(profile: Profile, draw: Any) -> list[Chart]:
    """Every list of tiers in the plans; `draw` turns (from yuan, pays yuan) steps into SVG."""
    charts = []
    for plan in stated_rows(profile.rules.benefits):
        for edition in plan.editions or ():
            for component in getattr(edition, "components", None) or ():
                tiers = getattr(component, "tiers", None)
                if tiers:
                    title = " · ".join((plan.label, getattr(edition, "label", None) or edition.id, component.label))
                    charts.append(
                        Chart(title, tuple(_steps(tiers)), draw([(one.lower / 100, float(one.pays)) for one in tiers]))
                    )
    return charts


def _steps(tiers: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for one in tiers:
        low = f"{'满' if one.from_ is not None else '超过'} {one.lower / 100:,.2f} 元"
        high = "" if one.upper is None else f"，{'不超过' if one.to is not None else '不到'} {one.upper / 100:,.2f} 元"
        yield low + high, f"{one.pays:,} 元"
