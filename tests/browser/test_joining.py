"""Joining in a real browser, on a phone, in every province that is served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import PHONE, Visits, serving
from tests.browser.walker import Walker
from tests.join.walking import last_code
from webapp.app import create_app
from webapp.config import Settings
from webapp.demo.build import build
from webapp.demo.commands import demo_environment

pytestmark = pytest.mark.browser

PROVINCES = sorted(path.stem for path in (Path(__file__).parents[2] / "reference" / "demo").glob("*.yaml"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo: all provinces with unions, officers and applications."""
    environ = demo_environment({"GONGHUI_DATA": str(tmp_path_factory.mktemp("demo"))})
    app = create_app(Settings.from_env({**environ, "GONGHUI_SECRET_KEY": "a secret of the tests"}))
    build(app)
    return app


@pytest.fixture(scope="module")
def port(demo: Flask) -> Iterator[int]:
    """The demo's port."""
    with serving(demo) as found:
        yield found


def usable(page: Page, path: str) -> None:
    """A page of the walk that everybody can use."""
    assert looks.axe(page) == [], path
    assert looks.overflow(page) == [], path


@pytest.mark.parametrize("jurisdiction", PROVINCES)
def test_a_worker_joins_on_a_phone(visit: Visits, demo: Flask, port: int, jurisdiction: str) -> None:
    seen: list[str] = []

    def see(page: Page, path: str) -> None:
        seen.append(path)
        usable(page, path)

    window = visit(port, jurisdiction=jurisdiction, viewport=PHONE)
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


def test_a_worker_joins_without_script(visit: Visits, demo: Flask, port: int) -> None:
    jurisdiction = PROVINCES[0]
    window = visit(port, jurisdiction=jurisdiction, viewport=PHONE, javascript=False)
    walker = Walker(window, code=lambda: last_code(demo, jurisdiction), person=502)
    walker.to_result().to_check().to_end()
    assert walker.path.startswith("/join/applications/")


def test_a_clause_opens_with_one_press_and_says_what_it_demands(visit: Visits, demo: Flask, port: int) -> None:
    window = visit(port, jurisdiction=PROVINCES[0], viewport=PHONE)
    page = Walker(window, code=lambda: "").to_result().page
    clause = page.locator(".reasons .clause").first
    clause.locator("summary").click()
    assert clause.locator("div p").is_visible()


def test_the_first_page_paints_soon_on_a_slow_line(
    visit: Visits, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    window = visit(port, jurisdiction=PROVINCES[0], viewport=PHONE)
    devtools = window.context.new_cdp_session(window.page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", slow)
    page = window.open("/join")
    paint = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    with capsys.disabled():
        print(f"\nfirst contentful paint of /join at 400 kbit/s and 400 ms: {paint / 1000:.1f} s")  # noqa: T201
    assert paint < 20_000
