"""Every condition of the grammar in every place where one may stand, each in a small profile of its own.

A profile is the made-up province of Donghai with a plan; the condition stands in one place of it. Operators are those of
`webapp/policy/language/conditions.py`, facts those of the vocabulary of the place, values of the fact's own type and of others.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.policy.claim.world import PLANS
from tests.policy.conftest import FOURTH
from webapp.policy.language.facts import FactType
from webapp.policy.language.vocabularies import (
    COUNTED,
    DUES_FACTS,
    ROUTE_FACTS,
    SEAT_FACTS,
    STEP_FACTS,
    THRESHOLD_FACTS,
)
from webapp.policy.profile.benefits.facts import CLAIM_FACTS, QUESTION_TYPES

DONGHAI = (FOURTH / "donghai.yaml").read_text("utf-8")
PLAN = (PLANS / "made_up.yaml").read_text("utf-8")
SILENT = DONGHAI.replace("\nbenefits: null\n", "\n")
WITH_PLAN = f"{SILENT}{PLAN}"

QUESTIONS = "".join(
    f"\n          - {{id: q_{kind}, label: 问题, type: {kind}, who: member{', choices: [one, two]' if kind == 'choice' else ''}}}"
    for kind in QUESTION_TYPES
)
CLAIM = dict(CLAIM_FACTS) | {f"answers.q_{name}": kind for name, kind in QUESTION_TYPES.items()}
"""The facts of a claim, and a question of each type."""

_ROW = "label: 条件, else: refused"
CLAIM_PLACES: Mapping[str, tuple[str, str]] = {
    "entry": ("        conditions:\n", f"          - {{id: x, {_ROW}, tested: entry, holds: @@}}\n"),
    "event": ("        conditions:\n", f"          - {{id: x, {_ROW}, tested: event, holds: @@}}\n"),
    "filing": ("        conditions:\n", f"          - {{id: x, {_ROW}, tested: filing, holds: @@}}\n"),
    "waived": (
        "        conditions:\n",
        f"          - {{id: x, {_ROW}, holds: {{unit.kind: mine}}, waived: [{{when: @@, label: 免除}}]}}\n",
    ),
    "bill": ("        bills: []\n", f"        bills:\n          - {{id: x, {_ROW}, holds: @@}}\n"),
    "component": ("            kind: share\n", "            kind: share\n            when: @@\n"),
    "only": ("only: {bill.care: inpatient}", "only: @@"),
    "waiting": ("        waiting:\n", "          - {id: x, label: 等待, when: @@, days: 9}\n"),
    "price": (
        "        price:\n",
        '          - {id: x, when: @@, each: "60.00", per: share, paid_by: {member: "60.00"}}\n',
    ),
    "borne": ("        borne_by:\n", "          - {when: @@, shares: {society: 100%}}\n"),
    "paper": ("        documents:\n", "          - {id: x, label: 材料, when: @@}\n"),
    "earmarked": ("    earmarked: null\n", "    earmarked: {holds: @@}\n"),
}
"""Where a condition over the facts of a claim may stand: the text it goes behind, or in whose place it stands."""

_ROUTES = "  routes:\n"
TABLE_PLACES: Mapping[str, tuple[Mapping[str, FactType], str, str]] = {
    "route": (
        ROUTE_FACTS,
        _ROUTES,
        "    - {id: x, when: @@, to: harbour_union, at: [work_place], modality: may, source: DH01-2}\n",
    ),
    "suggestion": (
        ROUTE_FACTS,
        "  suggestions: null\n",
        "  suggestions: [{id: x, when: @@, to: harbour_union, modality: may, source: DH01-2}]\n",
    ),
    "step": (STEP_FACTS, "  steps:\n", "    - {id: x, by: receiver, role: decides, when: @@, source: DH01-2}\n"),
    "door": (
        STEP_FACTS,
        "    online:\n",
        "      - {id: x, label: 门, when: @@, modality: may, source: DH01-2}\n",
    ),
    "leg": (
        STEP_FACTS,
        "  legs: null\n",
        "  legs: [{id: x, label: 边, carries_seat_when: @@, to: harbour_union, modality: may, source: DH01-2}]\n",
    ),
    "seat": (SEAT_FACTS, "  changes:\n", "    - {id: x, when: @@, then: offer, modality: may, source: DH01-2}\n"),
    "dues": (DUES_FACTS, "    when: {}\n    modes", "    when: @@\n    modes"),
    "threshold": (THRESHOLD_FACTS, "when: {employer_union: false}\n    counts", "when: @@\n    counts"),
    "counts": (COUNTED, "counts: {relation_kind: [employment]}", "counts: @@"),
}

GOOD: Mapping[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "int": (0, 7),
    "money": ("0.00", "200.00"),
    "day": ("2025-03-10", "2025-12-31"),
    "moment": ("2025-03-10T08:00", "2025-03-10"),
    "place": ("990100", "990100001"),
    "text": ("words",),
    "name": ("one", "general"),
    "list": (["one"], []),
    "share": ("80%",),
}
ODD: tuple[Any, ...] = (
    True,
    -1,
    10**14,
    1.5,
    "",
    "general",
    "0000-00-00",
    "9999-12-31",
    "80%",
    "1y",
    [],
    [[]],
    [None],
    {},
    {"x": 1},
    None,
)
COMPARED = ("at_least", "at_most", "over", "below", "not_before", "not_after")


def claim_texts() -> Iterator[tuple[str, str]]:
    """A name and the text of a profile for each condition over the facts of a claim."""
    plan = WITH_PLAN.replace("        questions:\n", f"        questions:{QUESTIONS}\n")
    for place, (old, new) in CLAIM_PLACES.items():
        text = _open(plan, old, new)
        for name, condition in conditions(CLAIM):
            yield f"{place}: {name}", text.replace("@@", json.dumps(condition, ensure_ascii=False))


def table_texts() -> Iterator[tuple[str, str]]:
    """A name and the text of a profile for each condition of a table."""
    silent = f"{SILENT}benefits: null\n"
    for place, (vocabulary, old, new) in TABLE_PLACES.items():
        text = _open(silent, old, new)
        for name, condition in conditions(vocabulary):
            yield f"{place}: {name}", text.replace("@@", json.dumps(condition, ensure_ascii=False))


def _open(text: str, old: str, new: str) -> str:
    """The text with `new` behind a line that opens a list, or in the place of `old`."""
    assert text.count(old) >= 1, f"{old!r} is not in the text"
    opens = old.endswith(":\n")
    return text.replace(old, old + new if opens else new, 1)


def conditions(vocabulary: Mapping[str, FactType]) -> Iterator[tuple[str, Any]]:
    """Every operator with every fact of a vocabulary: values of its type, of another, other facts, none, spans, ratios."""
    for fact, kind in vocabulary.items():
        values = kind.values or GOOD[kind.kind]
        yield f"{fact} is", {fact: values[0]}
        yield f"{fact} is one of", {fact: list(values)}
        yield f"{fact} is none", {fact: None}
        yield f"{fact} in any_of", {"any_of": [{fact: values[0]}, {fact: {"none_of": list(values)}}]}
        for op in ("one_of", "none_of"):
            yield f"{fact} {op}", {fact: {op: list(values)}}
            yield f"{fact} {op} or none", {fact: {op: [values[0], None], "none": "holds"}}
            yield f"{fact} {op} nothing", {fact: {op: []}}
        for op in COMPARED:
            yield f"{fact} {op}", {fact: {op: values[-1]}}
            yield f"{fact} {op} or none", {fact: {op: values[0], "none": "holds"}}
            odd = ODD[hash_of(fact, op) % len(ODD)]
            yield f"{fact} {op} {odd!r}", {fact: {op: odd}}
            other = _another(vocabulary, fact, kind)
            yield f"{fact} {op} {other}", {fact: {op: other}}
            if kind.kind == "day":
                yield f"{fact} {op} span", {fact: {"at": other, op: "1y6m"}}
                by = next((name for name, one in vocabulary.items() if one.values), fact)
                yield f"{fact} {op} span by", {fact: {"at": other, op: {"by": by, "male": "1y", "female": "6m"}}}
            if kind.kind in ("int", "money"):
                yield f"{fact}/{other} {op}", {f"{fact}/{other}": {op: "80%"}}
                yield f"{fact}/{other} is", {f"{fact}/{other}": ["80%", None]}


def _another(vocabulary: Mapping[str, FactType], fact: str, kind: FactType) -> str:
    """The next fact of the same type, or the fact itself."""
    same = [name for name, one in vocabulary.items() if one.kind == kind.kind]
    return same[(same.index(fact) + 1) % len(same)]


def hash_of(*words: str) -> int:
    """The same in every process."""
    return sum(ord(char) * (at + 1) for at, char in enumerate("/".join(words)))


def written(folder: Path, text: str) -> Path:
    """The profile in a folder."""
    path = folder / "donghai.yaml"
    path.write_text(text, "utf-8")
    return path
