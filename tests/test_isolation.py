"""Nothing of one province reaches another: every route, every role, on the two provinces of the world.

The items are made from the application's own routes, so a new route is tried as soon as it exists.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.client import Browser, browse
from tests.examples import EXAMPLES, FIELDS, SHARED
from tests.world import Province, World
from webapp.app import create_app
from webapp.config import Settings
from webapp.persistence import db, guard, unit_of_work
from webapp.persistence.safeguards import scoped_tables
from webapp.persistence.session import ScopedSession

ROLES = ("anonymous", "worker", "officer")
HTMX = {"HX-Request": "true"}
BROWSERS = ("web_sessions", "attempts")
HARMLESS = ("SELECT ", *(f"{act} {table} " for table in BROWSERS for act in ("INSERT INTO", "UPDATE", "DELETE FROM")))
TABLES = sorted({table.name for table in scoped_tables()} - set(BROWSERS))


class Route(NamedTuple):
    """A rule with one method."""

    endpoint: str
    method: str
    arguments: frozenset[str]

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


@cache
def routes() -> list[Route]:
    """Every rule of the application, with each of its methods."""
    with TemporaryDirectory() as folder:
        app = create_app(
            Settings.from_env({"GONGHUI_MODE": "test", "GONGHUI_DATA": folder, "DATABASE_URL": "sqlite://"})
        )
    return sorted(route for rule in app.url_map.iter_rules() for route in _routes_of(rule))


def _routes_of(rule: Rule) -> Iterator[Route]:
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield Route(rule.endpoint, method, frozenset(rule.arguments))


def role_names() -> list[str]:
    return ["anonymous", *(f"{role}-of-{name}" for name in ("alpha", "beta") for role in ROLES[1:])]


def become(browser: Browser, role: str, province: Province) -> Browser:
    """Sign the browser in as the province's worker or officer."""
    if role == "worker":
        return browser.sign_in("worker", province.rows["open_worker"])
    return browser.sign_in("officer", province.rows["officer"]) if role == "officer" else browser


def visits(app: Flask, route: Route, browser: Browser, province: Province) -> Iterator[TestResponse]:
    """Call the route on the browser's host with the values and fields of a province, as a page and as a fragment."""
    values = EXAMPLES[route.endpoint](province) if route.arguments else {}
    with app.test_request_context(base_url=browser.origin):
        path = app.url_for(route.endpoint, **values)
    path = path.removeprefix(browser.origin)
    fields = FIELDS.get(route.endpoint, lambda _: {})(province)
    origin = {"Sec-Fetch-Site": "same-origin"}
    for headers in (origin, origin | HTMX):
        if route.method == "GET":
            yield browser.get(path, headers=headers, query_string=fields)
        else:
            yield browser.open(path, method=route.method, headers=headers, data=fields)


def everything_of(app: Flask, jurisdiction: str) -> str:
    """A digest of all rows of a province but its browsers' sessions."""
    digest = hashlib.sha256()
    with app.app_context(), unit_of_work(jurisdiction, write=False) as work:
        reading = work.connection(execution_options={"unscoped": "the test compares what is stored"})
        for table in TABLES:
            stored = f"SELECT * FROM {table} WHERE jurisdiction = '{jurisdiction}' ORDER BY id"
            digest.update(repr(reading.exec_driver_sql(stored).all()).encode())
    return digest.hexdigest()


_loaded: dict[tuple[str, str], str] = {}


def untouched(app: Flask, database: str, province: Province) -> str:
    """The digest of a province in a world that was just loaded: the same before every test."""
    key = (database, province.jurisdiction)
    if key not in _loaded:
        _loaded[key] = everything_of(app, province.jurisdiction)
    return _loaded[key]


@contextmanager
def watching() -> Iterator[list[str]]:
    """The statements that this process sends from now on and that may change more than browsers' sessions."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().startswith(HARMLESS):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def leaks(world: World, visitor: Province, answers: Iterator[TestResponse]) -> list[str]:
    """Answers that show a word of the province the visitor is not in."""
    canary = world.other(visitor).canary
    return [f"{answer.status} {answer.request.path}" for answer in answers if _shows(answer, canary)]


def _shows(answer: TestResponse, canary: str) -> bool:
    return canary.encode() in answer.data or canary in str(answer.headers)


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with the form token off: what is tried is what lies behind it."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return app


def test_every_rule_with_parameters_has_an_example() -> None:
    missing = {route.endpoint for route in routes() if route.arguments and route.endpoint not in EXAMPLES}
    assert not missing, "add these endpoints to tests/examples.py"


def test_no_example_is_left_of_a_rule_that_is_gone() -> None:
    known = {route.endpoint for route in routes()}
    assert (EXAMPLES.keys() | FIELDS.keys() | SHARED) <= known


@pytest.mark.parametrize("role", role_names())
@pytest.mark.parametrize("route", routes(), ids=str)
def test_isolation(site: Flask, world: World, database: str, route: Route, role: str) -> None:
    role, _, name = role.partition("-of-")
    home = getattr(world, name or "alpha")
    other = world.other(home)
    before = untouched(site, database, other)
    browser = become(browse(site, home.jurisdiction), role, home)

    with watching() as sent:
        assert leaks(world, home, visits(site, route, browser, home)) == []
        reached = list(visits(site, route, browser, other))
        assert leaks(world, home, iter(reached)) == []
        if route.arguments and route.endpoint not in SHARED:
            assert not [answer.status for answer in reached if answer.status_code < 300 or answer.status_code >= 500]
    if sent:
        assert everything_of(site, other.jurisdiction) == before

    _carry_cookie(browser, other)
    assert browser.get("/me").status_code != 200
    assert browser.get("/office").status_code != 200
    for answer in visits(site, route, browser, home):
        assert not _shows(answer, home.canary)


def _carry_cookie(browser: Browser, other: Province) -> None:
    """Show the sibling's host the cookie that this province gave out."""
    name = "__Host-gonghui"
    cookie = browser.get_cookie(name, domain=f"{browser.jurisdiction}.localhost")
    browser.jurisdiction = other.jurisdiction
    if cookie is not None:
        browser.set_cookie(name, cookie.value, domain=f"{other.jurisdiction}.localhost", secure=True)


SEEN = {"GET office.index", "GET office_cases.show", "GET join_applications.show", "GET unions.employers"}


def test_isolation_matrix_sees_the_pages_it_should(site: Flask, world: World) -> None:
    """The canary of one's own province is on the pages: the matrix does not pass because nothing is shown."""
    shown = {
        str(route)
        for role in ROLES
        for route in routes()
        if str(route) in SEEN
        for answer in visits(site, route, become(browse(site, "alpha"), role, world.alpha), world.alpha)
        if _shows(answer, world.alpha.canary)
    }
    assert shown == SEEN


def test_isolation_matrix_fails_when_the_guard_is_off(site: Flask, world: World, database: str) -> None:
    """The mutation: without the first lock SQLite leaks and the matrix says so; PostgreSQL still holds by the second."""
    with no_guard(site):
        found = (
            leak
            for role in ROLES
            for route in routes()
            if route.method == "GET"
            for leak in leaks(
                world,
                world.alpha,
                visits(site, route, become(browse(site, "alpha"), role, world.alpha), world.beta),
            )
        )
        first = next(found, None)
    assert bool(first) == (database == "sqlite"), first


class no_guard:
    """The first lock taken off an application."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __enter__(self) -> None:
        event.remove(ScopedSession, "do_orm_execute", guard.narrow)
        with self._app.app_context():
            event.remove(db.engine, "before_cursor_execute", guard.check_statement)

    def __exit__(self, *_error: Any) -> None:
        guard.watch_sessions()
        with self._app.app_context():
            guard.watch_engine(db.engine)
