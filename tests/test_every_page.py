"""Every page of the site, found by the routes: its HTML, its headers, its weight, and its forms sent back empty.

A new GET rule is tried as soon as it exists; where it needs a visitor of its own, `READY` says how to become him.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, browse
from tests.examples import EXAMPLES, FIELDS
from tests.parts import joined, merged
from tests.test_isolation import routes
from tests.web.lint import fragment_faults, page_faults, question_faults
from tests.web.weight import KB, weigh
from tests.world import Province, World
from webapp.accounts import Worker
from webapp.demo import people
from webapp.join.questions import BY_ID
from webapp.persistence import blind_index, unit_of_work
from webapp.web.access import audience_of
from webapp.web.serving.security import CONTENT_SECURITY_POLICY

BUDGET = {"officer": 250 * KB}
WORKERS_BUDGET = 60 * KB
NO_PAGES = {"assets.send", "policy.qr", "home.data_file", "card.code", *joined("NO_PAGES")}
SHOWS_ERRORS = "styleguide.show"
STATUS = {
    "join.resume": 303,
    "join_transfer.check": 303,
    "same_person.show": 303,
    "home.demo": 404,
    "join_elsewhere.arrive": 404,
    "join_entrances.place": 404,
    "join_entrances.place_qr": 404,
    **merged("STATUS"),
}
"""Endpoints that show no page of their own here: they send the visitor on, or these provinces do not offer them."""

Ready = Callable[[Browser, Province], None]


def with_draft(browser: Browser, province: Province) -> None:
    """Somebody whose questions are all answered."""
    with browser.session_transaction(base_url=browser.origin) as session:
        session["join_draft"] = str(province.rows["draft"])


def newcomer(browser: Browser) -> str:
    """The id of a worker who has just signed in for the first time."""
    assert browser.jurisdiction is not None
    with browser.application.app_context(), unit_of_work(browser.jurisdiction) as work:
        phone = people.phone(770)
        found = work.scalar(select(Worker).where(Worker.phone_index == blind_index("workers.phone", phone)))
        worker = found or Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
        work.add(worker)
        work.flush()
        return str(worker.id)


def signed_in_with_draft(browser: Browser, province: Province) -> None:
    """The same, signed in."""
    worker = newcomer(browser)
    with browser.session_transaction(base_url=browser.origin) as session:
        session["worker"] = worker
        session["join_draft"] = str(province.rows["draft"])


def owner_of_returned(browser: Browser, province: Province) -> None:
    """The worker whose application was sent back to him."""
    browser.sign_in("worker", province.rows["returned_worker"])


def owner_of_refused(browser: Browser, province: Province) -> None:
    """The worker whose application was refused."""
    browser.sign_in("worker", province.rows["refused_worker"])


def waiting_for_a_code(browser: Browser, province: Province) -> None:
    """Somebody who asked for a code."""
    browser.submit("/login", {"phone": "13800138000"})


def with_identity(browser: Browser, province: Province) -> None:
    """Somebody who has only to check his answers."""
    signed_in_with_draft(browser, province)
    number = people.identity_number(77)
    assert browser.submit("/join/identity", {"name": "王五", "identity_number": number}).status_code == 303


READY: dict[str, Ready] = {
    "join.question": with_draft,
    "join.resume": with_draft,
    "join.result": with_draft,
    "join.identity": signed_in_with_draft,
    "join.check": with_identity,
    "join_applications.amendment": owner_of_returned,
    "cases.appeal_form": owner_of_refused,
    "cases.letter": owner_of_refused,
    "accounts.code": waiting_for_a_code,
    **merged("READY"),
}


@cache
def pages() -> list[str]:
    """One name a page: the endpoint, for questions with the question."""
    asked = [route for route in routes() if route.method == "GET" and route.endpoint not in NO_PAGES]
    found = [route.endpoint for route in asked if not route.arguments or route.endpoint in EXAMPLES]
    questions = [f"join.question {name}" for name in BY_ID]
    return [*(endpoint for endpoint in found if endpoint != "join.question"), *questions]


class Opened:
    """A page as its visitor sees it."""

    def __init__(self, app: Flask, province: Province, name: str) -> None:
        self.endpoint, _, question = name.partition(" ")
        self.audience = audience_of(app, self.endpoint)
        bare = self.audience == "directory" or (self.endpoint, self.audience) == ("home.demo", "any")
        self.browser = browse(app, None if bare else province.jurisdiction)
        ready = READY.get(self.endpoint) or SIGNED_IN.get(str(self.audience))
        if ready:
            ready(self.browser, province)
        values = {"question": question} if question else EXAMPLES.get(self.endpoint, lambda _: {})(province)
        values |= FIELDS.get(self.endpoint, lambda _: {})(province)
        with app.test_request_context(base_url=self.browser.origin):
            self.path = app.url_for(self.endpoint, **values).removeprefix(self.browser.origin)

    def get(self, **headers: str) -> Any:
        """The page."""
        return self.browser.get(self.path, headers=headers)


SIGNED_IN: dict[str, Ready] = {
    "worker": lambda browser, province: browser.sign_in("worker", province.rows["open_worker"]) and None,
    "officer": lambda browser, province: browser.sign_in("officer", province.rows["officer"]) and None,
}


@pytest.fixture
def opened(app: Flask, world: World, name: str) -> Opened:
    """The page called `name`, ready to be read."""
    return Opened(app, world.alpha, name)


@pytest.mark.parametrize(
    ("database", "name"), [("sqlite", name) for name in pages()], indirect=["database"], ids=pages()
)
def test_every_page_is_well_made(opened: Opened) -> None:
    answer = opened.get()
    if opened.endpoint in STATUS:
        assert answer.status_code == STATUS[opened.endpoint]
        return
    assert answer.status_code == 200, answer.location
    if answer.mimetype != "text/html":
        return
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "HX-Request" in answer.vary
    if opened.audience in SIGNED_IN:
        assert answer.headers["Cache-Control"] == "no-store"
    if opened.endpoint != SHOWS_ERRORS:
        assert _faults(answer.text) == []
        assert _faults(opened.get(**{"HX-Request": "true"}).text) == []
    assert _faults_of_empty_forms(opened, answer.text) == []
    if opened.endpoint == "join.question":
        assert question_faults(answer.text) == []


def _faults(html: str) -> list[str]:
    return page_faults(html) if html.startswith("<!doctype html>") else fragment_faults(html)


RIVALS = {"account.act", "office_money.claim"}
"""Pages with two forms of which either settles the one matter: confirm it or refuse it."""


def _faults_of_empty_forms(opened: Opened, html: str) -> list[str]:
    """Send every form of the page with nothing filled in: it is accepted, or the page says what is missing; of RIVALS also (409)
    that another form of the page settled it before.
    """
    faults: list[str] = []
    for form in BeautifulSoup(html, "lxml").select("main form[method=post]"):
        path = str(form["action"])
        answer = opened.browser.post(path, data=_emptied(form), headers={"Sec-Fetch-Site": "same-origin"})
        if answer.status_code == 422:
            faults += _faults(answer.text)
            if "error-summary" not in answer.text:
                faults.append(f"{path}: 422 without an error summary")
        elif answer.status_code == 409 and opened.endpoint in RIVALS:
            faults += _faults(answer.text)
        elif answer.status_code not in (303, 429):
            faults.append(f"{path}: {answer.status_code}")
    return faults


def _emptied(form: Tag) -> dict[str, str]:
    hidden = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[type=hidden][name]")}
    typed = form.select("input[name]:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea[name]")
    chosen = {str(field["name"]): _chosen(field) for field in form.select("select[name]")}
    return {**hidden, **chosen, **{str(field["name"]): "" for field in typed}}


def _chosen(field: Tag) -> str:
    """What a browser sends of a list that nobody touched."""
    option = field.select_one("option[selected]") or field.select_one("option")
    return str(option.get("value", "")) if option else ""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_page_is_light(app: Flask, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    weights = [(page, weigh(page.browser, page.path)) for page in _whole_pages(app, world.alpha)]
    with capsys.disabled():
        print("\nweight of a first visit, compressed as sent")  # noqa: T201
        for _, weight in sorted(weights, key=lambda pair: -pair[1].total):
            print(weight.row())  # noqa: T201
    budgets = {page: BUDGET.get(str(page.audience), WORKERS_BUDGET) for page, _ in weights}
    assert [fault for page, weight in weights for fault in weight.faults(total=budgets[page])] == []


def _whole_pages(app: Flask, province: Province) -> Iterator[Opened]:
    for name in pages():
        page = Opened(app, province, name)
        answer = page.get()
        if answer.status_code == 200 and answer.text.startswith("<!doctype html>"):
            yield page
