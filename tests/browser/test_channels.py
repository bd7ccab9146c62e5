"""Every channel of every province in a real browser on a phone; one that a province lacks is absent and refused with the policy's words."""

import os
from typing import NamedTuple
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page
from sqlalchemy import select

from tests.browser import looks
from tests.browser.conftest import PHONE, PROVINCES, Visits
from tests.browser.site import cookies_of
from tests.browser.walker import Walker
from tests.client import browse
from tests.join.walking import last_code
from tests.officers import person
from webapp.accounts import REVIEWER, give_role
from webapp.demo.people import identity_number
from webapp.join.doors.channels import EVENTS, OFFLINE, ONLINE, QR, VIA_PLATFORM
from webapp.persistence import unit_of_work
from webapp.tenancy import business_date, profile
from webapp.unions import Employer, Union

pytestmark = pytest.mark.browser

PERSON, ENTERED = 941, 942
EVERYTHING = bool(os.environ.get("GONGHUI_TEST_ALL"))
WALKED = EVENTS if EVERYTHING else EVENTS[:1]
"""Of the kinds of drive, whose pages are the same, the ordinary run walks one to the end."""


class Province(NamedTuple):
    """What the walk needs of a province: its channels, a street's union, a platform, an officer, today."""

    kinds: set[str]
    union: UUID
    division: str
    platform: UUID
    officer: UUID
    today: tuple[int, int, int]


def province_of(app: Flask, jurisdiction: str) -> Province:
    """Read from the demo; the officer is new."""
    with app.app_context(), unit_of_work(jurisdiction) as work:
        streets = select(Union).where(~Union.division.endswith("000"), Union.kind.contains("street"))
        union = work.scalars(streets.order_by(Union.name).limit(1)).one()
        platform = work.scalars(select(Employer.id).where(Employer.platform.is_(True)).limit(1)).one()
        officer = person(name="王审核", login="walks-the-channels")
        give_role(officer, union.id, REVIEWER)
        day = business_date()
        kinds = {channel.kind for channel in profile().channels}
        return Province(kinds, union.id, union.division, platform, officer.id, (day.year, day.month, day.day))


@pytest.mark.parametrize("jurisdiction", PROVINCES if EVERYTHING else PROVINCES[1:2])
def test_every_channel_leads_to_an_application_and_one_that_is_not_there_says_so(
    visit: Visits, demo: Flask, demo_port: int, jurisdiction: str
) -> None:
    here = province_of(demo, jurisdiction)
    window = visit(demo_port, jurisdiction=jurisdiction, viewport=PHONE, expected=(404,))
    worker = Walker(window, code=lambda: last_code(demo, jurisdiction), person=PERSON)
    desk = visit(demo_port, jurisdiction=jurisdiction, viewport=PHONE)
    signed_in = browse(demo, jurisdiction).sign_in("officer", here.officer)
    desk.context.add_cookies(cookies_of(signed_in))  # type: ignore[arg-type]
    ways = {ONLINE: "/join", QR: f"/join/scan/{here.union}", VIA_PLATFORM: f"/join/via/{here.platform}"}
    for kind, path in ways.items():
        if kind in here.kinds and (kind != ONLINE or EVERYTHING):  # test_joining walks the site itself
            apply_and_take_back(worker.enter(path))
        elif kind not in here.kinds:
            refused(window.open(path))
    for kind in EVENTS:
        drive = open_drive(desk.open("/office/entries"), kind, here)
        assert (drive is not None) == (kind in here.kinds)
        if drive and kind in WALKED:
            apply_and_take_back(worker.enter(drive))
    desk.open("/office/entries")
    if OFFLINE in here.kinds:
        enter_on_paper(Walker(desk, code=lambda: "").begin("开始录入"))
    else:
        assert desk.page.get_by_role("button", name="开始录入").count() == 0


def apply_and_take_back(walker: Walker) -> None:
    """Hand in, read the confirmation, and free the person for the next channel."""
    walker.to_check()
    assert walker.path == "/join/check", walker.page.inner_text("main")
    walker.to_end()
    page = walker.page
    assert walker.path.startswith("/join/applications/")
    assert looks.overflow(page) == []
    while page.get_by_text("撤回这件申请").count():
        page.get_by_text("撤回这件申请").first.click()
        page.get_by_role("button", name="确认撤回").first.click()
        page.wait_for_load_state()
    assert "已撤回" in page.inner_text("h1")


def refused(page: Page) -> None:
    """The page of a channel that the province does not have: the reason and other ways."""
    assert "这里没有这个入会渠道" in page.inner_text("h1")
    assert "没有规定" in page.inner_text("main")
    assert looks.axe(page) == [] and looks.overflow(page) == []


def open_drive(page: Page, kind: str, here: Province) -> str | None:
    """Open a drive of this kind; the path that its QR carries. None where the province offers none of this kind."""
    link = page.get_by_role("link", name="开一次活动")
    if not link.count():
        return None
    link.click()
    channel = page.locator(f"input[name=channel][value={kind}]")
    if not channel.count():
        return None
    channel.check()
    page.locator("select[name=union]").select_option(value=str(here.union))
    page.locator("input[name=name]").fill("站点集体入会")
    page.locator("input[name=place]").fill("配送站")
    choose_division(page, here.division)
    for name in ("opens_on", "closes_on"):
        for part, value in zip(("year", "month", "day"), here.today, strict=True):
            page.locator(f"[name={name}-{part}]").fill(str(value))
    page.get_by_role("button", name="开始活动").click()
    page.wait_for_load_state()
    assert looks.overflow(page) == []
    return "/join/at/" + page.url.rsplit("/", 1)[1]


def choose_division(page: Page, code: str) -> None:
    """City, county, street, as the lists appear."""
    for _ in range(4):
        for box in page.locator("select[name^=division]").all():
            if not box.input_value():
                inside = [value for value in values_of(box) if code.startswith(value.rstrip("0"))]
                box.select_option(value=inside[0])
                page.wait_for_function("() => document.querySelectorAll('.htmx-request').length === 0")
                break


def values_of(box: Locator) -> list[str]:
    """The values that a list offers."""
    found: list[str] = box.evaluate("box => [...box.options].map(one => one.value).filter(Boolean)")
    return found


def enter_on_paper(walker: Walker) -> None:
    """The officer's pages after the questions: who it is, his signed paper, handing in."""
    page = walker.apply().page
    page.locator("input[name=name]").fill("李四")
    page.locator("input[name=identity_number]").fill(identity_number(ENTERED))
    page.locator("input[name=phone]").fill(f"138{ENTERED:08d}")
    page.locator("input[name=paper]").check()
    assert looks.overflow(page) == []
    page.get_by_role("button", name="提交入会申请").click()
    page.wait_for_load_state()
    assert "已录入，编号" in page.inner_text("body")
