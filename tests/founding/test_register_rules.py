"""The rules of the register hold wherever a union is added, and each refusal names its clause."""

from uuid import UUID

import pytest
from sqlalchemy import select

from tests.client import Browser
from tests.founding.stage import administrator, rules, words
from tests.founding.test_union_pages import stating, top_of
from tests.join.conftest import REAL, Grown, grown
from webapp.persistence import db, unit_of_work
from webapp.unions import Union

__all__ = ["grown"]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def add(officer: Browser, below: UUID, kind: str, division: str, **fields: str) -> str:
    """Send the form of a new union below another; the words of the answer, empty where it was registered."""
    given = {"kind": kind, "name": "新工会", "division": division, "address": "中山路 1 号", **fields}
    answer = officer.submit(f"/office/register/unions/{below}/below", given)
    return "" if answer.status_code == 303 else words(answer.text)


def cited(grown: Grown, province: str, source: tuple[str, ...]) -> str:
    return rules(grown.app, province).register.cited(source)[0].citation


def test_a_group_is_set_up_inside_the_unions_that_its_profile_names(grown: Grown) -> None:
    for province, kind in stating(grown, "inside"):
        row = rules(grown.app, province).union_kinds[kind]
        top, place = top_of(grown, province), grown.lands[province].streets[0].code
        with grown.app.app_context(), unit_of_work(province, write=False):
            area = db.session.scalars(select(Union).where(Union.kind.in_(row.inside.kinds))).first()
            assert area is not None
        officer = administrator(grown, province, top)
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
