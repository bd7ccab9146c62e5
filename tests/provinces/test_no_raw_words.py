"""No id of a profile and no Python value on any page of its rules, its way in and its plans: of the real provinces and of the made-up ones."""

import re
from collections.abc import Iterable

import pytest
import yaml
from flask import Flask

from tests.claims.walking import text
from tests.client import browse
from tests.join.conftest import POLICIES, REAL, Grown, grown  # noqa: F401  (its fixture)
from tests.join.test_fourth_province import NAME
from tests.provinces.conftest import HERE, Open
from webapp.home.book.chapters import SECTIONS

PATHS = ("/", "/join", "/claims", "/policy", *(f"/policy/{chapter}" for chapter in SECTIONS), "/policy/booklet")
PYTHON = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\{'|\['|\('|<webapp|Decimal\(|answers\.|member\.|event\.")
MADE_UP = sorted(path.stem for path in HERE.glob("*.yaml"))
ID = re.compile(r"[a-z]+(?:[_-][a-z0-9]+)+")
"""What an id of several words looks like; one of a single word could stand in an address or in a name."""


def ids(rows: object) -> Iterable[str]:
    """Every id in a profile, and every word that has to be told in Chinese."""
    if isinstance(rows, dict):
        yield from (str(value) for key, value in rows.items() if key == "id")
        for value in rows.values():
            yield from ids(value)
    if isinstance(rows, list):
        for row in rows:
            yield from ids(row)


def raw(app: Flask, jurisdiction: str, profile: str) -> dict[str, list[str]]:
    """Path -> what should not stand there."""
    named = {name for name in ids(yaml.safe_load(profile)) if ID.fullmatch(name)}
    found, shown = {}, 0
    for path in PATHS:
        answer = browse(app, jurisdiction).get(path)
        assert answer.status_code in (200, 303, 404), path
        shown += answer.status_code == 200
        said = text(answer.text)
        wrong = [name for name in named if re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w-])", said)]
        found[path] = wrong + PYTHON.findall(said)
    assert shown >= len(SECTIONS)
    return {path: wrong for path, wrong in found.items() if wrong}


@pytest.mark.parametrize("jurisdiction", REAL)
def test_of_the_real_provinces(grown: Grown, jurisdiction: str) -> None:  # noqa: F811
    assert raw(grown.app, jurisdiction, (POLICIES / f"{jurisdiction}.yaml").read_text("utf-8")) == {}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", MADE_UP)
def test_of_those_made_up(province: Open, name: str) -> None:
    app = province(name).app
    assert raw(app, NAME, (HERE / f"{name}.yaml").read_text("utf-8")) == {}
