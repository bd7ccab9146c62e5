"""The same request twice changes nothing: every POST route of the site, with what its page gave. What happened (events), who looked
(sessions) and how often something was tried (counters) stand apart.

A form that makes or turns something carries a key (webapp/web/once.py); those without one are listed here, each with its reason.
"""

import hashlib
import io
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.claims.papers import picture_bytes
from tests.claims.walking import ACCOUNT
from tests.client import Browser, browse
from tests.examples import EXAMPLES, FIELDS
from tests.test_every_page import READY, SIGNED_IN, Opened, pages
from tests.test_isolation import TABLES, Route, routes
from tests.world import Province, World
from webapp.demo import people
from webapp.persistence import unit_of_work
from webapp.tenancy import business_date, scope
from webapp.web.access import audience_of
from webapp.web.once import FIELD

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
POSTS = [route for route in routes() if route.method == "POST"]
SETS = "says what is to stand, whole: the second time it stands already"
SIGNS = "signing in or out: a second tap is led on by the name of its session (tests/accounts/test_second_tap.py)"
LOOKS = "looks and makes nothing; a reading is an event each time"
ASKS = "asks for one more code, which is counted and limited; the earlier one is void"
VERSION = "carries the version of what its page showed, and is refused where that changed"
NO_KEY = {
    **dict.fromkeys(("accounts.send", "accounts.send_again"), ASKS),
    **dict.fromkeys(
        ("accounts.confirm", "accounts.logout", "officers.enter", "officers.set_first", "officers.change"), SIGNS
    ),
    **dict.fromkeys(("same_person.show", "same_person.release"), SIGNS),
    **dict.fromkeys(
        ("stations.nearby", "members_office.index", "office_cases.full_numbers", "office_cases.full_paper"), LOOKS
    ),
    "join_elsewhere.go": LOOKS,
    **dict.fromkeys(("join.question", "join.identity", "join.result", "preferences.preferences"), SETS),
    **dict.fromkeys(("claim_entries.when", "claim_entries.what", "claim_entries.account"), SETS),
    **dict.fromkeys(("office_settings.save", "office_relief.terms", "desk_first.administrators"), SETS),
    **dict.fromkeys(("register.correction", "register_unions.correction"), SETS),
    **dict.fromkeys(("office_stations.correction", "office_depots.correction"), SETS),
    **dict.fromkeys(("desk.write", "office_bulk.decisions"), VERSION),
}
SOME = {"desk.write", "founding.show", "founding_unions.show"}
"""Pages of several forms: those that make something carry a key, those that set what stands do not."""
MOMENTS = {"saved_at"}
"""Columns that say when somebody last did something."""


def record(app: Flask) -> dict[str, str]:
    """A digest of the rows of each table of alpha."""
    found = {}
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        reading = work.connection(execution_options={"unscoped": "the test compares what is stored"})
        for table in set(TABLES) - {"events"}:
            rows = reading.exec_driver_sql(f"SELECT * FROM {table} WHERE jurisdiction = 'alpha' ORDER BY id").mappings()
            kept = [[value for name, value in row.items() if name not in MOMENTS] for row in rows]
            found[table] = hashlib.sha256(repr(kept).encode()).hexdigest()
    return found


def visitor(app: Flask, province: Province, endpoint: str) -> Browser:
    """Who sends this form."""
    browser = browse(app, province.jurisdiction)
    ready = READY.get(endpoint) or SIGNED_IN.get(str(audience_of(app, endpoint)))
    if ready:
        ready(browser, province)
    return browser


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.endpoint)
def test_the_second_time_changes_nothing(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, route: Route
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = visitor(app, world.alpha, route.endpoint)
    values = EXAMPLES[route.endpoint](world.alpha) if route.arguments else {}
    with app.test_request_context(base_url=browser.origin):
        path = app.url_for(route.endpoint, **values).removeprefix(browser.origin)

    def send() -> tuple[int, Any]:
        fields = FIELDS.get(route.endpoint, lambda _: {})(world.alpha)
        key = {} if route.endpoint in NO_KEY else {FIELD: "the key of the page"}
        answer = browser.post(path, data={**fields, **key}, headers={"Sec-Fetch-Site": "same-origin"})
        return answer.status_code, answer.location

    first = send()
    once = record(app)
    second = send()
    twice = record(app)
    assert [table for table in twice if twice[table] != once[table]] == []
    if route.endpoint not in NO_KEY and first[0] == 303:
        assert second == first


def test_the_forms_of_all_pages_carry_their_key(app: Flask, world: World) -> None:
    """Each form that a page shows: with a key, but for those that need none."""
    keyed: dict[str, set[bool]] = {}
    for name in pages():
        page = Opened(app, world.alpha, name)
        answer = page.get()
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for form in BeautifulSoup(answer.text, "lxml").select("form[method=post]"):
                path = str(form.get("action") or page.path).partition("?")[0]
                endpoint, _ = app.url_map.bind(page.browser.origin.partition("://")[2]).match(path, method="POST")
                keyed.setdefault(endpoint, set()).add(form.select_one(f"input[name={FIELD}]") is not None)
    wrong = {endpoint for endpoint, found in keyed.items() if found != {endpoint not in NO_KEY}}
    assert wrong - SOME == set()
    assert NO_KEY.keys() <= {route.endpoint for route in POSTS}


FILLED = {
    "again": ACCOUNT["number"],
    "amount": "800",
    "bank": ACCOUNT["bank"],
    "body": "",
    "credit_code": "",
    "document": "AL99",
    "full_text": "全文",
    "hours": "每天 8:00—22:00",
    "household": "一家四口",
    "identity_number": people.identity_number(88),
    "issuers": "总工会",
    "least": "500",
    "login": "somebody-new",
    "most": "5000",
    "name": "新来的",
    "number": ACCOUNT["number"],
    "officer_login": "somebody-new",
    "officer_phone": "13911110002",
    "phone": "13911110001",
    "position": "113.264385,23.129112",
    "second": "2000",
    "title": "示例",
    "unit": "广州市总工会阿尔法甲",
    "value": "100",
}
"""What somebody types, by the last part of the field's name; days are today, other boxes get a few words."""
TICKED = ("consent", "paper", "sure", "join", "preconditions", "leadership", "election")
ON_PAGES = {
    "cases.appeal_form",
    "claim_entries.account",
    "claim_entries.papers",
    "claim_relief.index",
    "claim_reviews.ask",
    "desk.index",
    "desk_editors.index",
    "founding.new",
    "founding.show",
    "founding_unions.show",
    "join.identity",
    "join_entries.new_drive",
    "join_entries.person",
    "office_cases.show",
    "office_claims.show",
    "office_money.claim",
    "office_relief.terms",
    "office_relief.visit",
    "office_stations.add",
    "office_stations.correction",
    "office_stations.show",
    "office_unions.phone",
    "office_unions.show",
    "register.add",
    "register.correction",
    "register_reports.new_employer",
    "register_unions.correction",
}
"""Pages whose forms are sent as somebody sends them who fills in every box: where the fields of tests/examples.py do not do the work."""


def typed(name: str, today: date) -> str:
    """What stands in a box after somebody has filled it in."""
    last = (
        name.replace("-", "_").rpartition("_")[2]
        if name.endswith(("-year", "-month", "-day"))
        else name.rpartition("-")[2]
    )
    parts = {"year": today.year, "month": today.month, "day": today.day}
    return str(parts[last]) if last in parts else FILLED.get(last, "写几个字")


def filled(form: Tag, today: date) -> MultiDict[str, Any]:
    """The form as somebody sends it who filled in all of it."""
    sent: MultiDict[str, Any] = MultiDict()
    for one in form.select("input[name], select[name], textarea[name]"):
        name, kind, value = str(one["name"]), str(one.get("type", "")), str(one.get("value", ""))
        if one.name == "select":
            values = [str(option.get("value", "")) for option in one.select("option") if option.get("value")]
            chosen = one.select_one("option[selected][value]")
            sent[name] = str(chosen["value"]) if chosen and chosen["value"] else next(iter(values), "")
        elif kind == "radio":
            if name not in sent or one.has_attr("checked"):
                sent[name] = value
        elif kind == "checkbox":
            if one.has_attr("checked") or name in TICKED or value in TICKED:
                sent.add(name, value)
        elif kind == "file":
            sent[name] = (io.BytesIO(picture_bytes()), "a.jpg")
        elif kind == "hidden":
            sent.add(name, value)
        else:
            sent[name] = value or one.get_text().strip() or typed(name, today)
    buttons = form.select("button[type=submit], button:not([type])")
    if buttons and all(one.has_attr("name") for one in buttons):
        sent[str(buttons[0]["name"])] = str(buttons[0].get("value", ""))
    return sent


@pytest.mark.parametrize("name", sorted(ON_PAGES))
def test_a_filled_in_form_of_a_page_sent_twice_changes_nothing_more(app: Flask, world: World, name: str) -> None:
    with app.app_context(), scope("alpha"):
        today = business_date()
    page = Opened(app, world.alpha, name)
    before = record(app)
    for place, form in enumerate(forms_of(page.get().text)):
        first, form = sent_whole(page, form, place, today)
        once = record(app)
        second = sent(page, form, today)
        twice = record(app)
        assert [table for table in twice if twice[table] != once[table]] == [], form.get("action")
        if form.select_one(f"input[name={FIELD}]") is not None and first.status_code == 303:
            assert (second.status_code, second.location) == (first.status_code, first.location)
    assert record(app) != before


def forms_of(html: str) -> list[Tag]:
    """What can be sent of a page."""
    return BeautifulSoup(html, "lxml").select("main form[method=post]")


def sent(page: Opened, form: Tag, today: date) -> TestResponse:
    """Send a form with everything filled in."""
    more = {"content_type": "multipart/form-data"} if form.get("enctype") else {}
    path, origin = str(form.get("action") or page.path), {"Sec-Fetch-Site": "same-origin"}
    return page.browser.post(path, data=filled(form, today), headers=origin, **more)


def sent_whole(page: Opened, form: Tag, place: int, today: date) -> tuple[TestResponse, Tag]:
    """The same; where the page asks on (a place below the place chosen), until it asks no more. The answer, and the form as sent last."""
    answer = sent(page, form, today)
    while (
        answer.status_code == 200
        and len(forms_of(answer.text)) > place
        and filled(form, today) != filled(next_one := forms_of(answer.text)[place], today)
    ):
        form, answer = next_one, sent(page, next_one, today)
    return answer, form
