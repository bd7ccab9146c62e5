"""Planted faults: `policy check` finds gaps, overlaps, unreachable rows and names that do not exist, and boundary examples run."""

import datetime
from pathlib import Path

import pytest

from tests.policy.claim.world import PLANS, plan_text, province_with
from webapp.policy import Library
from webapp.policy.checking.plan_boundaries import examples, told_again
from webapp.policy.checking.plans import benefits
from webapp.policy.checking.words import unsaid
from webapp.policy.faults import Fault

LADDER = "[{{id: t, label: 分档, kind: tiers, basis: {{amount: in_scope, per: event}}, tiers: [{}]}}]"
LUMP = "[{id: sum, label: 定额, kind: lump_sum, each: '100.00'}]"
MADE_UP = (PLANS / "made_up.yaml").read_text("utf-8")


def found(folder: Path, text: str) -> list[Fault]:
    return list(benefits(province_with(folder, text)))


def codes(folder: Path, text: str, level: str = "fault") -> list[str]:
    return [fault.code for fault in found(folder, text) if fault.level == level]


def ladder(*bands: str) -> str:
    return plan_text(LADDER.format(", ".join(bands)))


def test_the_made_up_plan_has_no_fault(tmp_path: Path) -> None:
    assert found(tmp_path, MADE_UP) == []


@pytest.mark.parametrize("jurisdiction", ["guangdong", "jiangsu", "shanghai", "national"])
def test_no_real_profile_has_a_fault(library: Library, jurisdiction: str) -> None:
    assert [str(fault) for fault in benefits(library.profile(jurisdiction)) if fault.level == "fault"] == []


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        (('{from: "1.00", to: "5.00", pays: "1.00"}', '{over: "6.00", to: null, pays: "2.00"}'), "gap"),
        (('{from: "1.00", below: "5.00", pays: "1.00"}', '{over: "5.00", to: null, pays: "2.00"}'), "gap"),
        (('{from: "1.00", to: "5.00", pays: "1.00"}', '{from: "5.00", to: null, pays: "2.00"}'), "overlap"),
        (('{from: "1.00", to: "5.00", pays: "1.00"}', '{over: "4.00", to: null, pays: "2.00"}'), "overlap"),
        (('{from: "1.00", to: null, pays: "1.00"}', '{over: "9.00", to: null, pays: "2.00"}'), "order"),
        (('{from: "9.00", to: "12.00", pays: "1.00"}', '{from: "1.00", to: "9.00", pays: "2.00"}'), "order"),
        (('{over: "5.00", below: "5.00", pays: "1.00"}', '{from: "5.00", to: null, pays: "2.00"}'), "unreachable"),
    ],
)
def test_bands_meet_without_gap_or_overlap(tmp_path: Path, bands: tuple[str, ...], code: str) -> None:
    faults = [fault for fault in found(tmp_path, ladder(*bands)) if fault.level == "fault"]
    assert code in {fault.code for fault in faults}
    assert all(fault.line > 1 for fault in faults)


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ('over: [costs_share]', 'over: [costs_shares]', "component"),
        ("between: [costs_share, daily, disability]", "between: [costs_share, dayly]", "component"),
        ("for: [disability]", "for: [disabilities]", "component"),
        ("starts: [enrolment.enrolled_on]", "starts: [enrolment.enrolled]", "day"),
        ("by: result.degree", "by: result.grade", "fact"),
        ("id: no_night, label", "id: of_age, label", "duplicate_id"),
        ("after: discharge, working_days: 20", "after: filing, working_days: 20", "day"),
        ("of: bill, after: event", "of: bill, after: filing", "day"),
        (", when: {enrolment.first_time: false}, days: 0", ", days: 0", "unreachable"),
        ('id: city, divisions: ["990100"]', "id: city", "unreachable"),
        ("persons: 1000, ", "", "quota"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(tmp_path: Path, good: str, bad: str, code: str) -> None:
    assert good in MADE_UP
    assert codes(tmp_path, MADE_UP.replace(good, bad)) == [code]


def test_two_editions_on_one_day_and_promised_days_without_one(tmp_path: Path) -> None:
    text = plan_text(LUMP).replace("promised: null", "promised: {from: 2024-07-01, to: 2026-12-31}")
    edition = text[text.index("      - id: e2025") :]
    second = edition.replace("e2025", "e2026").replace("2025-01-01, to: 2025-12-31", "2025-12-31, to: 2026-06-30")
    profile = province_with(tmp_path, text + second)
    assert [fault.code for fault in benefits(profile)] == ["overlap", "no_edition", "no_edition"]
    days = [fault.message for fault in benefits(profile) if fault.code == "no_edition"]
    assert [one[:23] for one in days] == ["2024-07-01 至 2024-12-31", "2026-07-01 至 2026-12-31"]


def test_a_component_that_a_condition_always_refuses(tmp_path: Path) -> None:
    text = plan_text(
        "[{id: sum, label: 定额, kind: lump_sum, each: '100.00', when: {event.kind: illness}}]",
        conditions="[{id: accident, label: 意外, holds: {event.kind: accident}, else: refused}]",
    )
    assert codes(tmp_path, text) == ["unreachable"]


def test_a_band_that_pays_more_than_was_spent_is_worth_a_look(tmp_path: Path) -> None:
    text = ladder('{from: "100.00", to: "500.00", pays: "300.00"}', '{over: "500.00", to: "900.00", pays: "200.00"}')
    assert codes(tmp_path, text, "warning") == ["falls", "above_costs", "open_end"]


def test_a_group_that_the_profile_does_not_name(tmp_path: Path) -> None:
    rows = "[{id: group, label: 群体, holds: {member.worker_group: [courier, saylor]}, else: flag}]"
    faults = found(tmp_path, plan_text(LUMP, conditions=rows))
    assert [(fault.code, fault.hint) for fault in faults] == [("value", "您是否想写 “sailor”")]


def test_a_component_limit_that_hides_a_band_fails_its_boundary_example(tmp_path: Path) -> None:
    text = ladder('{from: "100.00", to: "500.00", pays: "50.00"}', '{over: "500.00", to: null, pays: "400.00"}')
    hidden = text.replace("kind: tiers,", "kind: tiers, at_most: '200.00',")
    assert set(codes(tmp_path, hidden)) == {"boundary"}


def test_boundary_examples_lie_on_both_sides_of_every_line(library: Library) -> None:
    profile = library.profile("guangdong")
    plan = profile.rules.benefits[0]  # type: ignore[index,union-attr]
    edition = plan.editions[0]
    names = {one.name for one in examples(profile, plan, edition, ())}
    for yuan in ("199.99", "200.00", "200.01", "500.00", "500.01", "10000.00", "10000.01"):
        assert f"意外医疗补贴 {yuan} 元" in names
    assert told_again(edition.components[0].tiers, 20_000) == "200.00"
    assert sum("首次申报" in name for name in names) == 2


@pytest.mark.parametrize(
    ("sections", "name", "vocabulary"),
    [
        ({"conditions": "[{id: a, label: 行, holds: {event.kind: travel}, else: refused}]"}, "travel", "event_kind"),
        (
            {"conditions": "[{id: a, label: 行, holds: {unit.kind: [enterprise, foo]}, else: refused}]"},
            "foo",
            "unit_kind",
        ),
        (
            {"conditions": "[{id: a, label: 行, holds: {member.other_plans: [hospital]}, else: refused}]"},
            "hospital",
            "one_of",
        ),
        (
            {"conditions": "[{id: a, label: 行, holds: {member.level: {none_of: [shire]}}, else: refused}]"},
            "shire",
            "level",
        ),
        ({"payee": "{who: uncle}"}, "uncle", "payee"),
        ({"borne_by": "[{shares: {treasury: 100%}}]"}, "treasury", "payer"),
        ({"price": "[{each: '1.00', per: person, paid_by: {treasury: '1.00'}}]"}, "treasury", "payer"),
        ({"questions": "[{id: q, label: 问, type: choice, who: member, choices: [red]}]"}, "red", "choice"),
    ],
)
def test_an_id_that_reaches_a_page_has_a_word(
    tmp_path: Path, sections: dict[str, str], name: str, vocabulary: str
) -> None:
    [fault] = unsaid(province_with(tmp_path, plan_text(LUMP, **sections)))
    assert f"“{name}”" in fault.message and f"{vocabulary}: {{{name}: 中文名称}}" in str(fault.hint) and fault.line > 1
    own = tmp_path / "policies" / "donghai.yaml"
    text = own.read_text("utf-8")
    words = f"words:\n  {vocabulary}: {{{name}: 名称}}\n"
    own.write_text(
        text.replace("words: null\n", words) if "words: null\n" in text else text.replace("words:\n", words), "utf-8"
    )
    assert list(unsaid(Library.from_folder(tmp_path / "policies").profile("donghai", datetime.date(2025, 6, 1)))) == []


def test_another_plan_that_is_taken_off_has_a_word_or_is_a_plan_of_the_profile(tmp_path: Path) -> None:
    text = (
        "[{id: s, label: 比例, kind: share, basis: {amount: in_scope, per: event, less: [elsewhere, plan]}, rate: 50%}]"
    )
    assert [fault.message for fault in unsaid(province_with(tmp_path, plan_text(text)))] == [
        "“elsewhere” 会出现在页面上，却没有名称"
    ]


def test_an_edition_that_ended_before_the_text_takes_effect_is_pointed_out(tmp_path: Path) -> None:
    text = plan_text(LUMP, cover="{from: 1990-01-01, to: 1990-12-31, starts: []}")
    assert "before_effective" in codes(tmp_path, text, "warning")


@pytest.mark.parametrize("jurisdiction", ["guangdong", "jiangsu", "shanghai", "national"])
def test_every_id_of_a_real_plan_has_a_word(library: Library, jurisdiction: str) -> None:
    assert [str(fault) for fault in unsaid(library.profile(jurisdiction))] == []
