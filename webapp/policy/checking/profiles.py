"""`gonghui policy check`: proves one profile over the nation's — its tables, its references, its silences."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from webapp.policy.checking.attempts import attempted
from webapp.policy.checking.boundaries import Boundary, boundaries
from webapp.policy.checking.plans import benefits
from webapp.policy.checking.proofs import Prover, Table
from webapp.policy.checking.references import overstated, references
from webapp.policy.checking.words import unsaid
from webapp.policy.decisions.routing import expanded
from webapp.policy.explaining.readings import readings, under
from webapp.policy.faults import Fault, Faulty, did_you_mean, first_faults
from webapp.policy.language.divisions import within
from webapp.policy.language.vocabularies import (
    DUES_FACTS,
    ROUTE_FACTS,
    SEAT_FACTS,
    STEP_FACTS,
    THRESHOLD_FACTS,
    UNIT_UNIONS,
)
from webapp.policy.reading.layered import Profile, stated_rows
from webapp.policy.yaml_text import Path

MOST_READ = 10_000_000
"""Characters of profile to read for the other readings, each of which is a profile of its own: some seconds."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `situations` = the size of the space proved, by table."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    situations: Mapping[str, int]
    boundaries: int = 0


def check(profile: Profile) -> Report:
    """Prove a profile. An empty `faults` means that it may be used; warnings are worth a look."""
    document = profile.loaded.document
    prover = Prover(profile)
    found: list[Fault] = []
    tried: list[Boundary] = []

    def look(path: Path, find: Callable[[], Iterable[Fault] | None]) -> None:
        found.extend(first_faults(attempted(document, path, find)))

    for table in tables_of(profile):
        look(table.path, functools.partial(prover.prove, table))
    look((), lambda: prover.proof.faults)
    look((), lambda: _frame(profile))
    look((), lambda: references(profile))
    look(("join", "legs"), lambda: _legs(profile))
    look(("join",), lambda: _divisions(profile))
    if not found:
        look((), lambda: tried.extend(boundaries(profile)))
    look((), lambda: _boundaries(profile, tried))
    look(("interpretations",), lambda: _readings(profile))
    look((), lambda: _warnings(profile))
    look((), lambda: overstated(profile))
    look(("benefits",), lambda: benefits(profile))
    look(("benefits",), lambda: unsaid(profile))
    look(("thresholds",), lambda: _counted_forms(profile))
    ordered = sorted(found, key=lambda one: (one.line, one.column, one.code))
    return Report(
        tuple(one for one in ordered if one.level == "fault"),
        tuple(one for one in ordered if one.level == "warning"),
        prover.proof.situations,
        len(tried),
    )


def tables_of(profile: Profile) -> Iterable[Table]:
    """Every table of a profile that decides over a finite space of situations."""
    own, nation = profile.rules, profile.nation
    routes = stated_rows(own.join.routes)
    unit_unions = {
        kind for row in (*routes, *stated_rows(nation.join.routes)) for kind in row.to or () if kind in UNIT_UNIONS
    }
    yield Table(
        ("join", "routes"),
        profile.layers(own.join.routes, nation.join.routes),
        routes,
        ROUTE_FACTS,
        unique=True,
        complete=True,
        also=frozenset(unit_unions),
        leads=lambda row, situation: _leads_somewhere(profile, row.to, situation),
    )
    yield Table(
        ("join", "suggestions"),
        profile.layers(own.join.suggestions, nation.join.suggestions),
        stated_rows(own.join.suggestions),
        ROUTE_FACTS,
        unique=False,
    )
    yield Table(
        ("join", "steps"), profile.layers(own.join.steps, ()), stated_rows(own.join.steps), STEP_FACTS, unique=False
    )
    yield Table(
        ("seat", "changes"),
        profile.layers(own.seat.changes, nation.seat.changes),
        stated_rows(own.seat.changes),
        SEAT_FACTS,
        unique=True,
    )
    yield Table(("dues",), profile.layers(own.dues, ()), stated_rows(own.dues), DUES_FACTS, unique=True)
    yield Table(
        ("thresholds",), profile.layers(own.thresholds, ()), stated_rows(own.thresholds), THRESHOLD_FACTS, unique=False
    )


def _counted_forms(profile: Profile) -> Iterator[Fault]:
    """A threshold counts forms of joining that some route gives: another one would count nobody."""
    forms = {
        row.form for rules in (profile.rules, profile.nation) for row in stated_rows(rules.join.routes) if row.form
    }
    for at, row in enumerate(stated_rows(profile.rules.thresholds)):
        for test in row.counts.all_tests():
            for form in test.bound if test.fact == "join_form" and isinstance(test.bound, tuple) else ():
                if form is not None and form not in forms:
                    message = f"没有一条入会去向给出 “{form}” 这种形式，照这样一个人也不计"
                    hint = did_you_mean(str(form), tuple(forms)) or (
                        f"可以写：{'、'.join(sorted(forms))}" if forms else None
                    )
                    path = ("thresholds", at, "counts", "join_form")
                    yield profile.loaded.document.fault(path, "value", message, hint=hint)


def _leads_somewhere(profile: Profile, to: Iterable[str] | None, situation: Mapping[str, Any]) -> bool:
    """Whether at least one union that the row names is there in this situation."""
    kinds, _ = expanded(profile, to or ())
    return any(kind not in UNIT_UNIONS or situation[kind] for kind in kinds)


def _frame(profile: Profile) -> Iterator[Fault]:
    """The head of the file: its name, its layer, and what only the nation may state."""
    document, rules = profile.loaded.document, profile.rules
    stem = FilePath(document.name).stem
    if stem != rules.jurisdiction:
        message = f"jurisdiction 是 “{rules.jurisdiction}”，文件名却是 “{stem}”"
        yield document.fault(("jurisdiction",), "file_name", message, hint="两者要一致")
    national = rules.jurisdiction == "national"
    if (rules.layer == "national") != national:
        yield document.fault(("layer",), "layer", "只有 national.yaml 的 layer 是 national")
    if (rules.defaults is not None) != national:
        message = "national.yaml 要写明 defaults" if national else "只有 national.yaml 可以写 defaults"
        yield document.fault(("defaults",), "defaults", message, hint=None if national else "请写 null", at_key=True)
    if (rules.division is None) != national:
        message = "全国没有行政区划代码" if national else "缺少行政区划代码"
        yield document.fault(("division",), "division", message)
    for index, row in enumerate(stated_rows(rules.union_kinds)):
        if row.id != "any" and profile.label("union_kind", row.id) == row.id:
            message = f"工会类型 “{row.id}” 没有名称"
            yield document.fault(("union_kinds", index), "label", message, hint="请写 label")


def _legs(profile: Profile) -> Iterator[Fault]:
    """In every situation exactly one leg carries the seat."""
    legs = stated_rows(profile.rules.join.legs)
    for leads_to in ("unit_union", "area_union") if legs else ():
        carrying = [leg.id for leg in legs if leg.carries_seat_when.holds({"leads_to": leads_to})]
        if len(carrying) != 1:
            where = profile.label("leads_to", leads_to)
            message = f"去向是{where}时，应当恰好有一方带会籍，现在有 {len(carrying)} 方：{'、'.join(carrying) or '无'}"
            yield profile.loaded.document.fault(("join", "legs"), "seat_legs", message, at_key=True)


def _divisions(profile: Profile) -> Iterator[Fault]:
    """A row's divisions lie inside the profile's own."""
    own = profile.rules.division
    document = profile.loaded.document
    join = profile.rules.join
    tables: dict[tuple[str, ...], Any] = {
        ("join", "routes"): join.routes,
        ("join", "suggestions"): join.suggestions,
        ("join", "steps"): join.steps,
        ("seat", "changes"): profile.rules.seat.changes,
        ("dues",): profile.rules.dues,
        ("thresholds",): profile.rules.thresholds,
    }
    for path, section in tables.items():
        for index, row in enumerate(stated_rows(section)):
            for at, code in enumerate(row.divisions or ()):
                if own is None or not within(code, own):
                    message = f"{code} 不在本地（{own}）之内"
                    yield document.fault((*path, index, "divisions", at), "foreign_division", message)


def _boundaries(profile: Profile, tried: Iterable[Boundary]) -> Iterator[Fault]:
    """The examples generated from the profile's numbers come out as the numbers promise."""
    for one in tried:
        yield from attempted(profile.loaded.document, one.path, functools.partial(_boundary, profile, one))


def _boundary(profile: Profile, one: Boundary) -> Iterator[Fault]:
    outcome = one.outcome(profile)
    if outcome != one.promised:
        message = f"界线上的例子不符：{one.kind} {dict(one.facts)} 应是 {one.promised}，实际是 {outcome}"
        yield profile.loaded.document.fault(one.path, "boundary", message)


def _readings(profile: Profile) -> Iterator[Fault]:
    """Each other reading that a row states makes a valid profile too."""
    document = profile.loaded.document
    named = sorted(readings(profile.loaded))
    if len(named) * len(document.text) > MOST_READ:
        message = f"有另一种读法的解读有 {len(named)} 个，文本又长，无法逐一证明"
        yield document.fault(("interpretations",), "too_many", message, at_key=True)
        return
    for amb in named:
        try:
            under(profile, amb)
        except Faulty as error:
            for fault in error.faults:
                path = _inside_other_reading(document.data, fault.path, amb)
                message = f"{amb} 的另一种读法：{fault.message}"
                yield document.fault(path, fault.code, message, hint=fault.hint, at_key=fault.code == "extra_forbidden")


def _inside_other_reading(data: Any, path: Path, amb: str) -> Path:
    """The place in the nearest `other_reading` around `path` that `path` was merged from; `path` itself where
    there is none.
    """
    here: Any = data
    inside = path
    for at, step in enumerate(path):
        if not isinstance(here, list) and not (isinstance(here, Mapping) and step in here):
            break
        here = here[step]  # type: ignore[index]
        other = here.get("other_reading") if isinstance(here, Mapping) else None
        if isinstance(other, Mapping) and amb in other:
            inside = (*path[: at + 1], "other_reading", amb, *path[at + 1 :])
    return inside


def _warnings(profile: Profile) -> Iterator[Fault]:
    """Silences that a user will meet."""
    document, rules = profile.loaded.document, profile.rules
    if rules.jurisdiction == "national":
        return
    silent = {
        ("dues",): (rules.dues, "没有规定会费：不出现会费页面"),
        ("thresholds",): (rules.thresholds, "没有规定人数标准：不提示建会"),
        ("join", "channels", "online"): (rules.join.channels.online, "没有规定网上入会：本站不受理网上申请"),
    }
    for path, (section, message) in silent.items():
        if section is None:
            yield document.fault(path, "silent", message, at_key=True, level="warning")
    for index, row in enumerate(stated_rows(rules.dues)):
        if row.amount is None and row.min is None and "fixed" in row.modes:
            message = "定额会费没有金额：设定之前不出现会费页面"
            yield document.fault(("dues", index), "silent", message, level="warning")
