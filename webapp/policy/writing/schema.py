"""The JSON schema of a profile, for completion and checks in any editor; each property carries its meaning in
Chinese.
"""

import functools
from typing import Any

from webapp.policy.profile.meanings import meaning
from webapp.policy.profile.rules import Rules

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@functools.cache
def _models() -> dict[str, Any]:
    return Rules.model_json_schema(by_alias=True)


def row_name(definition: str) -> str:
    """The name of a row's model, without the module that pydantic puts before it where two share a name."""
    return definition.rsplit("__", 1)[-1]


def keys() -> dict[str, list[str]]:
    """Every row of the language with its keys, the profile itself first."""
    models = _models()
    rows = {"Rules": models, **dict(sorted(models["$defs"].items()))}
    return {name: list(one.get("properties", {})) for name, one in rows.items()}


def schema() -> dict[str, Any]:
    """The JSON schema, as kept in policies/schema.json."""
    models = _models()
    definitions = {name: _explained(name, one) for name, one in models["$defs"].items()}
    whole = _explained("Rules", {key: one for key, one in models.items() if key != "$defs"})
    return {"$schema": DIALECT, "title": "政策文件", **whole, "$defs": definitions}


def _explained(name: str, model: dict[str, Any]) -> dict[str, Any]:
    explained = {key: one for key, one in model.items() if key not in ("title", "description")}
    if "properties" in model:
        explained["properties"] = {key: _property(name, key, one) for key, one in model["properties"].items()}
    return explained


def _property(name: str, key: str, value: dict[str, Any]) -> dict[str, Any]:
    told = meaning(row_name(name), key)
    kept = {word: one for word, one in value.items() if word != "title"}
    return {**kept, **({"description": told} if told else {})}


CHAPTERS = (
    ("The file", "Rules Defaults Silence Question InterpretationRow Accepted Refer"),
    (
        "Workers, departments, unions",
        "WorkerGroup Department UnionKind Members PerDivision TermYears Needs Preconditions Committees CommitteeRule StandsIn Inside LedBy "
        "Election Registration",
    ),
    ("Joining", "Join Local KindList Route Suggestion Leg Step Channels Door Receiver DoorSeat Placement"),
    ("Seat, dues, thresholds", "Seat Single SeatChange Dues Percentage Threshold"),
    (
        "Stations, targets, returns, duties",
        "Stations StationKind Circumstance Recognition Targets Indicator TargetTable DivisionTargets Report ReportRow "
        "ReportColumn Duty",
    ),
    (
        "Services, voice, consultation, honours",
        "Services ListedFor ServiceSet Hotline Voice Escalation Consultation Honour Listed Listing",
    ),
    ("Governance, records, funding", "Governance Covered Records RealName FundingSource"),
    ("Benefits", ""),
)
"""The chapters of the key tables; the last takes every row that no other names."""


def key_tables() -> str:
    """The chapter “Every key” of docs/policy-profile.md: every row of the language with the meaning of its keys."""
    rows: dict[str, list[str]] = {}
    for definition, found in keys().items():
        rows.setdefault(row_name(definition), []).extend(found)
    named = {row for _, words in CHAPTERS for row in words.split()}
    lines: list[str] = []
    for title, words in CHAPTERS:
        lines += [f"### {title}", ""]
        for row in words.split() or [one for one in rows if one not in named]:
            lines += [f"#### `{row}`", "", "| Key | 含义 |", "|---|---|"]
            lines += [f"| `{key}` | {meaning(row, key)} |" for key in dict.fromkeys(rows.get(row, ()))]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"
