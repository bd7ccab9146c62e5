"""The rules of the register hold wherever a union is added, and each refusal names its clause."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.client import Browser
from tests.founding.stage import administrator, rules, words
from tests.founding.test_union_pages import stating, top_of
from tests.join.conftest import REAL, Grown, grown
from webapp.persistence import db, unit_of_work
from webapp.unions import Union
from webapp.unions.upkeep import close_union, reopen_union

__all__ = ["grown"]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def add(officer: Browser, below: UUID, kind: str, division: str, **fields: Any) -> str:
    """Send the form of a new union below another; the words of the answer, empty where it was registered."""
    given = {"kind": kind, "name": "新工会", "division": division, "address": "中山路 1 号", **fields}
    answer = officer.submit(f"/office/register/unions/{below}/below", given)
    return "" if answer.status_code == 303 else words(answer.text)


def cited(grown: Grown, province: str, source: tuple[str, ...]) -> str:
    return rules(grown.app, province).register.cited(source)[0].citation


def test_a_group_is_set_up_inside_the_unions_that_its_profile_names(grown: Grown) -> None:
    officers: dict[str, Browser] = {}
    for province, kind in stating(grown, "inside"):
        row = rules(grown.app, province).union_kinds[kind]
        top, place = top_of(grown, province), grown.lands[province].streets[0].code
        with grown.app.app_context(), unit_of_work(province, write=False):
            area = db.session.scalars(select(Union).where(Union.kind.in_(row.inside.kinds))).first()
            assert area is not None
        officer = officers[province] = officers.get(province) or administrator(grown, province, top)
        refused = add(officer, top, kind, place)
        assert "要设在" in refused and cited(grown, province, row.inside.source) in refused
        assert add(officer, area.id, kind, area.division) == ""
        with grown.app.app_context(), unit_of_work(province, write=False):
            group = db.session.scalars(select(Union.id).where(Union.kind == kind, Union.name == "新工会")).one()
        path = f"/office/register/unions/{group}/parent"
        found = officer.get(f"{path}?q=总工会")
        moved = officer.send(found.text, path, {"parent": str(top)}, button="调整")
        assert moved.status_code == 409 and cited(grown, province, row.inside.source) in words(moved.text)


def test_a_union_needs_a_real_place_where_the_profile_says_so(grown: Grown) -> None:
    for province in REAL:
        everybody = rules(grown.app, province).union_kinds.get("any")
        top, place = top_of(grown, province), grown.lands[province].counties[0].code
        officer = administrator(grown, province, top)
        answer = add(officer, top, "employer_union", place, address="")
        if everybody is None:
            assert answer == ""
            continue
        assert "缺少地址" in answer and cited(grown, province, everybody.needs.source) in answer
        assert add(officer, top, "employer_union", place) == ""


def test_a_union_of_one_level_is_not_registered_at_another(grown: Grown) -> None:
    for province, kind in stating(grown, "per_division"):
        row = rules(grown.app, province).union_kinds[kind]
        top, land = top_of(grown, province), grown.lands[province]
        officer = administrator(grown, province, top)
        county = add(officer, top, kind, land.counties[0].code)
        assert "不是这一级" in county and "每个地区最多 1 个" in county, "its city has one already"
        assert cited(grown, province, row.source) in county


def test_a_closed_union_whose_place_was_taken_is_not_opened_again(grown: Grown) -> None:
    for province, kind in stating(grown, "per_division"):
        row = rules(grown.app, province).union_kinds[kind]
        top = top_of(grown, province)
        officer = administrator(grown, province, top)
        with grown.app.app_context(), unit_of_work(province):
            first = db.session.scalars(select(Union).where(Union.kind == kind)).first()
            assert first is not None
            place, old = first.division, first.id
            close_union(first, actor="system")
        assert "还没有完成" in (bare := add(officer, top, kind, place)) and "为什么" not in bare
        assert add(officer, top, kind, place, done=["leadership", "election"]) == ""

        answer = officer.submit(f"/office/register/unions/{old}", {}, button="确认恢复")

        assert answer.status_code == 409 and "每个地区最多 1 个" in words(answer.text)
        assert cited(grown, province, row.per_division.source) in words(answer.text)


def test_what_a_founding_needs_the_register_needs(grown: Grown) -> None:
    for province, kind in stating(grown, "preconditions"):
        row = rules(grown.app, province).union_kinds[kind]
        top, land = top_of(grown, province), grown.lands[province]
        officer = administrator(grown, province, top)
        place = land.counties[0].code
        bare = add(officer, top, kind, place)
        for missing in ("上级工会核查组建条件", "领导", "选举委员会和主席", "还要填写"):
            assert missing in bare
        assert cited(grown, province, row.election.source) in bare
        done = {"done": ["preconditions", "leadership", "election"], "committees": ["funds_audit", "women"]}
        without_day = add(officer, top, kind, place, **done)
        assert "选举日期" in without_day or "选举日" in without_day
        assert add(officer, top, kind, place, **done, term_years="3", elected_on="2024-08-01") == ""


def test_a_union_of_the_province_can_be_registered_where_its_level_is_stated(grown: Grown) -> None:
    officers = {province: administrator(grown, province, top_of(grown, province)) for province in REAL}
    for province, kind in stating(grown, "level"):
        row = rules(grown.app, province).union_kinds[kind]
        levels = [row.level] if isinstance(row.level, str) else row.level
        own = rules(grown.app, province).division
        top, officer = top_of(grown, province), officers[province]
        done = {"done": ["preconditions", "leadership", "election"], "committees": ["funds_audit", "women"]}
        answer = add(officer, top, kind, str(own), **done, term_years="3", elected_on="2024-08-01")
        assert (answer == "") is ("province" in levels), (province, kind, answer)


def test_what_has_no_level_is_not_the_provinces(grown: Grown) -> None:
    for province in REAL:
        top = top_of(grown, province)
        officer = administrator(grown, province, top)
        answer = add(officer, top, "joint_union", str(rules(grown.app, province).division))
        assert "请选择到市或区（县）" in answer


def test_an_address_that_the_rules_ask_for_is_not_corrected_away(grown: Grown) -> None:
    for province in REAL:
        everybody = rules(grown.app, province).union_kinds.get("any")
        if everybody is None:
            continue
        top, place = top_of(grown, province), grown.lands[province].counties[0].code
        officer = administrator(grown, province, top)
        assert add(officer, top, "employer_union", place) == ""
        with grown.app.app_context(), unit_of_work(province, write=False):
            union = db.session.scalars(select(Union.id).where(Union.name == "新工会")).one()
        answer = officer.submit(f"/office/register/unions/{union}/correction", {"address": ""})
        assert answer.status_code == 422 and "缺少地址" in words(answer.text)


def test_a_union_is_not_opened_again_under_a_closed_one_nor_beside_its_units_new_one(grown: Grown) -> None:
    for province in REAL:
        officer = administrator(grown, province, top_of(grown, province))
        with grown.app.app_context(), unit_of_work(province):
            own = db.session.scalars(select(Union).where(Union.kind == "employer_union").order_by(Union.id)).first()
            assert own is not None and own.parent_id is not None
            upper = db.session.get_one(Union, (province, own.parent_id))
            old, values = own.id, {"kind": own.kind, "division": own.division, "employer_id": own.employer_id}
            close_union(own, actor="system")
            close_union(upper, actor="system")
        closed = f"/office/register/unions/{old}"
        answer = officer.submit(closed, {}, button="确认恢复")
        assert answer.status_code == 409 and "上级工会" in words(answer.text)
        with grown.app.app_context(), unit_of_work(province):
            reopen_union(db.session.get_one(Union, (province, upper.id)), actor="system")
            db.session.add(Union(name="后来的工会", parent_id=upper.id, **values))
        answer = officer.submit(closed, {}, button="确认恢复")
        assert answer.status_code == 409 and "后来的工会" in words(answer.text)
