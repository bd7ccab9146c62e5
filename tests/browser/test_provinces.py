"""A province that exists by YAML alone, in the browser: a phone joins, its family's illness is filed, decided and paid by the bank."""

import re
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE, Visits, serving
from tests.browser.test_claiming import choose, day
from tests.browser.walker import Walker
from tests.claims.conftest import Stage
from tests.claims.papers import picture_bytes
from tests.join.test_fourth_province import NAME
from tests.join.walking import last_code
from tests.officers import person
from tests.payments.paying import Money
from tests.provinces.conftest import Open, province  # noqa: F401  (its fixture)
from webapp.accounts import REVIEWER, Officer, give_role
from webapp.accounts.passwords import hash_password
from webapp.cases import Case
from webapp.persistence import db

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
PASSWORD = "correct horse battery"


def usable(page: Page) -> None:
    assert looks.axe(page) == [], page.url
    assert looks.overflow(page) == [], page.url


def sign_in(visit: Visits, port: int, login: str) -> Page:
    """An officer at his desk."""
    page: Page = visit(port, jurisdiction=NAME, viewport=DESK).open("/officers/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="待办").wait_for()
    return page


def people_at(stage: Stage, union: UUID) -> None:
    """A reviewer and two treasurers of the union, with passwords."""
    stage.unions["street"] = union
    Money(stage)
    with stage.app.app_context(), stage.work():
        give_role(person(name="李经办", login="li"), union, REVIEWER)
        for officer in db.session.query(Officer):
            officer.password_hash = hash_password(PASSWORD)


def for_a_platform(page: Page, path: str) -> None:
    """He works for a platform, with no unit of his own."""
    if path.endswith("/relation"):
        page.locator("input[value=partial]").check()


def approve(desk: Page) -> None:
    """The case at the top of the inbox."""
    desk.get_by_role("link", name="待办", exact=True).click()
    desk.locator("main tbody th a, main tbody td a").first.click()
    choose(desk, "同意")
    desk.get_by_role("button", name=re.compile("^办理")).click()
    desk.wait_for_load_state()


def file(page: Page, tmp_path: Path) -> None:
    """The daughter's illness, from the plan to the submission."""
    page.get_by_role("button", name="开始申报").click()
    page.get_by_role("link", name="什么时候").click()
    day(page, "day", "2025-05-10")
    page.get_by_role("button", name="下一步").click()
    usable(page)
    for label in ("患病", "子女"):
        if page.locator("main label", has_text=label).count():
            choose(page, label)
    page.locator("main textarea").fill("女儿住院")
    page.get_by_role("button", name="下一步").click()
    photograph = tmp_path / "诊断.jpg"
    photograph.write_bytes(picture_bytes(600, 800))
    page.locator("input[type=file]").set_input_files(str(photograph))
    page.get_by_role("button", name="上传").click()
    page.get_by_role("link", name="诊断.jpg").wait_for()
    usable(page)
    page.get_by_role("link", name="下一步").click()
    for label, value in (
        ("户名", "陈小明"),
        ("开户银行", "工商银行"),
        ("银行卡号", "6222000011112223"),
        ("再填一遍账号", "6222000011112223"),
    ):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("1500.50 元").first.wait_for()
    page.locator("label", has_text="我同意").click()
    usable(page)
    page.get_by_role("button", name="提交申报").click()


def pay(maker: Page, checker: Page, tmp_path: Path) -> None:
    """Freeze, check by another, export, fill the bank's word in, read it back."""
    maker.get_by_role("link", name="付款", exact=True).click()
    maker.get_by_role("button", name="冻结选中的名单").click()
    maker.wait_for_load_state()
    checker.goto(maker.url)
    checker.get_by_role("button", name="名单无误").click()
    checker.get_by_role("button", name="导出给银行").click()
    with checker.expect_download() as download:
        checker.get_by_role("link", name=re.compile("csv")).click()
    content = download.value.path().read_text(encoding="utf-8-sig")
    answer = tmp_path / "银行结果.csv"
    answer.write_text(content.replace('"",""\n', '"成功",""\n'), encoding="utf-8-sig")
    maker.reload()
    maker.get_by_label("银行返回的结果").set_input_files(str(answer))
    maker.get_by_role("button", name="读入结果").click()
    maker.get_by_text("已对账").first.wait_for()


def test_a_family_plan_from_the_phone_to_the_bank(province: Open, visit: Visits, tmp_path: Path) -> None:  # noqa: F811
    app = province("family", BASE_DOMAIN="localhost").app
    stage = Stage(app, NAME)
    with serving(app) as port:
        phone = visit(port, jurisdiction=NAME, viewport=PHONE)
        walker = Walker(phone, code=lambda: last_code(app, NAME), see=for_a_platform)
        walker.to_result().to_check().to_end()
        people_at(stage, stage.read(lambda: db.session.query(Case).one().union_id))
        desk = sign_in(visit, port, "li")
        approve(desk)
        stage.today(date(2025, 5, 20))
        page = phone.open("/claims")
        file(page, tmp_path)
        approve(desk)
        pay(sign_in(visit, port, "maker"), sign_in(visit, port, "checker"), tmp_path)
        page.reload()
        page.get_by_text("银行已付款").first.wait_for()
        usable(page)
