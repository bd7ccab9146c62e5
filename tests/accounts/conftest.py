"""What tests of signing in need: the message that was sent, and an officer with a password."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.client import Browser
from webapp.accounts import Officer, add_officer
from webapp.notices import messages_of
from webapp.persistence import unit_of_work

PHONE = "13800138000"
PASSWORD = "correct horse battery"

Codes = Callable[..., list[str]]


@pytest.fixture
def codes(app: Flask) -> Codes:
    """The codes sent in a province, the newest first."""

    def sent(jurisdiction: str = "alpha") -> list[str]:
        with app.app_context(), unit_of_work(jurisdiction, write=False):
            return [re.search(r"\d{6}", message.text)[0] for message in messages_of()]

    return sent


@pytest.fixture
def officer(app: Flask) -> Officer:
    """An officer of alpha, `zhangsan`."""
    with app.app_context(), unit_of_work("alpha"):
        return add_officer(name="张三", login="ZhangSan", password=PASSWORD)


def ask_for_code(browser: Browser, phone: str = PHONE):
    """Send the phone form."""
    return browser.submit("/login", {"phone": phone})


def sign_in(browser: Browser, codes: Codes, phone: str = PHONE):
    """A worker's whole sign-in; returns the last answer."""
    assert ask_for_code(browser, phone).status_code == 303
    return browser.submit("/login/code", {"code": codes(browser.jurisdiction)[0]}, button="登录")


def sign_in_officer(browser: Browser, login: str = "zhangsan", password: str = PASSWORD):
    """An officer's sign-in."""
    return browser.submit("/officers/login", {"login": login, "password": password})
