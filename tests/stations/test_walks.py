"""The given cases through the web: stations opened and refused, used, reported, answered, recognised."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from tests.client import Browser, browse
from tests.join.conftest import Grown, give_verdict
from tests.parts.stations import picture
from webapp.accounts import Worker
from webapp.demo import people
from webapp.notices import messages_of
from webapp.persistence import blind_index, unit_of_work
from webapp.stations.models import ServiceStation
from webapp.unions import Union
from webapp.web.qr import qr_image

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
REFERENCE = re.compile(r"\d{6}-[0-9A-Z]{6}")


def district(grown: Grown, jurisdiction: str) -> Union:
    """The first district's federation."""
    land = grown.lands[jurisdiction]
    return land.union("district_federation", land.counties[0].code)


def described(union: Union, **changed: Any) -> dict[str, Any]:
    """A station as an officer fills it in."""
    fields = {
        "name": "人民路银行网点驿站",
        "kind": "driver_home",
        "host": "bank_outlet",
        "division": union.division,
        "address": "人民路 18 号",
        "position": "113.264385,23.129112",
        "datum": "GCJ-02",
        "hours": "每天 8:00-22:00",
        "facilities": ["water", "charging"],
    }
    return fields | changed


def worker(grown: Grown, jurisdiction: str, number: int = 900) -> Browser:
    """Somebody signed in by phone who is no member."""
    with grown.app.app_context(), unit_of_work(jurisdiction) as session:
        phone = people.phone(number)
        row = Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
        session.add(row)
    return browse(grown.app, jurisdiction).sign_in("worker", row.id)


def opened(grown: Grown, jurisdiction: str, **changed: Any) -> tuple[Browser, str]:
    """A station proposed and granted: the officer's browser and the station's id."""
    union = district(grown, jurisdiction)
    officer = grown.officer(jurisdiction, union.id)
    answer = officer.submit("/office/stations/new", described(union, **changed))
    assert answer.status_code == 303, answer.text
    reference = REFERENCE.search(officer.get(answer.location).text)
    assert reference is not None
    assert give_verdict(officer, reference[0], "grant").status_code == 303
    return officer, answer.location.rsplit("/", 1)[-1]


def test_a_station_is_proposed_returned_mended_opened_suspended_and_closed(grown: Grown) -> None:
    union = district(grown, "guangdong")
    officer = grown.officer("guangdong", union.id)
    page = officer.submit("/office/stations/new", described(union, kind="love_post")).location
    reference = REFERENCE.search(officer.get(page).text)[0]  # type: ignore[index]
    public, number = browse(grown.app, "guangdong"), page.rsplit("/", 1)[-1]

    assert "系统默认" in officer.get(f"/office/cases/{reference}").text
    assert public.get(f"/stations/{number}").status_code == 404
    give_verdict(officer, reference, "return", "请写明楼层")
    assert "拟建" in officer.get(page).text
    mended = officer.submit(f"{page}/correction", {"address": "人民路 18 号二楼"})
    assert mended.status_code == 303
    give_verdict(officer, reference, "grant")
    shown = public.get(f"/stations/{number}").text
    assert "人民路 18 号二楼" in shown
    assert "uri.amap.com/marker?position=113.264385,23.129112" in shown
    assert "工会爱心驿站" in shown

    assert officer.submit(page, {"verb": "suspend"}, button="办理").status_code == 422
    officer.submit(page, {"verb": "suspend", "note": "装修"}, button="办理")
    assert "装修" in public.get(f"/stations/{number}").text
    assert "人民路银行网点驿站" not in public.get(f"/stations?place={union.division}").text
    officer.submit(page, {"verb": "resume"}, button="办理")
    assert "人民路银行网点驿站" in public.get(f"/stations?place={union.division}").text
    officer.submit(page, {"verb": "close", "note": "拆迁"}, button="办理")
    assert officer.post(f"{page}/state", data={}).status_code in (400, 403)
    assert officer.get(f"{page}/correction").status_code == 409


@SQLITE
def test_s07_a_kind_that_the_province_does_not_name_is_refused_with_the_clause(grown: Grown) -> None:
    union = district(grown, "shanghai")
    officer = grown.officer("shanghai", union.id)
    refused = officer.submit("/office/stations/new", described(union, kind="love_post", host="building"))

    assert refused.status_code == 422
    assert "本地文件没有规定这一类站点" in refused.text
    assert "按解读处理" in refused.text or "文件没有写清楚的地方" in refused.text
    assert "工会服务站" in refused.text
    with grown.app.app_context(), unit_of_work("shanghai", write=False) as session:
        assert session.scalars(select(ServiceStation)).all() == []


@SQLITE
def test_s01_more_women_is_a_persons_flag_with_a_reason(grown: Grown) -> None:
    union = district(grown, "jiangsu")
    officer = grown.officer("jiangsu", union.id)
    fields = described(union, kind="carnation_station", position="118.79,32.06")
    missing = officer.submit("/office/stations/new", fields)
    assert missing.status_code == 422
    assert "请写明理由" in missing.text
    given = officer.submit("/office/stations/new", fields | {"reason": "周边三个站点共用"})
    assert given.status_code == 303
    assert "周边三个站点共用" in officer.get(given.location).text


@SQLITE
def test_s05_a_host_that_is_not_listed_is_allowed_where_the_list_is_open(grown: Grown) -> None:
    officer, number = opened(grown, "guangdong", kind="love_post", host="other", host_words="加油站")
    assert "加油站" in browse(grown.app, "guangdong").get(f"/stations/{number}").text


@SQLITE
def test_s06_somebody_who_is_no_member_finds_uses_and_reports_and_reads_the_answer(grown: Grown) -> None:
    officer, number = opened(grown, "guangdong", kind="love_post")
    stranger = browse(grown.app, "guangdong")
    assert "不限会员" in stranger.get("/stations").text
    assert stranger.get(f"/stations/{number}/feedback").status_code == 303

    visitor = worker(grown, "guangdong")
    assert visitor.submit(f"/stations/{number}/feedback", {"about": "fault"}).status_code == 422
    assert visitor.submit(f"/stations/{number}/feedback", {"about": "visit"}).status_code == 422
    visitor.submit(f"/stations/{number}/feedback", {"about": "fault", "text": "插座没有电"})
    visitor.submit(f"/stations/{number}/feedback", {"about": "visit", "score": "4"})
    assert "等工会答复" in visitor.get("/stations/feedback").text
    assert "4.0 分" in stranger.get(f"/stations/{number}").text
    assert "插座没有电" not in stranger.get(f"/stations/{number}").text

    desk = officer.get("/office/stations").text
    link = re.search(r"/office/stations/feedback/[0-9a-f-]+(?=\">报告问题)", desk)
    assert link is not None
    other = grown.officer(
        "guangdong", grown.lands["guangdong"].union("district_federation", grown.lands["guangdong"].counties[1].code).id
    )
    assert other.get(link[0]).status_code == 404
    assert officer.submit(link[0], {"text": "已换好，谢谢"}).status_code == 303
    assert officer.post(link[0], data={}).status_code in (400, 403)
    assert "已换好，谢谢" in visitor.get("/stations/feedback").text
    with grown.app.app_context(), unit_of_work("guangdong", write=False):
        assert any("答复了您反映的情况" in message.text for message in messages_of())


@SQLITE
def test_a_photograph_and_a_poster_whose_code_opens_joining_at_the_station(grown: Grown) -> None:
    officer, number = opened(grown, "guangdong", kind="love_post")
    page = f"/office/stations/{number}"
    sent = officer.submit(
        page, {"photos": (picture().stream, "门口.png")}, button="上传", content_type="multipart/form-data"
    )
    assert sent.status_code == 303, sent.text
    public = browse(grown.app, "guangdong")
    photo = re.search(rf"/stations/{number}/photos/[0-9a-f-]+", public.get(f"/stations/{number}").text)
    assert photo is not None
    assert public.get(photo[0]).mimetype.startswith("image/")
    joins = any(channel.kind == "qr_scan" for channel in _channels(grown, "guangdong"))
    poster = public.get(f"/stations/{number}/poster").text
    assert ("申请加入工会" in poster) == joins
    assert public.get(f"/stations/{number}/qr.svg").mimetype == "image/svg+xml"
    kept = re.search(r"确认删除<span class=\"sr-only\">([^<]+)", officer.get(page).text)
    assert kept is not None
    assert officer.submit(page, button=f"确认删除{kept[1]}").status_code == 303
    assert "/photos/" not in public.get(f"/stations/{number}").text


def _channels(grown: Grown, jurisdiction: str) -> Any:
    with grown.app.app_context(), unit_of_work(jurisdiction, write=False):
        from webapp.tenancy import profile

        return profile().channels


@SQLITE
def test_the_code_of_a_station_starts_a_joining_at_its_place(grown: Grown) -> None:
    land = grown.lands["shanghai"]
    union, street = district(grown, "shanghai"), land.streets[0].code
    answer = browse(grown.app, "shanghai").get(f"/join/scan/{union.id}?at={street}")
    assert answer.status_code == 200
    assert f"place:{union.id}@{street}" in answer.text
    _officer, number = opened(grown, "shanghai", kind="union_service_station", host="building", division=street)
    with grown.app.test_request_context():
        carried = qr_image(f"https://shanghai.localhost/join/scan/{union.id}?at={street}").data
    assert browse(grown.app, "shanghai").get(f"/stations/{number}/qr.svg").data == carried
    assert "申请加入工会" in browse(grown.app, "shanghai").get(f"/stations/{number}/poster").text
    begun = browse(grown.app, "shanghai")
    page = begun.get(f"/join/scan/{union.id}?at={street}").text
    assert begun.send(page, "/join", {}, button="开始").status_code == 303


@SQLITE
def test_s03_a_recognition_is_nominated_decided_by_the_province_and_counts_against_the_years_target(
    grown: Grown,
) -> None:
    officer, number = opened(grown, "guangdong", kind="love_post")
    top = grown.officer("guangdong", grown.lands["guangdong"].union("provincial_federation", "440000").id)
    assert "0 / 200，完成 0.0%" in officer.get("/office/stations/targets").text
    page = f"/office/stations/{number}/nomination"
    assert officer.submit(page, {}).status_code == 422
    window = officer.get(page).text
    said = officer.send(window, page, {"evidence": "月均接待六百人次"})
    reference = REFERENCE.findall(officer.get(said.location).text)[-1]
    assert officer.send(window, page, {"evidence": "再推荐一次"}).status_code == 409
    assert "已经推荐或已经获得" in officer.get(page).text
    assert give_verdict(top, reference, "grant").status_code == 303

    targets = officer.get("/office/stations/targets").text
    assert "1 / 200，完成 0.5%" in targets
    assert "0 / 50，完成 0.0%" in targets
    assert "粤工总〔2021〕29号" in targets
    assert "省级“工会爱心驿站”" in browse(grown.app, "guangdong").get(f"/stations/{number}").text


@SQLITE
def test_s03r_a_kind_without_a_recognition_says_that_none_is_stated(grown: Grown) -> None:
    officer, number = opened(grown, "guangdong", kind="courier_home")
    page = officer.get(f"/office/stations/{number}/nomination").text
    assert "没有规定快递员之家的命名或认定" in page


@SQLITE
def test_a_firm_publishes_its_service_list_where_the_profile_asks_for_one(grown: Grown) -> None:
    land = grown.lands["shanghai"]
    officer = grown.officer("shanghai", land.union("employer_union", str(land.employers["courier_with"].id)).id)
    outsider = grown.officer("shanghai", district(grown, "shanghai").id)
    public = browse(grown.app, "shanghai")
    assert outsider.get("/office/stations/services").status_code == 403
    assert officer.submit("/office/stations/services", {}, button="发布").status_code == 422
    officer.submit("/office/stations/services", {"title": "高温天免费饮品"}, button="发布")
    assert "高温天免费饮品" in public.get("/stations/services").text
    assert "三(三)" in public.get("/stations/services").text
    officer.submit("/office/stations/services", button="撤下高温天免费饮品")
    assert "高温天免费饮品" not in public.get("/stations/services").text
    assert browse(grown.app, "guangdong").get("/stations/services").status_code == 404


def test_an_officer_of_another_union_sees_no_station_and_one_above_cannot_act(grown: Grown) -> None:
    _officer, number = opened(grown, "guangdong", kind="love_post")
    land = grown.lands["guangdong"]
    other = grown.officer("guangdong", land.union("district_federation", land.counties[1].code).id)
    above = grown.officer("guangdong", land.union("provincial_federation", "440000").id)
    assert other.get(f"/office/stations/{number}").status_code == 404
    assert above.get(f"/office/stations/{number}").status_code == 200
    assert above.get(f"/office/stations/{number}/correction").status_code == 403
