"""Whatever an editor types can be saved, opened, tried and dropped; what cannot be used is told with its line and column."""

import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.client import Browser, browse
from tests.desk.conftest import Office, fields, text_of
from webapp.desk.checks import check_text
from webapp.desk.models import PROFILE
from webapp.desk.panels import PANELS
from webapp.policy import Library
from webapp.policy.faults import MOST_FAULTS
from webapp.policy.yaml_text import MAX_BYTES, MAX_VALUES

NAME = "donghai"
EVERYTHING = bool(os.environ.get("GONGHUI_TEST_ALL"))
SOME = {
    "a number longer than any column",
    "nested without end",
    "a long explicit key",
    "many unknown keys",
    "too many bytes",
    "braces",
    "the nation's last day",
    "a long format",
    "one word",
}
"""Those of an ordinary run; the reader meets all of them there (test_every_hostile_text_is_a_fault_with_its_place)."""
LONG = "9" * 5000
APPENDED = {
    "a number longer than any column": f"many: {LONG}\n",
    "a negative one": f"many: -{LONG}\n",
    "a float beyond every float": f"many: {LONG}.5\n",
    "nested without end": "deep: " + "[" * 5000 + "\n",
    "nested and closed": "deep: " + "[" * 5000 + "]" * 5000 + "\n",
    "references to references": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "a merge of itself": "a: &a\n  <<: *a\n",
    "a tag that makes objects": "a: !!python/object/apply:os.system [ls]\n",
    "a tag of bytes": "a: !!binary |\n  R0lGODlh\n",
    "infinity": "a: .inf\n",
    "no number": "a: .nan\n",
    "a long key": f"{'k' * 200_000}: 1\n",
    "a long explicit key": f"? {'k' * 200_000}\n: 1\n",
    "a long comment of brackets": f"# {'[' * 300_000}\n]\n",
    "a long line of spaces": f"{' ' * 300_000}\t: [\n",
    "many unknown keys": "".join(f"zz{number}: 1\n" for number in range(20_000)),
    "many in one line": "zz: [" + "1, " * MAX_VALUES + "1]\n",
    "too many bytes": f"# {'字' * (MAX_BYTES // 3)}\n",
    "a day of no calendar": "a: 2026-02-31\n",
    "another document": "---\na: 1\n",
    "separators that break lines elsewhere": "a: x\u2028b: [\n",
    "braces": 'zz: "{}{0}{x.y}"\n',
}
REPLACED = {
    "the nation's last day": ("effective: 2023-01-01", "effective: 9999-12-31"),
    "the first day there is": ("effective: 2023-01-01", "effective: 0001-01-01"),
    "a long format": ("format: 1", f"format: {LONG}"),
    "another jurisdiction": ("jurisdiction: donghai", "jurisdiction: null"),
    "a list where a row belongs": ("seat:", "seat: [[]]\nother:"),
    "a long count": ("at_least: 10", f"at_least: {LONG}"),
}


def hostile(usual: str) -> dict[str, str]:
    """Texts by what is wrong with them."""
    found = {name: usual + tail for name, tail in APPENDED.items()}
    for name, (before, after) in REPLACED.items():
        assert before in usual, before
        found[name] = usual.replace(before, after, 1)
    return found | {"nothing but spaces": "   \n \n", "one word": "x", "a list": "- 1\n", "null": "null\n"}


def test_every_hostile_text_is_a_fault_with_its_place(policies_of_four: Path) -> None:
    library = Library.from_folder(policies_of_four)
    for name, text in hostile((policies_of_four / f"{NAME}.yaml").read_text("utf-8")).items():
        found = check_text(PROFILE, NAME, text, library)
        assert 0 < len(found.faults) <= MOST_FAULTS, name
        for fault in found.faults:
            assert fault.line > 0 and fault.column > 0 and len(str(fault)) < 2000, name
            assert len(fault.excerpt or "") < 1000, name


def send(browser: Browser, act: str, body: str, **more: str) -> tuple[int, BeautifulSoup]:
    """Open the text and press a button; the status and the page."""
    answer = browser.submit(f"/desk/texts/{NAME}", {**fields(body), "act": act, **more}, button="保存草稿")
    return answer.status_code, BeautifulSoup(answer.text, "lxml")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_any_text_is_saved_opened_tried_and_dropped(office: Office) -> None:
    author, _ = office.editors(NAME)
    for name, text in hostile(text_of(office, NAME)).items():
        if name not in SOME and not EVERYTHING:
            continue
        status, page = send(author, "save", text)
        if len(text.encode()) > MAX_BYTES:
            assert status in (413, 422), f"{name}: {status}"
            continue
        assert status == 303, f"{name}: {status}"
        for panel in ("", *(PANELS if EVERYTHING else ("check", "changes"))):
            assert author.get(f"/desk/texts/{NAME}?show={panel}").status_code == 200, f"{name}, {panel}"
        assert author.get("/desk").status_code == 200, name
        status, page = send(author, "check", text)
        fault = page.select_one(".fault[data-line]")
        assert status == 422 and fault is not None, f"{name}: {status}"
        assert int(str(fault["data-line"])) > 0 and int(str(fault["data-column"])) > 0
        assert send(author, "propose", text)[0] == 422, name
        assert send(author, "drop", text)[0] == 303, name
    assert browse(office.app, NAME).get("/").status_code == 200
    assert browse(office.app, "guangdong").get("/").status_code == 200


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("part", ["text", "examples"])
def test_a_text_that_no_database_holds_is_refused_at_the_edge(office: Office, part: str) -> None:
    author, _ = office.editors(NAME)
    status, page = send(author, "save", "a: 1\nbc\0: 2\n", part=part)
    assert status == 400 and "这次请求没有成功" in page.get_text()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "example",
    [
        "facts: {members: [{count: null}]}",
        "facts: {members: 1}",
        f"facts: {{employer_union: {LONG}}}",
        "facts: {members: [{id: [1]}]}\n    base: other",
        "facts: {}\n    expect: {why_not: [{a: 1}]}",
    ],
)
def test_an_example_of_anything_is_a_fault_with_its_place(office: Office, example: str) -> None:
    author, _ = office.editors(NAME)
    rest = "" if "expect" in example else "\n    expect: {outcome: opens}"
    base = "base: {other: {members: [{id: [1]}]}}" if "base" in example else "base: null"
    text = (
        f"{base}\nscenarios:\n  - id: X-1\n    name: 例\n    as_of: 2026-01-01\n    decide: threshold\n    {example}"
        f"{rest}\n    cites: []\n"
    )
    assert send(author, "save", text, part="examples")[0] == 303
    assert author.get(f"/desk/texts/{NAME}?part=examples").status_code == 200
    status, page = send(author, "check", text, part="examples")
    assert status == 422 and re.search(r"第 \d+ 行第 \d+ 列", page.get_text())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("version", ["9" * 5000, "٣", "-1", "", "1e3"])
def test_a_version_of_anything_is_another_s_version(office: Office, version: str) -> None:
    author, _ = office.editors(NAME)
    text = text_of(office, NAME)
    assert send(author, "save", text)[0] == 303
    for act in ("save", "drop", "propose", "file"):
        assert send(author, act, text, version=version)[0] in (409, 422), act


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_changed_is_told_as_it_stands_in_the_text(office: Office) -> None:
    author, _ = office.editors(NAME)
    text = text_of(office, NAME)
    assert "\n  within: 30d\n" in text and "\nvoice: null\n" in text
    send(author, "save", text.replace("\n  within: 30d\n", "\n  within: {working_days: 15}\n"))
    page = BeautifulSoup(author.get(f"/desk/texts/{NAME}?show=changes").text, "lxml").get_text(" ")
    assert "30d" in page and "{working_days: 15}" in page and "{'working_days'" not in page
