"""Upkeep of the register: employers, unions, and units that workers could not find, as the officers who keep it do it."""

from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.join.conftest import Grown, grown, real
from tests.join.register import answers_of, legs
from tests.join.walking import Walk, text
from tests.office.keeper import Keeper
from webapp.accounts import REVIEWER
from webapp.cases import case_by_reference
from webapp.cases.models import DecisionRow
from webapp.cases.timeline import timeline
from webapp.jobs.worker import run_due
from webapp.notices import messages_of
from webapp.persistence import Event, unit_of_work
from webapp.unions import Employer, EmployerReport, Union, find_employers
from webapp.unions.merging import merges_of

__all__ = ["grown", "real"]

UNIT = "新生快递有限公司"
CODE = "91110000600037341L"
EMPLOYED = {"relation_kind": "employment", "has_union": "no", "has_labour_contract": "yes"}


def employed(grown: Grown, jurisdiction: str, person: int = 1, unit: str = UNIT, **wants: Any) -> Walk:
    """Somebody who works for this unit, up to the confirmation."""
    place = grown.lands[jurisdiction].employers["courier_with"].division
    return grown.walk(
        jurisdiction, person, employer=unit, location=place, place=place, **{**EMPLOYED, **wants}
    ).to_end()


def decisions(keeper: Keeper, reference: str) -> list[DecisionRow]:
    """The decisions kept with a case, oldest first."""
    with keeper.app.app_context(), unit_of_work(keeper.jurisdiction, write=False):
        case = case_by_reference(reference)
        assert case is not None
        case_id = case.id
    rows = select(DecisionRow).where(DecisionRow.case_id == case_id).order_by(DecisionRow.created_at, DecisionRow.id)
    return keeper.read(rows)


def words_of(keeper: Keeper, reference: str) -> str:
    """The timeline of a case, in one line."""
    with keeper.app.app_context(), unit_of_work(keeper.jurisdiction, write=False):
        case = case_by_reference(reference)
        assert case is not None
        return " ".join(f"{moment.words}：{moment.reason or ''}" for moment in timeline(case))


def test_a_unit_that_a_worker_typed_by_name_is_reported_when_he_submits(grown: Grown, real: str) -> None:
    walk = employed(grown, real)
    keeper = Keeper(grown, real)
    report = keeper.report()
    assert (report.name, report.unit, report.state) == (UNIT, "employer", "open")
    page = text(keeper.browser.get("/office/register/reports").text)
    assert UNIT in page
    assert walk.reference in text(keeper.browser.get(f"/office/register/reports/{report.id}").text)


def test_a_unit_found_on_the_register_or_none_at_all_is_not_reported(grown: Grown, real: str) -> None:
    employed(grown, real, unit=grown.lands[real].employers["courier_with"].name)
    assert Keeper(grown, real).read(select(EmployerReport)) == []


def test_matching_a_report_brings_the_case_where_a_worker_who_found_the_unit_is(grown: Grown, real: str) -> None:
    walk, keeper = employed(grown, real), Keeper(grown, real)
    unit = keeper.employer("courier_with")
    before = legs(grown.app, real, walk.reference)
    answer = keeper.submit(
        f"/office/register/reports/{keeper.report().id}", {"employer": str(unit.id)}, button="就是这个单位"
    )
    assert "已对上" in answer
    assert answers_of(grown.app, real, walk.reference)["employer_id"] == str(unit.id)
    assert keeper.report().employer_id == unit.id
    other = employed(grown, real, person=2, unit=unit.name)
    after, as_found = legs(grown.app, real, walk.reference), legs(grown.app, real, other.reference)
    for was, now in zip(before, after, strict=True):
        kept = decisions(keeper, now.reference)
        assert [row.facts["employer_union"] for row in kept] == [False, True]
        assert kept[0].governed_on == kept[1].governed_on
        found = next(leg for leg in as_found if leg.seat == now.seat)
        assert now.union_id == found.union_id
        assert "单位已核实" in words_of(keeper, now.reference) or was.union_id != now.union_id


def test_the_worker_is_told_when_another_union_has_his_case(grown: Grown, real: str) -> None:
    walk, keeper = employed(grown, real), Keeper(grown, real)
    before = legs(grown.app, real, walk.reference)[0]
    keeper.submit(
        f"/office/register/reports/{keeper.report().id}",
        {"employer": str(keeper.employer("courier_with").id)},
        button="就是这个单位",
    )
    after = legs(grown.app, real, walk.reference)[0]
    if before.union_id == after.union_id:
        return
    with grown.app.app_context(), unit_of_work(real, write=False):
        assert any(walk.reference in message.text and "改由" in message.text for message in messages_of())
    assert "转给负责的工会" in words_of(keeper, walk.reference)
    assert "转给负责的工会" in walk.go(f"/join/applications/{walk.reference}").page
    grown.decide(real, walk.reference, "grant")


def test_a_case_somebody_decided_on_stays_with_a_note(grown: Grown, real: str) -> None:
    walk, keeper = employed(grown, real), Keeper(grown, real)
    grown.decide(real, walk.reference, "return", "请补充劳动合同")
    before = legs(grown.app, real, walk.reference)
    keeper.submit(
        f"/office/register/reports/{keeper.report().id}",
        {"employer": str(keeper.employer("courier_with").id)},
        button="就是这个单位",
    )
    assert legs(grown.app, real, walk.reference)[0][:4] == before[0][:4]
    assert "单位已核实" in words_of(keeper, walk.reference)


def test_a_unit_nobody_knows_is_closed_as_unknown_and_the_case_says_so(grown: Grown, real: str) -> None:
    walk, keeper = employed(grown, real), Keeper(grown, real)
    report = keeper.report()
    keeper.submit(f"/office/register/reports/{report.id}", {}, button="记为查不到")
    assert keeper.report().state == "unknown"
    assert "没有查到" in words_of(keeper, walk.reference)
    assert len(decisions(keeper, walk.reference)) == 1
    answer = keeper.browser.post(
        f"/office/register/reports/{report.id}/unknown", headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code in (400, 409)


def test_registering_a_new_unit_settles_every_report_of_that_name(grown: Grown, real: str) -> None:
    first, second = employed(grown, real), employed(grown, real, person=2)
    keeper = Keeper(grown, real)
    report = keeper.read(select(EmployerReport).order_by(EmployerReport.created_at))[0]
    keeper.submit(
        f"/office/register/reports/{report.id}/new-employer",
        {"credit_code": CODE, "kind": "courier_firm", "division": report.division},
    )
    assert {row.state for row in keeper.read(select(EmployerReport))} == {"matched"}
    [employer] = keeper.read(select(Employer).where(Employer.name == UNIT))
    for walk in (first, second):
        assert answers_of(grown.app, real, walk.reference)["employer_id"] == str(employer.id)


def test_a_union_added_for_an_employer_takes_up_what_waited_and_moves_whom_the_rules_move(
    grown: Grown, real: str
) -> None:
    keeper = Keeper(grown, real)
    unit = keeper.employer("logistics_without")
    walk = grown.walk(real, employer=unit.name, place=unit.division, **EMPLOYED).to_end()
    grown.decide(real, walk.reference, "grant")
    run_due(grown.app)
    add_union(keeper, keeper.top, unit)
    run_due(grown.app)
    [seat_case] = keeper.read(select(Event.case_id).where(Event.kind == "seat.given"))
    assert seat_case is not None
    done = keeper.read(select(Event.data).where(Event.kind == "follow_up.done"))
    assert any("工会" in data["outcome"] for data in done), done


def add_union(keeper: Keeper, parent: Union, unit: Employer | None = None, **fields: Any) -> str:
    """Register a union below this one."""
    given = {
        "kind": "employer_union",
        "name": f"{unit.name}工会" if unit else "新工会",
        "division": unit.division if unit else parent.division,
        "employer": str(unit.id) if unit else "",
        "address": "人民路 1 号",
        "committees": ["funds_audit", "women"],
        **fields,
    }
    return keeper.submit(f"/office/register/unions/{parent.id}/below", given)


def test_a_union_is_registered_only_as_the_rules_let_it(grown: Grown, real: str) -> None:
    keeper = Keeper(grown, real)
    limited = {
        kind: row
        for kind, row in keeper.land.profile.union_kinds.items()
        if row.per_division and row.per_division.max == 1
    }
    for kind in limited:
        place = next((union for (one, _place), union in keeper.land.unions.items() if one == kind), None)
        if place is not None:
            page = add_union(keeper, keeper.top, kind=kind, division=place.division)
            assert keeper.status == 422
            assert "按规定不能登记" in page
            assert "最多 1 个" in page


def test_a_union_is_corrected_moved_and_closed_when_nothing_hangs_on_it(grown: Grown, real: str) -> None:
    keeper = Keeper(grown, real)
    add_union(keeper, keeper.top, keeper.employer("logistics_without"))
    [union] = keeper.read(select(Union).where(Union.employer_id == keeper.employer("logistics_without").id))
    here = f"/office/register/unions/{union.id}"
    assert "人民路 2 号" in keeper.submit(f"{here}/correction", {"address": "人民路 2 号"})
    other = next(one for one in keeper.land.unions.values() if one.parent_id == keeper.top.id)
    keeper.submit(f"{here}/parent?q={other.name}", {"parent": str(other.id)}, button="调整")
    assert keeper.read(select(Union.parent_id).where(Union.id == union.id)) == [other.id]
    assert "已关闭" in keeper.submit(here, {}, button="确认关闭")
    kinds = keeper.read(select(Event.kind).where(Event.subject == f"union:{union.id}").order_by(Event.position))
    assert kinds == ["union.added", "union.corrected", "union.moved", "union.closed"]


def test_a_union_never_hangs_under_itself_and_a_busy_one_is_not_closed(grown: Grown, real: str) -> None:
    keeper = Keeper(grown, real)
    busy = next(
        one for one in keeper.land.unions.values() if one.parent_id == keeper.top.id and one.kind != "employer_union"
    )
    page = text(keeper.browser.get(f"/office/register/unions/{keeper.top.id}").text)
    assert "确认关闭" not in page
    below = next((one for one in keeper.land.unions.values() if one.parent_id == busy.id), None)
    if below is None:
        return
    assert "下级工会" in text(keeper.browser.get(f"/office/register/unions/{busy.id}").text)
    page = keeper.browser.get(f"/office/register/unions/{busy.id}/parent?q={below.name}").text
    assert str(below.id) not in page


def test_employers_are_added_corrected_closed_and_found_again(grown: Grown, real: str) -> None:
    keeper = Keeper(grown, real)
    place = keeper.employer("courier_with").division
    keeper.submit(
        "/office/register/employers/new",
        {"name": UNIT, "credit_code": CODE, "kind": "courier_firm", "division": place},
    )
    [row] = keeper.read(select(Employer).where(Employer.name == UNIT))
    here = f"/office/register/employers/{row.id}"
    assert "江河快递有限公司" in keeper.submit(f"{here}/correction", {"name": "江河快递有限公司"})
    keeper.submit(here, {}, button="确认关闭")
    with grown.app.app_context(), unit_of_work(real, write=False):
        assert find_employers("江河快递") == []
    keeper.submit(here, {}, button="确认恢复")
    assert "江河快递有限公司" in text(keeper.browser.get("/office/register?q=江河").text)
    again = keeper.submit(
        "/office/register/employers/new",
        {"name": "另一家", "credit_code": CODE, "kind": "agent", "division": place},
    )
    assert keeper.status == 422
    assert "已登记" in again


def test_a_code_that_a_check_does_not_fit_is_asked_about_and_stays_marked(grown: Grown, real: str) -> None:
    keeper = Keeper(grown, real)
    entry = {"name": UNIT, "credit_code": CODE[:-1] + "X", "kind": "courier_firm"}
    entry["division"] = keeper.employer("courier_with").division
    form = "/office/register/employers/new"
    asked = keeper.submit(form, entry)
    assert "末四位 341X 的统一社会信用代码最后一位按校验规则对不上" in asked
    key = BeautifulSoup(keeper.last, "html.parser").find("input", attrs={"name": "sure"})["value"]
    assert "按校验规则对不上，请核对营业执照" in keeper.submit(form, {**entry, "sure": key})


def test_the_number_of_a_person_is_no_code_and_is_not_shown(grown: Grown, real: str) -> None:
    keeper = Keeper(grown, real)
    entry = {"name": UNIT, "credit_code": "990101199001011097", "kind": "courier_firm"}
    keeper.submit("/office/register/employers/new", entry | {"division": keeper.employer("courier_with").division})
    assert "一个人的证件号码" in keeper.last
    assert "990101199001011097" not in keeper.last


def test_two_entries_are_merged_after_a_preview_and_apart_again(grown: Grown, real: str) -> None:
    keeper = Keeper(grown, real)
    gone, kept = keeper.employer("agent_without"), keeper.employer("agent_second")
    walk = grown.walk(real, employer=gone.name, place=gone.division, **EMPLOYED).to_end()
    preview = text(keeper.browser.get(f"/office/register/employers/{gone.id}/merger?into={kept.id}").text)
    assert kept.name in preview
    path = f"/office/register/employers/{gone.id}/merger?into={kept.id}"
    assert "已并入" in keeper.submit(path, {}, button="确认合并")
    assert answers_of(grown.app, real, walk.reference)["employer_id"] == str(kept.id)
    assert "已撤销合并" in keeper.submit(f"/office/register/employers/{kept.id}", {}, button="撤销合并" + gone.name)
    assert answers_of(grown.app, real, walk.reference)["employer_id"] == str(gone.id)
    with grown.app.app_context(), unit_of_work(real, write=False):
        assert [merge.undone_at is not None for merge in merges_of(gone.id)] == [True]


def test_only_administrators_keep_the_register_and_only_their_part_of_it(grown: Grown, real: str) -> None:
    land = grown.lands[real]
    reviewer = Keeper(grown, real, role=REVIEWER)
    assert reviewer.browser.get("/office/register").status_code == 403
    county = [union for (kind, place), union in land.unions.items() if kind == "district_federation"]
    far = Keeper(grown, real, county[-1].id)
    near_unit = land.employers["courier_with"]
    assert far.browser.get(f"/office/register/employers/{near_unit.id}").status_code == 200
    assert far.browser.get(f"/office/register/employers/{near_unit.id}/correction").status_code == 403
    assert far.browser.get(f"/office/register/unions/{county[0].id}").status_code == 404
    assert far.browser.get(f"/office/register/unions/{county[-1].id}").status_code == 200


def test_a_union_is_registered_where_the_one_above_works_and_for_a_unit_of_the_register(
    grown: Grown, real: str
) -> None:
    keeper = Keeper(grown, real)
    counties = [union for (kind, _place), union in keeper.land.unions.items() if kind == "district_federation"]
    page = add_union(keeper, counties[0], division=counties[-1].division)
    assert keeper.status == 422
    assert "管理的地方之内" in page
    page = add_union(keeper, counties[0], employer="unknown")
    assert keeper.status == 422
    assert "请先登记单位" in page
    firm = keeper.employer("courier_with")
    above = next(union for union in counties if firm.division.startswith(union.division))
    page = add_union(keeper, above, unit=firm)
    assert "这个单位已有工会" in page
