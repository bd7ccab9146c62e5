"""The worker's own page: what he has to do first, what is his, and nothing of anybody else."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, browse
from tests.web.lint import page_faults, text_of
from tests.web.weight import KB, weigh
from tests.world import Province, World
from webapp.accounts import Worker
from webapp.cases import Case
from webapp.home.consents import effect_of
from webapp.members import Membership, Person
from webapp.notices import send
from webapp.persistence import Event, db, unit_of_work

WECHAT = "Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0.40"


def mine(app: Flask, province: Province, who: str) -> Browser:
    """The browser of one of the world's workers."""
    return browse(app, province.jurisdiction).sign_in("worker", province.rows[f"{who}_worker"])


def main_of(browser: Browser, path: str, **headers: str) -> BeautifulSoup:
    """A page of his, well made."""
    answer = browser.get(path, headers=headers)
    assert answer.status_code == 200 and page_faults(answer.text) == []
    return BeautifulSoup(answer.text, "html5lib")


def secrets_of(app: Flask, province: Province, who: str) -> set[str]:
    """What only this worker may see: his references, his number, his phone."""
    with app.app_context(), unit_of_work(province.jurisdiction, write=False):
        worker = db.session.get(Worker, province.rows[f"{who}_worker"])
        assert worker is not None
        persons = db.session.scalars(select(Person).where(Person.worker_id == worker.id))
        numbers = {person.identity_number for person in persons}
    return {province.rows[f"{who}_reference"], worker.phone, *numbers}


def test_what_was_returned_stands_first_with_its_reason(app: Flask, world: World) -> None:
    page = main_of(mine(app, world.alpha, "returned"), "/me")
    first = page.select_one("main .notice--warning")
    assert first is not None and page.main is not None
    assert world.alpha.rows["returned_reference"] in text_of(first) and "请补充材料" in text_of(first)
    link = first.find("a")
    assert link is not None and str(link["href"]).endswith("/amendment")  # type: ignore[index]
    assert text_of(page.main).index("退回") < text_of(page.main).index("会籍")


def test_a_member_sees_his_seat_and_why_it_is_provisional(app: Flask, world: World) -> None:
    page = text_of(main_of(mine(app, world.alpha, "granted"), "/me").main)
    with app.app_context(), unit_of_work("alpha", write=False):
        seat = db.session.scalars(select(Membership)).first()
        assert seat is not None
        provisional = seat.state == "provisional"
    assert ("会籍先放在这里" in page) == provisional
    assert "现在没有要您办的事" in page


def test_messages_to_him_are_shown_and_to_others_not(app: Flask, world: World) -> None:
    with app.app_context(), unit_of_work("alpha"):
        for who in ("open", "granted"):
            worker = db.session.get(Worker, world.alpha.rows[f"{who}_worker"])
            assert worker is not None
            send(to=worker, template="transfer_done", union=f"只给{who}的工会")
    page = text_of(main_of(mine(app, world.alpha, "open"), "/me").main)
    assert "只给open的工会" in page and "只给granted的工会" not in page


@pytest.mark.parametrize("path", ["/me", "/me/data", "/me/consents", "/me/data.json", "/me/data.html"])
def test_nobody_sees_anothers_rows(app: Flask, world: World, path: str) -> None:
    for who, other in (("open", "granted"), ("granted", "open"), ("returned", "open")):
        page = mine(app, world.alpha, who).get(path).text
        assert not [secret for secret in secrets_of(app, world.alpha, other) if secret in page]
        assert world.beta.canary not in page


@pytest.mark.parametrize("path", ["/me", "/me/data", "/me/consents", "/me/data.json"])
def test_who_is_not_signed_in_is_sent_to_sign_in(app: Flask, world: World, path: str) -> None:
    answer = browse(app, "alpha").get(path)
    assert answer.status_code == 303 and "/login" in answer.location


def test_a_consent_is_shown_with_its_words_and_what_withdrawing_does(app: Flask, world: World) -> None:
    page = text_of(main_of(mine(app, world.alpha, "open"), "/me/consents").main)
    assert "我自愿加入中国工会" in page and "收集、核对身份信息" in page
    assert world.alpha.rows["open_reference"] in page and "一并撤回" in page


def test_withdrawing_a_consent_stops_the_open_application_and_is_written_down(app: Flask, world: World) -> None:
    browser = mine(app, world.alpha, "open")
    answer = browser.submit("/me/consents", {"purpose": "identity"}, button="确认撤回")
    assert answer.status_code == 303
    with app.app_context(), unit_of_work("alpha", write=False):
        case = db.session.get(Case, world.alpha.rows["open_case"])
        assert case is not None and case.state == "withdrawn"
        event = db.session.scalars(select(Event).where(Event.kind == "consent.withdrawn")).one()
        assert event.subject == f"worker:{world.alpha.rows['open_worker']}"
    page = text_of(main_of(browser, "/me/consents").main)
    assert "已撤回" in page
    again = browser.submit("/me/consents", {"purpose": "identity"}, button="确认撤回")
    assert again.status_code == 303


def test_a_member_is_told_that_withdrawing_this_is_leaving(app: Flask, world: World) -> None:
    browser = mine(app, world.alpha, "granted")
    assert "撤回这项同意就是退会" in text_of(main_of(browser, "/me/consents").main)
    browser.submit("/me/consents", {"purpose": "join"}, button="确认撤回")
    with app.app_context(), unit_of_work("alpha", write=False):
        assert db.session.scalars(select(Event).where(Event.kind == "consent.withdrawn")).all() == []
        assert db.session.scalars(select(Membership).where(Membership.until.is_(None))).all() != []


@pytest.mark.parametrize(
    ("purpose", "member", "references", "can", "word"),
    [
        ("join", True, [], False, "退会"),
        ("identity", True, [], True, "不会因为撤回而删除"),
        ("identity", False, ["A-1"], True, "A-1"),
        ("join", False, [], True, "不受影响"),
    ],
)
def test_what_withdrawing_does_is_said_before_it_is_done(
    purpose: str, member: bool, references: list[str], can: bool, word: str
) -> None:
    allowed, effect = effect_of(purpose, member=member, open_references=references)
    assert allowed is can and word in effect


def test_the_copy_of_his_data_is_whole_in_the_file_and_masked_on_the_screen(app: Flask, world: World) -> None:
    browser = mine(app, world.alpha, "open")
    number = next(secret for secret in secrets_of(app, world.alpha, "open") if len(secret) == 18)
    screen = browser.get("/me/data").text
    assert number not in screen and world.alpha.rows["open_reference"] in screen
    answer = browser.get("/me/data.json")
    assert "attachment" in answer.headers["Content-Disposition"] and answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.text)
    assert found["身份"][0]["证件号码"] == number
    assert world.alpha.rows["open_reference"] in [row["编号"] for row in found["申请"]]
    assert found["我的同意"] and found["填写的内容"]
    assert number in browser.get("/me/data.html").text
    assert browser.get("/me/data.exe").status_code == 404


def test_inside_wechat_the_page_says_how_to_go_on(app: Flask, world: World) -> None:
    browser = mine(app, world.alpha, "open")
    assert "在浏览器打开" in text_of(main_of(browser, "/me/data", **{"User-Agent": WECHAT}).main)
    assert "在浏览器打开" not in text_of(main_of(browser, "/me/data").main)
    assert main_of(browser, "/me", **{"User-Agent": WECHAT}).h1 is not None


def test_his_pages_are_light(app: Flask, world: World) -> None:
    for who in ("open", "returned", "granted"):
        for path in ("/me", "/me/consents", "/me/data"):
            assert weigh(mine(app, world.alpha, who), path).faults(total=60 * KB) == []
