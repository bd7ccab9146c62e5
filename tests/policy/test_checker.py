"""The checker is itself checked: plant a gap, an overlap or a dead row anywhere, and it is found, with an example."""

import copy
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from webapp.policy import Library, Profile
from webapp.policy.checking.profiles import check
from webapp.policy.profile.rules import Rules
from webapp.policy.reading.loading import Loaded
from webapp.policy.reading.validation import validated

JURISDICTIONS = ("national", "guangdong", "jiangsu", "shanghai")


def mutated(profile: Profile, change: Callable[[dict[str, Any]], None]) -> Profile:
    """`profile` with its own data changed."""
    data = copy.deepcopy(profile.loaded.document.data)
    change(data)
    document = dataclasses.replace(profile.loaded.document, data=data)
    loaded = Loaded(validated(Rules, document), document)
    nation = loaded.rules if profile.jurisdiction == "national" else profile.nation
    return dataclasses.replace(profile, rules=loaded.rules, nation=nation, loaded=loaded, alternatives={})


def codes(profile: Profile) -> set[str]:
    return {fault.code for fault in check(profile).faults}


def rows_of(library: Library, *path: str) -> list[tuple[str, int]]:
    found = []
    for jurisdiction in JURISDICTIONS:
        section: Any = library.profile(jurisdiction).loaded.document.data
        for step in path:
            section = section[step]
        found += [(jurisdiction, index) for index in range(len(section or ()))]
    return found


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_the_real_profiles_are_proved(jurisdiction: str, library: Library) -> None:
    report = check(library.profile(jurisdiction))

    assert not report.faults, "\n".join(str(one) for one in report.faults)
    assert report.situations["join.routes"] >= 48


def test_a_route_taken_away_anywhere_leaves_a_gap(library: Library) -> None:
    for jurisdiction, index in rows_of(library, "join", "routes"):

        def drop(data: dict[str, Any], at: int = index) -> None:
            data["join"]["routes"].pop(at)

        profile = mutated(library.profile(jurisdiction), drop)
        assert "undecided" in codes(profile), (jurisdiction, index)


def test_a_gap_is_described_once_and_generally(library: Library) -> None:
    def drop_dispatched(data: dict[str, Any]) -> None:
        routes = data["join"]["routes"]
        data["join"]["routes"] = [row for row in routes if row["when"]["relation_kind"] != "dispatched"]

    faults = check(mutated(library.profile("national"), drop_dispatched)).faults

    gaps = [one.message for one in faults if one.code == "undecided"]
    assert gaps == ["没有一行规定这种情形：劳动关系：劳务派遣"]


def test_a_route_repeated_anywhere_collides_with_itself(library: Library) -> None:
    for jurisdiction, index in rows_of(library, "join", "routes"):

        def repeat(data: dict[str, Any], at: int = index) -> None:
            row = copy.deepcopy(data["join"]["routes"][at])
            data["join"]["routes"].append({**row, "id": "again"})

        assert "collision" in codes(mutated(library.profile(jurisdiction), repeat)), (jurisdiction, index)


def test_a_seat_change_repeated_anywhere_collides_with_itself(library: Library) -> None:
    for jurisdiction, index in rows_of(library, "seat", "changes"):

        def repeat(data: dict[str, Any], at: int = index) -> None:
            row = copy.deepcopy(data["seat"]["changes"][at])
            data["seat"]["changes"].append({**row, "id": "again"})

        assert "collision" in codes(mutated(library.profile(jurisdiction), repeat)), (jurisdiction, index)


@pytest.mark.parametrize("path", [("join", "routes"), ("join", "suggestions"), ("seat", "changes")])
def test_a_row_that_can_never_hold_is_found_anywhere(path: tuple[str, str], library: Library) -> None:
    for jurisdiction, index in rows_of(library, *path):

        def contradict(data: dict[str, Any], at: int = index) -> None:
            row = data[path[0]][path[1]][at]
            never = {"has_labour_contract": True, "any_of": [{"has_labour_contract": False}]}
            row["when"] = {**{key: one for key, one in row["when"].items() if key != "any_of"}, **never}

        assert "unreachable" in codes(mutated(library.profile(jurisdiction), contradict)), (jurisdiction, index)


def test_an_overlap_is_shown_with_an_example(library: Library) -> None:
    def widen(data: dict[str, Any]) -> None:
        data["join"]["routes"][2]["when"] = {"relation_kind": ["partial", "freelance"]}

    faults = check(mutated(library.profile("guangdong"), widen)).faults

    (collision,) = [one for one in faults if one.code == "collision"]
    assert "“civil-relation” 和 “partial” 在同一情形下都成立" in collision.message
    assert "劳动关系：从事自由职业（民事关系）" in collision.message


def test_a_province_may_not_leave_a_situation_to_the_nation_unseen(library: Library) -> None:
    def leave_out(data: dict[str, Any]) -> None:
        data["join"]["routes"] = [row for row in data["join"]["routes"] if row["id"] != "silent"]

    faults = check(mutated(library.profile("shanghai"), leave_out)).faults

    assert any("请补一行，或写 as: national" in str(one) for one in faults)


def test_an_own_union_without_the_fact_that_it_is_there_is_a_gap(library: Library) -> None:
    def forget(data: dict[str, Any]) -> None:
        data["join"]["routes"] = [
            {**row, "when": {"relation_kind": ["employment", "meets_employment"]}}
            for row in data["join"]["routes"]
            if row["id"] == "unit-has-union"
        ] + data["join"]["routes"][2:]

    faults = check(mutated(library.profile("national"), forget)).faults

    described = [one.message for one in faults if one.code == "undecided" and "：建立劳动关系" in one.message]
    assert described == ["没有一行规定这种情形：劳动关系：建立劳动关系；用人单位没有工会"]


def test_a_clause_of_a_sister_province_may_not_be_cited(library: Library) -> None:
    def borrow(data: dict[str, Any]) -> None:
        data["seat"]["changes"][0]["source"] = "GD30-2.6.1"

    faults = check(mutated(library.profile("jiangsu"), borrow)).faults

    assert [one.code for one in faults] == ["foreign_clause"]
    assert faults[0].hint == "不能借用别处的规定"


def test_silence_that_a_user_will_meet_is_a_warning_and_no_fault(library: Library) -> None:
    report = check(library.profile("jiangsu"))

    assert {"没有规定会费：不出现会费页面", "没有规定人数标准：不提示建会"} <= {one.message for one in report.warnings}


def test_a_space_too_large_to_walk_is_refused(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.policy.checking.proofs.LARGEST", 10)

    assert "too_many" in codes(library.profile("national"))


def test_the_examples_made_from_a_profile_s_own_numbers_are_run(library: Library) -> None:
    assert check(library.profile("guangdong")).boundaries >= 40
    assert check(library.profile("shanghai")).boundaries >= 9


def test_a_number_that_does_not_do_what_it_says_is_found(library: Library) -> None:
    def hide(data: dict[str, Any]) -> None:
        data["dues"].insert(0, {**data["dues"][0], "id": "first", "min": "2.00", "source": "GD30-A3-3e"})

    report = check(mutated(library.profile("guangdong"), hide))

    assert {"collision"} <= {one.code for one in report.faults}


def test_day_counts_decides_whether_the_due_day_itself_is_in_time(library: Library) -> None:
    def exclusive(data: dict[str, Any]) -> None:
        data["reports"][0]["day_counts"] = False

    assert not check(mutated(library.profile("guangdong"), exclusive)).faults


@pytest.mark.parametrize(
    ("jurisdiction", "path", "value", "message"),
    [
        ("guangdong", ("duties", 0, "of"), ["newform_federation"], "不认识工会类型 “newform_federation”"),
        ("guangdong", ("reports", 0, "columns", 1, "target"), "newform", "不认识指标 “newform”"),
        ("guangdong", ("reports", 0, "rows", 0, "group"), "trucker", "不认识职业群体 “trucker”"),
        ("guangdong", ("stations", "recognition", 0, "kinds"), ["love_posts"], "不认识站点类型 “love_posts”"),
        ("guangdong", ("services", "sets", 0, "of"), ["smart_warm"], "不认识服务项目 “smart_warm”"),
        ("jiangsu", ("services", "kinds", 3, "groups"), ["trucker"], "不认识职业群体 “trucker”"),
        ("shanghai", ("voice", "escalation", 0, "to_kind"), "second_level", "不认识工会类型 “second_level”"),
    ],
)
def test_what_a_row_names_of_another_section_has_to_be_there(
    jurisdiction: str, path: tuple[str | int, ...], value: Any, message: str, library: Library
) -> None:
    def misname(data: dict[str, Any]) -> None:
        section: Any = data
        for step in path[:-1]:
            section = section[step]
        section[path[-1]] = value

    assert message in "\n".join(one.message for one in check(mutated(library.profile(jurisdiction), misname)).faults)


def test_a_row_that_obliges_more_than_its_clauses_is_pointed_out(library: Library) -> None:
    def oblige(data: dict[str, Any]) -> None:
        data["join"]["routes"][2]["modality"] = "must"

    report = check(mutated(library.profile("guangdong"), oblige))

    messages = [one.message for one in report.warnings if one.code == "overstated"]
    assert messages == ["这一行写 must，所引条款都不是（may）"]


@pytest.mark.parametrize(
    ("jurisdiction", "listed", "refused"),
    [
        ("jiangsu", "GD30", "“GD30” 是 guangdong 的文件"),
        ("national", "SH141", "“SH141” 是 shanghai 的文件"),
        ("shanghai", "NAT16", None),
    ],
)
def test_a_profile_lists_documents_of_its_own_and_the_nations_only(
    jurisdiction: str, listed: str, refused: str | None, library: Library
) -> None:
    def take(data: dict[str, Any]) -> None:
        data["documents"] = [*data["documents"], listed]

    faults = check(mutated(library.profile(jurisdiction), take)).faults
    assert [one.message for one in faults] == ([refused] if refused else [])
