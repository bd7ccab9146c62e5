"""What stands around every page: whose site it is, the large version, help in one place, the footer, the banner."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import build_edge
from tests.web.lint import page_faults, text_of
from webapp.web.shell import Identity, Link, register_identity


def page(visitor: FlaskClient, path: str = "/public") -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(visitor.get(path).text, "html5lib")


def test_the_page_says_whose_site_it_is(visitor: FlaskClient) -> None:
    found = page(visitor)
    assert text_of(found.select_one(".site-header__federation")) == "甲省总工会"
    assert text_of(found.title).endswith("甲省总工会")


def test_empty_settings_are_not_shown(edge: Flask, visitor: FlaskClient) -> None:
    footer = page(visitor).footer
    assert "主办单位" not in text_of(footer) and "备" not in text_of(footer)
    register_identity(
        edge, lambda: Identity(name="甲", operator="甲省总工会", icp="甲ICP备1号", site_code="1", police_record="公2")
    )
    footer = page(visitor).footer
    assert all(words in text_of(footer) for words in ("主办单位：甲省总工会", "甲ICP备1号", "网站标识码 1", "公2"))


def test_the_banner_and_the_navigation_come_with_the_identity(edge: Flask, visitor: FlaskClient) -> None:
    assert page(visitor).select_one(".demo-banner, .site-nav") is None
    register_identity(edge, lambda: Identity(banner="演示", navigation=(Link("入会", "/public"), Link("我的", "/me"))))
    found = page(visitor)
    assert text_of(found.select_one(".demo-banner")) == "演示"
    assert text_of(found.select_one(".site-nav [aria-current=page]")) == "入会"
    assert page_faults(str(visitor.get("/public").text)) == []


def test_help_stands_in_the_same_place_on_every_page(visitor: FlaskClient) -> None:
    places = set()
    for path in ("/public", "/form", "/preferences", "/abort/404", "/styleguide"):
        links = page(visitor, path).select("header a")
        places.add(tuple(index for index, link in enumerate(links) if "帮助" in link.text))
    assert len(places) == 1 and places != {()}


def test_the_large_version_is_a_link_on_every_page_and_works_without_script(visitor: FlaskClient) -> None:
    link = page(visitor).select_one("[data-care-toggle]")
    assert link is not None and link["href"] == "/preferences?next=/public"
    settings = visitor.get(str(link["href"]))
    assert page_faults(settings.text) == []
    token = BeautifulSoup(settings.text, "html5lib").find(attrs={"name": "csrf_token"})
    data = {"csrf_token": token["value"], "care": "1", "theme": "dark"}  # type: ignore[index]
    answer = visitor.post(str(link["href"]), data=data)
    assert (answer.status_code, answer.location) == (303, "/public")
    html = page(visitor).html
    assert html is not None and (html["data-mode"], html["data-theme"]) == ("care", "dark")
    assert text_of(page(visitor).select_one("[data-care-toggle]")) == "标准版"


def test_by_default_the_device_decides(visitor: FlaskClient) -> None:
    html = page(visitor).html
    assert html is not None and not html.has_attr("data-mode") and not html.has_attr("data-theme")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/a\nb"]
)
def test_settings_never_lead_to_another_site(visitor: FlaskClient, target: str) -> None:
    back = BeautifulSoup(visitor.get("/preferences", query_string={"next": target}).text, "html5lib").select_one(
        ".back-link"
    )
    assert back is not None and back["href"] == "/"


def test_htmx_is_told_to_evaluate_nothing_and_to_keep_no_pages(visitor: FlaskClient) -> None:
    meta = page(visitor).find("meta", attrs={"name": "htmx-config"})
    assert meta is not None
    config = json.loads(str(meta["content"]))
    handling = {rule["code"]: rule["swap"] for rule in config.pop("responseHandling")}
    assert config == {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "historyRestoreAsHxRequest": False,
        "disableInheritance": True,
    }
    assert handling == {"204": False, "[23]..": True, "403|404|409|413|422|429": True, "[45]..": False}


def test_the_style_guide_is_clean_but_for_the_sample_errors_and_not_shown_in_production(visitor: FlaskClient) -> None:
    faults = page_faults(visitor.get("/styleguide").text)
    assert faults == ["the title does not begin with 错误：", "the error summary stands below the h1"]
    assert build_edge("production").test_client().get("/styleguide").status_code == 404


def test_no_template_marks_text_as_safe() -> None:
    templates = Path(__file__).parents[2] / "templates"
    assert [path.name for path in templates.rglob("*.html") if "|safe" in path.read_text().replace(" ", "")] == []


def test_a_page_below_a_link_of_the_navigation_marks_it() -> None:
    inbox, stations = Link("待办", "/office"), Link("站点", "/office/stations")
    identity = Identity(navigation=(inbox, stations))
    assert identity.section("/office/stations/new") == stations
    assert identity.section("/office/settings") is None and identity.section("/officers/login") is None


def test_who_is_signed_in_finds_the_way_out_on_every_page(edge: Flask, visitor: FlaskClient) -> None:
    register_identity(edge, lambda: Identity(name="甲省", account=(Link("退出登录", "/logout"),)))
    way_out = page(visitor).select_one(".site-header__tools a[href='/logout']")
    assert text_of(way_out) == "退出登录"
