"""Two taps on the button that signs in: one code, one session, and whichever answer the browser keeps leads on."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.accounts.conftest import ask_for_code
from tests.accounts.test_worker_sign_in import CODE_PAGE, is_signed_in, wrong
from tests.client import Browser, browse
from tests.meeting import at_once
from webapp.persistence import now, unit_of_work
from webapp.web.sessions import COOKIE, WebSession


@pytest.fixture
def asked(client_for, codes) -> tuple[Browser, str, str]:
    """Somebody on the page that asks for the code, the page, and his code."""
    browser = client_for("alpha")
    ask_for_code(browser)
    return browser, browser.get(CODE_PAGE).text, codes()[0]


def twin(app, browser: Browser) -> Browser:
    """The same browser, before an answer gave it another cookie."""
    cookie = browser.get_cookie(COOKIE, domain="alpha.localhost")
    other = browse(app, "alpha")
    other.set_cookie(COOKIE, cookie.value, domain="alpha.localhost")
    return other


def tap(browser: Browser, page: str, code: str):
    return browser.send(page, CODE_PAGE, {"code": code}, button="登录")


def sessions_of_workers(app) -> int:
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        return work.scalar(select(func.count()).where(WebSession.owner.is_not(None)))


def test_the_second_tap_leads_on_though_the_first_answer_was_lost(app, asked):
    browser, page, code = asked
    lost = twin(app, browser)
    assert tap(lost, page, code).status_code == 303
    answer = tap(browser, page, code)
    assert (answer.status_code, answer.location) == (303, "/me")
    assert is_signed_in(browser) and sessions_of_workers(app) == 1


def test_the_second_tap_leads_on_after_the_first_answer_came(app, asked):
    browser, page, code = asked
    assert tap(browser, page, code).status_code == 303
    answer = tap(browser, page, code)
    assert (answer.status_code, answer.location) == (303, "/me")
    assert browser.get(CODE_PAGE).location == "/me"
    assert is_signed_in(browser) and sessions_of_workers(app) == 1


def test_taps_at_the_same_moment_all_lead_on_to_one_session(app, asked):
    browser, page, code = asked
    browsers = [browser, *(twin(app, browser) for _ in range(3))]
    answers = at_once(*(lambda one=one: tap(one, page, code) for one in browsers))
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/me")] * 4
    assert all(map(is_signed_in, browsers)) and sessions_of_workers(app) == 1


def test_it_leads_where_he_was_going(app, client_for, codes):
    browser = client_for("alpha")
    browser.submit("/login?next=/me/data", {"phone": "13800138000"})
    page, code = browser.get(CODE_PAGE).text, codes()[0]
    lost = twin(app, browser)
    assert [tap(one, page, code).location for one in (lost, browser)] == ["/me/data", "/me/data"]


@pytest.mark.parametrize("late", [False, True])
def test_the_old_name_with_a_wrong_code_or_too_late_opens_nothing(app, asked, late):
    browser, page, code = asked
    thief = twin(app, browser)
    assert tap(browser, page, code).status_code == 303
    with time_machine.travel(now() + timedelta(seconds=61 if late else 0)):
        assert tap(thief, page, code if late else wrong(code)).status_code in (303, 400)
        assert not is_signed_in(thief)


def test_guessing_with_an_old_name_is_counted(app, asked):
    browser, page, code = asked
    thief = twin(app, browser)
    tap(browser, page, code)
    for _ in range(60):
        tap(thief, page, wrong(code))
    tap(thief, page, code)
    assert not is_signed_in(thief)


def test_after_signing_out_the_old_name_opens_nothing(app, asked):
    browser, page, code = asked
    old = twin(app, browser)
    tap(browser, page, code)
    browser.submit("/logout")
    tap(old, page, code)
    assert not is_signed_in(old)
