"""Provinces with unions, units and officers, grown from their profiles; nothing here names one."""

from pathlib import Path
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import Browser, browse
from tests.conftest import Served
from tests.databases import EMPTY
from tests.join.register import open_steps
from tests.join.walking import Walk, walker
from tests.officers import person
from webapp.accounts import REVIEWER, give_role
from webapp.demo.organisations import Land, grow
from webapp.persistence import unit_of_work
from webapp.tenancy import profile

POLICIES = Path(__file__).parents[2] / "policies"
REAL = sorted(path.stem for path in POLICIES.glob("*.yaml") if "layer: province" in path.read_text(encoding="utf-8"))
"""The provinces served, read from the policies folder."""
GROWN = "grown"

_lands: dict[str, dict[str, Land]] = {}


@pytest.fixture(params=REAL)
def real(request: pytest.FixtureRequest) -> str:
    """Each province that is served."""
    name: str = request.param
    return name


class Grown:
    """An application whose provinces have unions and units; `lands` by jurisdiction."""

    def __init__(self, app: Flask, lands: dict[str, Land]) -> None:
        self.app = app
        self.lands = lands
        self._officers = 0

    def walk(self, jurisdiction: str, person: int = 1, **wants: object) -> Walk:
        """A new browser of this person."""
        return walker(self.app, jurisdiction, person, **wants)

    def officer(self, jurisdiction: str, union_id: UUID) -> Browser:
        """The browser of a new officer of this union, signed in."""
        self._officers += 1
        with self.app.app_context(), unit_of_work(jurisdiction):
            officer = person(name="王审核", login=f"officer-{self._officers}")
            give_role(officer, union_id, REVIEWER)
        return browse(self.app, jurisdiction).sign_in("officer", officer.id)

    def decide(self, jurisdiction: str, reference: str, verdict: str, reason: str = "") -> TestResponse:
        """Let officers of all unions whose turn it is say the same; gives back the last answer."""
        answer = None
        while steps := open_steps(self.app, jurisdiction, reference):
            answer = give_verdict(self.officer(jurisdiction, steps[0]), reference, verdict, reason)
            assert answer.status_code in (302, 303), answer.text
        assert answer is not None, "nobody can decide this case"
        return answer


def give_verdict(officer: Browser, reference: str, verdict: str, reason: str = "") -> TestResponse:
    """Fill in the verdict form of a case page."""
    path = f"/office/cases/{reference}"
    return send_verdict(officer, officer.get(path).text, path, {"verdict": verdict, "reason": reason})


def send_verdict(officer: Browser, page: str, path: str, fields: dict[str, str]) -> TestResponse:
    """Send the verdict form of a case page that is open already."""
    form = BeautifulSoup(page, "html5lib").select_one("form[action*='/decision']")
    assert form is not None, "no verdict form on the page"
    return officer.send(page, path, fields, button=form.select("button")[-1].get_text(strip=True))


@pytest.fixture
def grown(served: Served, database: str) -> Grown:
    """Every real province with its unions and units, and nobody in them yet."""
    if database in _lands:
        served.reset(GROWN)
        return Grown(served.app, _lands[database])
    served.reset(EMPTY)
    with served.app.app_context():
        _lands[database] = {name: grow_one(name) for name in REAL}
    served.databases.save(served.app, GROWN)
    return Grown(served.app, _lands[database])


def grow_one(jurisdiction: str) -> Land:
    """The unions and units of a province."""
    with unit_of_work(jurisdiction):
        return grow(profile())
