"""A member files an accident on a phone, and an officer reviews it: a real browser, on a business day in 2022, with and without script."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE, Visits, serving
from tests.claims.conftest import HOME, Stage, build_stage
from tests.claims.papers import picture_bytes
from tests.join.walking import last_code
from webapp.accounts import Officer
from webapp.accounts.passwords import hash_password
from webapp.app import create_app
from webapp.config import Settings
from webapp.demo import people
from webapp.demo.commands import demo_environment
from webapp.persistence import db, unit_of_work

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A demo with one union and its officers, on 2022-06-15."""
    environ = demo_environment({"GONGHUI_DATA": str(tmp_path_factory.mktemp("demo"))}) | {"GONGHUI_UNDO_SECONDS": "0"}
    app: Flask = create_app(Settings.from_env({**environ, "GONGHUI_SECRET_KEY": "a secret of the tests"}))
    with app.app_context():
        db.create_all(bind_key=None)
    found = build_stage(app)
    found.today(date(2022, 6, 15))
    with app.app_context(), unit_of_work(HOME):
        for officer in db.session.query(Officer):
            officer.password_hash = hash_password(PASSWORD)
    return found


@pytest.fixture(scope="module")
def port(stage: Stage) -> Iterator[int]:
    """Where it is served."""
    with serving(stage.app) as found:
        yield found


def usable(page: Page) -> None:
    """A page that everybody can use."""
    assert looks.axe(page) == [], page.url
    assert looks.overflow(page) == [], page.url


def sign_in(page: Page, stage: Stage, phone: str) -> None:
    page.get_by_label("手机号").fill(phone)
    page.locator("main button[type=submit]").first.click()
    page.get_by_label("验证码").fill(last_code(stage.app, HOME))
    page.get_by_role("button", name="登录", exact=True).click()


def day(page: Page, name: str, value: str) -> None:
    for part, text in zip(("year", "month", "day"), value.split("-"), strict=True):
        page.locator(f"[name={name}-{part}]").fill(text)


def choose(page: Page, label: str, group: str = "") -> None:
    scope = page.get_by_role("radiogroup", name=group) if group else page.locator("main")
    scope.locator("label", has_text=label).first.click()


def file_a_claim(page: Page, stage: Stage, tmp_path: Path) -> str:
    """From the cover page to the submitted filing; every page on the way can be used by everybody. The reference."""
    usable(page)
    page.get_by_role("button", name="开始申报").click()
    page.get_by_role("link", name="什么时候").click()
    usable(page)
    day(page, "day", "2022-06-01")
    page.get_by_label("几点").fill("9:30")
    page.get_by_role("button", name="下一步").click()
    usable(page)
    choose(page, "意外伤害")
    page.get_by_label("在哪里").fill("人民路口")
    page.get_by_label("怎么发生的").fill("送餐时雨天路滑摔倒，左手腕骨折")
    choose(page, "没有", "有没有别人要负责赔偿")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("link", name="添加一张票据").click()
    page.get_by_role("button", name="保存票据").click()
    usable(page)
    page.get_by_label("票据总额").fill("9000")
    page.get_by_label("个人自付").fill("3120.50")
    choose(page, "急诊")
    day(page, "begins_on", "2022-06-01")
    page.get_by_label("医院名称").fill("市第一人民医院")
    choose(page, "是", "是公立医院吗")
    page.get_by_label("医院等级").select_option("2")
    page.get_by_role("button", name="保存票据").click()
    usable(page)
    page.get_by_role("link", name="下一步").click()
    photograph = tmp_path / "照片.jpg"
    photograph.write_bytes(picture_bytes(600, 800))
    for label in ("医疗收费票据", "意外事故证明", "诊治记录"):
        paper = page.get_by_role("region", name=label)
        paper.locator("input[type=file]").set_input_files(str(photograph))
        paper.get_by_role("button", name="上传").click()
    usable(page)
    page.get_by_role("link", name="下一步").click()
    page.get_by_label("户名").fill("王小明")
    page.get_by_label("开户银行").fill("工商银行")
    page.get_by_label("银行卡号").fill("6222000011112223")
    page.get_by_label("再填一遍账号").fill("6222000011112223")
    usable(page)
    page.get_by_role("button", name="保存").click()
    usable(page)
    page.get_by_text("本次付 2000.00 元").first.wait_for()
    page.locator("label", has_text="我同意").click()
    page.get_by_role("button", name="提交申报").click()
    usable(page)
    return page.url.rpartition("/")[2]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_claim_on_a_phone_and_its_review(
    visit: Visits, stage: Stage, port: int, tmp_path: Path, javascript: bool
) -> None:
    stage.member()
    # Without script there is no axe either: the walk itself is what is tried then.
    check = usable if javascript else lambda page: None
    window = visit(port, jurisdiction=HOME, viewport=PHONE, javascript=javascript, expected=(422,))
    page = window.open("/claims")
    check(page)
    page.get_by_role("link", name="登录后申报").click()
    sign_in(page, stage, people.phone(300 + stage.workers))
    window.open("/claims")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{__name__}.usable", check)
        reference = file_a_claim(page, stage, tmp_path)
    page.get_by_text("审核中").first.wait_for()
    officer = visit(port, jurisdiction=HOME, viewport=DESK, javascript=javascript)
    desk = officer.open("/officers/login")
    desk.get_by_label("登录名").fill("li")
    desk.get_by_label("密码").fill(PASSWORD)
    desk.get_by_role("button", name="登录").click()
    officer.open(f"/office/cases/{reference}")
    desk.get_by_role("link", name="打开保障申报的办理页").click()
    check(desk)
    desk.get_by_role("button", name="已核对“医疗收费票据”原件").click()
    desk.get_by_role("link", name="认定好了，去办理").click()
    choose(desk, "同意")
    desk.get_by_role("button", name="办理").click()
    window.open("/claims")
    page.get_by_text("2000.00 元").first.wait_for()
    check(page)
    window.open(f"/claims/{reference}")
    page.get_by_text("已核定", exact=True).first.wait_for()
    check(page)
