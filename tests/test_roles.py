"""Who may write: every POST route of the site against every role. The roles stand beside the route (accounts/acting.py); whoever has none
of them is refused and nothing is written, and no page shows him the button.
"""

from collections.abc import Iterator
from functools import cache
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.client import Browser, browse
from tests.officers import person
from tests.test_every_page import Opened, pages
from tests.test_isolation import Route, everything_of, routes, visits
from tests.world import Province, World
from webapp.accounts import AUDITOR, POLICY_APPROVER, POLICY_AUTHOR, REVIEWER, TREASURER, give_role
from webapp.accounts.acting import EVERY_OFFICER, roles_for
from webapp.accounts.officers import ROLES, officer_by_login
from webapp.app import create_app
from webapp.config import Settings
from webapp.persistence import unit_of_work
from webapp.unions import Union
from webapp.web.access import audience_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NOBODY = "no role"
WHO = ("anonymous", "worker", NOBODY, *ROLES)
EVERYBODYS = frozenset(EVERY_OFFICER)
READING = {
    AUDITOR: set(),
    TREASURER: {
        "office_corrections.write",
        "office_payments.freeze_list",
        "office_payments.act",
        "office_payments.answers",
        "office_payments.list_file",
        "office_money.settle",
        "office_money.contra_confirmation",
        "office_money.contra_refusal",
    },
    POLICY_AUTHOR: {"desk.begin", "desk.write", "desk_first.administrators"},
    POLICY_APPROVER: {"desk.write", "desk.decision", "desk_first.administrators"},
}
"""What the roles that decide no case may do, beside what every officer may do with his own account."""


class Stated(NamedTuple):
    """A route that may write, or leads to nothing else; whose it is, and which roles of officers it names."""

    route: Route
    audience: str | None
    roles: frozenset[str] | None


@cache
def stated() -> list[Stated]:
    """Every such route of the application."""
    with TemporaryDirectory() as folder:
        app = create_app(
            Settings.from_env({"GONGHUI_MODE": "test", "GONGHUI_DATA": folder, "DATABASE_URL": "sqlite://"})
        )
    with app.app_context():
        found = [Stated(one, audience_of(app, one.endpoint), roles_for(one.endpoint, one.method)) for one in routes()]
    return [one for one in found if one.route.method != "GET" or one.roles != EVERYBODYS]


def written() -> list[Stated]:
    """Those that take an unsafe request."""
    return [one for one in stated() if one.route.method != "GET"]


def may(one: Stated, who: str) -> bool:
    """Whether somebody of this kind gets past the gate."""
    if one.audience != "officer":
        return who == "worker" or one.audience != "worker"
    return who not in ("anonymous", "worker") and (one.roles == EVERYBODYS or who in (one.roles or ()))


def as_one(app: Flask, province: Province, who: str) -> Browser:
    """A browser of somebody with this one role, at the unions that the world's officer works for."""
    browser = browse(app, province.jurisdiction)
    if who == "anonymous":
        return browser
    if who == "worker":
        return browser.sign_in("worker", province.rows["open_worker"])
    with app.app_context(), unit_of_work(province.jurisdiction) as work:
        officer = person(name=province.text(who), login=f"{who.replace(' ', '-')}-only")
        for union in work.query(Union).filter(
            Union.parent_id.is_(None) | (Union.id == province.rows["deciding_union"])
        ):
            if who != NOBODY:
                give_role(officer, union.id, who)
        identity = officer.id
    browser.sign_in("officer", identity)
    assert browser.get("/officers/account").status_code == 200
    return browser


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with the form token off: what is tried is who may."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return app


def test_every_view_of_officers_that_writes_names_its_roles(app: Flask) -> None:
    assert [str(one.route) for one in written() if one.audience == "officer" and one.roles is None] == []


@pytest.mark.parametrize("role", READING)
def test_reading_roles_write_what_is_theirs_alone(app: Flask, role: str) -> None:
    theirs = {one.route.endpoint for one in stated() if one.roles is not None and role in one.roles}
    assert theirs == READING[role]


GATED = [one for one in stated() if one.audience in ("officer", "worker")]


@pytest.mark.parametrize("who", WHO)
def test_who_has_no_role_for_it_is_refused_and_nothing_is_written(site: Flask, world: World, who: str) -> None:
    browser = as_one(site, world.alpha, who)
    before = everything_of(site, "alpha")
    answers = {
        str(one.route): next(visits(site, one.route, browser, world.alpha)) for one in GATED if not may(one, who)
    }
    assert [(route, answer.status) for route, answer in answers.items() if not _is_refusal(answer)] == []
    assert everything_of(site, "alpha") == before
    for one in GATED:
        if may(one, who):
            answer = next(visits(site, one.route, browser, world.alpha))
            assert "您的职责里没有" not in answer.text, str(one.route)


def _is_refusal(answer: TestResponse) -> bool:
    signs_in = urlsplit(answer.location or "").path in ("/login", "/officers/login")
    return answer.status_code == 403 or (answer.status_code == 303 and signs_in)


@pytest.mark.parametrize("who", [NOBODY, *ROLES])
def test_nobody_sees_a_button_or_a_link_that_refuses_him(site: Flask, world: World, who: str) -> None:
    browser = as_one(site, world.alpha, who)
    seen = {path: browser.get(path) for path in dict.fromkeys(_paths(site, world.alpha))}
    offered = {
        (method, path): page
        for page, answer in seen.items()
        if answer.status_code == 200 and answer.mimetype == "text/html"
        for method, path in _offered(answer.text, page)
    }
    assert offered
    assert {to: page for to, page in offered.items() if _refuses(site, browser, *to, who)} == {}


def _paths(app: Flask, province: Province) -> Iterator[str]:
    for name in pages():
        page = Opened(app, province, name)
        if page.audience == "officer":
            yield page.path


def _offered(html: str, page: str) -> Iterator[tuple[str, str]]:
    soup = BeautifulSoup(html, "lxml")
    for form in soup.select("form[method=post]"):
        yield "POST", str(form.get("action") or page)
    for link in soup.select("a[href^='/']"):
        yield "GET", str(link["href"])


def _refuses(app: Flask, browser: Browser, method: str, path: str, who: str) -> bool:
    """Whether this role may not use what is behind the button; a link is followed."""
    try:
        endpoint, _ = app.url_map.bind(urlsplit(browser.origin).netloc).match(urlsplit(path).path, method=method)
    except HTTPException:
        return True
    with app.app_context():
        roles = roles_for(endpoint, method)
    if audience_of(app, endpoint) == "officer" and roles != EVERYBODYS and who not in (roles or ()):
        return True
    return method == "GET" and browser.get(path).status_code == 403


def test_who_decides_here_and_reads_there_opens_a_drive_here_alone(site: Flask, world: World) -> None:
    here, top = world.alpha.rows["deciding_union"], world.alpha.rows["top"]
    browser = as_one(site, world.alpha, NOBODY)
    with site.app_context(), unit_of_work("alpha"):
        officer = officer_by_login("no-role-only")
        assert officer is not None
        give_role(officer, here, REVIEWER)
        give_role(officer, top, AUDITOR)
    page = BeautifulSoup(browser.get("/office/entries/drives/new").text, "lxml")
    assert {
        str(one["value"]) for one in page.select("select[name=union] option, input[name=union]") if one["value"]
    } == {str(here)}
