"""A worker signs in with a phone and a code."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import event, func, select

from tests.accounts.conftest import PHONE, ask_for_code, sign_in
from webapp.accounts import Worker
from webapp.accounts.codes import MOST_TRIES
from webapp.accounts.models import Attempt, LoginCode
from webapp.jobs import run_due
from webapp.persistence import db, now, unit_of_work

CODE_PAGE = "/login/code"


def enter(browser, code: str):
    return browser.submit(CODE_PAGE, {"code": code}, button="登录")


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def is_signed_in(browser) -> bool:
    return "退出后" in browser.get("/logout").text


def workers(app, jurisdiction: str = "alpha") -> int:
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        return db.session.scalar(select(func.count()).select_from(Worker))


def test_the_code_from_the_message_signs_in_and_makes_one_account(app, client_for, codes):
    browser = client_for("alpha")
    answer = sign_in(browser, codes)
    assert (answer.status_code, answer.location) == (303, "/me")
    assert is_signed_in(browser)
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert is_signed_in(client_for("alpha")) is False
        sign_in(client_for("alpha"), codes)
    assert workers(app) == 1


def test_an_account_of_one_province_is_none_in_another(app, client_for, codes):
    sign_in(client_for("alpha"), codes)
    assert (workers(app), workers(app, "beta")) == (1, 0)
    assert not is_signed_in(client_for("beta"))


def test_the_fields_tell_the_phone_what_they_are_for(client_for):
    browser = client_for("alpha")
    phone = BeautifulSoup(browser.get("/login").text, "html5lib").find("input", id="phone")
    assert (phone["type"], phone["inputmode"], phone["autocomplete"]) == ("tel", "numeric", "tel")
    ask_for_code(browser)
    code = BeautifulSoup(browser.get(CODE_PAGE).text, "html5lib").find("input", id="code")
    assert (code["inputmode"], code["autocomplete"]) == ("numeric", "one-time-code")
    assert "maxlength" not in code.attrs


@pytest.mark.parametrize("show", [lambda code: f"{code[:3]} {code[3:]}", lambda code: f" {code}-", str])
def test_a_pasted_code_may_hold_spaces(client_for, codes, show):
    browser = client_for("alpha")
    ask_for_code(browser)
    assert enter(browser, show(codes()[0])).status_code == 303


def test_an_expired_code_opens_nothing(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1)):
        answer = enter(browser, codes()[0])
    assert answer.status_code == 422
    assert "验证码已失效" in answer.text
    assert not is_signed_in(browser)


def test_the_code_lives_for_ten_minutes(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    with time_machine.travel(now() + timedelta(minutes=9, seconds=50)):
        assert enter(browser, codes()[0]).status_code == 303


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    right = codes()[0]
    texts = [enter(browser, wrong(right)).text for _ in range(MOST_TRIES)]
    assert "还可以试 4 次" in texts[0]
    assert "输错次数太多" in texts[-1]
    answer = enter(browser, right)
    assert answer.status_code == 422
    assert not is_signed_in(browser)


def test_the_fifth_try_may_still_be_right(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    right = codes()[0]
    for _ in range(MOST_TRIES - 1):
        enter(browser, wrong(right))
    assert enter(browser, right).status_code == 303


def test_a_code_signs_in_once(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    page = BeautifulSoup(browser.get(CODE_PAGE).text, "html5lib")
    assert enter(browser, codes()[0]).status_code == 303
    browser.submit("/logout")
    assert browser.get(CODE_PAGE).location == "/login"
    token = page.find("input", attrs={"name": "csrf_token"})["value"]
    replayed = browser.post(CODE_PAGE, data={"csrf_token": token, "code": codes()[0]})
    assert replayed.status_code in (303, 400)
    assert not is_signed_in(browser)


def test_the_code_is_worth_nothing_in_another_browser(client_for, codes):
    browser, thief = client_for("alpha"), client_for("alpha")
    ask_for_code(browser)
    code = codes()[0]
    ask_for_code(thief, "13900139000")
    assert enter(thief, code).status_code == 422
    assert not is_signed_in(thief)
    assert client_for("alpha").get(CODE_PAGE).location == "/login"


def test_a_second_code_makes_the_first_worthless(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    first = codes()[0]
    with time_machine.travel(now() + timedelta(seconds=61)):
        again = browser.submit(CODE_PAGE, button="重新发送验证码")
        assert again.location == "/login/code?sent=again"
        second = codes()[0]
        assert enter(browser, first).status_code == 422
        assert enter(browser, second).status_code == 303


def test_a_code_is_sent_again_after_a_minute_not_before(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    answer = browser.submit(CODE_PAGE, button="重新发送验证码")
    assert answer.status_code == 429
    assert re.search(r"请 (60|5\d) 秒后再试", answer.text)
    assert len(codes()) == 1
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert browser.submit(CODE_PAGE, button="重新发送验证码").status_code == 303
    assert len(codes()) == 2


def test_who_asks_twice_is_led_to_the_page_of_the_code_that_came(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    again = ask_for_code(browser)
    assert (again.status_code, again.location) == (303, "/login/code?sent=before")
    page = browser.get(again.location).text
    assert "刚才的验证码还有效" in page and len(codes()) == 1
    assert ask_for_code(client_for("alpha")).status_code == 429, "another browser has no code to type"
    assert enter(browser, codes()[0]).status_code == 303


def test_a_code_that_is_worth_nothing_is_not_said_to_be_valid_and_another_can_be_had(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    right = codes()[0]
    spent = [enter(browser, wrong(right)).text for _ in range(MOST_TRIES)][-1]
    for page in (spent, browser.get(CODE_PAGE).text):
        assert "分钟内有效" not in page and "不能再用" in page
        form = BeautifulSoup(page, "html5lib").select_one("form[action='/login/code/again']")
        assert form is not None and form.find_parent("details") is None
    assert ask_for_code(browser).status_code == 429
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert browser.submit(CODE_PAGE, button="重新发送验证码").status_code == 303
        assert "10 分钟内有效" in browser.get(CODE_PAGE).text


def test_the_page_says_how_long_the_code_is_still_good_for(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    with time_machine.travel(now() + timedelta(minutes=3, seconds=30)):
        assert "7 分钟内有效" in browser.get(CODE_PAGE).text


def test_a_number_gets_five_codes_an_hour_and_ten_a_day(client_for, codes):
    start = now()
    sent = []
    for minutes in (0, 2, 4, 6, 8, 10, 58, 61, 63, 65, 67, 69, 71, 125, 127, 600, 1439, 1441):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            sent.append(ask_for_code(client_for("alpha")).status_code)
    assert sent == [303] * 5 + [429] * 2 + [303] * 5 + [429] * 5 + [303]
    assert len(codes()) == 11


def test_the_limit_of_a_number_holds_for_that_number_and_province_only(client_for):
    assert ask_for_code(client_for("alpha")).status_code == 303
    assert ask_for_code(client_for("alpha"), "13900139000").status_code == 303
    assert ask_for_code(client_for("beta")).status_code == 303
    assert ask_for_code(client_for("alpha"), f"+86 {PHONE}").status_code == 429


def test_one_address_cannot_send_to_numbers_without_end(client_for):
    answers = [ask_for_code(client_for("alpha"), f"1390000{n:04d}").status_code for n in range(21)]
    assert answers == [303] * 20 + [429]


def without_tokens(text: str) -> str:
    return re.sub(r'name="(csrf_token|code)" value="[^"]+"', "", text)


def test_pages_do_not_tell_whether_a_number_is_known(client_for, codes):
    sign_in(client_for("alpha"), codes)
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        pages = []
        for phone in (PHONE, "13811118000"):
            browser = client_for("alpha")
            sent = ask_for_code(browser, phone)
            shown = without_tokens(browser.get(CODE_PAGE).text)
            refused = without_tokens(enter(browser, wrong(codes()[0])).text)
            pages.append((sent.status_code, sent.location, shown, refused))
    assert pages[0] == pages[1]


def test_sending_looks_at_no_account(app, client_for, codes):
    sign_in(client_for("alpha"), codes)
    statements = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        with time_machine.travel(now() + timedelta(minutes=2)):
            ask_for_code(client_for("alpha"))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert statements
    assert [statement for statement in statements if "workers" in statement] == []


def test_signing_in_gives_the_browser_a_new_session(client_for, codes):
    browser = client_for("alpha")
    ask_for_code(browser)
    before = browser.get_cookie("__Host-gonghui", domain="alpha.localhost").value
    enter(browser, codes()[0])
    after = browser.get_cookie("__Host-gonghui", domain="alpha.localhost").value
    assert before != after
    stolen = client_for("alpha")
    stolen.set_cookie("__Host-gonghui", before, domain="alpha.localhost", secure=True)
    assert not is_signed_in(stolen)


def test_signing_out_ends_the_session_on_the_server(client_for, codes):
    browser = client_for("alpha")
    sign_in(browser, codes)
    kept = browser.get_cookie("__Host-gonghui", domain="alpha.localhost").value
    assert browser.submit("/logout").location == "/"
    browser.set_cookie("__Host-gonghui", kept, domain="alpha.localhost", secure=True)
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    ("target", "led_to"),
    [
        ("/join/check?a=1", "/join/check?a=1"),
        ("https://evil.example/", "/me"),
        ("//evil.example/", "/me"),
        ("/\\evil.example/", "/me"),
        ("/%0d%0aLocation:x", "/%0d%0aLocation:x"),
        ("javascript:alert(1)", "/me"),
        ("/\tx", "/me"),
    ],
)
def test_after_signing_in_one_returns_to_a_page_of_this_site_only(client_for, codes, target, led_to):
    browser = client_for("alpha")
    page = browser.get("/login", query_string={"next": target})
    hidden = BeautifulSoup(page.text, "html5lib").find("input", attrs={"name": "next"})
    assert (hidden is not None) == (led_to == target)
    browser.submit("/login", {"phone": PHONE, "next": target})
    assert enter(browser, codes()[0]).location == led_to


def test_no_log_line_holds_a_phone_or_a_code(client_for, codes, caplog):
    caplog.set_level(logging.DEBUG)
    browser = client_for("alpha")
    ask_for_code(browser)
    ask_for_code(browser)
    code = codes()[0]
    enter(browser, wrong(code))
    enter(browser, code)
    text = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("sqlalchemy"))
    assert "signed in" in text
    assert PHONE not in text
    assert code not in text
    assert re.search(r"(?<!\d)1\d{10}(?!\d)", text) is None


def test_no_row_holds_a_phone_or_a_code_in_clear(app, client_for, codes):
    sign_in(client_for("alpha"), codes)
    code = codes()[0]
    with app.app_context(), unit_of_work("alpha", write=False) as session:
        connection = session.connection(execution_options={"unscoped": "a test looks at the stored rows"})
        dumped = []
        for table in db.metadata.sorted_tables:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table.name}")
            dumped += [repr(tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)) for row in rows]
    text = "\n".join(dumped)
    assert "login_code" in text
    assert PHONE not in text
    assert f"'{code}'" not in text


def test_codes_and_tries_are_forgotten_when_they_can_do_nothing_any_more(app, client_for, codes):
    ask_for_code(client_for("alpha"))
    with time_machine.travel(now() + timedelta(days=2)):
        run_due(app)
    with app.app_context(), unit_of_work("alpha", write=False) as session:
        assert session.scalars(select(LoginCode)).all() == []
        assert session.scalars(select(Attempt)).all() == []
