"""The same request twice changes nothing: every POST route of the site, with what its page gave. What happened (events), who looked
(sessions) and how often something was tried (counters) stand apart.

A form that makes or turns something carries a key (webapp/web/once.py); those without one are listed here, each with its reason.
"""

import hashlib
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.client import Browser, browse
from tests.examples import EXAMPLES, FIELDS
from tests.test_every_page import READY, SIGNED_IN, Opened, pages
from tests.test_isolation import TABLES, Route, routes
from tests.world import Province, World
from webapp.persistence import unit_of_work
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
        ("stations.nearby", "members_office.index", "office_cases.full_numbers", "join_elsewhere.go"), LOOKS
    ),
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
