"""Several threads of one process answer at the same time, for both provinces and all roles: each says what it says alone."""

import random
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest
from flask import Flask

from tests.client import Browser, browse
from tests.test_isolation import become
from tests.world import World
from webapp.home import policy_routes

THREADS = 8
ROUNDS = 4
PAGES = {
    "anonymous": ("/", "/join", "/policy", "/policy/join", "/stations", "/claims", "/login"),
    "worker": ("/me", "/claims", "/join", "/me/leaving"),
    "officer": ("/office", "/office/members", "/office/settings", "/policy"),
}
CHANGING = re.compile(r'(name="(?:csrf_token|once)" value|nonce|content)="[^"]*"')


class Visit(NamedTuple):
    """One page, as one visitor of one province."""

    province: str
    role: str
    path: str


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that are interrupted all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def plain(browser: Browser, path: str) -> tuple[int, str]:
    """Status and text of a page, without what differs each time."""
    answer = browser.get(path)
    return answer.status_code, CHANGING.sub("", answer.text)


@pytest.mark.usefixtures("restless")
def test_pages_read_at_once_say_what_they_say_alone(app_with: Callable[..., Flask], world: World) -> None:
    visits = [Visit(name, role, path) for name in ("alpha", "beta") for role in PAGES for path in PAGES[role]]
    app = app_with()

    def read(visit: Visit) -> tuple[int, str]:
        browser = become(browse(app, visit.province), visit.role, getattr(world, visit.province))
        return plain(browser, visit.path)

    order = visits * ROUNDS
    random.Random(1).shuffle(order)
    policy_routes.KEPT.clear()
    with ThreadPoolExecutor(THREADS) as pool:
        at_once = list(pool.map(read, order))
    alone = {visit: read(visit) for visit in visits}
    assert {visit.path for visit, (status, _text) in alone.items() if status >= 400} == set()
    assert [visit for visit, answer in zip(order, at_once, strict=True) if answer != alone[visit]] == []
    for visit, (_status, text) in zip(order, at_once, strict=True):
        assert world.other(getattr(world, visit.province)).canary not in text
