"""The panels beside a text: each shows one side of it, for the text as it is being edited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from webapp.desk import impact, insight
from webapp.desk.chart import step_chart
from webapp.desk.checks import Checked
from webapp.desk.models import PROFILE, SOURCE
from webapp.desk.store import Subject, publications, subjects
from webapp.desk.words import words_of
from webapp.policy.reading.library import NoProfile
from webapp.policy.writing.differences import MISSING, Difference, differences
from webapp.policy.yaml_text import read
from webapp.tenancy import NATIONAL, current, library

MOST_TURNED = 60


@dataclass(frozen=True)
class Panel:
    """One panel: its title, the kinds of text it is for, and what its template needs."""

    title: str
    kinds: tuple[str, ...]
    build: Callable[[Subject, Checked], dict[str, Any]]


@dataclass(frozen=True)
class Change:
    """One key that differs, in words."""

    verb: str
    path: str
    before: str
    after: str


def changes(before: Any, after: Any) -> list[Change]:
    """What differs between two texts' data, row by row."""
    return [_change(one) for one in differences(before, after)]


def _change(one: Difference) -> Change:
    verb = "新增" if one.before is MISSING else "删去" if one.after is MISSING else "改动"
    return Change(verb, one.path, _short(one.before), _short(one.after))


def _short(value: Any) -> str:
    text = "" if value is MISSING else "没有规定" if value is None else _written(value)
    return text if len(text) <= 200 else f"{text[:199]}…"


def _written(value: Any) -> str:
    """A value as it stands in a profile."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return str(value)


def _nothing(_subject: Subject, _checked: Checked) -> dict[str, Any]:
    return {}


def _situations(subject: Subject, checked: Checked) -> dict[str, Any]:
    profile = checked.profile(subject.name)
    return {"tables": insight.situation_tables(profile) if profile else []}


def _tiers(subject: Subject, checked: Checked) -> dict[str, Any]:
    profile = checked.profile(subject.name)
    return {"charts": insight.step_charts(profile, step_chart) if profile else []}


def _changes(subject: Subject, checked: Checked) -> dict[str, Any]:
    if checked.trial is None:
        return {"changes": [], "turned": []}
    if subject.kind == SOURCE:
        text = checked.trial.register.texts[f"{subject.name}.yaml"]
        before = read(subject.present, subject.name).data if subject.present else {}
        return {"changes": changes(before, read(text, subject.name).data), "turned": []}
    after = checked.trial.profile(subject.name)
    try:
        now = library().profile(subject.name)
    except NoProfile:
        return {"changes": [], "turned": [], "is_new": True}
    found = changes(now.loaded.document.data, after.loaded.document.data)
    return {"changes": found, "turned": list(insight.turned(now, after))[:MOST_TURNED]}


def _silences(subject: Subject, checked: Checked) -> dict[str, Any]:
    profile = checked.profile(subject.name)
    rows = insight.silences(profile) if profile else []
    waiting = impact.waiting_on([one.path for one in rows]) if current() == subject.name != NATIONAL else {}
    return {"silences": [(one, waiting.get(one.path, [])) for one in rows]}


def _readings(subject: Subject, checked: Checked) -> dict[str, Any]:
    profile = checked.profile(subject.name)
    return {"readings": insight.readings_of(profile) if profile else []}


def _clauses(subject: Subject, checked: Checked) -> dict[str, Any]:
    profile = checked.profile(subject.name)
    return {"documents": insight.documents_of(profile) if profile else []}


def _picker(subject: Subject, _checked: Checked) -> dict[str, Any]:
    words = request.values.get("q", "").strip()
    found = words_of(library().profile(current()), words)["clauses"] if words else []
    own = [one.name for one in subjects() if one.kind == SOURCE]
    return {"words": words, "found": [(*one, one[0].split("-")[0]) for one in found], "own": own}


def _cases(subject: Subject, checked: Checked) -> dict[str, Any]:
    profile = checked.profile(subject.name)
    here = current() == subject.name != NATIONAL
    return {"impact": impact.try_on_cases(profile) if profile and here else None}


def _history(subject: Subject, _checked: Checked) -> dict[str, Any]:
    return {"publications": publications(subject.kind, subject.name)}


PANELS: dict[str, Panel] = {
    "check": Panel("校验", (PROFILE, SOURCE), _nothing),
    "changes": Panel("改了什么", (PROFILE, SOURCE), _changes),
    "situations": Panel("情形表", (PROFILE,), _situations),
    "tiers": Panel("给付分档", (PROFILE,), _tiers),
    "cases": Panel("对在办申请的影响", (PROFILE,), _cases),
    "silences": Panel("没有规定的", (PROFILE,), _silences),
    "readings": Panel("解读", (PROFILE,), _readings),
    "clauses": Panel("条款", (PROFILE,), _clauses),
    "picker": Panel("检索条款", (PROFILE,), _picker),
    "history": Panel("发布记录", (PROFILE, SOURCE), _history),
}


def titles_for(kind: str) -> dict[str, str]:
    """The panels of a kind of text, by name."""
    return {name: panel.title for name, panel in PANELS.items() if kind in panel.kinds and name != "picker"}
