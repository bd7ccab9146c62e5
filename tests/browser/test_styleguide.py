"""Every component in every state, in a real browser: themes, widths, enlargement, keyboard."""

import os
from typing import Any

import pytest

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE, Visits

pytestmark = pytest.mark.browser


def test_axe_finds_nothing(visit: Visits, edge_port: int) -> None:
    assert looks.axe(visit(edge_port).open("/styleguide")) == []


@pytest.mark.parametrize(("theme", "care"), [("dark", False), ("light", True), ("dark", True)])
def test_words_stand_out_in_the_other_themes(visit: Visits, edge_port: int, theme: str, care: bool) -> None:
    page = visit(edge_port, theme=theme, care=care).open("/styleguide")
    assert looks.axe(page, only=["color-contrast"]) == []


@pytest.mark.skipif(not os.environ.get("GONGHUI_TEST_ALL"), reason="a long check: make test-all")
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("care", [False, True], ids=["normal", "care"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_theme(visit: Visits, edge_port: int, theme: str, care: bool, viewport: Any) -> None:
    assert looks.axe(visit(edge_port, theme=theme, care=care, viewport=viewport).open("/styleguide")) == []


@pytest.mark.parametrize("care", [False, True], ids=["normal", "care"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_sticks_out(visit: Visits, edge_port: int, width: int, care: bool) -> None:
    page = visit(edge_port, viewport={"width": width, "height": 740}, care=care).open("/styleguide")
    assert looks.overflow(page) == []
    page.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    assert looks.overflow(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out_when_the_reader_enlarges_the_text(visit: Visits, edge_port: int, width: int) -> None:
    page = visit(edge_port, viewport={"width": width, "height": 740}).open("/styleguide")
    looks.enlarge_text(page, 200)
    assert looks.overflow(page) == []


def test_nothing_sticks_out_when_the_reader_spaces_the_text(visit: Visits, edge_port: int) -> None:
    page = visit(edge_port, bypass_csp=True).open("/styleguide")
    looks.space_text(page)
    assert looks.overflow(page) == []


@pytest.mark.parametrize(("care", "least"), [(False, 44), (True, 60)], ids=["normal", "care"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_everything_is_large_enough_to_press(
    visit: Visits, edge_port: int, viewport: Any, care: bool, least: int
) -> None:
    page = visit(edge_port, viewport=viewport, care=care).open("/styleguide")
    assert looks.small_targets(page, least) == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit: Visits, edge_port: int) -> None:
    page = visit(edge_port, viewport=DESK).open("/styleguide")
    assert looks.keyboard_faults(page) == []


def test_care_mode_is_one_press_and_survives_the_next_page(visit: Visits, edge_port: int) -> None:
    page = visit(edge_port).open("/public")
    page.get_by_role("link", name="关怀版").click()
    assert page.locator("html").get_attribute("data-mode") == "care"
    page.reload()
    assert page.locator("html").get_attribute("data-mode") == "care"
    assert page.get_by_role("link", name="标准版").is_visible()


def test_care_mode_works_without_script(visit: Visits, edge_port: int) -> None:
    page = visit(edge_port, javascript=False).open("/public")
    page.get_by_role("link", name="关怀版").click()
    page.get_by_label("关怀版").check()
    page.get_by_role("button", name="保存设置").click()
    assert page.url.endswith("/public")
    assert page.locator("html").get_attribute("data-mode") == "care"


def test_an_error_takes_the_focus_and_its_link_leads_to_the_field(visit: Visits, edge_port: int) -> None:
    page = visit(edge_port, expected=(422,)).open("/form")
    page.get_by_label("手机号").fill("1380013")
    page.get_by_role("button", name="提交").click()
    page.wait_for_selector("#error-summary")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.title().startswith("错误：")
    assert page.get_by_label("手机号").input_value() == "1380013"
    page.get_by_role("link", name="手机号应为 11 位数字").click()
    assert page.evaluate("document.activeElement.id") == "phone"
    assert looks.axe(page) == []


def test_an_error_without_script_is_the_same_page(visit: Visits, edge_port: int) -> None:
    page = visit(edge_port, javascript=False, expected=(422,)).open("/form")
    page.get_by_role("button", name="提交").click()
    assert page.title().startswith("错误：")
    assert page.get_by_role("link", name="请填写姓名").is_visible()


def test_a_lost_connection_is_said_and_nothing_typed_is_lost(visit: Visits, edge_port: int) -> None:
    window = visit(edge_port)
    page = window.open("/form")
    page.get_by_label("姓名").fill("陈小明")
    window.context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    page.get_by_text("网络不通").wait_for()
    assert page.get_by_label("姓名").input_value() == "陈小明"
    window.context.set_offline(False)
    page.get_by_role("button", name="提交").click()
    page.wait_for_selector("#error-summary")
    window.bad.clear()


def test_a_broken_server_is_said_and_nothing_typed_is_lost(visit: Visits, edge_port: int) -> None:
    window = visit(edge_port, expected=(500,))
    page = window.open("/form")
    page.get_by_label("姓名").fill("陈小明")
    page.route("**/form", lambda route: route.fulfill(status=500, body="broken"))
    page.get_by_role("button", name="提交").click()
    page.get_by_text("系统出了问题").wait_for()
    assert page.get_by_label("姓名").input_value() == "陈小明"


def test_a_second_press_sends_nothing(visit: Visits, edge_port: int) -> None:
    page = visit(edge_port, expected=(422,)).open("/form")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.evaluate("() => { const b = document.querySelector('main form button'); b.click(); b.click(); }")
    page.wait_for_selector("#error-summary")
    assert sent.count("POST") == 1


def test_forced_colours_keep_edges_and_focus(visit: Visits, edge_port: int) -> None:
    page = visit(edge_port, forced_colors="active").open("/styleguide")
    style = page.evaluate("() => getComputedStyle(document.querySelector('.tag')).borderTopWidth")
    assert style == "1px"
    page.keyboard.press("Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
