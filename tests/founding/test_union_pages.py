"""How a union is led: terms, yearly duties, member units, and what it may set for itself."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, browse
from tests.founding.stage import EMPLOYER, administrator, apply, clerk, day, grant, look, rules, words
from tests.join.conftest import REAL, Grown, grown
from webapp.cases.follow_ups import open_follow_ups
from webapp.founding.dues import look_at_dues
from webapp.founding.terms import look_at_terms
from webapp.founding.workflow import REMIND_BEFORE
from webapp.members import Membership, Person
from webapp.persistence import db, unit_of_work
from webapp.policy.reading.layered import stated_rows
from webapp.unions import Union
from webapp.unions.settings import (
    UNIONS_OWN_CHANNELS,
    DuesSetting,
    close_channels,
    closed_channels,
    dues_set,
    second_approval,
    set_dues,
    set_second_approval,
)

__all__ = ["grown"]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def union_of_kind(grown: Grown, province: str, kind: str) -> UUID:
    """A union of this kind, added below the province's own where there is none."""
    with grown.app.app_context(), unit_of_work(province):
        found = db.session.scalars(select(Union.id).where(Union.kind == kind).order_by(Union.name)).first()
        if found is None:
            top = db.session.scalars(select(Union).where(Union.parent_id.is_(None))).one()
            union = Union(
                name="新设的联合会", kind=kind, division=top.division, parent_id=top.id, address="城中路 1 号"
            )
            db.session.add(union)
            found = union.id
        return found


def top_of(grown: Grown, province: str) -> UUID:
    with grown.app.app_context(), unit_of_work(province, write=False):
        return db.session.scalars(select(Union.id).where(Union.parent_id.is_(None))).one()


def send(officer: Browser, union_id: UUID, act: str, button: str, **fields: object) -> TestResponse:
    """Send one of the forms of the union's page; boxes of which none is ticked send their mark."""
    path = f"/office/founding/unions/{union_id}"
    data = {f"{act}-{name}": [""] if value == [] else value for name, value in fields.items()}
    page = officer.get(path).text
    start = page.index(f'name="act" value="{act}"')
    form = page[page.rindex("<form", 0, start) : page.index("</form>", start)] + "</form>"
    files = {"content_type": "multipart/form-data"} if "multipart" in form else {}
    return officer.send(f"<main>{form}</main>", path, data, button=button, **files)


def stating(grown: Grown, part: str) -> list[tuple[str, str]]:
    """(province, union kind) whose row states this part."""
    return [
        (name, kind)
        for name in REAL
        for kind, row in rules(grown.app, name).union_kinds.items()
        if getattr(row, part) is not None
    ]


def test_a_term_is_announced_before_it_ends_and_overdue_from_the_day_after(grown: Grown) -> None:
    for province, kind in stating(grown, "term_years"):
        union = union_of_kind(grown, province, kind)
        officer = administrator(grown, province, union)
        today = date(2027, 8, 2)
        set_today(grown, today)
        refused = send(officer, union, "term", "记下", years="4", **day("elected_on", date(2024, 8, 1)))
        assert refused.status_code == 422
        assert send(officer, union, "term", "记下", years="3", **day("elected_on", date(2024, 8, 1))).status_code == 303
        page = words(officer.get(f"/office/founding/unions/{union}").text)
        assert "逾期未换届" in page and "2027年8月1日届满" in page
        assert "逾期未换届" in words(officer.get("/office/follow-ups").text)
        set_today(grown, date(2027, 8, 1))
        assert "将届满" in words(officer.get(f"/office/founding/unions/{union}").text)
        set_today(grown, date(2027, 8, 1) - REMIND_BEFORE - timedelta(days=1))
        assert "任期内" in words(officer.get(f"/office/founding/unions/{union}").text)
        set_today(grown, today)
        assert send(officer, union, "term", "记下", years="5", **day("elected_on", today)).status_code == 303
        look(grown, province, nightly=True)
        with grown.app.app_context():
            with unit_of_work(province):
                look_at_terms()
            with unit_of_work(province, write=False):
                assert open_follow_ups([union], kind="term") == []
        assert "任期内" in words(officer.get(f"/office/founding/unions/{union}").text)


def set_today(grown: Grown, today: date) -> None:

    grown.app.extensions["gonghui.settings"] = replace(grown.app.extensions["gonghui.settings"], today={"*": today})


def test_what_a_profile_does_not_state_is_not_asked(grown: Grown) -> None:
    """O-06: no term, no duties, no dues where the documents are silent."""
    for province in REAL:
        profile = rules(grown.app, province)
        union = union_of_kind(grown, province, "employer_union")
        page = words(administrator(grown, province, union).get(f"/office/founding/unions/{union}").text)
        assert "没有规定这类工会的任期" in page
        assert "没有规定这类工会每年要办的事项" in page
        assert ("设定会费" in page) == bool(stated_rows(profile.rules.dues))


def test_a_yearly_duty_shows_what_is_missing_until_it_is_recorded_with_its_paper(grown: Grown) -> None:
    for province in REAL:
        duties = stated_rows(rules(grown.app, province).rules.duties)
        if not duties:
            continue
        union = union_of_kind(grown, province, duties[0].of[0])
        officer = administrator(grown, province, union)
        set_today(grown, date(2022, 3, 1))
        path = f"/office/founding/unions/{union}"
        assert words(officer.get(path).text).count("还缺 1 次") == len(duties)
        out = io.BytesIO()
        Image.new("RGB", (32, 32), "#123456").save(out, "PNG")
        out.seek(0)
        given = {"duty": duties[0].id, "note": "40 人参加", "files": (out, "签到表.png")}
        assert send(officer, union, "duty", "记下", **given, **day("held_on", date(2022, 2, 1))).status_code == 303
        page = officer.get(path).text
        assert words(page).count("还缺 1 次") == len(duties) - 1
        assert "签到表." in page
        last_year = {"duty": duties[1].id, **day("held_on", date(2021, 12, 31))}
        assert send(officer, union, "duty", "记下", **last_year).status_code == 303
        assert words(officer.get(path).text).count("还缺 1 次") == len(duties) - 1


def test_a_member_unit_is_a_union_and_keeps_its_place(grown: Grown) -> None:
    for province, kind in stating(grown, "members"):
        row = rules(grown.app, province).union_kinds[kind]
        if "unions" not in row.members.of:
            continue
        federation = union_of_kind(grown, province, kind)
        officer = administrator(grown, province, federation)
        refused = send(officer, federation, "unit", "加入", unit=grown.lands[province].employers[EMPLOYER].name)
        assert refused.status_code == 422 and "会员单位是工会" in words(refused.text)
        assert rules(grown.app, province).register.cited(row.members.source)[0].citation in words(refused.text)
        with grown.app.app_context(), unit_of_work(province, write=False):
            unit = db.session.scalars(select(Union).where(Union.employer_id.is_not(None)).order_by(Union.name)).first()
            assert unit is not None
            before = (unit.parent_id, unit.kind, unit.state)
        assert send(officer, federation, "unit", "加入", unit=unit.name).status_code == 303
        page = words(officer.get(f"/office/founding/unions/{federation}").text)
        assert unit.name in page and "保持原有的" in page and "原则上" in page
        with grown.app.app_context(), unit_of_work(province, write=False):
            same = db.session.scalars(select(Union).where(Union.id == unit.id)).one()
            assert (same.parent_id, same.kind, same.state) == before


def test_dues_outside_the_bounds_are_refused_with_the_clause_and_both_ends_are_inside(grown: Grown) -> None:
    """D-01 … D-08."""
    for province in REAL:
        for row in stated_rows(rules(grown.app, province).rules.dues):
            if row.max is None:
                continue
            union = union_of_kind(grown, province, row.set_by)
            officer = administrator(grown, province, union)
            for amount in (row.min, row.max):
                assert send(officer, union, "dues", "设定", mode="fixed", amount=str(amount)).status_code == 303
            for amount in ("0.99", "10.01"):
                refused = send(officer, union, "dues", "设定", mode="fixed", amount=amount)
                assert refused.status_code == 422
                assert f"不在 {row.min} 至 {row.max} 元" in words(refused.text)
                assert rules(grown.app, province).register.cited(row.source)[0].document in words(refused.text)
            assert send(officer, union, "dues", "设定", mode="percentage").status_code == 422
            assert send(officer, union, "dues", "设定", mode="none").status_code == 303
            street = union_of_kind(grown, province, "township_street_union")
            keeper = administrator(grown, province, street, login="street")
            unchecked = send(keeper, street, "dues", "设定", mode="fixed", amount="20.00", per="month")
            assert unchecked.status_code == 303, "this rule is about federations only"


def test_fixed_dues_without_an_amount_have_no_page_and_a_notice_until_they_are_set(grown: Grown) -> None:
    """D-09."""
    for province in REAL:
        stated = [row for row in stated_rows(rules(grown.app, province).rules.dues) if row.modes == ("fixed",)]
        if not stated:
            continue
        top = top_of(grown, province)
        officer = administrator(grown, province, top)
        worker = member(grown, province)
        assert worker.get("/me/dues").status_code == 404
        assert 'href="/me/dues"' not in worker.get("/me").text
        with grown.app.app_context(), unit_of_work(province):
            look_at_dues()
        assert "请设定金额和周期" in words(officer.get("/office/follow-ups").text)
        assert send(officer, top, "dues", "设定", mode="fixed", amount="3", per="").status_code == 422
        assert send(officer, top, "dues", "设定", mode="fixed", amount="3", per="month").status_code == 303
        assert "每月 3.00 元" in words(worker.get("/me/dues").text)
        assert 'href="/me/dues"' in worker.get("/me").text
        look(grown, province, nightly=True)
        assert "请设定金额和周期" not in words(officer.get("/office/follow-ups").text)


def member(grown: Grown, province: str) -> Browser:
    """A member's browser."""
    grant(grown.app, province, apply(grown, province, 1), clerk(grown, province))
    with grown.app.app_context(), unit_of_work(province, write=False):
        person = db.session.scalars(
            select(Person).join(Membership, Membership.person_id == Person.id).where(Membership.until.is_(None))
        ).first()
        assert person is not None
        return browse(grown.app, province).sign_in("worker", person.worker_id)


def test_a_union_can_close_a_channel_and_cannot_invent_one(grown: Grown) -> None:
    for province in REAL:
        kinds = {channel.kind for channel in rules(grown.app, province).channels} & set(UNIONS_OWN_CHANNELS)
        if not kinds:
            continue
        union = union_of_kind(grown, province, "employer_union")
        officer = administrator(grown, province, union)
        assert send(officer, union, "channels", "保存", channels=["carrier_pigeon"]).status_code == 422
        kept = sorted(kinds - {"collective_registration", "qr_scan"})
        assert send(officer, union, "channels", "保存", channels=kept).status_code == 303
        if "qr_scan" in kinds:
            assert "没有使用" in words(browse(grown.app, province).get(f"/join/scan/{union}").text)
        if "collective_registration" not in kinds:
            continue
        fields = {
            "channel": "collective_registration",
            "union": str(union),
            "name": "集体入会",
            "place": "站点",
            **day("opens_on", date(2030, 1, 1)),
            **day("closes_on", date(2030, 1, 2)),
        }
        with grown.app.app_context(), unit_of_work(province, write=False):
            place = db.session.scalars(select(Union.division).where(Union.id == union)).one()
        refused = officer.submit("/office/entries/drives/new", fields | {"division": place})
        assert refused.status_code == 422 and "不用这种渠道" in words(refused.text)


def test_an_act_without_its_fields_changes_nothing(grown: Grown) -> None:
    for province in REAL:
        union = top_of(grown, province)
        officer, path = administrator(grown, province, union), f"/office/founding/unions/{union}"
        page = officer.get(path).text
        acts = [act for act in ("dues", "channels", "second") if f'value="{act}"' in page]
        with grown.app.app_context(), unit_of_work(province):
            set_dues(union, DuesSetting("fixed", Decimal("3.00"), "month"))
            close_channels(union, ["qr_scan"])
            set_second_approval(union, 300_000)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        for act in acts:
            sent = {"csrf_token": token[1], "act": act, f"{act}-mode": "fixed"}
            answer = officer.post(path, data=sent, headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code == 422 and "什么也没有改" in words(answer.text), act
        with grown.app.app_context(), unit_of_work(province, write=False):
            assert dues_set(union) == DuesSetting("fixed", Decimal("3.00"), "month")
            assert closed_channels([union]) == {"qr_scan"} and second_approval(union) == 300_000


def test_a_union_sets_above_which_amount_a_second_officer_agrees(grown: Grown) -> None:
    asking = [
        one
        for one in REAL
        if any(stated_rows(plan.editions) for plan in stated_rows(rules(grown.app, one).rules.benefits))
    ]
    assert asking, "a province with a plan"
    for province in REAL:
        top = top_of(grown, province)
        officer = administrator(grown, province, top)
        if province not in asking:
            assert "理赔复核" not in words(officer.get(f"/office/founding/unions/{top}").text)
            continue
        for amount, says in (("0", "金额要大于 0"), ("三千", "金额填数字"), ("1.234", "最多到分")):
            refused = send(officer, top, "second", "保存", amount=amount)
            assert refused.status_code == 422 and says in words(refused.text)
        for amount, fen in (("3,000.5 元", 300_050), ("", None)):
            assert send(officer, top, "second", "保存", amount=amount).status_code == 303
            with grown.app.app_context(), unit_of_work(province, write=False):
                assert second_approval(top) == fen
