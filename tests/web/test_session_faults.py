"""A session that cannot be written: what the view committed stands and the answer says so; who cannot be remembered is not
signed in, and is told.
"""

import logging
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.breaking import Breaking, cut_off, refused
from tests.cases.procedure import PHONE, Stage, build_stage
from tests.client import Browser, browse
from tests.conftest import Served
from webapp.accounts.models import LoginCode
from webapp.notices import messages_of
from webapp.persistence import Event, db, unit_of_work
from webapp.web.sessions import COOKIE, WebSession

TABLE = WebSession.__tablename__
WAYS = pytest.mark.parametrize("broken", [refused, cut_off])


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Failures are answered as in production."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return app


@pytest.fixture
def stage(site: Flask) -> Stage:
    return build_stage(site)


def is_known(browser: Browser) -> bool:
    """Whether this browser is somebody's."""
    return browser.get("/me").status_code == 200


@WAYS
def test_a_verdict_stands_and_is_answered_as_one_though_its_message_cannot_be_kept(
    served: Served, stage: Stage, broken: Breaking, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = stage.open(2)
    officer = stage.signed_in("li")
    page = officer.get(f"/office/cases/{first}").text
    with broken(served, "UPDATE", TABLE), caplog.at_level(logging.ERROR, "webapp.security"):
        answer = officer.send(page, f"/office/cases/{first}", {"verdict": "grant"}, button="办理，看下一件")
    assert (answer.status_code, answer.location) == (303, f"/office/cases/{second}")
    assert stage.case(first).state == "granted"
    assert "could not be written after its answer" in caplog.text
    assert officer.get(answer.location).status_code == 200


@WAYS
def test_a_page_is_shown_though_nobody_can_note_that_the_session_is_in_use(
    served: Served, stage: Stage, broken: Breaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = stage.signed_in("li")
    officer.get("/office")
    monkeypatch.setattr("webapp.web.sessions.SEEN_EVERY", timedelta(0))
    with broken(served, "UPDATE", TABLE):
        assert officer.get("/office").status_code == 200


def sent_code(site: Flask, browser: Browser) -> str:
    browser.submit("/login", {"phone": PHONE})
    with site.app_context(), unit_of_work("alpha", write=False):
        found = re.search(r"\d{6}", messages_of()[0].text)
    assert found is not None
    return found[0]


@WAYS
def test_a_worker_who_cannot_be_remembered_is_not_signed_in_and_may_use_his_code_again(
    served: Served, site: Flask, broken: Breaking
) -> None:
    browser = browse(site, "alpha")
    code = sent_code(site, browser)
    cookie = browser.get_cookie(COOKIE, domain="alpha.localhost")
    with broken(served, "INSERT", TABLE):
        answer = browser.submit("/login/code", {"code": code}, button="登录")
    assert answer.status_code == 503
    assert "登录没有成功" in answer.text
    assert browser.get_cookie(COOKIE, domain="alpha.localhost") == cookie
    assert not is_known(browser)
    assert browser.submit("/login/code", {"code": code}, button="登录").status_code == 303
    assert is_known(browser)


@WAYS
def test_a_code_is_not_sent_to_somebody_whose_browser_cannot_be_remembered(
    served: Served, site: Flask, broken: Breaking
) -> None:
    browser = browse(site, "alpha")
    page = browser.get("/login").text
    with broken(served, "INSERT", TABLE), broken(served, "UPDATE", TABLE):
        answer = browser.send(page, "/login", {"phone": PHONE})
    assert answer.status_code == 503
    assert "没有往下办" in answer.text
    with site.app_context(), unit_of_work("alpha", write=False):
        assert messages_of() == [] and db.session.scalars(select(LoginCode)).all() == []
    assert browser.submit("/login", {"phone": PHONE}).status_code == 303


def test_a_sign_out_that_fails_leaves_the_session_as_it_was(served: Served, stage: Stage) -> None:
    officer = stage.signed_in("li")
    with refused(served, "DELETE", TABLE):
        answer = officer.submit("/logout", {}, button="退出登录")
    assert answer.status_code == 500
    assert officer.get("/office").status_code == 200


def test_the_page_of_an_error_that_broke_the_transaction_knows_the_officer(served: Served, stage: Stage) -> None:
    """A failed flush expires every row that the request holds: neither the page nor the session may need one."""
    [reference] = stage.open()
    officer = stage.signed_in("li")
    with refused(served, "INSERT", Event.__tablename__):
        answer = stage.decide(officer, reference, "grant")
    assert answer.status_code == 500
    assert "系统出了问题" in answer.text and "没有保存" in answer.text
    assert "退出登录" in answer.text
    assert stage.case(reference).state == "under_review"
    assert stage.decide(officer, reference, "grant").status_code == 303
