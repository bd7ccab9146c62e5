"""Depots and the branches founded at them: two parents confirm one branch."""

from uuid import UUID

import pytest
from sqlalchemy import select

from tests.client import Browser
from tests.founding.stage import administrator
from tests.join.conftest import Grown, give_verdict
from tests.stations.test_walks import REFERENCE, SQLITE, district
from webapp.persistence import unit_of_work
from webapp.stations.models import Depot, DepotBranch
from webapp.unions import Union
from webapp.unions.upkeep import close_union, reopen_union


def depot_of(grown: Grown, officer: Browser, firm: str, name: str = "东门配送站") -> str:
    """A depot put on the register by an officer; its page."""
    land = grown.lands["shanghai"]
    fields = {"name": name, "division": land.streets[0].code, "address": "东门路 1 号", "workers": "6", "members": "2"}
    answer = officer.submit("/office/depots/new", {**fields, "employer": str(land.employers[firm].id)})
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_s04_a_branch_at_a_depot_of_six_is_confirmed_by_both_parents_in_either_order(
    grown: Grown, order: tuple[int, int]
) -> None:
    land = grown.lands["shanghai"]
    firm, second = (
        land.union("employer_union", str(land.employers["courier_with"].id)),
        land.union("small_second_level_union", land.streets[0].code),
    )
    officers = [grown.officer("shanghai", firm.id), grown.officer("shanghai", second.id)]
    page = depot_of(grown, officers[0], "courier_with")
    assert "1 个配送站点，0 个已有分工会或工会小组，1 个还没有" in officers[0].get("/office/depots").text

    half = officers[0].submit(f"{page}/branch", {"kind": "branch_union", "parent_2": ""})
    assert half.status_code == 303
    shown = officers[0].get(page).text
    assert "还不完整" in shown
    assert "缺少上级：街镇“小二级”工会" in shown
    assert "二(一)2" in shown
    assert REFERENCE.search(shown) is None or "等上级确认" not in shown

    officers[0].submit(f"{page}/branch", {"parent_1": str(firm.id), "parent_2": str(second.id)})
    reference = _case_of(grown)
    first, last = (officers[number] for number in order)
    assert give_verdict(first, reference, "grant").status_code == 303
    assert "已确认" in officers[0].get(page).text
    assert "0 个已有" in officers[0].get("/office/depots").text
    assert give_verdict(last, reference, "grant").status_code == 303
    shown = officers[1].get(page).text
    assert "要做的事" in shown
    assert "100.0%" in officers[1].get("/office/depots").text
    assert "33.3%" in officers[1].get("/office/depots").text

    assert officers[1].submit(page, {"duty": ""}, button="登记").status_code == 422
    officers[1].submit(page, {"duty": "pass_on", "note": "传达高温安排"}, button="登记")
    assert "传达高温安排" in officers[1].get(page).text
    with grown.app.app_context(), unit_of_work("shanghai", write=False) as session:
        branch = session.scalars(select(DepotBranch)).one()
        union = session.scalars(select(Union).where(Union.id == branch.union_id)).one()
        assert (union.kind, union.parent_id, union.employer_id) == ("branch_union", second.id, firm.employer_id)

    assert officers[1].submit(f"{page}/correction", {"closed": "1"}).status_code == 422
    officers[1].submit(page, {"reason": "站点撤并"}, button="确认撤销")
    assert "0 个已有" in officers[1].get("/office/depots").text
    assert officers[1].get(f"{page}/branch").status_code == 200
    assert officers[1].submit(f"{page}/correction", {"closed": "1"}).status_code == 303
    assert "还没有登记配送站点" in officers[1].get("/office/depots").text


def test_a_branch_that_loses_a_parent_is_incomplete_at_once_and_hangs_only_where_its_rule_says(grown: Grown) -> None:
    land = grown.lands["shanghai"]
    firm = land.union("employer_union", str(land.employers["courier_with"].id))
    second = land.union("small_second_level_union", land.streets[0].code)
    officers = [grown.officer("shanghai", firm.id), grown.officer("shanghai", second.id)]
    page = depot_of(grown, officers[0], "courier_with")
    chosen = {"parent_1": str(firm.id), "parent_2": str(second.id)}
    officers[0].submit(f"{page}/branch", {"kind": "branch_union", **chosen})
    for one in officers:
        give_verdict(one, _case_of(grown), "grant")
    with grown.app.app_context(), unit_of_work("shanghai", write=False) as session:
        branch_union = session.scalars(select(DepotBranch.union_id)).one()
        top = session.scalars(select(Union.id).where(Union.parent_id.is_(None))).one()
    boss = administrator(grown, "shanghai", top)

    path = f"/office/register/unions/{branch_union}/parent"
    moved = boss.send(boss.get(f"{path}?q=总工会").text, path, {"parent": str(top)}, button="调整")
    assert moved.status_code == 409 and "缺少上级" in moved.text

    with grown.app.app_context(), unit_of_work("shanghai") as session:
        close_union(session.get_one(Union, ("shanghai", firm.id)), actor="system")
    shown = boss.get(page).text
    assert "不完整" in shown and "缺少上级" in shown and "要做的事" not in shown
    assert "0 个已有" in boss.get("/office/depots").text

    with grown.app.app_context(), unit_of_work("shanghai") as session:
        reopen_union(session.get_one(Union, ("shanghai", firm.id)), actor="system")
    boss.submit(f"{page}/branch", {"kind": "branch_union", **chosen})
    for one in officers:
        give_verdict(one, _case_of(grown), "grant")
    assert "要做的事" in boss.get(page).text
    with grown.app.app_context(), unit_of_work("shanghai", write=False) as session:
        assert session.scalars(select(DepotBranch.union_id)).one() == branch_union, "the same union goes on"


def _case_of(grown: Grown) -> str:
    from webapp.cases import Case

    with grown.app.app_context(), unit_of_work("shanghai", write=False) as session:
        newest = (
            select(Case.reference).where(Case.kind == "depot_branch").order_by(Case.created_at.desc(), Case.id.desc())
        )
        return session.scalars(newest.limit(1)).one()


@SQLITE
def test_a_refused_branch_leaves_the_depot_free_and_a_second_one_is_refused_meanwhile(grown: Grown) -> None:
    land = grown.lands["shanghai"]
    firm = land.union("employer_union", str(land.employers["courier_with"].id))
    officer = grown.officer("shanghai", firm.id)
    page = depot_of(grown, officer, "courier_with")
    assert officer.submit(f"{page}/branch", {"kind": "union_group"}).status_code == 303
    assert officer.get(f"{page}/branch").status_code == 409
    give_verdict(officer, _case_of(grown), "refuse", "站点即将撤并")
    assert "还没有。" in officer.get(page).text
    assert officer.submit(f"{page}/branch", {"kind": "branch_union"}).status_code == 303


@SQLITE
def test_where_no_document_gives_a_branch_two_parents_there_is_no_such_page(grown: Grown) -> None:
    officer = grown.officer("guangdong", district(grown, "guangdong").id)
    assert officer.get("/office/depots").status_code == 404
    assert "配送站点的工会组织" not in officer.get("/office/stations").text


def test_uuid_of_a_depot_of_another_reach_is_not_found(grown: Grown) -> None:
    land = grown.lands["shanghai"]
    officer = grown.officer("shanghai", land.union("employer_union", str(land.employers["courier_with"].id)).id)
    depot_of(grown, officer, "courier_with")
    with grown.app.app_context(), unit_of_work("shanghai", write=False) as session:
        depot: UUID = session.scalars(select(Depot.id)).one()
    other = grown.officer("shanghai", land.union("district_federation", land.counties[1].code).id)
    assert other.get(f"/office/depots/{depot}").status_code == 404
