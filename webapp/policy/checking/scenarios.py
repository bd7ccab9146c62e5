"""Scenarios: executable examples a lawyer can read, run by the command line, by the tests and before a profile is
published.

A file may hold `base`: named sets of facts that its scenarios extend. Facts are laid over the base key by key;
lists of things with an `id` are laid over one another by that id. Only the keys that `expect` lists are
compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.policy.answers.stored import Stored, keys, plain, written
from webapp.policy.decision import Decision
from webapp.policy.decisions.kinds import KINDS, decide
from webapp.policy.faults import Fault, Faulty, did_you_mean
from webapp.policy.language.facts import FactError
from webapp.policy.language.rows import Day, Many, Name, Row, Text
from webapp.policy.reading.library import Library, NoProfile
from webapp.policy.reading.register import text_of
from webapp.policy.reading.validation import validated
from webapp.policy.yaml_text import Document, read


class ScenarioRow(Row):
    """One example.

    `as_of` is the day the decision is made; `cites` must all be among the decision's clauses and readings.
    """

    id: Name
    name: Text
    as_of: Day
    decide: Name
    base: Name | None = None
    facts: dict[str, Any]
    expect: dict[str, Any]
    cites: Many[Name]


class ScenarioFile(Row):
    """The scenarios of one profile, named like it."""

    base: dict[Name, dict[str, Any]] | None
    scenarios: Many[ScenarioRow]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario with its jurisdiction, its facts laid over the base, and its place in the file."""

    row: ScenarioRow
    jurisdiction: str
    facts: Mapping[str, Any]
    document: Document
    index: int

    def run(self, library: Library) -> list[Fault]:
        """Decide, and say what differs from `expect` and `cites`; an empty list = passed."""
        on = self.row.as_of
        try:
            decision = decide(self.row.decide, self.facts, library.profile(self.jurisdiction, on), on)
        except FactError as error:
            return [self._fault("facts", f"事实读不懂：{error}")]
        except NoProfile:
            raise
        except Exception as error:
            # Facts are typed one by one, but an example may hold anything inside a list, or a day no calendar reaches.
            return [self._fault("facts", f"按这些事实作不出决定：{error}", hint="请检查列表里的值、数目和日期")]
        return [*self._expected(decision), *self._cited(decision)]

    def _expected(self, decision: Decision[Stored]) -> Iterator[Fault]:
        warnings = [one.text for one in decision.warnings]
        why_not = [one.row for one in decision.why_not]
        answer = dict.fromkeys(keys(type(decision.answer))) | written(decision.answer)
        got = {
            **answer,
            "outcome": decision.outcome,
            "ask": plain(decision.ask),
            "warnings": warnings,
            "why_not": why_not,
        }
        for key, wanted in self.row.expect.items():
            if key not in got:
                yield self._fault(("expect", key), f"结果里没有 “{key}”", did_you_mean(key, list(got)))
            elif key in ("warnings", "why_not") and isinstance(wanted, list):
                told = warnings if key == "warnings" else why_not
                missing = [one for one in wanted if not any(str(one) in str(found) for found in told)]
                if missing:
                    yield self._fault(("expect", key), f"{key}：应有 {missing}，实际是 {got[key]}")
            elif not matches(wanted, got[key]):
                yield self._fault(("expect", key), f"{key}：应是 {wanted}，实际是 {got[key]}")

    def _cited(self, decision: Decision[Stored]) -> Iterator[Fault]:
        for at, clause in enumerate(self.row.cites):
            if clause not in decision.cites():
                yield self._fault(("cites", at), f"没有引用 {clause}；实际引用 {sorted(decision.cites())}")

    def _fault(self, at: str | tuple[str | int, ...], message: str, hint: str | None = None) -> Fault:
        path = ("scenarios", self.index, *((at,) if isinstance(at, str) else at))
        return self.document.fault(path, "scenario", f"{self.row.id} {self.row.name}：{message}", hint=hint)


def load_scenarios(path: Path) -> list[Scenario]:
    """Read a scenario file; its name up to the first dot names the profile. Raises Faulty."""
    return scenarios_of(text_of(path), str(path))


def scenarios_of(text: str, name: str) -> list[Scenario]:
    """Read the text of a scenario file that faults call `name`. Raises Faulty."""
    document = read(text, name)
    file = validated(ScenarioFile, document)
    faults: list[Fault] = []
    found: list[Scenario] = []
    seen: set[str] = set()
    for index, row in enumerate(file.scenarios):
        at = ("scenarios", index)
        if row.id in seen:
            faults.append(document.fault((*at, "id"), "duplicate_id", f"编号 “{row.id}” 出现两次"))
        if row.decide not in KINDS:
            hint = did_you_mean(row.decide, list(KINDS))
            faults.append(document.fault((*at, "decide"), "kind", f"不认识决定种类 “{row.decide}”", hint=hint))
        if row.base is not None and row.base not in (file.base or {}):
            faults.append(document.fault((*at, "base"), "base", f"没有名为 “{row.base}” 的 base"))
        seen.add(row.id)
        base = (file.base or {}).get(row.base or "", {})
        found.append(Scenario(row, Path(name).name.split(".")[0], laid_over(base, row.facts), document, index))
    if faults:
        raise Faulty(faults)
    return found


def laid_over(base: Any, over: Any) -> Any:
    """`over` laid on `base`: mappings key by key, lists of things with an id by that id, everything else replaced."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        return {**base, **{key: laid_over(base[key], one) if key in base else one for key, one in over.items()}}
    if _with_ids(base) and _with_ids(over):
        changed = {one["id"]: one for one in over}
        kept = [laid_over(one, changed.pop(one["id"], {})) for one in base]
        return [*kept, *changed.values()]
    return over


def _with_ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) and _has_id(one) for one in value)


def _has_id(value: Mapping[Any, Any]) -> bool:
    return isinstance(value.get("id"), str | int)


def matches(wanted: Any, got: Any) -> bool:
    """Whether `got` is what `wanted` says: of mappings only the listed keys, of lists every item in order."""
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(key in got and matches(one, got[key]) for key, one in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and len(wanted) == len(got) and all(map(matches, wanted, got))
    return type(wanted) is type(got) and bool(wanted == got)
