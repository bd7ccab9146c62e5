"""Hardship from a phone to payment in each province that states it, and a batch from freeze to reconciliation: a real browser."""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE, Visits, serving
from tests.claims.conftest import Stage, build_stage
from tests.claims.papers import picture_bytes
from tests.join.walking import last_code
from tests.payments.paying import Money
from webapp.accounts import Officer
from webapp.accounts.passwords import hash_password
from webapp.app import create_app
from webapp.config import Settings
from webapp.demo import people
from webapp.demo.commands import demo_environment
from webapp.persistence import db, unit_of_work
from webapp.relief.plan import Bounds
from webapp.relief.procedure import set_bounds

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
STATED = ("guangdong", "jiangsu", "shanghai")


class Place(NamedTuple):
    """One province, its money desk, and where it is served."""

    stage: Stage
    money: Money
    port: int


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    """The three provinces in one database, on a day on which each has its own rules."""
    environ = demo_environment({"GONGHUI_DATA": str(tmp_path_factory.mktemp("demo"))}) | {"GONGHUI_UNDO_SECONDS": "0"}
    app: Flask = create_app(Settings.from_env({**environ, "GONGHUI_SECRET_KEY": "a secret of the tests"}))
    with app.app_context():
        db.create_all(bind_key=None)
    stages = {name: build_stage(app, name) for name in STATED}
    desks = {name: Money(stage) for name, stage in stages.items()}
    for name, stage in stages.items():
        with app.app_context(), unit_of_work(name):
            for officer in db.session.scalars(select(Officer)):
                officer.password_hash = hash_password(PASSWORD)
            set_bounds(stage.unions["street"], Bounds(50_000, 500_000), officer_id=stage.officers["chief"])
    with serving(app) as port:
        yield {name: Place(stages[name], desks[name], port) for name in STATED}


def usable(page: Page) -> None:
    """A page that everybody can use."""
    assert looks.axe(page) == [], page.url
    assert looks.overflow(page) == [], page.url


def desk_of(visit: Visits, place: Place, login: str) -> Page:
    """An officer who has signed in."""
    window = visit(place.port, jurisdiction=place.stage.jurisdiction, viewport=DESK, expected=(422,))
    page: Page = window.open("/officers/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="待办").wait_for()
    return page


def go(page: Page, path: str) -> None:
    """Open a path of the site the page is on."""
    page.goto(re.sub(r"^(https?://[^/]+).*", rf"\1{path}", page.url))


def pay(visit: Visits, place: Place, tmp_path: Path) -> None:
    """Freeze, check by another, export, fill the bank's word in, read it back."""
    maker = desk_of(visit, place, "maker")
    maker.get_by_role("link", name="付款", exact=True).click()
    usable(maker)
    maker.get_by_role("button", name="冻结选中的名单").click()
    usable(maker)
    checker = desk_of(visit, place, "checker")
    go(checker, re.sub(r"^https?://[^/]+", "", maker.url))
    checker.get_by_role("button", name="名单无误").click()
    checker.get_by_role("button", name="导出给银行").click()
    with checker.expect_download() as download:
        checker.get_by_role("link", name=re.compile("csv")).click()
    content = download.value.path().read_text(encoding="utf-8-sig")
    answer = tmp_path / "银行结果.csv"
    answer.write_text(content.replace('"",""\n', '"成功",""\n'), encoding="utf-8-sig")
    maker.reload()
    usable(maker)
    maker.get_by_role("button", name="读入结果").click()
    usable(maker)
    maker.get_by_label("银行返回的结果").set_input_files(str(answer))
    maker.get_by_role("button", name="读入结果").click()
    maker.get_by_text("已对账").first.wait_for()
    usable(maker)
    maker.get_by_label("银行返回的结果").set_input_files(str(answer))
    maker.get_by_role("button", name="读入结果").click()
    maker.get_by_text("付款成功 0 笔").wait_for()
    go(maker, "/office/payments/money")
    usable(maker)


@pytest.mark.parametrize("jurisdiction", STATED if os.environ.get("GONGHUI_TEST_ALL") else STATED[-1:])
def test_hardship_from_the_phone_to_payment(
    visit: Visits, places: dict[str, Place], tmp_path: Path, jurisdiction: str
) -> None:
    place = places[jurisdiction]
    stage = place.stage
    stage.today(date(2026, 5, 6))
    stage.member()
    window = visit(place.port, jurisdiction=jurisdiction, viewport=PHONE, expected=(422,))
    page = window.open("/claims/relief")
    page.get_by_label("手机号").fill(people.phone(300 + stage.workers))
    page.locator("main button[type=submit]").first.click()
    page.get_by_label("验证码").fill(last_code(stage.app, jurisdiction))
    page.get_by_role("button", name="登录", exact=True).click()
    window.open("/claims/relief")
    usable(page)
    page.get_by_role("button", name="提交").click()
    usable(page)
    page.get_by_label("家里的情况").fill("一家四口，只有我有收入，每月四千元左右")
    page.get_by_label("遇到了什么困难").fill("父亲住院，自己付了三万元")
    photograph = tmp_path / "病历.jpg"
    photograph.write_bytes(picture_bytes(600, 800))
    page.get_by_label("证明材料").set_input_files(str(photograph))
    page.get_by_label("开户银行").fill("工商银行")
    page.get_by_label("银行卡号").fill("6222000011112223")
    page.get_by_label("再填一遍账号").fill("6222000011112223")
    page.locator("label", has_text="我同意").click()
    page.get_by_role("button", name="提交").click()
    page.get_by_text("审核中").first.wait_for()
    usable(page)
    reference = page.url.rpartition("/")[2]
    desk = desk_of(visit, place, "li")
    go(desk, f"/office/relief/{reference}")
    usable(desk)
    for part, value in zip(("year", "month", "day"), ("2026", "5", "5"), strict=True):
        desk.locator(f"[name=visited_on-{part}]").fill(value)
    desk.get_by_label("入户情况").fill("到家看过，情况属实")
    desk.get_by_label("建议救助金额").fill("3000")
    desk.get_by_role("button", name="保存").click()
    usable(desk)
    desk.get_by_role("link", name="填好了，去办理").click()
    desk.locator("label", has_text="同意").first.click()
    desk.get_by_role("button", name="办理").click()
    desk.wait_for_url("**/office*")
    pay(visit, place, tmp_path)
    page.reload()
    page.get_by_text("批准救助 3000.00 元").wait_for()
    assert place.money.totals() == (300_000, 300_000, 0)
