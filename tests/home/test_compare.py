"""Provinces side by side: every pair, every situation, from decisions alone."""

from itertools import combinations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.client import browse
from tests.home.test_policy_pages import REAL
from tests.web.lint import page_faults, text_of
from tests.web.weight import KB, weigh
from webapp.home.comparing import compare, rule
from webapp.home.directory import date_of, profile_of
from webapp.policy.language.vocabularies import RELATION_KINDS

PAIRS = list(combinations(REAL, 2))
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("pair", [*PAIRS, tuple(REAL[:3])], ids="+".join)
@pytest.mark.parametrize("relation", RELATION_KINDS)
def test_every_situation_is_answered_for_every_pair(app: Flask, pair: tuple[str, ...], relation: str) -> None:
    browser = browse(app, None)
    for union in ("yes", "no", "unsure"):
        path = f"/compare/courier/{relation}/{union}/{'+'.join(pair)}"
        page = browser.get(path)
        assert page.status_code == 200 and page_faults(page.text) == []
        rows = BeautifulSoup(page.text, "html5lib").select(".side-by-side")
        assert rows and all(len(row.find_all("div", recursive=False)) == len(pair) for row in rows)
    assert weigh(browser, path).faults(total=60 * KB) == []


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_what_is_shown_is_what_each_province_decides(app: Flask, pair: tuple[str, ...]) -> None:
    situation = {"group": "courier", "relation": "employment", "union": "yes"}
    with app.test_request_context(base_url="https://localhost"):
        rulings = [rule(profile_of(one), date_of(one), "", situation) for one in pair]
    first = compare(rulings)[0]
    for ruling, answer in zip(rulings, first.answers, strict=True):
        assert answer.name == ruling.profile.name
        for kind in ruling.answer.route.options:
            assert ruling.profile.label("union_kind", kind) in answer.text
        assert ruling.profile.label("modality", ruling.answer.route.modality) in answer.text
    decided = [ruling.answer.route for ruling in rulings]
    assert first.differs == (len({(one.modality, one.to, one.at) for one in decided}) > 1)


def test_a_province_compared_with_itself_differs_in_nothing(app: Flask) -> None:
    situation = {"group": "courier", "relation": "partial", "union": "no"}
    with app.test_request_context(base_url="https://localhost"):
        one = rule(profile_of(REAL[0]), date_of(REAL[0]), "", situation)
    assert not any(row.differs for row in compare([one, one]))


def test_the_form_leads_to_an_address_that_can_be_shared(app: Flask) -> None:
    browser = browse(app, None)
    sent = {"go": "1", "group": "courier", "relation": "partial", "union": "no", "places": list(REAL[:2])}
    answer = browser.get("/compare", query_string=sent)
    assert answer.status_code == 303
    shown = browser.get(answer.location)
    back = BeautifulSoup(shown.text, "html5lib").select_one(".back-link")
    assert back is not None
    again = browser.get(str(back["href"]))
    ticked = [str(box["value"]) for box in BeautifulSoup(again.text, "html5lib").select("input[checked]")]
    assert {"partial", "no", *REAL[:2]} <= set(ticked)


@pytest.mark.parametrize("places", [[], REAL[:1], ["nowhere", REAL[0]]], ids=["none", "one", "unknown"])
def test_the_form_says_what_is_missing(app: Flask, places: list[str]) -> None:
    sent = {"go": "1", "group": "courier", "relation": "partial", "union": "no", "places": places}
    answer = browse(app, None).get("/compare", query_string=sent)
    assert answer.status_code == 422 and page_faults(answer.text) == []


@pytest.mark.parametrize(
    "path", ["sailor/partial/no", "courier/nothing/no", "courier/partial/maybe"], ids=["group", "relation", "union"]
)
def test_an_address_that_makes_no_sense_is_not_found(app: Flask, path: str) -> None:
    browser = browse(app, None)
    assert browser.get(f"/compare/{path}/{'+'.join(REAL[:2])}").status_code == 404
    assert browser.get(f"/compare/courier/partial/no/{REAL[0]}").status_code == 404


def test_the_directory_and_each_provinces_policy_lead_here(app: Flask) -> None:
    link = BeautifulSoup(browse(app, None).get("/").text, "html5lib").select_one("main a[href='/compare']")
    assert link is not None
    page = BeautifulSoup(browse(app, REAL[0]).get("/policy").text, "html5lib")
    assert page.select_one("a[href='https://localhost/compare']") is not None
    assert browse(app, REAL[0]).get("/compare").status_code == 404


def test_what_nobody_states_is_left_out_and_silence_is_said(app: Flask) -> None:
    text = ""
    for pair in PAIRS:
        text += text_of(
            BeautifulSoup(browse(app, None).get(f"/compare/courier/partial/no/{'+'.join(pair)}").text, "html5lib").main
        )
    assert "文件没有规定" in text and "系统默认" in text
