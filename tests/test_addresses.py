"""A page's code is found from its address, by the one rule and the small table of docs/architecture.md."""

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.conftest import REPOSITORY, Served

PACKAGE = REPOSITORY / "webapp"
MAP = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")


def table() -> dict[str, str]:
    """Addresses that do not begin with the name of their room: prefix -> room, or room/file."""
    rows = MAP.partition("| address | place |")[2].partition("\n\n")[0]
    found = {}
    for prefixes, place in re.findall(r"^\| (`/.*?) \| `([a-z_/]+)` \|$", rows, re.MULTILINE):
        found |= dict.fromkeys(re.findall(r"`(/[^`]*)`", prefixes), place)
    return found


TABLE = table()


def parts(address: str) -> list[str]:
    return [part for part in address.split("/") if part]


def words(address: str) -> list[str]:
    """The parts of an address that are no variables, as names are written in code."""
    return [part.replace("-", "_") for part in parts(address) if "<" not in part]


def begins(address: str, prefix: str) -> bool:
    """Whether an address begins with a prefix; `<…>` stands for any one part."""
    mine, wanted = parts(address), parts(prefix)
    return len(mine) >= len(wanted) and all("<" in two or one == two for one, two in zip(mine, wanted, strict=False))


def place_of(address: str) -> Path:
    """The file that the rule names for an address."""
    rows = [prefix for prefix in TABLE if prefix != "/" and begins(address, prefix)]
    named = TABLE[max(rows, key=len)] if rows else _room(words(address))
    if (PACKAGE / f"{named}.py").exists() and "/" in named:
        return PACKAGE / f"{named}.py"
    folder = PACKAGE / named
    for word in words(address):
        folder = folder / word if (folder / word).is_dir() else folder
    for word in reversed(words(address)):
        for name in (word, re.sub("ies$", "y", word), word.removesuffix("s")):
            if (folder / f"{name}_routes.py").exists():
                return folder / f"{name}_routes.py"
    below = folder / "office_routes.py"
    return below if words(address)[:1] == ["office"] and below.exists() else folder / "routes.py"


def _room(found: list[str]) -> str:
    first, *rest = found or [""]
    word = rest[0] if first in ("office", "me") and rest else first
    return word if (PACKAGE / word / "__init__.py").exists() and word else "office" if first == "office" else "home"


def file_of(app: Flask, rule: Rule) -> Path:
    module = app.view_functions[rule.endpoint].__module__
    return REPOSITORY / (module.replace(".", "/") + ".py")


@pytest.fixture(scope="module")
def rules(_sqlite: Served) -> list[tuple[str, Path]]:
    app = _sqlite.app
    return sorted({(rule.rule, file_of(app, rule)) for rule in app.url_map.iter_rules()})


def test_every_address_leads_to_its_file(rules: list[tuple[str, Path]]) -> None:
    wrong = {
        address: f"{path}, by the rule {place_of(address)}" for address, path in rules if place_of(address) != path
    }
    assert wrong == {}


def test_every_page_that_code_or_a_template_leads_to_exists(_sqlite: Served) -> None:
    named: dict[str, str] = {}
    for path in [*PACKAGE.rglob("*.py"), *(REPOSITORY / "templates").rglob("*.html")]:
        for endpoint in re.findall(r"""\burl_for\(\s*["']([a-z_]+\.[a-z_]+)["']""", path.read_text("utf-8")):
            named[endpoint] = str(path.relative_to(REPOSITORY))
    assert len(named) > 100
    assert {page: where for page, where in named.items() if page not in _sqlite.app.view_functions} == {}
