"""Stations in a real browser at 360 px: a phone finds one, an officer opens it and answers, two unions confirm a branch."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import PHONE, Visits
from tests.browser.site import Site, cookies_of
from tests.browser.visits import Visit
from tests.client import browse
from tests.officers import person
from webapp.accounts import REVIEWER, give_role
from webapp.demo.organisations import grow
from webapp.persistence import unit_of_work
from webapp.stations.depots.store import save_depot
from webapp.stations.models import ServiceStation
from webapp.tenancy import profile
from webapp.unions import divisions

pytestmark = pytest.mark.browser

TWO_PARENTS = "shanghai"
"""A province whose branches have two parents."""


def usable(page: Page) -> None:
    """Everybody can use this page."""
    assert looks.axe(page) == [], page.url
    assert looks.overflow(page) == [], page.url
    assert looks.small_targets(page, 44) == [], page.url


def press(page: Page, name: str) -> Page:
    """Press a button of the page and wait for the next one."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()
    usable(page)
    return page


@dataclass
class People:
    """Windows of people who are signed in."""

    visit: Visits
    site: Site

    def window(self, jurisdiction: str, kind: str, who: Any) -> Visit:
        """A phone on which somebody is signed in."""
        opened = self.visit(self.site.port, jurisdiction=jurisdiction, viewport=PHONE)
        signed_in = browse(self.site.app, jurisdiction).sign_in(kind, who)
        opened.context.add_cookies(cookies_of(signed_in))  # type: ignore[arg-type]
        return opened


def grant(window: Visit, reference: str) -> None:
    """Say yes to a case."""
    page = window.open(f"/office/cases/{reference}")
    page.locator("label", has_text="同意").first.click()
    with page.expect_navigation():
        page.locator("form[action*='/decision'] button[type=submit]").last.click()


def place_of(site: Site) -> list[str]:
    """The divisions of the station in the world, from the city down."""
    with site.app.app_context(), unit_of_work("alpha", write=False) as session:
        station = session.get_one(ServiceStation, ("alpha", site.world.alpha.rows["station"]))
        return [place.code for place in divisions.path(station.division)][1:]


def test_a_phone_finds_a_station_with_and_without_its_position(visit: Visits, site: Site) -> None:
    here = {"latitude": 23.1265, "longitude": 113.2592}
    window = visit(site.port, geolocation=here, permissions=["geolocation"])
    page = window.open("/stations")
    usable(page)
    press(page, "找离我最近的")
    assert page.url.endswith("/stations/nearby"), "the position is not in the address"
    assert "米" in page.locator(".rule", has_text="银行网点驿站").inner_text()
    page.locator(".rule a").first.click()
    page.get_by_role("link", name="高德地图").wait_for()
    usable(page)

    plain = visit(site.port, javascript=False)
    page = plain.open("/stations")
    assert not page.get_by_role("button", name="找离我最近的").is_visible()
    for level, code in enumerate(place_of(site), start=1):
        if level > 1:
            page.get_by_role("link", name="换个地方、换个条件").click()
        page.locator(f"select[name=place-{level}]").select_option(code)
        page.get_by_role("button", name="查找", exact=True).click()
    assert page.locator(".rule", has_text="银行网点驿站").count() == 1


def test_a_station_is_proposed_opened_reported_and_answered_on_phones(visit: Visits, site: Site) -> None:
    people, rows = People(visit, site), site.world.alpha.rows
    desk = people.window("alpha", "officer", rows["officer"])
    page = desk.open("/office/stations/new")
    page.locator("#union").select_option(str(rows["deciding_union"]))
    page.locator("#name").fill("江边驿站")
    page.locator("#kind").select_option(index=1)
    page.locator("#host").select_option(index=1)
    for level, code in enumerate([*place_of(site), None][:2], start=1):
        chosen = page.locator(f"select[name=division-{level}]")
        chosen.select_option(code) if code else chosen.select_option(index=1)
        page.wait_for_load_state("networkidle")
    page.locator("#address").fill("江边路 9 号")
    page.locator("#position").fill("113.24,23.11")
    page.locator("label", has_text="高德地图").click()
    page.locator("#hours").fill("每天 全天")
    press(page, "提交审核")
    station = page.url.rsplit("/", 1)[-1]
    grant(desk, page.locator("main a[href^='/office/cases/']").first.inner_text())

    phone = people.window("alpha", "worker", rows["open_worker"])
    page = phone.open(f"/stations/{station}")
    page.get_by_role("link", name="报告问题").click()
    page.locator("#text").fill("灯坏了")
    usable(page)
    press(page, "提交")
    assert "等工会答复" in page.locator(".rule", has_text="江边驿站").inner_text()

    page = desk.open("/office/stations")
    usable(page)
    page.get_by_role("link", name="报告问题：江边驿站").click()
    page.locator("#text").fill("今天下午修好")
    press(page, "答复")
    assert "今天下午修好" in phone.open("/stations/feedback").locator("main").inner_text()


def test_a_branch_at_a_depot_is_confirmed_by_two_unions(visit: Visits, site: Site) -> None:
    with site.app.app_context(), unit_of_work(TWO_PARENTS):
        land = grow(profile())
        employer, street = land.employers["courier_with"], land.streets[0].code
        values = {"name": "老码头配送站", "division": street, "address": "老码头路 3 号", "workers": 6, "members": 2}
        depot = save_depot({"employer_id": employer.id, **values}, actor="test")
        unions = [land.union("employer_union", str(employer.id)), land.union("small_second_level_union", street)]
        officers = [person(name="陈工", login=f"parent-{number}") for number in (1, 2)]
        for officer, union in zip(officers, unions, strict=True):
            give_role(officer, union.id, REVIEWER)
    people = People(visit, site)
    firm, second = (people.window(TWO_PARENTS, "officer", officer.id) for officer in officers)
    page = firm.open("/office/depots")
    usable(page)
    page.get_by_role("link", name="老码头配送站").click()
    page.get_by_role("link", name="提出设立").click()
    usable(page)
    page.locator("label", has_text="站点分工会").click()
    press(page, "提交")
    row = second.open("/office").locator("tr", has_text="老码头配送站")
    reference = str(row.locator("a").first.get_attribute("href")).split("?")[0].rsplit("/", 1)[-1]
    grant(second, reference)
    grant(firm, reference)
    page = firm.open(f"/office/depots/{depot.id}")
    assert page.get_by_text("已确认").count() == 2
    assert page.get_by_role("heading", name="要做的事").is_visible()
    usable(page)
