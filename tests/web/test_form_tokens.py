"""Nothing is kept about a browser that only reads pages with forms on them, and its forms are as safe as those of a session."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, func, select

from tests.client import Browser, browse
from tests.test_every_page import Opened, pages
from tests.world import World
from webapp.accounts.officers import officer_by_id, set_password
from webapp.persistence import db, now, unit_of_work
from webapp.web.access import audience_of
from webapp.web.sessions import COOKIE, WebSession

FORM_COOKIE = f"{COOKIE}-form"
COUNTS = {"card.check"}
"""Pages for anybody that count who asks: how often somebody may try the codes of cards."""
HOST = "alpha.localhost"


@pytest.fixture
def site(app: Flask, world: World) -> Flask:
    return app


@pytest.fixture
def browser(site: Flask) -> Browser:
    return browse(site, "alpha")


def rows(site: Flask) -> int:
    with site.app_context(), unit_of_work("alpha", write=False) as work:
        return work.scalar(select(func.count()).select_from(WebSession)) or 0


def value(browser: Browser, name: str) -> str | None:
    cookie = browser.get_cookie(name, domain=HOST)
    return cookie.value if cookie else None


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def send(browser: Browser, form_token: str, theme: str = "dark") -> int:
    data = {"csrf_token": form_token, "care": "0", "theme": theme}
    return browser.post("/preferences", data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code


@pytest.fixture
def written(site: Flask) -> Iterator[list[str]]:
    """The statements that change anything, as they are sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            sent.append(sql)

    with site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.takes_turns
def test_no_page_for_anybody_writes_anything(site: Flask, world: World, written: list[str]) -> None:
    for_anybody = [name for name in pages() if audience_of(site, name.split()[0]) in ("public", "any", "directory")]
    wrote = {}
    for name in for_anybody:
        path = Opened(site, world.alpha, name).path
        written.clear()
        for host in ("alpha", None):
            stranger = browse(site, host)
            for _ in range(2):
                assert stranger.get(path).status_code < 500
        if written:
            wrote[name] = list(written)
    assert wrote.keys() <= COUNTS, wrote
    assert len(for_anybody) > 30


def test_a_form_is_sent_without_a_row(site: Flask, browser: Browser) -> None:
    before = rows(site)
    assert send(browser, token(browser.get("/preferences").text)) == 303
    assert rows(site) == before
    assert value(browser, COOKIE) is None


def test_the_cookie_belongs_to_one_host_and_is_out_of_reach_of_scripts(browser: Browser) -> None:
    header = browser.get("/preferences").headers["Set-Cookie"]
    name, *flags = header.split("; ")
    assert name.startswith(f"{FORM_COOKIE}=") and set(flags) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert "Set-Cookie" not in browser.get("/preferences").headers


def test_another_browsers_token_is_refused(site: Flask, browser: Browser) -> None:
    browser.get("/preferences")
    assert send(browser, token(browse(site, "alpha").get("/preferences").text)) == 400
    nobody = browse(site, "alpha")
    assert send(nobody, token(browser.get("/preferences").text)) == 400


@pytest.mark.parametrize("made", ["of a sibling", "unsigned", "changed", "of the other kind"])
def test_a_cookie_that_this_host_did_not_give_out_counts_for_nothing(site: Flask, browser: Browser, made: str) -> None:
    sibling = browse(site, "beta")
    form_token = token(sibling.get("/preferences").text)
    cookie = sibling.get_cookie(FORM_COOKIE, domain="beta.localhost")
    assert cookie is not None
    forged = {
        "of a sibling": cookie.value,
        "unsigned": "alpha.token",
        "changed": cookie.value[:-2] + ("AA" if cookie.value[-2:] != "AA" else "BB"),
        "of the other kind": form_token,
    }[made]
    browser.set_cookie(FORM_COOKIE, forged, domain=HOST, secure=True)
    assert send(browser, form_token) == 400


def test_a_form_left_open_for_longer_than_a_session_lives_is_out_of_date(browser: Browser) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        form_token = token(browser.get("/preferences").text)
        clock.shift(timedelta(hours=19))
        assert send(browser, form_token) == 303
        clock.shift(timedelta(hours=2))
        assert send(browser, form_token) == 400
        assert send(browser, token(browser.get("/preferences").text)) == 303


def test_a_form_opened_before_there_was_a_session_is_sent_in_it(site: Flask, browser: Browser) -> None:
    form_token = token(browser.get("/preferences").text)
    before = rows(site)
    assert browser.submit("/login", {"phone": "13800138000"}).status_code == 303
    assert rows(site) == before + 1
    assert value(browser, FORM_COOKIE) is None and value(browser, COOKIE) is not None
    assert send(browser, form_token) == 303


def test_in_a_session_the_token_of_a_cookie_counts_no_more(site: Flask, browser: Browser) -> None:
    stranger = browse(site, "alpha")
    form_token = token(stranger.get("/preferences").text)
    browser.sign_in("worker", "01890000-0000-7000-8000-000000000001")
    browser.get("/preferences")
    browser.set_cookie(FORM_COOKIE, value(stranger, FORM_COOKIE) or "", domain=HOST, secure=True)
    assert send(browser, form_token) == 400


def test_a_form_of_the_time_before_signing_in_is_refused_after_it(site: Flask, world: World, browser: Browser) -> None:
    before = token(browser.get("/officers/login").text)
    with site.app_context(), unit_of_work("alpha"):
        officer = officer_by_id(world.alpha.rows["officer"])
        assert officer is not None
        login = officer.login
        set_password(officer, "correct horse battery")
    assert browser.submit("/officers/login", {"login": login, "password": "correct horse battery"}).status_code == 303
    assert send(browser, before) == 400
