"""When two requests stood in each other's way, or something fits into no column: no failure of the system, and nothing is saved."""

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Blueprint, Flask
from sqlalchemy import select, text, update

from tests.client import Browser, browse
from tests.meeting import at_once
from tests.persistence.seeds import session_row
from webapp.persistence import db, unit_of_work
from webapp.web import audience
from webapp.web.serving.security import csrf
from webapp.web.sessions import COOKIE, WebSession

POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
"""SQLite lets one write at a time, and takes text of any length."""

MET = Barrier(2)
probe = Blueprint("database_faults", __name__)


def change(owner: str) -> None:
    db.session.execute(
        update(WebSession).where(WebSession.owner == owner).values(idle_seconds=WebSession.idle_seconds + 1)
    )


@csrf.exempt
@probe.post("/both/<first>/<second>")
@audience("any")
def both(first: str, second: str) -> str:
    change(first)
    MET.wait()
    change(second)
    return "ok"


@csrf.exempt
@probe.post("/vanish")
@audience("any")
def vanish() -> str:
    row = db.session.scalars(select(WebSession).where(WebSession.owner == "first")).one()
    db.session.execute(
        WebSession.__table__.delete().where(text("owner = 'first'")), execution_options={"unscoped": "somebody else's"}
    )
    row.idle_seconds = 1
    return "ok"


@csrf.exempt
@probe.post("/keep/<owner>")
@audience("any")
def keep(owner: str) -> str:
    db.session.add(session_row(owner))
    return "ok"


@pytest.fixture
def site(app_with: Callable[..., Flask]) -> Flask:
    site = app_with(probe)
    site.config["PROPAGATE_EXCEPTIONS"] = False
    with site.app_context(), unit_of_work("alpha") as work:
        work.add_all([session_row("first"), session_row("second")])
    return site


@pytest.fixture
def browser(site: Flask) -> Browser:
    browser = browse(site, "alpha")
    browser.set_cookie(COOKIE, "alpha.somebody", domain="alpha.localhost")
    return browser


@POSTGRESQL
def test_of_two_that_wait_for_each_other_one_is_told_to_come_again(site: Flask) -> None:
    answers = at_once(
        lambda: browse(site, "alpha").post("/both/first/second"),
        lambda: browse(site, "alpha").post("/both/second/first"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 503]
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert "没有保存" in refused.text


def test_a_row_that_somebody_took_away_meanwhile_is_a_change_and_no_failure(browser: Browser) -> None:
    answer = browser.post("/vanish")
    assert answer.status_code == 409
    assert "没有保存" in answer.text


@POSTGRESQL
def test_what_does_not_fit_into_the_database_is_refused_as_the_senders(site: Flask, browser: Browser) -> None:
    answer = browser.post(f"/keep/{'x' * 101}")
    assert answer.status_code == 400
    assert "没有保存" in answer.text
