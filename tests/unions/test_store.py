"""Unions and employers as the workflows ask for them."""

import pytest
from flask import Flask

from webapp.persistence import unit_of_work
from webapp.unions import (
    Employer,
    Union,
    add_employer,
    ancestors,
    descendant_ids,
    find_employers,
    open_reports,
    place_under,
    report_employer,
    top_union,
    union_by_id,
    union_of_employer,
    unions_in,
)
from webapp.unions.store import BadCreditCode, EmployerExists, UnionLoop

STREET, COUNTY, CITY, PROVINCE = "440106006", "440106", "440100", "440000"
CREDIT_CODE = "91110000600037341L"


@pytest.fixture
def work(app: Flask):
    """A unit of work of one province."""
    with app.app_context(), unit_of_work("alpha") as session:
        yield session


def union(work, name: str, division: str, **values) -> Union:
    row = Union(name=name, kind=values.pop("kind", "joint_union"), division=division, **values)
    work.add(row)
    work.flush()
    return row


def names(unions) -> list[str]:
    return [row.name for row in unions]


def test_the_nearest_union_comes_first(work):
    union(work, "市", CITY)
    union(work, "街道", STREET)
    union(work, "省", PROVINCE)
    union(work, "区", COUNTY)
    union(work, "邻近街道", "440106007")
    union(work, "别的市", "440300")
    assert names(unions_in(["joint_union"], STREET)) == ["街道", "区", "市", "省"]


def test_a_larger_place_also_offers_the_unions_inside_it_unless_told_not_to(work):
    union(work, "区", COUNTY)
    union(work, "街道", STREET)
    assert names(unions_in(["joint_union"], COUNTY)) == ["区", "街道"]
    assert names(unions_in(["joint_union"], COUNTY, inside=False)) == ["区"]


def test_at_one_distance_the_workers_trade_comes_before_all_trades_and_other_trades_are_left_out(work):
    union(work, "甲 货运", COUNTY, trades=["truck_driver"])
    union(work, "乙 不限", COUNTY)
    union(work, "丙 快递", COUNTY, trades=["courier"])
    union(work, "丁 街道不限", STREET)
    assert names(unions_in(["joint_union"], STREET, ["courier"])) == ["丁 街道不限", "丙 快递", "乙 不限"]


def test_only_open_unions_of_the_kinds_asked_for_are_offered(work):
    union(work, "关", STREET, state="closed")
    union(work, "别的", STREET, kind="area_union")
    assert unions_in(["joint_union"], STREET) == []
    assert unions_in([], STREET) == []
    assert unions_in(["joint_union"], []) == []


def test_two_places_give_the_unions_of_both(work):
    union(work, "天河", COUNTY)
    union(work, "越秀", "440104")
    assert names(unions_in(["joint_union"], [COUNTY, "440104"])) == ["天河", "越秀"]


def test_a_place_the_table_does_not_list_is_read_by_its_digits(work):
    union(work, "区", COUNTY)
    assert names(unions_in(["joint_union"], "440106999")) == ["区"]


def test_the_tree_knows_what_is_above_and_below(work):
    top = union(work, "省", PROVINCE)
    city = union(work, "市", CITY, parent_id=top.id)
    county = union(work, "区", COUNTY, parent_id=city.id)
    other = union(work, "别的", "440300", parent_id=top.id)
    assert names(ancestors(county)) == ["市", "省"]
    assert descendant_ids([city.id]) == {city.id, county.id}
    assert descendant_ids([top.id]) == {top.id, city.id, county.id, other.id}
    assert descendant_ids([]) == set()
    assert top_union() is top


def test_a_union_never_becomes_its_own_ancestor(work):
    top = union(work, "省", PROVINCE)
    city = union(work, "市", CITY, parent_id=top.id)
    with pytest.raises(UnionLoop):
        place_under(top, city)
    with pytest.raises(UnionLoop):
        place_under(top, top)


def test_the_union_of_an_employer_is_the_open_one_and_no_branch(work):
    firm = add_employer(name="顺路速运有限公司", kind="courier_firm", division=COUNTY)
    assert union_of_employer(firm.id) is None
    union(work, "站点分工会", STREET, kind="branch_union", employer_id=firm.id)
    union(work, "旧", COUNTY, kind="employer_union", employer_id=firm.id, state="closed")
    assert union_of_employer(firm.id) is None
    own = union(work, "公司工会", COUNTY, kind="employer_union", employer_id=firm.id)
    assert union_of_employer(firm.id) is own


@pytest.mark.parametrize(
    "typed", ["顺路", "速运", "shunlu", "ShunLu", "slsy", "ｓｌｓｙ", " 顺 路 ", CREDIT_CODE, CREDIT_CODE.lower()]
)
def test_an_employer_is_found_by_part_of_its_name_pinyin_initials_or_credit_code(work, typed):
    firm = add_employer(name="顺路速运有限公司", kind="courier_firm", division=COUNTY, credit_code=CREDIT_CODE)
    add_employer(name="快送网络科技有限公司", kind="platform", division=COUNTY, platform=True)
    assert find_employers(typed) == [firm]


@pytest.mark.parametrize("typed", ["", "顺", "%%", "__", "无此单位", "有%公司"])
def test_too_short_a_text_and_wildcards_find_nobody(work, typed):
    add_employer(name="顺路速运有限公司", kind="courier_firm", division=COUNTY)
    assert find_employers(typed) == []


def test_names_that_begin_with_the_text_come_first_and_closed_employers_never(work):
    add_employer(name="广州顺路速运有限公司", kind="courier_firm", division=COUNTY)
    add_employer(name="顺路速运有限公司天河分公司", kind="branch", division=COUNTY)
    add_employer(name="顺路速运", kind="courier_firm", division=COUNTY)
    work.add(Employer(name="顺路旧公司", kind="courier_firm", division=COUNTY, state="closed"))
    work.flush()
    assert names(find_employers("顺路")) == ["顺路速运", "顺路速运有限公司天河分公司", "广州顺路速运有限公司"]
    assert names(find_employers("顺路", limit=1)) == ["顺路速运"]


def test_platforms_can_be_asked_for_alone(work):
    add_employer(name="快送速运", kind="courier_firm", division=COUNTY)
    platform = add_employer(name="快送平台", kind="platform", division=COUNTY, platform=True)
    assert find_employers("快送", platforms_only=True) == [platform]


def test_a_wrong_or_known_credit_code_is_refused(work):
    with pytest.raises(BadCreditCode, match="17 位"):
        add_employer(name="某公司", kind="platform", division=COUNTY, credit_code=CREDIT_CODE[:-1])
    with pytest.raises(BadCreditCode, match="一个人的证件号码"):
        add_employer(name="某公司", kind="platform", division=COUNTY, credit_code="990101199001011097")
    add_employer(name="某公司", kind="platform", division=COUNTY, credit_code=CREDIT_CODE)
    with pytest.raises(EmployerExists):
        add_employer(name="某公司二", kind="platform", division=COUNTY, credit_code=CREDIT_CODE)
    assert names(find_employers("某公司")) == ["某公司"]


def test_an_employer_nobody_finds_is_kept_for_somebody_to_look_into(work):
    report = report_employer(name="没听说过的公司", division=COUNTY)
    assert open_reports() == [report]


def test_the_registers_of_two_provinces_do_not_mix(app):
    with app.app_context():
        with unit_of_work("alpha") as session:
            firm = add_employer(name="顺路速运", kind="courier_firm", division=COUNTY, credit_code=CREDIT_CODE)
            own = union(session, "甲工会", COUNTY, employer_id=firm.id)
            firm_id, union_id = firm.id, own.id
        with unit_of_work("beta"):
            assert find_employers("顺路") == []
            assert unions_in(["joint_union"], COUNTY) == []
            assert union_by_id(union_id) is None
            assert union_of_employer(firm_id) is None
            assert descendant_ids([union_id]) == set()
            add_employer(name="顺路速运", kind="courier_firm", division=COUNTY, credit_code=CREDIT_CODE)
