"""Every page of the site in a real browser, on a phone: rules of accessibility, sizes, keyboard, the other themes."""

import os
from itertools import product

import pytest
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.site import Site, cookies_of
from tests.test_every_page import STATUS, Opened, pages

pytestmark = pytest.mark.browser

SEEN_ELSEWHERE = {"styleguide.show"}
EVERYTHING = bool(os.environ.get("GONGHUI_TEST_ALL"))
NAMES = [name for name in pages() if name not in STATUS and name not in SEEN_ELSEWHERE and not name.endswith("qr")]


def turn(name: str) -> int:
    """0 or 1, the same in every run."""
    return sum(name.encode()) % 2


@pytest.fixture
def opened(site: Site, name: str) -> Opened:
    """The page called `name`, with a visitor who may see it."""
    return Opened(site.app, site.world.alpha, name)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_can_be_used_by_everybody(site: Site, revisit: Visits, opened: Opened, name: str) -> None:
    """Axe and room to press on each page; keyboard and other themes, or sizes and the large version, in turns; in the long
    checks everything."""
    window = revisit(site.port, jurisdiction=opened.browser.jurisdiction, expected=(422, 429))
    window.context.add_cookies(cookies_of(opened.browser))  # type: ignore[arg-type]
    page = window.open(opened.path)
    assert looks.axe(page) == []
    assert looks.small_targets(page, 44) == []
    if EVERYTHING or turn(name) == 0:
        assert looks.keyboard_faults(page) == []
        _in_other_themes(page)
    if EVERYTHING or turn(name) == 1:
        _enlarged(page)
        _in_care_mode(page)
    window.context.add_cookies([{"name": "care", "value": "1", "url": window.origin}])
    _with_errors(page)


@pytest.mark.skipif(not os.environ.get("GONGHUI_TEST_ALL"), reason="a long check: make test-all")
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_on_any_page_in_any_theme_and_width(site: Site, visit: Visits, opened: Opened) -> None:
    for theme, care, viewport in product(("light", "dark"), (False, True), (PHONE, DESK)):
        window = visit(
            site.port,
            jurisdiction=opened.browser.jurisdiction,
            theme=theme,
            care=care,
            viewport=viewport,
            expected=(422, 429),
        )
        window.context.add_cookies(cookies_of(opened.browser))  # type: ignore[arg-type]
        assert looks.axe(window.open(opened.path)) == [], (theme, care, viewport)


def _in_other_themes(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    assert looks.axe(page, only=["color-contrast"]) == []
    page.emulate_media(color_scheme="light")


def _enlarged(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    assert looks.overflow(page) == []
    looks.enlarge_text(page, 200)
    assert looks.overflow(page) == []
    looks.enlarge_text(page, 100)
    page.set_viewport_size({"width": 360, "height": 740})


def _in_care_mode(page: Page) -> None:
    """As it looks with the cookie of the large version (tests/web say that the cookie sets it)."""
    page.evaluate("() => { document.documentElement.dataset.mode = 'care'; }")
    assert looks.small_targets(page, 60) == []
    assert looks.overflow(page) == []
    assert looks.axe(page, only=["color-contrast"]) == []


def _with_errors(page: Page) -> None:
    """Press the main button with nothing filled in; where that is an error, the error page is as good as the others."""
    button = page.locator("main form[method=post] .button:not(.button--secondary):not(.button--danger)")
    if button.count() != 1:
        return
    page.evaluate("() => document.querySelectorAll('main input').forEach((e) => { e.checked = false; })")
    page.evaluate("() => document.querySelectorAll('main details').forEach((e) => { e.open = true; })")
    button.click()
    page.wait_for_load_state()
    if page.locator("#error-summary").count():
        assert looks.axe(page) == []
        assert page.evaluate("document.activeElement.id") == "error-summary"
        assert looks.small_targets(page, 60) == []
