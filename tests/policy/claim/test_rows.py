"""Truth tables of the rows: every `else`, every kind of window, findings, edges; both ways of answering a condition."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.claim.world import Facts, bill, claim, decided, event, filing, plan_text, province_with
from webapp.policy import Decision
from webapp.policy.language.conditions import Condition
from webapp.policy.profile.benefits.compiled import compiled
from webapp.policy.profile.benefits.facts import claim_condition

LUMP = "[{id: sum, label: 定额, kind: lump_sum, each: '100.00'}]"
TIERS = """[{id: tiers, label: 分档, kind: tiers, basis: {amount: self_paid_in_scope, per: event},
  tiers: [{from: "100.00", to: null, pays: "50.00"}]}]"""


def run(folder: Path, facts: Facts, components: str = TIERS, on: str = "2025-04-01", **sections: str) -> Decision:
    return decided(province_with(folder, plan_text(components, **sections)), facts, on=on)


def condition(otherwise: str, holds: str, tested: str = "event", **more: str) -> str:
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return f"[{{id: row, label: 条件, tested: {tested}, holds: {holds}, else: {otherwise}{extra}}}]"


STATES = {
    "refused": "refused",
    "not_counted": "refused",
    "ask": "documents_requested",
    "manual": "needs_manual_decision",
    "next": "waits_next_edition",
    "flag": "approved",
}
UNKNOWN_STATES = dict.fromkeys(STATES, "needs_manual_decision") | {"ask": "documents_requested", "flag": "approved"}
TESTED = ("event", "filing", "entry")


@pytest.mark.parametrize("tested", TESTED)
@pytest.mark.parametrize("otherwise", STATES)
def test_a_condition_that_fails_does_what_its_else_says(tmp_path: Path, otherwise: str, tested: str) -> None:
    facts = claim(filing(bill())) | {"member": {"worker_group": "courier"}}
    rows = condition(otherwise, "{member.worker_group: sailor}", tested)
    assert run(tmp_path, facts, conditions=rows).answer.filings["F1"].state == STATES[otherwise]


@pytest.mark.parametrize("otherwise", STATES)
def test_a_fact_nobody_knows_goes_to_a_person_unless_it_is_asked_or_marked(tmp_path: Path, otherwise: str) -> None:
    rows = condition(otherwise, "{member.worker_group: sailor}")
    decision = run(tmp_path, claim(filing(bill())), conditions=rows)
    assert decision.answer.filings["F1"].state == UNKNOWN_STATES[otherwise]
    assert decision.ask == ("member.worker_group",)


@pytest.mark.parametrize("otherwise", ["refused", "ask", "manual"])
@pytest.mark.parametrize(("holds", "state"), [(True, "approved"), (False, "refused")])
@pytest.mark.parametrize("about", ["A", "F1"])
def test_a_finding_settles_what_was_left_open(
    tmp_path: Path, otherwise: str, holds: bool, state: str, about: str
) -> None:
    rows = condition(otherwise, "{member.worker_group: sailor}", "filing")
    findings = [{"row": "row", "about": about, "holds": holds}]
    decision = run(tmp_path, claim(filing(bill()), findings=findings), conditions=rows)
    assert decision.answer.filings["F1"].state == state


def test_a_finding_never_overrules_a_known_fact(tmp_path: Path) -> None:
    facts = claim(filing(bill()), findings=[{"row": "row", "about": "A", "holds": True}])
    facts["member"] = {"worker_group": "courier"}
    rows = condition("refused", "{member.worker_group: sailor}")
    assert run(tmp_path, facts, conditions=rows).answer.filings["F1"].state == "refused"


@pytest.mark.parametrize(
    ("given", "state"), [("2025-03-09", "approved"), ("2025-03-10", "edge"), ("2025-03-11", "refused")]
)
def test_exactly_on_the_line_is_marked(tmp_path: Path, given: str, state: str) -> None:
    rows = condition("refused", "{member.admitted_on: {not_after: event}}", on_edge="flag")
    decision = run(tmp_path, claim(filing(bill())) | {"member": {"admitted_on": given}}, conditions=rows)
    flags = [one.why for one in decision.answer.flags]
    assert (flags == ["edge"]) is (state == "edge")
    assert decision.answer.filings["F1"].state == ("refused" if state == "refused" else "approved")


def test_what_is_waived_passes_and_says_why(tmp_path: Path) -> None:
    waived = "[{when: {unit.pays_union_funds: true}, label: 单位已拨缴}]"
    rows = condition("refused", "{member.worker_group: sailor}", waived=waived)
    facts = claim(filing(bill())) | {"member": {"worker_group": "courier"}, "unit": {"pays_union_funds": True}}
    decision = run(tmp_path, facts, conditions=rows)
    assert decision.answer.filings["F1"].state == "approved"
    assert "条件：按“单位已拨缴”免除" in [one.text for one in decision.reasons]


@pytest.mark.parametrize(
    ("otherwise", "total", "state"),
    [
        ("not_counted", "50.00", "approved"),
        ("flag", "50.00", "approved"),
        ("manual", "0.00", "needs_manual_decision"),
        ("ask", "0.00", "documents_requested"),
        ("refused", "50.00", "approved"),
    ],
)
def test_one_bill_of_two_that_fails(tmp_path: Path, otherwise: str, total: str, state: str) -> None:
    rows = f"[{{id: grade, label: 等级, holds: {{hospital.grade: {{at_least: 2}}}}, else: {otherwise}}}]"
    facts = claim(filing(bill("B1"), bill("B2", hospital={"grade": 1})))
    decision = run(tmp_path, facts, bills=rows)
    assert (decision.answer.total, decision.answer.filings["F1"].state) == (total, state)
    counted = decision.answer.events["A"].counted
    assert counted == {"flag": "1200.00", "not_counted": "600.00", "refused": "600.00"}.get(otherwise, "0.00")


# window: of, how it is written, first day in, last day in (the event is on Mon 2025-03-10)
WINDOWS: list[tuple[str, str, str, str]] = [
    ("filing", "after: event, days: 10", "2025-03-10", "2025-03-20"),
    ("filing", "after: event, days: 10, count: same_day", "2025-03-10", "2025-03-19"),
    ("filing", "after: event, days: 10, inclusive: false", "2025-03-10", "2025-03-19"),
    ("filing", "after: event, working_days: 5", "2025-03-10", "2025-03-17"),
    ("filing", "after: event, working_days: 5, count: same_day", "2025-03-10", "2025-03-14"),
    ("filing", "after: event, working_days: 20", "2025-03-10", "2025-04-08"),  # Fri 4 April is a holiday
    ("filing", "after: event, months: 1", "2025-03-10", "2025-04-10"),
    ("filing", "after: event, years: 1", "2025-03-10", "2026-03-10"),
    ("filing", "after: event, years: 1, count: same_day", "2025-03-10", "2026-03-09"),
    ("filing", "after: event, years: 1, not_after: cover_to", "2025-03-10", "2025-12-31"),
    ("filing", "from: 2025-03-12, to: 2025-03-31", "2025-03-12", "2025-03-31"),
    ("filing", "after: event, days: 12, rest_day: moves", "2025-03-10", "2025-03-24"),
    ("event", "from: 2025-03-01, to: 2025-03-31", "2025-03-01", "2025-03-31"),
    ("bill", "after: event, days: 30", "2025-03-10", "2025-04-09"),
    ("bill", "after: event, months: 2, inclusive: false", "2025-03-10", "2025-05-09"),
    ("bill", "from: 2025-03-15, to: 2025-06-30", "2025-03-15", "2025-06-30"),
    ("refiling", "after: filing, days: 15", "2025-04-01", "2025-04-16"),
    ("decision", "after: filing, working_days: 10", "2025-04-01", "2025-04-16"),
]


def _placed(of: str, day: str) -> tuple[Facts, str]:
    """A claim whose tested day is `day`, and the day of the decision."""
    if of == "event":
        return claim(filing(bill(begin=day), filed_on=day), events=(event(at=f"{day}T08:00"),)), "2025-12-31"
    if of == "bill":
        return claim(filing(bill(begin=day), filed_on="2025-12-01")), "2025-12-31"
    if of == "refiling":
        return claim(filing(bill(), refiled_on=day)), "2025-12-31"
    if of == "decision":
        return claim(filing(bill())), day
    return claim(filing(bill(), filed_on=day)), "2026-12-31"


@pytest.mark.parametrize(("of", "written", "first", "last"), WINDOWS)
def test_a_window_holds_from_its_first_day_to_its_last(
    tmp_path: Path, of: str, written: str, first: str, last: str
) -> None:
    text = plan_text(TIERS, windows=f"[{{id: w, label: 期限, of: {of}, {written}, else: refused, code: late}}]")
    profile = province_with(tmp_path, text)
    one_day = datetime.timedelta(days=1)
    begin, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    inside = [begin, end] if of != "decision" else [end]
    for day in inside:
        facts, on = _placed(of, day.isoformat())
        assert decided(profile, facts, on=on).answer.filings["F1"].state == "approved", day
    facts, on = _placed(of, (end + one_day).isoformat())
    late = decided(profile, facts, on=on).answer.filings["F1"]
    assert (late.state, late.codes) == ("refused", ("late",))
    if of in ("event", "bill") and "from" in written:
        facts, on = _placed(of, (begin - one_day).isoformat())
        assert decided(profile, facts, on=on).answer.filings["F1"].state == "refused"


@pytest.mark.parametrize(("start", "last"), [("2024-02-29", "2025-02-28"), ("2025-01-31", "2026-01-31")])
def test_a_year_after_a_day_that_the_next_year_lacks(tmp_path: Path, start: str, last: str) -> None:
    text = plan_text(
        TIERS,
        cover="{from: 2024-01-01, to: 2025-12-31, starts: []}",
        windows="[{id: w, label: 期限, of: filing, after: event, years: 1, else: refused}]",
    )
    facts = claim(filing(bill(begin=start), filed_on=last), events=(event(at=f"{start}T08:00"),))
    decision = decided(province_with(tmp_path, text), facts, on="2026-06-01")
    assert decision.answer.events["A"].last_days == {"w": last}
    assert decision.answer.filings["F1"].state == "approved"


def test_the_gap_behind_a_day_of_rest_is_for_a_person(tmp_path: Path) -> None:
    # twelve days after Mon 10 March is Sat 22 March; Monday 24 March ends the gap
    windows = "[{id: w, label: 期限, of: filing, after: event, days: 12, rest_day: manual, else: refused}]"
    profile = province_with(tmp_path, plan_text(TIERS, windows=windows))
    states = {
        day: decided(profile, claim(filing(bill(), filed_on=day))).answer.filings["F1"].state
        for day in ("2025-03-22", "2025-03-23", "2025-03-24", "2025-03-25")
    }
    assert list(states.values()) == ["approved", "needs_manual_decision", "needs_manual_decision", "refused"]


@pytest.mark.parametrize(("straddle", "counted"), [("counted", "1000.00"), ("not_counted", "0.00"), ("manual", "0.00")])
def test_a_stay_across_the_last_day(tmp_path: Path, straddle: str, counted: str) -> None:
    windows = f"[{{id: w, label: 期限, of: bill, after: event, days: 5, straddle: {straddle}, else: not_counted}}]"
    facts = claim(filing(bill("B1", "1000.00", "2025-03-14", "2025-03-18")))
    decision = run(tmp_path, facts, windows=windows)
    assert decision.answer.events["A"].counted == counted
    state = decision.answer.filings["F1"].state
    assert state == {"counted": "approved", "not_counted": "refused", "manual": "needs_manual_decision"}[straddle]


def test_a_reviewer_lets_part_of_a_stay_count(tmp_path: Path) -> None:
    windows = "[{id: w, label: 期限, of: bill, after: event, days: 5, else: not_counted}]"
    findings = [{"row": "w", "about": "B1", "holds": True, "counts": "400.00"}]
    facts = claim(filing(bill("B1", "1000.00", "2025-03-14", "2025-03-18")), findings=findings)
    assert run(tmp_path, facts, windows=windows).answer.events["A"].counted == "400.00"


# scope, about -> what is left: nothing, the other bill, everything
EXCLUSIONS = [
    ("event", "A", "0.00"),
    ("event", "F1", "0.00"),
    ("event", "B1", "0.00"),
    ("bill", "B1", "600.00"),
    ("bill", "F1", "0.00"),
    ("either", "A", "0.00"),
    ("either", "B1", "600.00"),
]


@pytest.mark.parametrize(("scope", "about", "counted"), EXCLUSIONS)
@pytest.mark.parametrize("exception", [False, True])
def test_an_exclusion_reaches_as_far_as_its_scope(
    tmp_path: Path, scope: str, about: str, counted: str, exception: bool
) -> None:
    rows = f"[{{id: out, label: 除外, scope: {scope}, except: 例外}}]"
    findings = [{"row": "out", "about": about, "holds": True, "exception": exception}]
    decision = run(tmp_path, claim(filing(bill("B1"), bill("B2")), findings=findings), exclusions=rows)
    assert decision.answer.events["A"].counted == ("1200.00" if exception else counted)
    refused = decision.answer.filings["F1"]
    assert (refused.codes == ("out",)) is (counted == "0.00" and not exception)


def test_no_exclusion_without_a_reviewer(tmp_path: Path) -> None:
    rows = "[{id: out, label: 除外, scope: event}]"
    assert run(tmp_path, claim(filing(bill())), exclusions=rows).answer.total == "50.00"


# ---- the same answer from a condition and from its compiled form


CONDITIONS: list[Any] = [
    {"member.admitted_on": {"not_after": "event"}},
    {"member.left_on": {"not_before": "event", "none": "holds"}},
    {"hospital.grade": {"at_least": 2}, "hospital.kind": {"none_of": ["nursing"]}, "hospital.public": True},
    {"bill.third_party": {"at_most": "0.00", "none": "holds"}},
    {"any_of": [{"member.channel": "online"}, {"member.real_name_on": {"not_after": "event"}}]},
    {"unit.enrolled/unit.size": {"at_least": "80%"}},
    {"member.born_on": {"at": "event", "at_most": {"by": "member.sex", "male": "60y", "female": "55y"}}},
    {"member.left_on": None},
]
DAYS = st.sampled_from([datetime.date(2025, 3, 9), datetime.date(2025, 3, 10), datetime.date(2025, 3, 11), None])
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "event": st.just(datetime.date(2025, 3, 10)),
        "member.admitted_on": DAYS,
        "member.left_on": DAYS,
        "member.real_name_on": DAYS,
        "member.channel": st.sampled_from(["online", "offline", None]),
        "hospital.grade": st.sampled_from([1, 2, 3, None]),
        "hospital.kind": st.sampled_from(["general", "nursing", None]),
        "hospital.public": st.sampled_from([True, False, None]),
        "bill.third_party": st.sampled_from([0, 1, None]),
        "unit.enrolled": st.integers(0, 10),
        "unit.size": st.sampled_from([0, 10]),
        "member.born_on": st.sampled_from([datetime.date(1965, 3, 10), datetime.date(1965, 3, 9), None]),
        "member.sex": st.sampled_from(["male", "female", None]),
    },
)


@pytest.mark.parametrize("condition", [claim_condition(one) for one in CONDITIONS], ids=range(len(CONDITIONS)))
@given(facts=FACTS)
def test_a_compiled_condition_answers_as_the_condition_does(condition: Condition, facts: dict[str, Any]) -> None:
    assert compiled(condition)(facts) is condition.holds(facts)
