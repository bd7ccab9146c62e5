"""An officer signs in with a login name and a password he chose himself."""

import logging
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.conftest import PASSWORD, sign_in, sign_in_officer
from tests.officers import person
from webapp.accounts import (
    ADMINISTRATOR,
    AUDITOR,
    REVIEWER,
    Officer,
    add_officer,
    give_role,
    officer_unions,
    officers_of,
    one_time_link,
    suspend_officer,
    take_role,
)
from webapp.accounts.housekeeping import warn
from webapp.accounts.officers import LoginTaken, reinstate_officer
from webapp.accounts.passwords import hash_password, is_common, is_right_password, password_fault
from webapp.notices import Message
from webapp.persistence import Event, db, now, unit_of_work
from webapp.unions import Union


def is_signed_in(browser) -> bool:
    return browser.get("/officers/password").status_code == 200


def the_officer() -> Officer:
    return db.session.scalars(select(Officer).where(Officer.login == "zhangsan")).one()


@pytest.mark.parametrize("login", ["zhangsan", "ZhangSan", " zhangsan ", "ｚｈａｎｇｓａｎ"])
def test_the_right_password_signs_in_whatever_the_case_of_the_name(client_for, officer, login):
    browser = client_for("alpha")
    answer = sign_in_officer(browser, login)
    assert (answer.status_code, answer.location) == (303, "/office")
    assert is_signed_in(browser)


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client_for, officer):
    answers = [
        sign_in_officer(client_for("alpha"), "zhangsan", "not the password"),
        sign_in_officer(client_for("alpha"), "nobody00", "not the password"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("登录名或密码不正确" in answer.text for answer in answers)
    assert len({len(answer.text) for answer in answers}) == 1


def test_a_password_is_never_sent_back(client_for, officer):
    assert "not the password" not in sign_in_officer(client_for("alpha"), "zhangsan", "not the password").text


def test_an_officer_of_one_province_is_nobody_in_another(client_for, officer):
    assert sign_in_officer(client_for("beta")).status_code == 422


def test_without_a_password_nobody_signs_in(app, client_for):
    with app.app_context(), unit_of_work("alpha"):
        add_officer(name="李四", login="lisi")
    for password in ("", "nobody has this password"):
        assert sign_in_officer(client_for("alpha"), "lisi", password).status_code == 422


def test_guessing_is_held_off_and_the_right_password_then_waits_too(client_for, officer):
    for _ in range(5):
        assert sign_in_officer(client_for("alpha"), password="wrong password").status_code == 422
    held_off = sign_in_officer(client_for("alpha"))
    assert held_off.status_code == 429
    assert "1 分钟后再试" in held_off.text
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert sign_in_officer(client_for("alpha")).status_code == 303


def test_the_wait_grows_and_a_name_nobody_has_waits_as_well(client_for):
    start = now()
    answers = []
    for seconds in (0, 1, 2, 3, 4, 5, 59, 65, 66, 67, 68, 69, 70, 130, 300, 600):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            answers.append(sign_in_officer(client_for("alpha"), "nobody", "wrong password").status_code)
    assert answers == [422] * 5 + [429] * 2 + [422] * 5 + [429] * 4


def test_another_address_is_not_held_off_at_once(client_for, officer):
    for _ in range(6):
        sign_in_officer(client_for("alpha"), password="wrong password")
    browser = client_for("alpha")
    browser.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert sign_in_officer(browser).status_code == 303


def test_a_suspended_officer_loses_his_sessions_and_cannot_come_back(app, client_for, officer):
    browser = client_for("alpha")
    sign_in_officer(browser)
    with app.app_context(), unit_of_work("alpha"):
        suspend_officer(the_officer())
    assert not is_signed_in(browser)
    assert sign_in_officer(client_for("alpha")).status_code == 422
    with app.app_context(), unit_of_work("alpha"):
        reinstate_officer(the_officer())
    assert not is_signed_in(browser)
    assert sign_in_officer(client_for("alpha")).status_code == 303


def test_a_one_time_link_sets_the_first_password_once(app, client_for):
    with app.app_context(), unit_of_work("alpha"):
        token = one_time_link(add_officer(name="李四", login="lisi"))
    path = f"/officers/password/{token}"
    browser = client_for("alpha")
    assert "李四" in browser.get(path).text
    assert client_for("beta").get(path).status_code == 404
    answer = browser.submit(path, {"password": PASSWORD, "again": PASSWORD})
    assert answer.location == "/officers/login"
    assert sign_in_officer(client_for("alpha"), "lisi").status_code == 303
    gone = client_for("alpha").get(path)
    assert gone.status_code == 404
    assert "已经用过" in gone.text


def test_a_link_ends_after_three_days_and_a_new_one_voids_it(app, client_for, officer):
    with app.app_context(), unit_of_work("alpha"):
        first = one_time_link(the_officer())
        second = one_time_link(the_officer())
    browser = client_for("alpha")
    assert browser.get(f"/officers/password/{first}").status_code == 404
    assert browser.get(f"/officers/password/{second}").status_code == 200
    with time_machine.travel(now() + timedelta(hours=73)):
        assert browser.get(f"/officers/password/{second}").status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        ("short", "short", "至少 8 个字符"),
        ("Password1", "Password1", "太常见"),
        ("zhangsan-2024", "zhangsan-2024", "不能包含登录名"),
        ("a good long one", "a good long two", "两次输入的密码不一样"),
        ("", "", "请填写新密码"),
    ],
)
def test_a_bad_new_password_is_refused_beside_the_field(app, client_for, officer, password, again, message):
    with app.app_context(), unit_of_work("alpha"):
        token = one_time_link(the_officer())
    answer = client_for("alpha").submit(f"/officers/password/{token}", {"password": password, "again": again})
    assert answer.status_code == 422
    assert message in answer.text
    assert client_for("alpha").get(f"/officers/password/{token}").status_code == 200


def test_changing_the_password_signs_out_the_other_browsers(client_for, officer):
    here, elsewhere = client_for("alpha"), client_for("alpha")
    sign_in_officer(here)
    sign_in_officer(elsewhere)
    fields = {"present": "wrong password", "password": "a new long password", "again": "a new long password"}
    assert "现在的密码不正确" in here.submit("/officers/password", fields).text
    assert here.submit("/officers/password", {**fields, "present": PASSWORD}).location == "/office"
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert sign_in_officer(client_for("alpha")).status_code == 422
    assert sign_in_officer(client_for("alpha"), password="a new long password").status_code == 303


def test_one_browser_is_a_worker_or_an_officer_never_both(client_for, officer, codes):
    browser = client_for("alpha")
    sign_in_officer(browser)
    sign_in(browser, codes)
    assert not is_signed_in(browser)
    sign_in_officer(browser)
    assert is_signed_in(browser)


def test_officers_pages_lead_to_the_officers_sign_in_and_back(client_for, officer):
    browser = client_for("alpha")
    answer = browser.get("/officers/password?x=1")
    assert (answer.status_code, answer.location) == (303, "/officers/login?next=/officers/password?x%3D1")
    assert browser.submit(answer.location, {"login": "zhangsan", "password": PASSWORD}).location == (
        "/officers/password?x=1"
    )


def test_an_htmx_request_without_a_session_is_told_to_load_the_sign_in_page(client_for):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://alpha.localhost/office?view=open"}
    answer = client_for("alpha").get("/officers/password", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/officers/login?next=/office?view%3Dopen"
    assert answer.text == ""


def test_another_sites_address_is_nothing_to_come_back_to(client_for):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://beta.localhost/office"}
    answer = client_for("alpha").get("/officers/password", headers=headers)
    assert answer.headers["HX-Redirect"] == "/officers/login"


def test_a_role_holds_at_its_union_and_neither_above_nor_below(app):
    with app.app_context(), unit_of_work("alpha") as session:
        top = Union(name="省", kind="federation", division="440000")
        city = Union(name="市", kind="federation", division="440100", parent_id=top.id)
        street = Union(name="街道", kind="township_street_union", division="440106006", parent_id=city.id)
        session.add_all([top, city, street])
        person = add_officer(name="张三", login="zhangsan")
        other = add_officer(name="李四", login="lisi")
        give_role(person, city.id, REVIEWER)
        assert give_role(person, city.id, REVIEWER).id == give_role(person, city.id, REVIEWER).id
        audit = give_role(person, street.id, AUDITOR)
        give_role(other, street.id, ADMINISTRATOR)
        assert officer_unions(person) == {city.id, street.id}
        assert officer_unions(person, REVIEWER) == {city.id}
        assert officer_unions(other, REVIEWER) == set()
        assert [found.name for found in officers_of(street.id)] == ["李四", "张三"]
        assert [found.name for found in officers_of(street.id, ADMINISTRATOR)] == ["李四"]
        take_role(audit)
        assert officer_unions(person) == {city.id}
        suspend_officer(other)
        assert officers_of(street.id) == []
        with pytest.raises(ValueError, match="unknown role"):
            give_role(person, city.id, "king")
        kinds = list(session.scalars(select(Event.kind).order_by(Event.id)))
        assert kinds.count("role_given") == 3
        assert {"role_taken", "officer_suspended"} <= set(kinds)


def test_two_officers_cannot_have_one_login_name(app):
    with app.app_context(), unit_of_work("alpha"):
        add_officer(name="张三", login="zhangsan")
        with pytest.raises(LoginTaken):
            add_officer(name="章三", login="ZHANGSAN")


def test_no_log_line_holds_a_password_or_a_login_name(client_for, officer, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in_officer(client_for("alpha"), password="wrong password")
    sign_in_officer(client_for("alpha"))
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert "wrong officer sign-in" in text
    assert PASSWORD not in text
    assert "wrong password" not in text


def test_passwords_are_judged_by_length_and_fame_alone():
    assert password_fault("只要够长就可以了吗") is None
    assert password_fault("x7!kQ2#a") is None
    assert password_fault("a" * 64 + "bcd") is None
    assert "最多" in password_fault("abcd" * 33)
    assert "太常见" in password_fault("aaaaaaaaaaaa")
    assert is_common("QWERTYUIOP")
    assert not is_common("correct horse battery")


def test_a_kept_password_is_a_salted_hash():
    kept = hash_password(PASSWORD)
    assert kept.startswith("scrypt:")
    assert kept != hash_password(PASSWORD)
    assert is_right_password(kept, PASSWORD)
    assert not is_right_password(kept, PASSWORD + " ")
    assert not is_right_password(None, "nobody has this password")


def test_wrong_passwords_from_many_addresses_do_not_lock_him_out_of_his_own_browser_and_he_is_told(client_for, officer):
    own = client_for("alpha")
    assert sign_in_officer(own).status_code == 303
    for number in range(36):
        address = f"203.0.113.{number}"
        stranger = client_for("alpha")
        stranger.submit(
            "/officers/login",
            {"login": "zhangsan", "password": "wrong wrong wrong"},
            environ_overrides={"REMOTE_ADDR": address},
        )
    assert sign_in_officer(client_for("alpha")).status_code == 429
    answer = sign_in_officer(own)
    assert answer.status_code == 303
    assert "输错了 30 次密码" in own.get("/officers/account").text
    assert "次密码" not in own.get("/officers/account").text


def test_a_known_browser_guesses_no_more_than_any_other(client_for, officer):
    own = client_for("alpha")
    assert sign_in_officer(own).status_code == 303
    answers = [sign_in_officer(own, password="wrong wrong wrong").status_code for _ in range(6)]
    assert answers[-1] == 429


def test_many_wrong_passwords_are_told_to_his_phone_once_a_day(app, client_for):
    with app.app_context(), unit_of_work("alpha"):
        person(name="张三", login="zhangsan", password=PASSWORD)
    for number in range(12):
        client_for("alpha").submit(
            "/officers/login",
            {"login": "zhangsan", "password": "wrong wrong wrong"},
            environ_overrides={"REMOTE_ADDR": f"203.0.113.{number}"},
        )
    for _ in range(2):
        with app.app_context(), unit_of_work("alpha"):
            warn()
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        told = work.scalars(select(Message).where(Message.template == "account_changed")).all()
        assert [message for message in told if "输错了 12 次密码" in message.text] and len(told) == 1


def test_an_officer_reads_until_when_he_is_signed_in_and_a_visitor_does_not(client_for, officer):
    browser = client_for("alpha")
    assert "session-ends" not in browser.get("/officers/login").text
    sign_in_officer(browser)
    page = browser.get("/officers/account").text
    assert 'id="session-ends"' in page and "写好的内容还在" in page
