"""Every executable example of every profile, each a test of its own."""

from pathlib import Path

import pytest

from tests.policy.conftest import FOURTH, POLICIES
from webapp.policy import Library
from webapp.policy.checking.scenarios import Scenario, laid_over, load_scenarios, matches

REAL = [one for path in sorted((POLICIES / "scenarios").glob("*.yaml")) for one in load_scenarios(path)]
MADE_UP = load_scenarios(FOURTH / "scenarios" / "donghai.yaml")


def named(scenario: Scenario) -> str:
    return f"{scenario.jurisdiction}:{scenario.row.id}"


@pytest.mark.parametrize("scenario", REAL, ids=named)
def test_a_scenario_decides_as_it_says(scenario: Scenario, library: Library) -> None:
    faults = scenario.run(library)
    assert not faults, "\n".join(str(one) for one in faults)


@pytest.mark.parametrize("scenario", MADE_UP, ids=named)
def test_a_made_up_province_decides_by_its_yaml_alone(scenario: Scenario, four_provinces: Path) -> None:
    faults = scenario.run(Library.from_folder(four_provinces))
    assert not faults, "\n".join(str(one) for one in faults)


def test_a_failing_scenario_names_the_line_and_both_values(library: Library, tmp_path: Path) -> None:
    text = """\
base: null
scenarios:
  - id: X-1
    name: 错误的期望
    as_of: 2024-08-01
    decide: join
    facts: {relation_kind: employment, employer_union: true}
    expect:
      outcome: waits
      options: [platform_union]
      optoins: []
    cites: [NAT16-5b]
"""
    path = tmp_path / "national.yaml"
    path.write_text(text)

    (scenario,) = load_scenarios(path)
    faults = scenario.run(library)

    assert [(one.line, one.column) for one in faults] == [(9, 16), (10, 16), (11, 16), (12, 13)]
    assert "应是 waits，实际是 join" in faults[0].message
    assert "应是 ['platform_union']，实际是 ['employer_union']" in faults[1].message
    assert faults[2].hint == "您是否想写 “options”"
    assert "没有引用 NAT16-5b" in faults[3].message


def test_a_scenario_with_a_misspelt_fact_fails_instead_of_asking(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "national.yaml"
    path.write_text(
        "base: null\nscenarios:\n  - {id: X, name: 错, as_of: 2024-08-01, decide: join,"
        " facts: {relation_knd: partial}, expect: {}, cites: []}\n"
    )

    (fault,) = load_scenarios(path)[0].run(library)

    assert "不认识事实 “relation_knd”（您是否想写 “relation_kind”）" in fault.message


def test_lists_of_things_with_an_id_are_laid_over_one_another_by_that_id() -> None:
    base = {"bills": [{"id": "a", "total": "1.00", "kind": "x"}, {"id": "b", "total": "2.00"}], "other": [1, 2]}
    over = {"bills": [{"id": "a", "total": "9.00"}, {"id": "c", "total": "3.00"}], "other": [3]}

    assert laid_over(base, over) == {
        "bills": [
            {"id": "a", "total": "9.00", "kind": "x"},
            {"id": "b", "total": "2.00"},
            {"id": "c", "total": "3.00"},
        ],
        "other": [3],
    }


@pytest.mark.parametrize(
    ("wanted", "got", "expected"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"b": 2}, False),
        ([{"a": 1}], [{"a": 1, "b": 2}], True),
        ([{"a": 1}], [{"a": 1}, {"a": 1}], False),
        ([], [], True),
        (None, None, True),
        (False, None, False),
        (True, 1, False),
        ("5.00", "5.00", True),
    ],
)
def test_only_the_listed_keys_are_compared(wanted: object, got: object, expected: bool) -> None:
    assert matches(wanted, got) is expected
