"""The session ends under each long form of the site: once the same person has signed in again, all of it is there.

Every page of the site that can be opened is looked at; a form with more than three boxes is filled in and sent hours later.
"""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from tests.test_every_page import Opened, pages
from tests.test_twice import filled, forms_of
from tests.world import World
from webapp.persistence import unit_of_work
from webapp.tenancy import business_date, scope
from webapp.web.access import GATED
from webapp.web.once import FIELD
from webapp.web.session_rows import WebSession

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
MORE_THAN = 3
WITHOUT_A_SESSION = "signing in keeps passwords and codes nowhere"
NOT_KEPT = {"officers.set_first": WITHOUT_A_SESSION, "own_account.show": WITHOUT_A_SESSION}
LONG = {
    "claim_entries.account",
    "founding.new",
    "join_entries.new_drive",
    "join_entries.person",
    "office_settings.show",
    "office_stations.add",
    "register.add",
    "register_unions.add",
}
"""Pages that surely have such a form: the walk finds at least these."""


def boxes(form: Tag) -> set[str]:
    """What a person fills in: each list, box, text or group of choices once, a day's three boxes as one."""
    named = form.select("input[name]:not([type=hidden]), select[name], textarea[name]")
    endings = ("-year", "-month", "-day")
    names = {str(one["name"]) for one in named}
    return {next((name.removesuffix(end) for end in endings if name.endswith(end)), name) for name in names}


def signed_in(app: Flask) -> tuple[str, str] | None:
    """Who is at the newest browser, told to its session's row as signing in tells it."""
    with app.app_context(), unit_of_work("alpha") as work:
        row = work.scalars(select(WebSession).order_by(WebSession.id.desc()).limit(1)).one_or_none()
        kept = json.loads(row.data) if row else {}
        found = [(kind, str(kept[kind])) for kind in ("worker", "officer") if kind in kept]
        if row is not None and found:
            row.owner = ":".join(found[0])
    return found[0] if found else None


def test_all_that_was_typed_is_there_after_signing_in_again(app: Flask, world: World) -> None:
    with app.app_context(), scope("alpha"):
        today = business_date()
    walked, lost = set(), []
    for name in pages():
        if name in NOT_KEPT:
            continue
        page = Opened(app, world.alpha, name)
        if page.browser.jurisdiction is None:
            continue
        answer = page.get()
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for place, form in enumerate(forms_of(answer.text)):
            if len(boxes(form)) > MORE_THAN:
                walked.add(name)
                if not comes_back(app, Opened(app, world.alpha, name), place, today):
                    lost.append((name, form.get("action")))
    assert lost == []
    assert walked >= LONG, LONG - walked


def comes_back(app: Flask, page: Opened, place: int, today: date) -> bool:
    """Fill in the form, let the session end, send it, sign in: whether everything stands on the page that comes then."""
    form = forms_of(page.get().text)[place]
    who = signed_in(app) if page.audience in GATED else None
    sent = filled(form, today)
    more = {"content_type": "multipart/form-data"} if form.get("enctype") else {}
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": f"{page.browser.origin}{page.path}"}
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=13)):
        answer = page.browser.post(str(form.get("action") or page.path), data=sent, headers=headers, **more)
        if answer.status_code != 303:
            return False
        if who is not None:
            with app.app_context(), unit_of_work("alpha", write=False):
                page.browser.sign_in(*who)
        shown = BeautifulSoup(page.browser.get(answer.location).text, "lxml")
    kept = {(str(one["name"]), str(one.get("value", ""))) for one in shown.select("form input[type=hidden]")}
    texts = {(name, value) for name, value in sent.items(multi=True) if isinstance(value, str)}
    files = [value[1] for value in sent.values() if not isinstance(value, str)]
    typed = {pair for pair in texts if pair[0] not in ("csrf_token", FIELD)}
    return typed <= kept and all(file in shown.get_text() for file in files)
