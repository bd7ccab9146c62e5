"""Two taps on the button that signs in: one code, one session, and whichever answer the browser keeps leads on."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.accounts.conftest import PASSWORD, ask_for_code, sign_in_officer
from tests.accounts.test_worker_sign_in import CODE_PAGE, is_signed_in, wrong
from tests.client import Browser, browse
from tests.meeting import at_once
from webapp.accounts import add_officer, one_time_link
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


OFFICERS_PAGE, TO = "/officers/login", "/officers/login?next=/office/account"


def enter(browser: Browser, page: str, password: str = PASSWORD):
    return browser.send(page, OFFICERS_PAGE, {"login": "zhangsan", "password": password})


def is_officer(browser: Browser) -> bool:
    return browser.get("/officers/password").status_code == 200


@pytest.fixture
def known(app, client_for, codes, officer) -> tuple[Browser, Browser, str]:
    """Two that are one browser about which something is kept already, with the officers' sign-in page open."""
    browser = client_for("alpha")
    ask_for_code(browser)
    return browser, twin(app, browser), browser.get(TO).text


def test_an_officers_second_tap_leads_on_though_the_first_answer_was_lost(app, known):
    browser, lost, page = known
    assert [enter(one, page).location for one in (lost, browser)] == ["/office/account"] * 2
    assert is_officer(browser) and sessions_of_workers(app) == 1


def test_an_officers_second_tap_leads_on_after_the_first_answer_came(app, client_for, officer):
    browser = client_for("alpha")
    page = browser.get(TO).text
    assert [enter(browser, page).location for _ in range(2)] == ["/office/account"] * 2
    assert is_officer(browser) and sessions_of_workers(app) == 1


def test_an_officers_taps_at_the_same_moment_all_lead_on_to_one_session(app, known):
    browser, other, page = known
    answers = at_once(*(lambda one=one: enter(one, page) for one in (browser, other)))
    assert [answer.location for answer in answers] == ["/office/account"] * 2
    assert is_officer(browser) and is_officer(other) and sessions_of_workers(app) == 1


@pytest.mark.parametrize("late", [False, True])
def test_an_old_name_opens_no_officers_session_with_a_wrong_password_or_too_late(known, late):
    browser, thief, page = known
    enter(browser, page)
    with time_machine.travel(now() + timedelta(seconds=61 if late else 0)):
        assert enter(thief, page, PASSWORD if late else "not the password").status_code == 400
        assert not is_officer(thief)


def test_guessing_an_officers_password_with_an_old_name_is_counted(known):
    browser, thief, page = known
    enter(browser, page)
    for number in range(30):
        enter(thief, page, f"not the password {number}")
    assert enter(thief, page).status_code == 400
    assert not is_officer(thief)


@pytest.fixture
def linked(app, client_for) -> tuple[str, Browser, Browser]:
    """The address of a link to set a password, and two browsers."""
    with app.app_context(), unit_of_work("alpha"):
        token = one_time_link(add_officer(name="李四", login="lisi"))
    return f"/officers/password/{token}", client_for("alpha"), client_for("alpha")


NEW = {"password": PASSWORD, "again": PASSWORD}


@pytest.mark.parametrize("same_moment", [False, True])
def test_a_password_that_was_set_a_moment_ago_is_not_a_link_that_is_gone(linked, same_moment):
    path, *browsers = linked
    pages = [browser.get(path).text for browser in browsers]
    taps = [lambda one=one, page=page: one.send(page, path, NEW) for one, page in zip(browsers, pages, strict=True)]
    answers = at_once(*taps) if same_moment else [tap() for tap in taps]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, OFFICERS_PAGE)] * 2
    assert all("密码已设置" in browser.get(OFFICERS_PAGE).text for browser in browsers)
    assert sign_in_officer(browsers[0], "lisi").status_code == 303


@pytest.mark.parametrize("late", [False, True])
def test_a_used_link_tells_nothing_of_another_password_or_too_late(linked, late):
    path, browser, other = linked
    page = other.get(path).text
    browser.submit(path, NEW)
    with time_machine.travel(now() + timedelta(seconds=61 if late else 0)):
        for _ in range(1 if late else 6):
            sent = NEW if late else dict.fromkeys(NEW, "another good password")
            assert other.send(page, path, sent).status_code == 404
        assert other.send(page, path, NEW).status_code == 404


def test_who_signs_out_twice_is_signed_out(app, client_for, officer):
    browser = client_for("alpha")
    sign_in_officer(browser)
    page = browser.get("/logout").text
    lost = twin(app, browser)
    assert [one.send(page, "/logout").location for one in (browser, browser, lost)] == ["/"] * 3
    assert not is_officer(browser)
