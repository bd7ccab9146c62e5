"""policies/schema.json is what the program exports, explains every key in Chinese, and says the same as the
loader.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.policy.conftest import FOURTH, POLICIES, ROOT
from webapp.policy import KINDS
from webapp.policy.language.vocabularies import DUES, JOIN, ORGANISATION, REPORT, STATION, TARGET, THRESHOLD
from webapp.policy.profile.meanings import MEANINGS, meaning
from webapp.policy.writing.schema import key_tables, keys, row_name, schema

PROFILES = sorted(POLICIES.glob("*.yaml"))
DOCUMENT = ROOT / "docs" / "policy-profile.md"


class OnlyText(yaml.SafeLoader):
    """Reads days as the text they are, as the schema sees them."""


OnlyText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(value: Any, rule: Any, whole: dict[str, Any], path: str = "") -> list[str]:
    """The faults of `value` under the part of JSON schema that ours uses."""
    if "$ref" in rule:
        return faults(value, whole["$defs"][rule["$ref"].rsplit("/", 1)[1]], whole, path)
    for word in ("anyOf", "oneOf"):
        if word in rule:
            tried = [faults(value, one, whole, path) for one in rule[word]]
            return [] if [] in tried else min(tried, key=len)
    if "const" in rule or "enum" in rule:
        allowed = rule.get("enum", [rule.get("const")])
        return [] if any(value is one or (value == one and type(value) is type(one)) for one in allowed) else [path]
    if not of_type(value, rule.get("type")):
        return [f"{path}: not {rule['type']}"]
    if isinstance(value, dict):
        return of_mapping(value, rule, whole, path)
    if isinstance(value, list):
        return [
            one for at, item in enumerate(value) for one in faults(item, rule.get("items", {}), whole, f"{path}[{at}]")
        ]
    if isinstance(value, str) and "pattern" in rule and not re.search(rule["pattern"], value):
        return [f"{path}: {value}"]
    return []


def of_type(value: Any, wanted: str | None) -> bool:
    types = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    if wanted is None:
        return True
    return isinstance(value, types.get(wanted, object)) and not (wanted == "integer" and isinstance(value, bool))


def of_mapping(value: dict[str, Any], rule: Any, whole: dict[str, Any], path: str) -> list[str]:
    known, rest = rule.get("properties", {}), rule.get("additionalProperties", True)
    found = [f"{path}.{name}: missing" for name in rule.get("required", ()) if name not in value]
    for name, one in value.items():
        if name in known:
            found += faults(one, known[name], whole, f"{path}.{name}")
        elif rest is False:
            found.append(f"{path}.{name}: unknown")
        elif isinstance(rest, dict):
            found += faults(one, rest, whole, f"{path}.{name}")
    return found


def test_the_schema_in_the_repository_is_the_exported_one() -> None:
    assert json.loads((POLICIES / "schema.json").read_text("utf-8")) == schema(), (
        "run: gonghui policy schema > policies/schema.json"
    )


@pytest.mark.parametrize("path", [*PROFILES, FOURTH / "donghai.yaml"], ids=lambda path: path.stem)
def test_a_profile_that_loads_is_valid_under_the_schema(path: Path) -> None:
    data = yaml.load(path.read_text("utf-8"), OnlyText)

    assert faults(data, schema(), schema()) == []


@pytest.mark.parametrize(
    "name", ["misspelt-key", "misspelt-value", "missing-section", "unquoted-money", "unquoted-division"]
)
def test_a_slip_that_the_loader_finds_is_invalid_under_the_schema(name: str) -> None:
    data = yaml.load((Path(__file__).parent / "broken" / f"{name}.yaml").read_text("utf-8"), OnlyText)

    assert faults(data, schema(), schema())


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_the_first_line_of_a_profile_points_editors_at_the_schema(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]

    assert first == "# yaml-language-server: $schema=schema.json"
    assert (path.parent / "schema.json").is_file()


def test_every_key_of_the_language_has_a_meaning_and_no_meaning_lacks_a_key() -> None:
    language = {(row_name(row), key) for row, found in keys().items() for key in found}

    assert [f"{row}.{key}" for row, key in language if not meaning(row, key)] == []
    names = {key for _, key in language} | {f"{row}.{key}" for row, key in language}
    assert [one for one in MEANINGS if one not in names] == []


def test_the_document_of_the_language_lists_every_key_of_every_row() -> None:
    _, _, chapter = DOCUMENT.read_text("utf-8").partition("\n## Every key\n\n")

    assert chapter == key_tables(), "run: gonghui policy schema --keys, and put it under “Every key”"
    for row, found in keys().items():
        assert f"#### `{row_name(row)}`" in chapter
        assert all(f"| `{key}` | " in chapter for key in found)


def test_the_document_names_every_fact_of_every_kind_of_decision() -> None:
    text = DOCUMENT.read_text("utf-8")
    chapters = dict(re.findall(r"^### `(\w+)`$(.*?)(?=^###? |\Z)", text, re.MULTILINE | re.DOTALL))
    kinds = {
        "join": JOIN,
        "threshold": THRESHOLD,
        "dues": DUES,
        "organisation": ORGANISATION,
        "station": STATION,
        "target": TARGET,
        "report": REPORT,
    }

    for kind, vocabulary in kinds.items():
        assert [fact for fact in vocabulary if f"`{fact}`" not in chapters[kind]] == [], kind
    assert set(KINDS) - set(chapters) <= {"claim", "cover"}
