"""Officers for tests: people of their own (accounts/four_eyes.py), what waits for them, and the links on their phones."""

import hashlib
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, browse
from webapp.accounts import Officer, add_officer
from webapp.demo.people import own_person
from webapp.notices import Message
from webapp.persistence import db, unit_of_work
from webapp.tenancy import NATIONAL

NUMBERS = 10**7
WORDS = "correct horse battery staple"


def person(*, name: str, login: str, password: str | None = None) -> Officer:
    """A new officer who is a person of his own: his link went to his phone and he has signed in. His phone follows from his login."""
    number = int(hashlib.sha256(login.encode()).hexdigest(), 16) % NUMBERS
    return own_person(add_officer(name=name, login=login, password=password), number)


FAKES: dict[str, Callable[[Officer], None]] = {
    "nobody confirmed him": lambda officer: setattr(officer, "confirmed_by", None),
    "no phone of his own": lambda officer: setattr(officer, "phone_index", None),
    "his link never went to his phone": lambda officer: setattr(officer, "proved_at", None),
    "nobody ever saw him": lambda officer: setattr(officer, "signed_in_at", None),
    "suspended": lambda officer: setattr(officer, "state", "suspended"),
}
"""Ways in which an account is no human of its own."""


def confirm_waiting(browser: Browser) -> list[TestResponse]:
    """Confirm everything that waits for this officer."""
    page = BeautifulSoup(browser.get("/officers/acts").text, "lxml")
    items = [one for one in page.select("main .task-list__item") if "等您确认" in one.get_text()]
    return [browser.submit(str(one.a["href"]), button="核对无误，确认") for one in items if one.a]


def links_to(app: Flask, jurisdiction: str, login: str) -> list[tuple[str, str]]:
    """(phone, path) of every link that was sent for this login, the newest first."""
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        rows = db.session.scalars(select(Message).where(Message.template == "account_link"))
        sent = sorted(rows, key=lambda one: one.created_at, reverse=True)
    found = []
    for message in sent:
        path = re.search(r"https?://\S+?(/officers/password/[\w-]+)", message.text)
        if path is not None and f" {login} " in message.text:
            found.append((message.phone, urlsplit(path[1]).path))
    return found


def set_password(app: Flask, jurisdiction: str, login: str, browser: Browser | None = None) -> Browser:
    """Open the link on his phone, choose a password, sign in: his browser. At the nation's desk on the bare domain."""
    browser = browser or browse(app, None if jurisdiction == NATIONAL else jurisdiction)
    _phone, path = links_to(app, jurisdiction, login)[0]
    assert browser.submit(path, {"password": WORDS, "again": WORDS}).status_code == 303
    assert browser.get(path).status_code == 404
    answer = browser.submit("/officers/login", {"login": login, "password": WORDS})
    assert answer.status_code == 303, answer.text
    return browser
