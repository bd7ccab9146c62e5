"""Joining in a real browser, on a phone, in every province that is served."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import PHONE, PROVINCES, Visits
from tests.browser.walker import Walker
from tests.join.walking import last_code

pytestmark = pytest.mark.browser


def usable(page: Page, path: str) -> None:
    """A page of the walk that everybody can use."""
    assert looks.axe(page) == [], path
    assert looks.overflow(page) == [], path


@pytest.mark.parametrize("jurisdiction", PROVINCES)
def test_a_worker_joins_on_a_phone(visit: Visits, demo: Flask, demo_port: int, jurisdiction: str) -> None:
    seen: list[str] = []

    def see(page: Page, path: str) -> None:
        seen.append(path)
        usable(page, path)

    window = visit(demo_port, jurisdiction=jurisdiction, viewport=PHONE)
    walker = Walker(window, code=lambda: last_code(demo, jurisdiction), person=501, see=see)
    walker.to_result()
    assert walker.page.locator(".reasons li").count() > 0
    assert walker.page.locator(".clause summary").first.is_visible()
    walker.to_check().to_end()
    assert walker.path.startswith("/join/applications/")
    assert walker.page.locator(".timeline").first.is_visible()
    assert len(seen) == len(dict.fromkeys(seen))
    window.open("/me")
    assert walker.page.locator("main a[href^='/join/applications/']").count() >= 1
    usable(window.page, "/me")


def test_a_worker_joins_without_script(visit: Visits, demo: Flask, demo_port: int) -> None:
    jurisdiction = PROVINCES[0]
    window = visit(demo_port, jurisdiction=jurisdiction, viewport=PHONE, javascript=False)
    walker = Walker(window, code=lambda: last_code(demo, jurisdiction), person=502)
    walker.to_result().to_check().to_end()
    assert walker.path.startswith("/join/applications/")


def test_a_clause_opens_with_one_press_and_says_what_it_demands(visit: Visits, demo: Flask, demo_port: int) -> None:
    window = visit(demo_port, jurisdiction=PROVINCES[0], viewport=PHONE)
    page = Walker(window, code=lambda: "").to_result().page
    clause = page.locator(".reasons .clause").first
    clause.locator("summary").click()
    assert clause.locator("div p").is_visible()


def test_the_first_page_paints_soon_on_a_slow_line(
    visit: Visits, demo_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    window = visit(demo_port, jurisdiction=PROVINCES[0], viewport=PHONE)
    devtools = window.context.new_cdp_session(window.page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", slow)
    page = window.open("/join")
    paint = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    with capsys.disabled():
        print(f"\nfirst contentful paint of /join at 400 kbit/s and 400 ms: {paint / 1000:.1f} s")  # noqa: T201
    assert paint < 20_000
