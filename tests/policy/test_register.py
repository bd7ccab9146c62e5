"""The clause register: every clause of the five documents, and what does it (docs/coverage.md)."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from webapp.policy import Faulty, Register

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "policies" / "sources"
COVERAGE = ROOT / "docs" / "coverage.md"
ROWS_OF_EACH_DOCUMENT = {"NAT16": 42, "GD29": 51, "GD30": 109, "JS47": 38, "SH141": 62}
CITIES = 21
MODALITIES = {
    *("must", "shall", "may", "encouraged", "explore", "pilot", "where_possible", "in_principle", "direct"),
    *("target", "plan", "definition", "context"),
}
STATES = {"rule", "page", "record", "planned", "not for software"}
TARGET_TABLE = "GD30-A1"


def documents() -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(SOURCES.glob("*.yaml"))}


def clauses() -> list[dict[str, Any]]:
    return [clause for document in documents().values() for clause in document["clauses"]]


def coverage() -> list[tuple[str, str, str, str]]:
    """The rows of the tables: clause, place, state, what."""
    rows = re.findall(r"^\| ([A-Z0-9]+-\S+) \| (.*?) \| (.*?) \| (.*?) \|$", COVERAGE.read_text("utf-8"), re.M)
    return [(clause, place, state, what) for clause, place, state, what in rows]


def cited_by_profiles() -> set[str]:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "policies").glob("*.yaml"))
    return set(re.findall(r"\b(?:NAT16|GD29|GD30|JS47|SH141)-[0-9A-Za-z.-]*[0-9A-Za-z]", text))


def test_each_document_says_what_it_is() -> None:
    for name, content in documents().items():
        document = content["document"]
        assert set(document) == {"id", "number", "title", "dated", "issuers", "status", "jurisdiction"}
        assert document["id"] == name
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", document["dated"])
        assert document["issuers"] and document["status"] in {None, "trial"}


@pytest.mark.parametrize("name", ROWS_OF_EACH_DOCUMENT)
def test_a_document_has_all_its_clauses(name: str) -> None:
    ids = [clause["id"] for clause in documents()[name]["clauses"]]
    table = [clause for clause in ids if clause == TARGET_TABLE or clause.startswith(f"{TARGET_TABLE}-")]
    assert len(ids) - len(table) == ROWS_OF_EACH_DOCUMENT[name]
    assert len(table) == (1 + CITIES if name == "GD30" else 0)
    assert all(clause.startswith(f"{name}-") for clause in ids)


def test_no_clause_stands_twice() -> None:
    assert [clause for clause, count in Counter(c["id"] for c in clauses()).items() if count > 1] == []


def test_every_clause_has_a_place_and_one_line_in_plain_words() -> None:
    for clause in clauses():
        assert set(clause) == {"id", "place", "text", "modality", "topic"}, clause["id"]
        assert clause["place"].strip(), clause["id"]
        assert clause["text"].strip() and "\n" not in clause["text"], clause["id"]
        assert len(clause["text"]) <= 80, clause["id"]
        assert re.search("[一-鿿]", clause["text"]), clause["id"]
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", clause["topic"]), clause["id"]


def test_every_modality_is_known() -> None:
    assert {clause["modality"] for clause in clauses()} <= MODALITIES


def test_the_cities_add_up_to_the_target_table() -> None:
    texts = {clause["id"]: clause["text"] for clause in clauses() if clause["id"].startswith(TARGET_TABLE)}
    figures = {
        clause: [int(number) for number in re.findall(r"\d+", text.replace("二十一", ""))]
        for clause, text in texts.items()
    }
    total = figures.pop(TARGET_TABLE)
    assert [sum(column) for column in zip(*figures.values(), strict=True)] == total == [20000, 1200000, 500000]


def test_coverage_names_every_clause_exactly_once() -> None:
    assert Counter(row[0] for row in coverage()) == Counter(clause["id"] for clause in clauses())


def test_coverage_repeats_the_place_and_says_what_does_the_clause() -> None:
    places = {clause["id"]: clause["place"] for clause in clauses()}
    for clause, place, state, what in coverage():
        assert place == places[clause], clause
        assert state in STATES, clause
        assert what.strip(), clause


def test_a_clause_that_a_rule_does_is_cited_by_a_profile() -> None:
    cited = cited_by_profiles()
    assert [row[0] for row in coverage() if row[2] == "rule" and row[0] not in cited] == []


def test_a_document_cannot_come_under_anothers_name() -> None:
    text = (SOURCES / "GD30.yaml").read_text("utf-8")
    with pytest.raises(Faulty) as refused:
        Register.from_texts({"JS99.yaml": text})
    fault = refused.value.faults[0]
    assert (fault.line, fault.column) == (2, 7)
    assert str(fault) == "JS99.yaml:2:7: 文件编号是 “GD30”，文件名却是 “JS99”（两者要一致）"
