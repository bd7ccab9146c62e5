"""An officer works through his inbox with the keyboard alone, in a real browser; what each decision costs is printed."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, g, has_request_context, request
from playwright.sync_api import Page
from sqlalchemy import event

from tests.browser.conftest import DESK, Visits, serving
from tests.cases.procedure import HOME, PASSWORD, Stage, build_stage
from tests.conftest import BuildApp
from webapp.cases import Case
from webapp.persistence import db

pytestmark = pytest.mark.browser

CASES = 200 if os.environ.get("GONGHUI_TEST_ALL") else 8
REFUSE_EVERY = 5
BUDGET = {"office.index": 16, "office_cases.show": 28, "office_decision.decide": 42}
"""The most statements that a page of the walk may send."""
REQUESTS, KILOBYTES = 3, 20
"""The most that one decision may cost an officer's line."""


class Counted:
    """Statements sent for each request, by endpoint."""

    def __init__(self, app: Flask) -> None:
        self.sent: dict[str, list[int]] = defaultdict(list)
        app.after_request(self._note)
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._count)

    @property
    def requests(self) -> int:
        """How many reached the server; what the browser still has does not."""
        return sum(map(len, self.sent.values()))

    def _count(self, _connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if has_request_context() and sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            g.statements = g.get("statements", 0) + 1

    def _note(self, response: Response) -> Response:
        self.sent[request.endpoint or ""].append(g.get("statements", 0))
        return response


class Desk:
    """The officer's keyboard, and the bytes that go over his line."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bytes = 0
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Network.enable")
        self._devtools.on("Network.loadingFinished", self._finished)

    def alt(self, digit: str) -> None:
        """Alt and a digit, with the text that makes Chromium look for an access key (Playwright leaves it out)."""
        key = {"modifiers": 1, "key": digit, "code": f"Digit{digit}", "windowsVirtualKeyCode": ord(digit)}
        self._devtools.send(
            "Input.dispatchKeyEvent", {"type": "keyDown", "text": digit, "unmodifiedText": digit, **key}
        )
        self._devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})

    def _finished(self, told: dict[str, Any]) -> None:
        self.bytes += int(told["encodedDataLength"])


@pytest.fixture
def stage(build_app: BuildApp, tmp_path: Path) -> Iterator[Stage]:
    """A province with officers and open cases, in an application of its own."""
    app = build_app(DATABASE_URL=f"sqlite:///{tmp_path / 'inbox.db'}")
    with app.app_context():
        db.create_all(bind_key=None)
    yield build_stage(app)
    with app.app_context():
        db.engine.dispose()


def test_an_officer_clears_his_inbox_with_the_keyboard(
    visit: Visits, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = Counted(stage.app)
    stage.open(CASES)
    with serving(stage.app) as port:
        page = visit(port, jurisdiction=HOME, viewport=DESK).open("/officers/login")
        sign_in(page)
        line, before = Desk(page), counted.requests
        line.alt("7")
        for number in range(1, CASES + 1):
            decide(line, refuse=number % REFUSE_EVERY == 0)
        page.wait_for_url("**/office")
        assert "待办已清空" in page.inner_text("main") + page.inner_text("body")
    requests, kilobytes = (counted.requests - before) / CASES, line.bytes / CASES / 1024
    refused = CASES // REFUSE_EVERY
    assert stage.count(Case, Case.state == "refused") == refused
    assert stage.count(Case, Case.state == "granted") == CASES - refused
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{CASES} cases by keyboard: {requests:.1f} requests and {kilobytes:.1f} KB a decision; "
            "most statements: " + ", ".join(f"{name} {max(counted.sent[name])}" for name in BUDGET)
        )
    assert requests <= REQUESTS and kilobytes <= KILOBYTES
    assert {name: max(counted.sent[name]) for name in BUDGET if max(counted.sent[name]) > BUDGET[name]} == {}


def sign_in(page: Page) -> None:
    """Tab to the fields, type, Enter."""
    page.get_by_label("登录名").focus()
    page.keyboard.type("li")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office")


def decide(desk: Desk, *, refuse: bool) -> None:
    """One case: the keys that its page names."""
    page = desk.page
    page.wait_for_url("**/office/cases/*")
    before = page.url
    desk.alt("3" if refuse else "1")
    if refuse:
        desk.alt("4")
        page.keyboard.type("不在本街道工作，请向工作地的工会申请。")
        desk.alt("5")
    else:
        page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()
