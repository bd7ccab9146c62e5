"""Whatever anybody writes into an address, a query, a field, a cookie or a file's name: never a failure of the server.

Characters that a database cannot keep are refused at the edge, with a page. What is only too long, too large or no number is
answered by the page that was asked, as a form or as not found.
"""

import hashlib
import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.client import browse
from tests.conftest import KINDS
from tests.examples import FIELDS
from tests.test_every_page import Opened, pages
from tests.web.lint import fragment_faults, page_faults
from tests.world import World

SOURCE = Path(__file__).parents[1] / "webapp"
READ = re.compile(r"""args(?:\.get|\.getlist)?[(\[]\s*"([\w-]+)["']""")
ZERO = "a\0b"
VALUES = {
    "long": "长" * 3000,
    "large": "9" * 30,
    "page": "9" * 18,
    "below": "-1",
    "squared": "²",
    "wide": "１２",
    "endless": "1e400",
    "nan": "NaN",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "no day": "2026-02-30",
    "nobody": "00000000-0000-0000-0000-000000000000",
    "quote": "'\"%_\\",
    "emoji": "\U0001f600\u202e",
}
RAW = ["%ff%fe", "%ed%a0%80", "%c0%80", "%f8%88%80%80%80"]
"""Bytes that are no text: none at all, half a surrogate pair, a zero byte in disguise, a character that does not exist."""


ALL = bool(os.environ.get("GONGHUI_TEST_ALL"))
EVERY_PAGE = pytest.mark.parametrize(
    ("database", "name"),
    [(kind, name) for kind in (KINDS if ALL else ["postgresql"]) for name in pages()],
    indirect=["database"],
)


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Failures are answered as in production."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return app


def names_read() -> list[str]:
    """Every name that some view reads from a query."""
    return sorted({name for path in SOURCE.rglob("*.py") for name in READ.findall(path.read_text())})


def names_searched(html: str) -> set[str]:
    """The names of the fields of a page's own search."""
    fields = BeautifulSoup(html, "html5lib").select("form[method=get] [name]")
    return {str(field["name"]) for field in fields}


def with_value(path: str, names: list[str], value: str) -> Iterator[str]:
    """The address with the value in the whole query, and in each part that the rule leaves open."""
    bare = path.partition("?")[0]
    yield f"{bare}?{'&'.join(f'{name}={value}' for name in names)}"
    parts = bare.split("/")
    for at in range(2, len(parts)):
        yield "/".join([*parts[:at], value, *parts[at + 1 :]])


def values_for(values: Sequence[str], *words: str) -> Sequence[str]:
    """Every value in `make test-all`; else one, another for each place."""
    number = int(hashlib.sha256(" ".join(words).encode()).hexdigest(), 16) % len(values)
    return values if ALL else values[number : number + 1]


def forms(app: Flask, world: World, html: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each form of a page: where it goes, and what it sends when it is filled in well."""
    adapter = app.url_map.bind("alpha.localhost")
    for form in BeautifulSoup(html, "html5lib").select("main form[method=post]"):
        fields = form.select("input[name]:not([type=file]), textarea[name], select[name]")
        sent = {str(one["name"]): str(one.get("value", "")) for one in fields}
        path = str(form["action"])
        endpoint, _ = adapter.match(path.partition("?")[0], method="POST")
        yield path, sent | FIELDS.get(endpoint, lambda _: {})(world.alpha)


def post(opened: Opened, path: str, sent: dict[str, Any]) -> Any:
    return opened.browser.post(path, data=sent, headers={"Sec-Fetch-Site": "same-origin"})


@EVERY_PAGE
def test_no_value_in_an_address_or_a_field_breaks_a_page(site: Flask, world: World, name: str) -> None:
    opened = Opened(site, world.alpha, name)
    html = opened.get().text
    names = sorted({*names_read(), *names_searched(html)})
    broken = []
    written = [quote(value, safe="") for value in VALUES.values()]
    for value in (*values_for(written, name), *values_for(RAW, name)):
        for address in with_value(opened.path, names, value):
            if opened.browser.get(address).status_code >= 500:
                broken.append(address[:100])
    for path, sent in forms(site, world, html):
        for field in sorted(sent.keys() - {"csrf_token"}):
            for value in values_for([*VALUES.values()], path.rpartition("/")[2], field):
                if post(opened, path, sent | {field: value}).status_code >= 500:
                    broken.append(f"{path} {field}={value[:40]}")
    assert broken == []


@EVERY_PAGE
def test_a_zero_byte_is_refused_wherever_it_stands(site: Flask, world: World, name: str) -> None:
    opened = Opened(site, world.alpha, name)
    html = opened.get().text
    kept = []
    for address in with_value(opened.path, ["anything"], quote(ZERO, safe="")):
        if opened.browser.get(address).status_code != 400:
            kept.append(address)
    for path, sent in forms(site, world, html):
        for field in sorted(sent.keys() - {"csrf_token"}):
            if post(opened, path, sent | {field: ZERO}).status_code != 400:
                kept.append(f"{path} {field}")
    assert kept == []


@pytest.mark.parametrize("fragment", [False, True])
def test_the_refusal_is_a_page_of_ours(site: Flask, world: World, fragment: bool) -> None:
    answer = browse(site, "alpha").get("/unions?q=%00", headers={"HX-Request": "true"} if fragment else {})
    assert answer.status_code == 400
    assert (fragment_faults if fragment else page_faults)(answer.text) == []


def test_a_zero_byte_is_refused_in_a_name_a_header_a_cookie_and_the_name_of_a_file(site: Flask, world: World) -> None:
    browser = browse(site, "alpha")
    assert browser.get("/?a%00b=1").status_code == 400
    assert browser.get("/", headers={"HX-Current-URL": "https://alpha.localhost/\0"}).status_code == 400
    browser.set_cookie("theme", ZERO, domain="alpha.localhost")
    assert browser.get("/").status_code == 400
    browser.delete_cookie("theme", domain="alpha.localhost")
    page = browser.get("/preferences").text
    token = str(BeautifulSoup(page, "html5lib").select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    for more in ({"a\0b": "1"}, {"file": (io.BytesIO(b"x"), "a\0.png")}):
        data = {"csrf_token": token, "care": "0", "theme": "auto", **more}
        answer = browser.post("/preferences", data=data, content_type="multipart/form-data")
        assert answer.status_code == 400, more
