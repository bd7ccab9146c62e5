"""Truth tables of the components, caps and stacking: what each kind pays on which basis, to the fen."""

from pathlib import Path
from typing import Any

import pytest

from tests.policy.claim.world import Facts, bill, claim, decided, event, filing, plan_text, province_with
from webapp.policy import Decision

LADDER = (
    'tiers: [{from: "200.00", to: "500.00", pays: "200.00"}, {over: "500.00", below: "900.00", pays: "500.00"}, '
    '{from: "900.00", to: null, pays: "700.00"}]'
)


def tiers(per: str = "event", amount: str = "self_paid_in_scope", more: str = "") -> str:
    return f"[{{id: t, label: 分档, kind: tiers, basis: {{amount: {amount}, per: {per}{more}}}, {LADDER}}}]"


def one(text: str) -> str:
    return f"[{{id: c, label: 给付, {text}}}]"


def run(folder: Path, facts: Facts, components: str, **sections: str) -> Decision:
    return decided(province_with(folder, plan_text(components, **sections)), facts)


@pytest.mark.parametrize(
    ("amount", "pays"),
    [
        ("0.00", "0.00"),
        ("199.99", "0.00"),
        ("200.00", "200.00"),
        ("500.00", "200.00"),
        ("500.01", "500.00"),
        ("899.99", "500.00"),
        ("900.00", "700.00"),
        ("1000000.00", "700.00"),
    ],
)
def test_tiers_pay_the_sum_of_the_band(tmp_path: Path, amount: str, pays: str) -> None:
    decision = run(tmp_path, claim(filing(bill(amount=amount))), tiers())
    assert decision.answer.total == pays
    assert decision.answer.filings["F1"].state == ("accumulating" if pays == "0.00" else "approved")


@pytest.mark.parametrize(
    ("per", "totals"),
    [
        ("event", ["200.00", "500.00", "700.00"]),
        ("bill", ["200.00", "400.00", "600.00"]),
        ("edition", ["200.00", "500.00", "700.00"]),
    ],
)
def test_tiers_on_what_the_basis_sums_up(tmp_path: Path, per: str, totals: list[str]) -> None:
    profile = province_with(tmp_path, plan_text(tiers(per)))
    filings = [filing(bill(f"B{n}", "300.00"), id=f"F{n}") for n in range(3)]
    assert [decided(profile, claim(*filings[: n + 1])).answer.total for n in range(3)] == totals


def test_a_basis_per_edition_runs_over_its_events(tmp_path: Path) -> None:
    facts = claim(
        filing(bill("B1", "300.00")),
        filing(bill("B2", "300.00"), id="F2", event="B"),
        events=(event(), event("B", "2025-03-20T08:00")),
    )
    decision = run(tmp_path, facts, tiers("edition"))
    assert [payment.amount for payment in decision.answer.payments] == ["200.00", "300.00"]
    assert run(tmp_path / "per-event", facts, tiers("event")).answer.total == "400.00"


@pytest.mark.parametrize(
    ("terms", "pays"),
    [
        ("rate: 50%", "500.00"),
        ("rate: 33.3%", "333.00"),
        ('rate: 50%, deductible: "300.00"', "350.00"),
        ('rate: 50%, deductible: "1000.00"', "0.00"),
        ('rate: 50%, at_most: "120.50"', "120.50"),
        ('slices: [{from: "0.00", to: "400.00", rate: 50%}, {over: "400.00", to: null, rate: 80%}]', "680.00"),
        ('slices: [{over: "100.00", to: "400.00", rate: 10%}], deductible: "100.00"', "30.00"),
    ],
)
def test_a_share_pays_a_part_above_the_deductible(tmp_path: Path, terms: str, pays: str) -> None:
    text = one(f"kind: share, basis: {{amount: in_scope, per: event}}, {terms}")
    assert run(tmp_path, claim(filing(bill(amount="1000.00"))), text).answer.total == pays


@pytest.mark.parametrize(("rounding", "pays"), [("half_up", "0.04"), ("down", "0.03")])
def test_half_a_fen_is_rounded_as_the_row_says(tmp_path: Path, rounding: str, pays: str) -> None:
    text = one(f"kind: share, basis: {{amount: in_scope, per: event}}, rate: 50%, rounding: {rounding}")
    assert run(tmp_path, claim(filing(bill(amount="0.07"))), text).answer.total == pays


@pytest.mark.parametrize(
    ("terms", "pays"),
    [
        ('each: "80.00"', "800.00"),
        ('each: "80.00", deductible: 3', "560.00"),
        ('each: "80.00", deductible: 12', "0.00"),
        ('each: "80.00", deductible: 3, max_days: 5', "400.00"),
        ('each: "80.00", at_most: "700.00"', "700.00"),
    ],
)
def test_so_much_a_day_in_hospital(tmp_path: Path, terms: str, pays: str) -> None:
    text = one(f"kind: per_day, basis: {{amount: hospital_days, per: event}}, {terms}")
    stay = bill(begin="2025-03-10", end="2025-03-19", care="inpatient", hospital_days=10)
    assert run(tmp_path, claim(filing(stay)), text).answer.total == pays


def test_a_day_on_two_bills_is_paid_once(tmp_path: Path) -> None:
    text = one('kind: per_day, basis: {amount: hospital_days, per: event}, each: "80.00"')
    first = bill("B1", begin="2025-03-10", end="2025-03-14", hospital_days=5)
    second = bill("B2", begin="2025-03-13", end="2025-03-16", hospital_days=4)
    assert run(tmp_path, claim(filing(first, second)), text).answer.total == "560.00"


@pytest.mark.parametrize(
    ("terms", "result", "pays"),
    [
        ('each: "5000.00"', {}, "5000.00"),
        ('by: result.degree, table: {"1": "9000.00", "2": "4500.50"}', {"degree": "1"}, "9000.00"),
        ('by: result.degree, table: {"1": "9000.00", "2": "4500.50"}', {"degree": 2}, "4500.50"),
        ('by: result.degree, table: {"1": "9000.00"}', {"degree": "7"}, "0.00"),
        ('by: result.degree, table: {"1": 100%, "10": 5%}, of: "20000.00"', {"degree": "10"}, "1000.00"),
        ('by: result.death, table: {"true": "30000.00"}', {"death": True}, "30000.00"),
        ('by: result.death, table: {"true": "30000.00"}', {"death": False}, "0.00"),
    ],
)
def test_a_lump_sum_by_what_happened(tmp_path: Path, terms: str, result: Facts, pays: str) -> None:
    decision = run(tmp_path, claim(filing(bill(), result=result)), one(f"kind: lump_sum, {terms}"))
    assert decision.answer.total == pays


def test_a_degree_that_nobody_gave_is_for_a_person(tmp_path: Path) -> None:
    text = one('kind: lump_sum, by: result.degree, table: {"1": "9000.00"}')
    decision = run(tmp_path, claim(filing(bill())), text)
    assert decision.answer.filings["F1"].state == "needs_manual_decision"
    assert decision.ask == ("result.degree",)


@pytest.mark.parametrize(
    ("amount", "total", "state"),
    [
        (None, "0.00", "needs_manual_decision"),
        ("500.00", "500.00", "approved"),
        ("2000.00", "2000.00", "approved"),
        ("2000.01", "0.00", "needs_manual_decision"),
        ("499.99", "0.00", "needs_manual_decision"),
    ],
)
def test_a_person_decides_inside_the_bounds(tmp_path: Path, amount: str | None, total: str, state: str) -> None:
    findings = [] if amount is None else [{"row": "c", "about": "F1", "holds": True, "amount": amount}]
    text = one('kind: discretionary, bounds: {from: "500.00", to: "2000.00"}')
    decision = run(tmp_path, claim(filing(bill()), findings=findings), text)
    assert (decision.answer.total, decision.answer.filings["F1"].state) == (total, state)


def test_a_component_pays_each_share_held(tmp_path: Path) -> None:
    text = one('kind: lump_sum, each: "100.00", per_share: true')
    facts = claim(filing(bill()), enrolments=[{"edition": "e2025", "shares": 3}])
    assert run(tmp_path, facts, text, shares="{max: 3}").answer.total == "300.00"


def test_a_component_stands_for_its_kind_of_event_only(tmp_path: Path) -> None:
    text = (
        "[{id: a, label: 意外, kind: lump_sum, each: '100.00', when: {event.kind: accident}},"
        " {id: b, label: 疾病, kind: lump_sum, each: '70.00', when: {event.kind: illness}}]"
    )
    ill = claim(filing(bill()), events=(event(kind="illness"),))
    assert run(tmp_path, ill, text).answer.total == "70.00"


def test_what_no_component_is_for_is_refused(tmp_path: Path) -> None:
    text = "[{id: a, label: 意外, kind: lump_sum, each: '100.00', when: {event.kind: accident}}]"
    decision = run(tmp_path, claim(filing(bill()), events=(event(kind="illness"),)), text)
    assert decision.answer.filings["F1"].state == "refused"
    assert decision.answer.filings["F1"].codes == ("no_component",) and decision.answer.total == "0.00"


def test_only_some_bills_are_reckoned_and_other_plans_come_off(tmp_path: Path) -> None:
    text = tiers(more=", only: {bill.care: inpatient}, less: [city]")
    facts = claim(
        filing(bill("B1", "900.00"), bill("B2", "850.00", care="inpatient")),
        paid_elsewhere=[
            {"plan": "city", "event": "A", "amount": "350.00"},
            {"plan": "city", "event": "Z", "amount": "99.00"},
        ],
    )
    decision = run(tmp_path, facts, text)
    assert (decision.answer.events["A"].counted, decision.answer.total) == ("500.00", "200.00")


def test_an_amount_that_nobody_gave_is_asked_for(tmp_path: Path) -> None:
    unknown = bill()
    del unknown["self_paid_in_scope"]
    decision = run(tmp_path, claim(filing(unknown)), tiers())
    assert decision.answer.filings["F1"].state == "needs_manual_decision"
    assert decision.ask == ("bill.self_paid_in_scope",)


# ---- caps


def cap(text: str) -> str:
    return f"[{{id: cap, label: 上限, {text}}}]"


FIXED = one('kind: lump_sum, each: "400.00"')


def three_events(ledger: tuple[Facts, ...] = ()) -> Facts:
    filings = [filing(bill(f"B{n}"), id=f"F{n}", event=f"E{n}") for n in range(3)]
    return claim(*filings, events=tuple(event(f"E{n}") for n in range(3)), paid=list(ledger))


@pytest.mark.parametrize(
    ("text", "amounts", "states"),
    [
        ('amount: "1000.00", per: edition, crossing: cut', ["400.00", "400.00", "200.00"], "approved approved approved"),
        ('amount: "1000.00", per: edition, crossing: refuse', ["400.00", "400.00", "0.00"], "approved approved refused"),
        ('amount: "1000.00", per: edition, crossing: manual', ["400.00", "400.00", "0.00"], "approved approved needs_manual_decision"),
        ('amount: "800.00", per: edition, crossing: cut, reached: ends', ["400.00", "400.00", "0.00"], "approved approved refused"),
        ('amount: "300.00", per: event, crossing: cut', ["300.00", "300.00", "300.00"], "approved approved approved"),
        ("times: 2, per: edition, crossing: cut", ["400.00", "400.00", "0.00"], "approved approved refused"),
        ("times: 1, per: event, crossing: cut", ["400.00", "400.00", "400.00"], "approved approved approved"),
        ('amount: "1000.00", per: edition, crossing: cut, over: [other]', ["400.00", "400.00", "400.00"], "approved approved approved"),
    ],
)  # fmt: skip
def test_a_cap_lets_through_what_is_left(tmp_path: Path, text: str, amounts: list[str], states: str) -> None:
    decision = run(tmp_path, three_events(), FIXED, caps=cap(text))
    assert [one.amount for one in decision.answer.payments] == amounts
    assert [one.state for one in decision.answer.filings.values()] == states.split()


@pytest.mark.parametrize(("per", "total"), [("edition", "1200.00"), ("person", "500.00")])
def test_an_earlier_edition_counts_per_person_only(tmp_path: Path, per: str, total: str) -> None:
    before: Facts = {"filing": "x", "event": "x", "component": "c", "edition": "e2024", "amount": "1500.00"}
    text = cap(f'amount: "2000.00", per: {per}, crossing: cut')
    assert run(tmp_path, three_events((before,)), FIXED, caps=text).answer.total == total


def test_a_reversal_gives_back_what_it_took(tmp_path: Path) -> None:
    entries: list[Any] = [
        {"filing": "x", "event": "x", "component": "c", "edition": "e2025", "amount": amount}
        for amount in ("1000.00", "-600.00")
    ]
    text = cap('amount: "1000.00", per: edition, crossing: cut')
    assert run(tmp_path, three_events(tuple(entries)), FIXED, caps=text).answer.total == "600.00"


def test_more_paid_than_due_is_marked_and_never_taken_back(tmp_path: Path) -> None:
    entries = [{"filing": "F0", "event": "A", "component": "t", "edition": "e2025", "amount": "700.00"}]
    decision = run(tmp_path, claim(filing(bill(amount="300.00")), paid=entries), tiers())
    assert decision.answer.total == "0.00"
    assert [one.why for one in decision.answer.flags] == ["overpaid"]


# ---- stacking

TWO = "[{id: a, label: 甲, kind: lump_sum, each: '100.00'}, {id: b, label: 乙, kind: lump_sum, each: '300.00'}]"


def test_components_that_are_added(tmp_path: Path) -> None:
    decision = run(tmp_path, claim(filing(bill())), TWO, stacking="[{between: [a, b], rule: add}]")
    assert decision.answer.total == "400.00"


def test_of_components_that_do_not_stack_the_highest_is_paid(tmp_path: Path) -> None:
    profile = province_with(tmp_path, plan_text(TWO, stacking="[{between: [a, b], rule: highest}]"))
    assert decided(profile, claim(filing(bill()))).answer.total == "300.00"
    paid_before = [{"filing": "x", "event": "A", "component": "a", "edition": "e2025", "amount": "100.00"}]
    assert decided(profile, claim(filing(bill()), paid=paid_before)).answer.total == "200.00"


def test_where_nothing_is_stated_the_second_component_is_for_a_person(tmp_path: Path) -> None:
    decision = run(tmp_path, claim(filing(bill())), TWO)
    first, second = decision.answer.payments
    assert (first.amount, second.amount, second.would_be) == ("100.00", "0.00", "300.00")
    assert second.held_by == ("stacking",)
    assert decision.answer.filings["F1"].state == "needs_manual_decision"


@pytest.mark.parametrize(
    ("reached", "state"), [("flag", "approved"), ("manual", "needs_manual_decision"), ("refused", "refused")]
)
def test_an_edition_whose_money_is_spent(tmp_path: Path, reached: str, state: str) -> None:
    quota = f'{{budget: "5000.00", reached: {reached}}}'
    profile = province_with(tmp_path, plan_text(FIXED, quota=quota))
    states = {
        spent: decided(profile, claim(filing(bill()), plan={"spent": spent})).answer.filings["F1"].state
        for spent in ("4999.99", "5000.00")
    }
    assert states == {"4999.99": "approved", "5000.00": state}
