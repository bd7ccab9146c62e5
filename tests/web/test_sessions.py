"""Server-side sessions: one a browser and province."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Blueprint, Flask, session
from sqlalchemy import func, select

from tests.client import Browser, browse
from webapp.persistence import now, unit_of_work
from webapp.web import audience, sessions
from webapp.web.serving.security import csrf
from webapp.web.sessions import COOKIE, WebSession

probe = Blueprint("probe", __name__)


@probe.get("/read")
@audience("any")
def read() -> dict[str, Any]:
    return dict(session)


@probe.get("/quiet")
@audience("any")
def quiet() -> str:
    return "nobody looked"


@probe.get("/remember/<word>")
@audience("any")
def remember(word: str) -> str:
    session["word"] = word
    return "ok"


@csrf.exempt
@probe.post("/sign-in/<owner>")
@audience("any")
def sign_in(owner: str) -> str:
    sessions.rotate(owner=owner)
    return "ok"


@csrf.exempt
@probe.post("/sign-out")
@audience("any")
def sign_out() -> str:
    sessions.end()
    return "ok"


@csrf.exempt
@probe.post("/sign-out-others/<owner>")
@audience("any")
def sign_out_others(owner: str) -> str:
    sessions.end_all(owner, but_this=True)
    return "ok"


@pytest.fixture
def site(app_with: Callable[..., Flask]) -> Flask:
    return app_with(probe)


@pytest.fixture
def browser(site: Flask) -> Browser:
    return browse(site, "alpha")


def cookie_of(browser: Browser) -> str | None:
    cookie = browser.get_cookie(COOKIE, domain=f"{browser.jurisdiction}.localhost")
    return cookie.value if cookie else None


def rows(site: Flask, jurisdiction: str = "alpha") -> int:
    with site.app_context(), unit_of_work(jurisdiction) as work:
        return work.scalar(select(func.count()).select_from(WebSession)) or 0


def test_the_cookie_is_host_only_secure_and_hidden_from_scripts(browser: Browser) -> None:
    header = browser.get("/remember/rain").headers["Set-Cookie"]
    assert header.startswith(f"{COOKIE}=alpha.")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in header.split(";")}
    assert "Domain" not in header


def test_what_is_put_in_a_session_on_a_get_is_there_on_the_next_page(browser: Browser) -> None:
    browser.get("/remember/rain")
    assert browser.get("/read").json == {"word": "rain"}


def test_a_page_that_does_not_look_at_the_session_makes_no_row_and_no_cookie(site: Flask, browser: Browser) -> None:
    assert "Set-Cookie" not in browser.get("/quiet").headers
    assert rows(site) == 0


def test_the_database_holds_neither_the_cookie_nor_the_content_in_clear(site: Flask, browser: Browser) -> None:
    browser.get("/remember/umbrella")
    with site.app_context(), unit_of_work("alpha") as work:
        row = work.scalars(select(WebSession)).one()
        stored = work.connection().exec_driver_sql("SELECT 1").scalar()
    token = cookie_of(browser)
    assert stored == 1
    assert token is not None and row.token_hash == sessions.token_hash(token) and token not in row.data


def test_signing_in_gives_the_browser_a_new_session_name_and_kills_the_old_one(site: Flask, browser: Browser) -> None:
    browser.get("/remember/rain")
    before = cookie_of(browser)
    browser.post("/sign-in/officer:1")
    assert cookie_of(browser) != before
    assert browser.get("/read").json == {"word": "rain"}
    thief = browse(site, "alpha")
    thief.set_cookie(COOKIE, before or "", domain="alpha.localhost", secure=True)
    assert thief.get("/read").json == {}


def test_an_ended_session_is_gone_on_the_server(site: Flask, browser: Browser) -> None:
    browser.get("/remember/rain")
    copied = cookie_of(browser)
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert rows(site) == 0
    browser.set_cookie(COOKIE, copied or "", domain="alpha.localhost", secure=True)
    assert browser.get("/read").json == {}


def test_an_owner_ends_the_sessions_of_the_other_browsers_only(site: Flask, browser: Browser) -> None:
    other, stranger = browse(site, "alpha"), browse(site, "alpha")
    for each, owner in ((browser, "officer:1"), (other, "officer:1"), (stranger, "officer:2")):
        each.get("/remember/rain")
        each.post(f"/sign-in/{owner}")
    browser.post("/sign-out-others/officer:1")
    assert browser.get("/read").json == {"word": "rain"}
    assert stranger.get("/read").json == {"word": "rain"}
    assert other.get("/read").json == {}


def test_a_session_shown_to_another_host_is_refused_and_logged(
    site: Flask, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.get("/remember/rain")
    sibling = browse(site, "beta")
    sibling.set_cookie(COOKIE, cookie_of(browser) or "", domain="beta.localhost", secure=True)
    with caplog.at_level(logging.WARNING, "webapp.security"):
        assert sibling.get("/read").json == {}
    assert "shown to beta" in caplog.text


def test_a_session_name_with_a_forged_home_opens_nothing(site: Flask, browser: Browser) -> None:
    browser.get("/remember/rain")
    forged = (cookie_of(browser) or "").replace("alpha.", "beta.")
    sibling = browse(site, "beta")
    sibling.set_cookie(COOKIE, forged, domain="beta.localhost", secure=True)
    assert sibling.get("/read").json == {}


@pytest.mark.parametrize(
    ("pauses", "alive"),
    [
        ([timedelta(hours=1, minutes=59)], True),
        ([timedelta(hours=2, minutes=1)], False),
        ([timedelta(hours=1)] * 19, True),
        ([timedelta(hours=1)] * 21, False),
    ],
    ids=["used within the idle limit", "idle too long", "used all day", "older than the absolute limit"],
)
def test_a_session_ends_by_idleness_and_by_age(browser: Browser, pauses: list[timedelta], alive: bool) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser.get("/remember/rain")
        for pause in pauses:
            clock.shift(pause)
            answer = browser.get("/read").json
    assert answer == ({"word": "rain"} if alive else {})


def test_dead_sessions_are_swept_away_and_live_ones_stay(site: Flask, browser: Browser) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browse(site, "alpha").get("/remember/old")
        clock.shift(timedelta(hours=3))
        browser.get("/remember/new")
        with site.app_context(), unit_of_work("alpha"):
            sessions.delete_dead_sessions(now())
        assert rows(site) == 1
        assert browser.get("/read").json == {"word": "new"}


def test_the_bare_domain_keeps_no_row(site: Flask) -> None:
    directory = browse(site, None)
    directory.get("/remember/rain")
    assert directory.get("/read").json == {"word": "rain"}
    assert rows(site) == 0
