"""What the editor in the browser completes from: the rows of the language with their keys, and the clauses one may cite."""

from typing import Any

from webapp.policy import Profile
from webapp.policy.writing.schema import schema

MOST_FOUND = 40


def words_of(profile: Profile | None, words: str) -> dict[str, Any]:
    """With `words` the clauses that hold all of them; without, the language as well."""
    clauses = _clauses(profile, words.split()) if profile else []
    return {"clauses": clauses[:MOST_FOUND]} if words else {"rows": language(), "clauses": clauses}


def _clauses(profile: Profile, wanted: list[str]) -> list[list[str]]:
    documents = {*profile.rules.documents, *profile.nation.documents}
    return [
        [one.id, f"{one.document} {one.place}", one.text]
        for one in profile.register.clauses.values()
        if one.id.split("-")[0] in documents
        and all(word in f"{one.id} {one.document} {one.place} {one.text}" for word in wanted)
    ]


def language() -> dict[str, dict[str, dict[str, Any]]]:
    """Each row of the language: key -> {"says": meaning, "rows": rows that may stand below it, "values": words it may have}."""
    whole = schema()
    rows = {"Rules": whole, **whole["$defs"]}
    return {name: {key: _key(one) for key, one in row.get("properties", {}).items()} for name, row in rows.items()}


def _key(value: dict[str, Any]) -> dict[str, Any]:
    rows: dict[str, None] = {}
    values: dict[str, None] = {}
    _below(value, rows, values)
    found: dict[str, Any] = {"says": value.get("description", "")}
    return found | ({"rows": list(rows)} if rows else {}) | ({"values": list(values)} if values else {})


def _below(value: Any, rows: dict[str, None], values: dict[str, None]) -> None:
    """Every row and word that a key may lead to, through lists and alternatives."""
    if not isinstance(value, dict):
        return
    if "$ref" in value:
        rows[value["$ref"].rsplit("/", 1)[1]] = None
    for word in value.get("enum", ()):
        values[str(word)] = None
    if "const" in value:
        values[{True: "true", False: "false", None: "null"}.get(value["const"], str(value["const"]))] = None
    if value.get("type") == "null":
        values["null"] = None
    if value.get("type") == "boolean":
        values |= {"true": None, "false": None}
    for part in (
        *value.get("anyOf", ()),
        *value.get("oneOf", ()),
        value.get("items"),
        value.get("additionalProperties"),
    ):
        _below(part, rows, values)
