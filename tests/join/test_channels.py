"""Every way in that a province has works, and one that it does not have is absent and refused with the policy's words."""

import pytest
from flask import Flask

from tests.client import Browser, browse
from tests.join.conftest import REAL, Grown
from tests.join.register import legs, standing
from tests.join.walking import Walk, errors, text
from webapp.demo.people import identity_number
from webapp.members import Person
from webapp.members.numbers import identity_index
from webapp.persistence import unit_of_work
from webapp.policy import Library, Profile

EVENTS = ("collective_registration", "mobile_window", "onsite_meeting")


def rules(grown: Grown, jurisdiction: str) -> Profile:
    library: Library = grown.app.extensions["gonghui.library"]
    return library.profile(jurisdiction)


def has(grown: Grown, jurisdiction: str, channel: str) -> bool:
    return any(door.kind == channel for door in rules(grown, jurisdiction).channels)


def area_union(grown: Grown, jurisdiction: str) -> object:
    """A union in the first street: where people of that street may join."""
    land = grown.lands[jurisdiction]
    return next(union for (kind, place), union in land.unions.items() if place == land.streets[0].code)


def platform(grown: Grown, jurisdiction: str) -> object:
    return grown.lands[jurisdiction].employers["platform_food"]


def finish(walk: Walk) -> Walk:
    walk.answer_questions().choose().sign_in().identify().submit()
    assert "/join/applications/" in walk.path, text(walk.page)
    return walk


def test_a_qr_at_a_place_begins_joining_where_the_profile_has_it_and_says_why_not_elsewhere(
    grown: Grown, real: str
) -> None:
    union = area_union(grown, real)
    answer = browse(grown.app, real).get(f"/join/scan/{union.id}")
    image = browse(grown.app, real).get(f"/join/scan/{union.id}/qr.svg")
    if not has(grown, real, "qr_scan"):
        assert (answer.status_code, image.status_code) == (404, 404)
        assert "没有规定" in text(answer.text) and "扫码" in text(answer.text)
        return
    assert image.mimetype == "image/svg+xml"
    walk = grown.walk(real, relation_kind="partial").go(f"/join/scan/{union.id}").send(button="开始")
    finish(walk)
    assert union.name in text(walk.page)


def test_a_platform_leads_its_workers_in_and_is_noted(grown: Grown, real: str) -> None:
    path = f"/join/via/{platform(grown, real).id}"
    if not has(grown, real, "via_platform"):
        assert browse(grown.app, real).get(path).status_code == 404
        return
    walk = grown.walk(real, relation_kind="partial").go(path).send(button="开始")
    assert "platforms" not in finish(walk).seen


@pytest.mark.parametrize("way", ["drive:NONESUCH", "place:nonsense", "platform:00000000-0000-0000-0000-000000000000"])
def test_a_way_in_that_leads_nowhere_is_told_and_opens_no_draft(grown: Grown, real: str, way: str) -> None:
    walk = grown.walk(real).go("/join")
    answer = walk.browser.send(walk.page, "/join", {"way": way}, button="开始")
    assert answer.status_code == 404
    assert "这个入口打不开" in answer.text or "没有这个入会渠道" in answer.text


def new_drive(officer: Browser, channel: str, place: str, day: tuple[str, str, str]) -> str:
    """Open a drive on the officer's page; its code."""
    year, month, date = day
    page = officer.get("/office/entries/drives/new")
    union = page.text.split('<option value="')[2].split('"')[0]
    dates = {
        f"{name}-{part}": value
        for name in ("opens_on", "closes_on")
        for part, value in zip(("year", "month", "day"), (year, month, date), strict=True)
    }
    answer = officer.submit(
        "/office/entries/drives/new",
        {"channel": channel, "union": union, "name": "站点集体入会", "place": "配送站", "division": place, **dates},
        button="开始活动",
    )
    assert answer.status_code == 303, text(answer.text)
    return answer.location.rsplit("/", 1)[1]


def day_of(app: Flask, jurisdiction: str) -> tuple[str, str, str]:
    from webapp.tenancy import business_date, scope

    with app.app_context(), scope(jurisdiction):
        today = business_date()
    return str(today.year), str(today.month), str(today.day)


@pytest.mark.parametrize("channel", EVENTS)
def test_a_drive_takes_people_on_their_own_phones_and_on_paper(grown: Grown, real: str, channel: str) -> None:
    union = area_union(grown, real)
    officer = grown.officer(real, union.id)
    if not has(grown, real, channel):
        assert f'value="{channel}"' not in officer.get("/office/entries/drives/new").text
        return
    code = new_drive(officer, channel, grown.lands[real].streets[0].code, day_of(grown.app, real))
    mine = finish(grown.walk(real, 1, relation_kind="partial").go(f"/join/at/{code}").send(button="开始"))
    entered = grown.walk(real, 2, relation_kind="freelance")
    entered.browser = officer
    entered.go(f"/office/entries/drives/{code}").send({}, button="代为录入一位")
    entered.answer_questions().choose()
    entered.send(
        {"name": "李四", "identity_number": identity_number(2), "phone": "13800000002", "paper": "1"},
        button="提交入会申请",
    )
    page = text(officer.get(f"/office/entries/drives/{code}").text)
    assert page.count("审核中") + page.count("待受理") >= 2
    for leg in legs(grown.app, real, mine.reference):
        if leg.state == "under_review":
            grown.decide(real, leg.reference, "grant")
    assert standing(grown.app, real, mine.number).seat is not None


def test_an_officer_enters_somebody_only_with_his_signed_paper(grown: Grown, real: str) -> None:
    officer = grown.officer(real, area_union(grown, real).id)
    walk = grown.walk(real, 3, relation_kind="freelance")
    walk.browser = officer
    walk.go("/office/entries").send({}, button="开始录入")
    walk.answer_questions().choose()
    typed = {"name": "李四", "identity_number": identity_number(3), "phone": "13800000003"}
    walk.send(typed, button="提交入会申请")
    assert walk.status == 422
    assert errors(walk.page) == ["没有本人签名的纸质申请书，不能替他提交"]
    assert "李四" in walk.page and "13800000003" in walk.page
    walk.send({**typed, "paper": "1"}, button="提交入会申请")
    assert "已录入，编号" in walk.page


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_officer_enters_somebody_by_any_document_that_the_workers_own_form_takes(grown: Grown) -> None:
    real = REAL[0]
    walk = grown.walk(real, 4, relation_kind="freelance")
    walk.browser = grown.officer(real, area_union(grown, real).id)
    walk.go("/office/entries").send({}, button="开始录入")
    walk.answer_questions().choose()
    typed = {"name": "LEE ANNA", "phone": "13800000004", "identity_kind": "passport", "paper": "1"}
    walk.send({**typed, "identity_number": "!!"}, button="提交入会申请")
    assert walk.status == 422 and errors(walk.page)
    walk.send({**typed, "identity_number": "e1234567"}, button="提交入会申请")
    assert "已录入，编号" in walk.page
    with grown.app.app_context(), unit_of_work(real, write=False) as work:
        [person] = work.query(Person).filter_by(identity_index=identity_index("passport", "E1234567"))
        assert person.name == "LEE ANNA"


def test_another_unions_drive_does_not_exist_for_an_officer(grown: Grown) -> None:
    for real in REAL:
        if not has(grown, real, EVENTS[0]):
            continue
        land = grown.lands[real]
        unions = [union for (kind, place), union in land.unions.items() if place in {one.code for one in land.streets}]
        code = new_drive(grown.officer(real, unions[0].id), EVENTS[0], land.streets[0].code, day_of(grown.app, real))
        assert grown.officer(real, unions[-1].id).get(f"/office/entries/drives/{code}").status_code == 404
