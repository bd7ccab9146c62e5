"""A founding from the task to the registered union and its members: list, refusals with their clause, grant, transfers, objection."""

import io
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, browse
from tests.founding.stage import (
    EMPLOYER,
    add_guide,
    administrator,
    day,
    founded,
    look,
    members,
    rules,
    tasks,
    with_threshold,
    words,
)
from tests.join.conftest import REAL, Grown, give_verdict, grown
from tests.join.test_never_twice import at_once
from tests.officers import confirm_waiting, links_to, set_password
from webapp.accounts import Worker
from webapp.accounts.officers import officers_of
from webapp.cases import Case
from webapp.demo import people
from webapp.founding.terms import term_of
from webapp.members import active_seat, count_members, person_of_worker
from webapp.notices.models import Message
from webapp.persistence import blind_index, db, unit_of_work
from webapp.unions import Union, top_union, union_by_id, union_of_employer

__all__ = ["grown"]
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FIRST = {"officer_name": "周建会", "officer_login": "first-chair", "officer_phone": "13800138099"}


def paper() -> tuple[io.BytesIO, str]:
    """A photograph of a paper."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#445566").save(out, "PNG")
    out.seek(0)
    return out, "会议记录.png"


def fill(officer: Browser, reference: str, **fields: str) -> TestResponse:
    """Save the workbench's form."""
    path = f"/office/founding/{reference}"
    return officer.submit(path, fields, button="保存")


def do(officer: Browser, reference: str, item: str, on: date) -> TestResponse:
    """Tick an item off, with a paper."""
    path = f"/office/founding/{reference}/items/{item}"
    fields = {**day("done_on", on), "note": "已办", "files": paper()}
    return officer.submit(path, fields, button="记为已完成", content_type="multipart/form-data")


def with_kind(app: Flask, **wanted: object) -> list[tuple[str, str]]:
    """(province, union kind) of every kind whose row has all these parts stated."""
    found = []
    for name in REAL:
        for kind, row in rules(app, name).union_kinds.items():
            if all(bool(getattr(row, key)) is value for key, value in wanted.items()):
                found.append((name, kind))
    return found


@on_sqlite
def test_from_the_task_to_the_founded_union_and_its_members(grown: Grown) -> None:
    """Three members (the count is tried elsewhere): the plan, the list, the grant, one notice each, one who objects."""
    for province in with_threshold(grown.app):
        guide = add_guide(grown, province)
        members(grown, province, range(1, 4))
        look(grown, province)
        officer = administrator(grown, province, guide)
        above = administrator(grown, province, top_of(grown, province), login="above")
        employer = grown.lands[province].employers[EMPLOYER]

        listed = words(officer.get("/office/founding").text)
        assert employer.name in listed
        unit = f"/office/founding/units/{employer.id}"
        assert officer.submit(unit, {"plan-note": "上门谈了一次"}, button="记下").status_code == 303
        assert "上门谈了一次" in words(officer.get("/office/founding").text)
        begun = officer.submit(unit, button="开始建会")
        reference = begun.location.rsplit("/", 1)[1]
        assert officer.submit(unit, {"plan-note": "再来"}, button="记下").status_code == 303
        assert [task[0] for task in tasks(grown.app, province)] == [reference]

        refused = give_verdict(officer, reference, "grant")
        assert refused.status_code == 409
        assert "首任管理员" in words(refused.text)
        assert union_of(grown, province) is None

        assert fill(officer, reference, address="南京西路 1 号", **FIRST).status_code == 303
        assert do(officer, reference, "meeting", date(2022, 1, 5)).status_code == 303
        page = officer.get(f"/office/founding/{reference}").text
        assert "可以批准成立" in words(page) and "接转 3 人" in words(page)
        assert "会议记录." in page
        paper_path = page.split("/office/founding/files/")[1].split('"')[0]
        assert officer.get(f"/office/founding/files/{paper_path}").status_code == 200

        assert give_verdict(officer, reference, "grant").status_code == 303
        union = union_of(grown, province)
        assert union is not None and union.parent_id == guide
        with grown.app.app_context(), unit_of_work(province, write=False):
            assert officers_of(union.id) == []
        assert links_to(grown.app, province, "first-chair") == []
        assert "还要由上级工会的一位管理员确认" in words(officer.get(f"/office/founding/{reference}").text)
        assert [answer.status_code for answer in confirm_waiting(above)] == [303]
        with grown.app.app_context(), unit_of_work(province, write=False):
            assert [one.login for one in officers_of(union.id)] == ["first-chair"]
        assert [phone for phone, _path in links_to(grown.app, province, "first-chair")] == [FIRST["officer_phone"]]

        look(grown, province)
        look(grown, province, nightly=True)
        with grown.app.app_context(), unit_of_work(province, write=False):
            opened = db.session.scalars(select(Message).where(Message.template == "transfer_opened"))
            assert len({message.worker_id for message in opened}) == 3
            assert len(db.session.scalars(select(Message).where(Message.template == "transfer_opened")).all()) == 3
        object_to(grown, province, 1)
        accept_all(grown, province, union.id)
        with grown.app.app_context(), unit_of_work(province, write=False):
            assert count_members(union.id) == 2
            assert count_members() == 3
        assert "已批准 2 件" in words(officer.get(f"/office/founding/{reference}").text)
        again = officer.submit(f"/office/founding/{reference}", button="再发一次设置密码的链接")
        assert again.status_code == 303
        assert [phone for phone, _path in links_to(grown.app, province, "first-chair")] == [FIRST["officer_phone"]] * 2
        page = officer.get(f"/office/founding/{reference}").text
        set_password(grown.app, province, "first-chair")
        assert "再发一次" not in officer.get(f"/office/founding/{reference}").text
        late = officer.send(page, f"/office/founding/{reference}", button="再发一次设置密码的链接")
        assert late.status_code == 409 and "已经登录过" in late.text
        assert len(links_to(grown.app, province, "first-chair")) == 2


def union_of(grown: Grown, province: str) -> Union | None:
    with grown.app.app_context(), unit_of_work(province, write=False):
        return union_of_employer(grown.lands[province].employers[EMPLOYER].id)


def object_to(grown: Grown, province: str, number: int) -> None:
    """A worker takes his transfer back on his own page."""
    with grown.app.app_context(), unit_of_work(province, write=False):
        index = blind_index("workers.phone", people.phone(number))
        worker = db.session.scalars(select(Worker).where(Worker.phone_index == index)).one()
        transfer = db.session.scalars(select(Case).where(Case.kind == "transfer", Case.worker_id == worker.id)).one()
        person = person_of_worker(worker.id)
        assert person is not None
        before = active_seat(person.id)
    browser = browse(grown.app, province).sign_in("worker", worker.id)
    answer = browser.submit(f"/transfers/{transfer.reference}", button="确认撤回")
    assert answer.status_code == 303
    with grown.app.app_context(), unit_of_work(province, write=False):
        after = active_seat(person.id)
        assert before is not None and after is not None and (after.id, after.state) == (before.id, "active")


def accept_all(grown: Grown, province: str, union_id: UUID) -> None:
    """The new union's officer grants what lies in his inbox."""
    with grown.app.app_context(), unit_of_work(province, write=False):
        first = officers_of(union_id)[0]
        waiting = db.session.scalars(
            select(Case.reference).where(Case.kind == "transfer", Case.state == "under_review")
        ).all()
    browser = browse(grown.app, province).sign_in("officer", first.id)
    for reference in waiting:
        assert give_verdict(browser, reference, "grant").status_code == 303


@on_sqlite
def test_a_federation_is_complete_only_with_all_that_its_profile_asks_and_is_led_for_a_stated_term(
    grown: Grown,
) -> None:
    """O-03, O-05: both committees and a term; then legal person and account; reminder and overdue."""
    stated = with_kind(grown.app, term_years=True, registration=True, preconditions=True)
    assert stated
    for province, kind in stated:
        reference, officer = begin_area(grown, province, kind)
        page = words(officer.get(f"/office/founding/{reference}").text)
        assert "上级工会核查组建条件" in page and "登记以后办" in page
        given = {
            "name": "联合会",
            "address": "中山路 1 号",
            "chair": "王主席",
            **FIRST,
            **day("elected_on", date(2024, 8, 1)),
        }
        assert fill(officer, reference, **given, term_years="3").status_code == 303
        for item in ("preconditions", "leadership", "election", "funds_audit"):
            assert do(officer, reference, item, date(2024, 8, 1)).status_code == 303
        refused = give_verdict(officer, reference, "grant")
        assert refused.status_code == 409
        assert "缺少女职工委员会" in words(refused.text) and "〔2024〕" in words(refused.text)
        later = officer.get(f"/office/founding/{reference}/items/legal_person")
        assert later.status_code == 409
        assert do(officer, reference, "women", date(2024, 8, 3)).status_code == 303
        assert give_verdict(officer, reference, "grant").status_code == 303
        (row,) = founded(grown.app, province)
        with grown.app.app_context(), unit_of_work(province, write=False):
            term = term_of(row.union_id)
            assert term is not None and term.ends_on == date(2027, 8, 1)
        assert do(officer, reference, "legal_person", date(2024, 8, 20)).status_code == 303


def begin_area(grown: Grown, province: str, kind: str, *, login: str = "of-top") -> tuple[str, Browser]:
    """An administrator of the top federation takes up the founding of a union of this kind; where no such union is yet."""
    with grown.app.app_context(), unit_of_work(province):
        top = top_union()
        assert top is not None
        for union in db.session.scalars(select(Union).where(Union.kind == kind)):
            union.state = "closed"
    officer = administrator(grown, province, top.id, login=login)
    place = grown.lands[province].cities[0].code
    fields = {"upper": str(top.id), "union_kind": kind, "division": place, "name": ""}
    answer = officer.submit("/office/founding/new", fields, button="开始")
    assert answer.status_code == 303, words(answer.text)
    return answer.location.rsplit("/", 1)[1], officer


def test_conditional_committees_warn_and_a_second_federation_of_a_city_is_refused_with_its_clause(grown: Grown) -> None:
    """O-01, O-06, O-07, O-08: a warning, no term asked, the name by the pattern, one a city."""
    stated = with_kind(grown.app, per_division=True, name_pattern=True)
    assert stated
    for province, kind in stated:
        reference, officer = begin_area(grown, province, kind)
        path = f"/office/founding/{reference}"
        city = grown.lands[province].cities[0].name
        assert f"规定的名称写法：{city}" in words(officer.get(path).text)
        assert "每届任期" not in words(officer.get(path).text)
        name = f"{city}新业态行业工联合会"
        given = {"name": name, "address": "中山路 1 号", "chair": "王主席", "funds_independent": "1", **FIRST}
        assert fill(officer, reference, **given).status_code == 303
        assert "应当设立经费审查委员会" in words(officer.get(path).text)
        for item in ("leadership", "election"):
            assert do(officer, reference, item, date(2022, 1, 5)).status_code == 303
        second = begin_again(grown, province, officer, kind)
        assert fill(officer, second, **given | {"officer_login": "second-chair"}).status_code == 303
        for item in ("leadership", "election"):
            assert do(officer, second, item, date(2022, 1, 5)).status_code == 303
        colleague = administrator(grown, province, top_of(grown, province), login="colleague")
        answers = at_once(
            lambda officer=officer, reference=reference: give_verdict(officer, reference, "grant"),
            lambda colleague=colleague, second=second: give_verdict(colleague, second, "grant"),
        )
        assert sorted(answer.status_code for answer in answers) == [303, 409], "a warning stops nothing, the rule one"
        refused = next(answer for answer in answers if answer.status_code == 409)
        assert "每个地区最多 1 个" in words(refused.text) and "号" in words(refused.text)


def top_of(grown: Grown, province: str) -> UUID:
    with grown.app.app_context(), unit_of_work(province, write=False):
        top = top_union()
        assert top is not None
        return top.id


def begin_again(grown: Grown, province: str, officer: Browser, kind: str) -> str:
    with grown.app.app_context(), unit_of_work(province, write=False):
        top = top_union()
        assert top is not None
    place = grown.lands[province].cities[0].code
    fields = {"upper": str(top.id), "union_kind": kind, "division": place, "name": "第二家"}
    return officer.submit("/office/founding/new", fields, button="开始").location.rsplit("/", 1)[1]


@on_sqlite
def test_an_interim_committee_acts_for_the_federation_only_where_it_is_named(grown: Grown) -> None:
    """AMB-48."""
    stated = with_kind(grown.app, stands_in=True)
    assert stated
    for province, kind in stated:
        for named in (False, True):
            reference, officer = begin_area(grown, province, kind, login=f"interim-{named}")
            path = f"/office/founding/{reference}"
            assert "由它代为受理" in words(officer.get(path).text)
            login = {"officer_login": f"chair-{named}".lower()}
            given = {"name": f"工作委员会{named}", "address": "中山路 1 号", **FIRST, **login}
            assert fill(officer, reference, **given, **({"stands_in_named": "1"} if named else {})).status_code == 303
            assert give_verdict(officer, reference, "grant").status_code == 303
        with grown.app.app_context(), unit_of_work(province, write=False):
            unions = [union_by_id(row.union_id) for row in founded(grown.app, province)]
            assert [union.is_stand_in_named for union in unions if union] == [False, True]


@on_sqlite
def test_a_returned_founding_is_mended_and_sent_again_and_another_way_to_a_union_ends_it(grown: Grown) -> None:
    province = REAL[0]
    land = grown.lands[province]
    employer = land.employers[EMPLOYER]
    officer = administrator(grown, province, top_of(grown, province))
    reference = officer.submit(f"/office/founding/units/{employer.id}", button="开始建会").location.rsplit("/", 1)[1]
    assert give_verdict(officer, reference, "return", "请补充地址").status_code == 303
    path = f"/office/founding/{reference}"
    assert fill(officer, reference, address="中山路 1 号").status_code == 303
    assert officer.submit(path, button="补好了，重新提交").status_code == 303
    assert tasks(grown.app, province)[0][1] == "under_review"

    below = next(union.id for union in land.unions.values() if union.division == employer.division)
    fields = {"kind": "employer_union", "name": "自己的工会", "division": employer.division, "address": "中山路 1 号"}
    answer = officer.submit(f"/office/register/unions/{below}/below", {**fields, "employer": str(employer.id)})
    assert answer.status_code == 303, words(answer.text)
    assert tasks(grown.app, province) == [(reference, "withdrawn", tasks(grown.app, province)[0][2])]
    assert employer.name not in words(officer.get("/office/founding").text)
    assert officer.post(path, data={"name": "晚了"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code in (
        400,
        409,
    )


@on_sqlite
def test_only_the_union_that_decides_changes_a_founding_and_strangers_do_not_see_it(grown: Grown) -> None:
    province = REAL[0]
    land = grown.lands[province]
    employer = land.employers[EMPLOYER]
    officer = administrator(grown, province, top_of(grown, province))
    reference = officer.submit(f"/office/founding/units/{employer.id}", button="开始建会").location.rsplit("/", 1)[1]
    far = next(
        union for union in land.unions.values() if union.division[:4] != employer.division[:4] and union.parent_id
    )
    stranger = administrator(grown, province, far.id, login="stranger")
    for path in (f"/office/founding/{reference}", f"/office/founding/{reference}/items/meeting"):
        assert stranger.get(path).status_code == 404
    assert stranger.get(f"/office/founding/units/{employer.id}").status_code == 404
    assert employer.name not in words(stranger.get("/office/founding").text)
