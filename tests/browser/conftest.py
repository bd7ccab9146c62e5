"""A real Chromium and a real server. Without a Chromium these tests skip and say so; under CI they fail."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.site import Site
from tests.browser.visits import Visit
from tests.conftest import BuildApp, Served
from tests.databases import SqliteDatabases
from tests.web.conftest import build_edge
from webapp.app import create_app
from webapp.config import Settings
from webapp.demo.build import build
from webapp.demo.commands import demo_environment

PROVINCES = sorted(path.stem for path in (Path(__file__).parents[2] / "reference" / "demo").glob("*.yaml"))
NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

Visits = Callable[..., Visit]


def executable() -> str | None:
    """Where a Chromium is, if any."""
    given = os.environ.get("GONGHUI_CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A running Chromium."""
    path = executable()
    if path is None:
        message = "no Chromium on this machine: the browser tests need one (apt-get install chromium fonts-noto-cjk)"
        if os.environ.get("GONGHUI_CI"):
            pytest.fail(message)
        pytest.skip(message)
    driver: Playwright = request.getfixturevalue("playwright")
    browser = driver.chromium.launch(executable_path=path, chromium_sandbox=os.geteuid() != 0)
    yield browser
    browser.close()


class _Quiet(WSGIRequestHandler):
    """Says nothing for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Keep the test's output for what is wrong."""


@contextmanager
def serving(app: Flask) -> Iterator[int]:
    """Serve `app` on a free port of 127.0.0.1 in a thread; gives the port."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def edge_port() -> Iterator[int]:
    """The port of an application that has only the edge and the style guide."""
    with serving(build_edge()) as port:
        yield port


@pytest.fixture(scope="session")
def site(build_app: BuildApp, quick_path: Path) -> Iterator[Site]:
    """The whole site with the world of the tests; what a test changes stays changed."""
    folder = quick_path / "site"
    folder.mkdir()
    databases = SqliteDatabases(folder)
    served = Served(build_app(DATABASE_URL=databases.url), databases)
    world = served.world()
    with serving(served.app) as port:
        yield Site(served.app, port, world)


@pytest.fixture(scope="session")
def demo(quick_path: Path) -> Flask:
    """The demo: all provinces with unions, officers and applications; what a test changes stays changed."""
    environ = demo_environment({"GONGHUI_DATA": str(quick_path / "demo")}) | {"GONGHUI_UNDO_SECONDS": "0"}
    app = create_app(Settings.from_env({**environ, "GONGHUI_SECRET_KEY": "a secret of the tests"}))
    build(app)
    return app


@pytest.fixture(scope="session")
def demo_port(demo: Flask) -> Iterator[int]:
    """The demo's port."""
    with serving(demo) as found:
        yield found


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visits]:
    """Open a new browser window: `visit(port, jurisdiction="alpha", theme="dark", care=True, javascript=False)`.

    When the test ends, each window must have seen nothing bad: no console error but that of an expected status, no
    report of the content security policy, no other host, no script error.
    """
    opened: list[Visit] = []

    def start(port: int, *, jurisdiction: str = "alpha", expected: tuple[int, ...] = (), **options: Any) -> Visit:
        window = Visit(chromium, port, jurisdiction, expected=expected, **options)
        opened.append(window)
        return window

    yield start
    bad = [line for window in opened for line in window.bad]
    for window in opened:
        window.close()
    assert bad == []


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Iterator[dict[str | None, Visit]]:
    """Windows that are kept from test to test, by province."""
    kept: dict[str | None, Visit] = {}
    yield kept
    for window in kept.values():
        window.close()


@pytest.fixture
def revisit(chromium: Browser, windows: dict[str | None, Visit]) -> Iterator[Visits]:
    """Like `visit`, in a window that is kept: its cookies are forgotten, its size is a phone's again."""
    opened: list[Visit] = []

    def start(port: int, *, jurisdiction: str | None = "alpha", expected: tuple[int, ...] = ()) -> Visit:
        if jurisdiction not in windows:
            windows[jurisdiction] = Visit(chromium, port, jurisdiction)
        window = windows[jurisdiction]
        window.bad, window.expected = [], expected
        window.context.clear_cookies()
        window.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        window.page.emulate_media(color_scheme="light")
        opened.append(window)
        return window

    yield start
    assert [line for window in opened for line in window.bad] == []
