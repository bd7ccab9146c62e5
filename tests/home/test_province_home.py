"""A province's front page shows what works there and nothing else, and a hotline only where one is stated."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.client import browse
from tests.home.test_policy_pages import REAL, profile_of
from tests.web.lint import page_faults, text_of
from tests.web.weight import KB, weigh

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("jurisdiction", REAL)
def test_every_tile_opens_a_page_that_is_there(app: Flask, jurisdiction: str) -> None:
    browser = browse(app, jurisdiction)
    answer = browser.get("/")
    tiles = BeautifulSoup(answer.text, "html5lib").select("a.tile")
    assert len(tiles) >= 3 and page_faults(answer.text) == []
    for tile in tiles:
        assert browser.get(str(tile["href"])).status_code in (200, 303), tile["href"]
    assert weigh(browser, "/").faults(total=60 * KB) == []


@pytest.mark.parametrize("jurisdiction", REAL)
def test_the_groups_are_those_the_profile_names(app: Flask, jurisdiction: str) -> None:
    lead = text_of(BeautifulSoup(browse(app, jurisdiction).get("/").text, "html5lib").select_one("main .lead"))
    for row in profile_of(app, jurisdiction).worker_groups:
        assert (row.label in lead) != row.open, row.id


@pytest.mark.parametrize("jurisdiction", REAL)
def test_a_hotline_is_shown_only_where_a_document_states_one(app: Flask, jurisdiction: str) -> None:
    stated = getattr(profile_of(app, jurisdiction).rules.services, "hotline", None)
    page = browse(app, jurisdiction).get("/help").text
    assert ("tel:" in page) == (stated is not None)
    assert stated is None or f"tel:{stated.number}" in page


def test_the_bare_domain_states_no_hotline(app: Flask) -> None:
    assert "tel:" not in browse(app, None).get("/").text
