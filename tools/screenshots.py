"""Photograph the main pages into docs/screenshots: `python tools/screenshots.py` (needs a Chromium).

A demo is built in a temporary folder and served; a worker walks to a submitted application, an officer opens it; members
look at their claims, an officer reviews one; an editor opens a text of the desk. Each page is taken as a phone shows it, plain and
in the large version, and at 1280 pixels. `python tools/screenshots.py join` (`claims`, `desk`) takes one of the parts alone.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from sqlalchemy import select  # noqa: E402

from tests.browser.conftest import executable, serving  # noqa: E402
from tests.browser.visits import Visit  # noqa: E402
from tests.browser.walker import Walker  # noqa: E402
from tests.join.walking import last_code  # noqa: E402
from webapp.app import create_app  # noqa: E402
from webapp.cases import Case  # noqa: E402
from webapp.claims.models import Filing  # noqa: E402
from webapp.config import Settings  # noqa: E402
from webapp.demo import people  # noqa: E402
from webapp.demo.build import build  # noqa: E402
from webapp.demo.claims import FIRST  # noqa: E402
from webapp.demo.commands import demo_environment  # noqa: E402
from webapp.home.demo_officers import PASSWORD  # noqa: E402
from webapp.persistence import unit_of_work  # noqa: E402

PROVINCES = sorted(path.stem for path in (ROOT / "reference" / "demo").glob("*.yaml"))
TARGET = ROOT / "docs" / "screenshots"
WIDTHS = {360: 740, 1280: 900}
VARIANTS = ((360, False), (360, True), (1280, False))
"""Width in pixels, and whether in the large version."""
WALK = {
    "/": "02-home",
    "/join": "03-join",
    "/join/questions/relation": "04-question",
    "/join/result": "05-result",
    "/join/check": "06-check",
}
MOST = 1_400
"""Pixels of height that are kept of a long page."""


def take(page: Page, name: str, variant: str) -> None:
    """One picture."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    height = min(MOST, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(
        path=TARGET / f"{name}-{variant}.png",
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": height},
        scale="css",
    )


@contextmanager
def window(browser: Browser, port: int, jurisdiction: str | None, width: int, care: bool) -> Iterator[Visit]:
    """A browser window that is closed at the end."""
    viewport = {"width": width, "height": WIDTHS[width]}
    visit = Visit(browser, port, jurisdiction, viewport=viewport, care=care)  # type: ignore[arg-type]
    try:
        yield visit
    finally:
        visit.close()


def main() -> None:
    """Take all pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        environ = demo_environment({"GONGHUI_DATA": folder})
        app = create_app(Settings.from_env({**environ, "GONGHUI_SECRET_KEY": "screenshots"}))
        jurisdiction = build(app)[0].jurisdiction
        browser = driver.chromium.launch(
            executable_path=executable(), args=["--disable-lcd-text"], chromium_sandbox=False
        )
        wanted = sys.argv[1:] or ["join", "claims", "desk"]
        with serving(app) as port:
            for number, (width, care) in enumerate(VARIANTS):
                variant = f"{width}-{'care' if care else 'light'}"
                if "join" in wanted:
                    with window(browser, port, None, width, care) as visit:
                        take(visit.open("/"), "01-provinces", variant)
                    with window(browser, port, jurisdiction, width, care) as visit:
                        _worker(visit, lambda: last_code(app, jurisdiction), 900 + number, variant)
                    with window(browser, port, jurisdiction, width, care) as visit:
                        _officer(visit, variant)
            if "claims" in wanted:
                _claims(app, browser, port)
            if "desk" in wanted:
                with window(browser, port, jurisdiction, 360, False) as visit:
                    _officer_in(visit, "policy-author")
                    _everywhere(visit, {"/desk": "16-desk", f"/desk/texts/{jurisdiction}": "17-desk-text"})


def _worker(visit: Visit, code: object, person: int, variant: str) -> None:
    def see(page: Page, path: str) -> None:
        if path in WALK:
            take(page, WALK[path], variant)

    walker = Walker(visit, code=code, person=person, see=see)  # type: ignore[arg-type]
    walker.to_result().to_check().to_end()
    take(walker.page, "07-application", variant)
    take(visit.open("/me"), "08-mine", variant)


def _claims(app: Flask, browser: Browser, port: int) -> None:
    """A member's cover, a filing that was paid, a draft with a new bill, and one to review, where the demo has claims."""
    jurisdiction, filed = next((name, rows) for name in PROVINCES if (rows := _filed(app, name)))
    paid, held, draft = 0, 4, 5
    with window(browser, port, jurisdiction, 360, False) as visit:
        _sign_in(visit, app, jurisdiction, FIRST + paid)
        _everywhere(visit, {"/claims": "11-cover", f"/claims/{filed[paid]}": "14-claim-paid"})
    with window(browser, port, jurisdiction, 360, False) as visit:
        _sign_in(visit, app, jurisdiction, FIRST + draft)
        path = f"/claims/{filed[draft]}"
        _everywhere(visit, {f"{path}/bills/new": "12-claim-bill", path: "13-claim-draft"})
    with window(browser, port, jurisdiction, 360, False) as visit:
        _officer_in(visit)
        _everywhere(visit, {f"/office/claims/{filed[held]}": "15-claim-review"})


def _everywhere(visit: Visit, pages: dict[str, str]) -> None:
    """Pages in every width and size of text, in one window: a phone gets no second code so soon."""
    for width, care in VARIANTS:
        visit.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        visit.context.add_cookies([{"name": "care", "value": "1" if care else "0", "url": visit.origin}])
        for path, name in pages.items():
            take(visit.open(path), name, f"{width}-{'care' if care else 'light'}")


def _filed(app: Flask, jurisdiction: str) -> list[str]:
    """The references of the demo's claims, in the order of their stories."""
    with app.app_context(), unit_of_work(jurisdiction, write=False) as work:
        joined = select(Case.reference).join(
            Filing, (Filing.case_id == Case.id) & (Filing.jurisdiction == Case.jurisdiction)
        )
        return list(work.scalars(joined.order_by(Filing.created_at, Filing.id)))


def _sign_in(visit: Visit, app: Flask, jurisdiction: str, person: int) -> None:
    page = visit.open("/login")
    page.get_by_label("手机号").fill(people.phone(person))
    page.locator("main button[type=submit]").first.click()
    page.get_by_label("验证码").fill(last_code(app, jurisdiction))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()


def _officer_in(visit: Visit, login: str = "newform-trade-federation-1") -> Page:
    page = visit.open("/officers/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    return page


def _officer(visit: Visit, variant: str) -> None:
    page = _officer_in(visit)
    take(visit.open("/office"), "09-inbox", variant)
    page.locator("main tbody th a, main tbody td a").first.click()
    page.wait_for_load_state()
    take(page, "10-case", variant)


if __name__ == "__main__":
    main()
