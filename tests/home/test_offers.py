"""What the province offers is reached from its front page and from the member's own: relief in its own word, plans without terms too."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.claims.conftest import build_stage
from tests.client import browse
from tests.home.test_policy_pages import REAL, profile_of
from webapp.policy.reading.layered import stated_rows
from webapp.relief.plan import service_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def links(page: str) -> dict[str, str]:
    """Where each link of a page leads, by address."""
    return {
        str(one["href"]): one.get_text(" ", strip=True) for one in BeautifulSoup(page, "lxml").select("main a[href]")
    }


@pytest.mark.parametrize("jurisdiction", REAL)
def test_relief_is_reached_from_home_and_from_his_own_page_in_the_word_of_the_province(
    app: Flask, jurisdiction: str
) -> None:
    row = service_of(profile_of(app, jurisdiction))
    stage = build_stage(app, jurisdiction)
    stage.today(date(2026, 5, 6))
    worker = stage.worker(stage.member())
    for page in (browse(app, jurisdiction).get("/").text, worker.get("/").text, worker.get("/me").text):
        found = links(page).get("/claims/relief")
        assert (found is not None) == (row is not None)
        assert row is None or row.label in str(found)


@pytest.mark.parametrize("jurisdiction", REAL)
def test_every_plan_of_the_province_is_reached_whatever_is_known_of_its_terms(app: Flask, jurisdiction: str) -> None:
    plans = stated_rows(profile_of(app, jurisdiction).rules.benefits)
    found = links(browse(app, jurisdiction).get("/").text).get("/claims")
    assert (found is not None) == bool(plans)
    if found is not None and not any(plan.editions for plan in plans):
        assert not re.match("申报", found)
