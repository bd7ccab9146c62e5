"""Rules that other provinces' documents state: what says them here, or the message an editor gets (docs/policy-profile.md)."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.policy.claim.world import Facts, bill, claim, decided, event, filing, plan_text, province_with
from tests.policy.conftest import FOURTH
from webapp.home.book import book_of
from webapp.policy import Decision, Faulty, Register
from webapp.policy.reading.loading import load

LUMP = '[{id: c, label: 给付, kind: lump_sum, each: "100.00"}]'
VISIT = "[{id: c, label: 慰问, kind: discretionary, bounds: {from: @from, to: @to}}]"
ONCE = "[{id: once, label: 每版次一次, times: 1, over: [c], per: edition, crossing: cut}]"
RATES = (
    '[{id: c, label: 本市, kind: share, basis: {amount: in_scope, per: bill, only: {hospital.division: "990100"}}, rate: 80%}, '
    "{id: d, label: 外地, kind: share, basis: {amount: in_scope, per: bill, only: "
    '{hospital.division: {none_of: ["990100"]}}}, rate: 50%}]'
)
SIGNED_UP = (
    "[{id: signed_up, label: 报名期, tested: entry, else: refused, "
    "holds: {enrolment.enrolled_on: {not_before: 2024-11-01, not_after: 2024-12-31}}}]"
)


def run(folder: Path, facts: Facts, text: str, **sections: str) -> Decision:
    return decided(province_with(folder, plan_text(text, **sections)), facts)


def visit(least: str, most: str) -> str:
    return VISIT.replace("@from", least).replace("@to", most)


def said(row: str, amount: str, filing: str = "F1") -> Facts:
    return {"row": row, "about": filing, "holds": True, "amount": amount}


@pytest.mark.parametrize(
    ("least", "most", "amount", "total"),
    [
        ("null", "null", "0.01", "0.01"),
        ("null", "null", "9999999.00", "9999999.00"),
        ("null", "null", "0.00", "0.00"),
        ('"500.00"', "null", "499.99", "0.00"),
        ('"500.00"', "null", "9999999.00", "9999999.00"),
        ("null", '"500.00"', "500.00", "500.00"),
        ("null", '"500.00"', "500.01", "0.00"),
    ],
)
def test_an_amount_that_is_not_stated_is_an_officers(
    tmp_path: Path, least: str, most: str, amount: str, total: str
) -> None:
    facts = claim(filing(bill()), findings=[said("c", amount)])
    decision = run(tmp_path, facts, visit(least, most))
    assert decision.answer.total == total
    state = decision.answer.filings["F1"].state
    assert state == ("needs_manual_decision" if total == "0.00" else "approved")


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        ("null", "null", "由工作人员决定；文件没有写明上限"),
        ('"5.00"', "null", "至少 5.00 元，由工作人员决定；文件没有写明上限"),
        ("null", '"5.00"', "最多 5.00 元，由工作人员决定"),
        ('"5.00"', '"9.00"', "在 5.00 元至 9.00 元之间，由工作人员决定"),
    ],
)
def test_the_page_invents_no_ceiling(tmp_path: Path, least: str, most: str, words: str) -> None:
    profile = province_with(tmp_path, plan_text(visit(least, most)))
    shown = book_of(profile, str).chapter("benefits")
    assert words in str(shown)


def test_a_discretionary_payment_is_made_once_an_edition(tmp_path: Path) -> None:
    facts = claim(
        filing(bill(), id="F1", event="E1"),
        filing(bill("B2"), id="F2", event="E2"),
        events=(event("E1"), event("E2")),
        findings=[said("c", "300.00", "F1"), said("c", "300.00", "F2")],
    )
    decision = run(tmp_path, facts, visit("null", "null"), caps=ONCE)
    assert [decision.answer.filings[one].state for one in ("F1", "F2")] == ["approved", "refused"]
    assert decision.answer.total == "300.00"


@pytest.mark.parametrize(("division", "total"), [("990102", "480.00"), ("110000", "300.00")])
def test_a_rate_is_lower_outside_the_city(tmp_path: Path, division: str, total: str) -> None:
    facts = claim(filing(bill(amount="600.00", hospital={"division": division})))
    assert run(tmp_path, facts, RATES).answer.total == total


@pytest.mark.parametrize(
    ("day", "state"),
    [("2024-10-31", "refused"), ("2024-11-01", "approved"), ("2024-12-31", "approved"), ("2025-01-01", "refused")],
)
def test_who_signs_up_outside_the_window_is_not_covered(tmp_path: Path, day: str, state: str) -> None:
    facts = claim(filing(bill()), enrolments=[{"edition": "e2025", "enrolled_on": day}])
    decision = run(tmp_path, facts, LUMP, conditions=SIGNED_UP)
    assert decision.answer.filings["F1"].state == state


def test_a_document_without_number_and_date_is_cited_by_its_title() -> None:
    text = (
        "document: {id: ZZ1, number: null, title: 关于送清凉的通知, dated: null, issuers: [市总工会], status: null, "
        "jurisdiction: donghai}\n"
        "clauses: [{id: ZZ1-1, place: 一, text: 送清凉, modality: may, topic: 服务}]\n"
    )
    register = Register.from_texts({"ZZ1.yaml": text})
    assert register.clauses["ZZ1-1"].document == "《关于送清凉的通知》"
    assert register.documents["ZZ1"].full_name == "《关于送清凉的通知》"


DONGHAI = (FOURTH / "donghai.yaml").read_text("utf-8")


def with_plan(text: str = LUMP, **sections: str) -> str:
    return DONGHAI.replace("\nbenefits: null\n", "\n" + plan_text(text, **sections))


def in_its_place(before: str, after: str) -> str:
    assert before in DONGHAI
    return DONGHAI.replace(before, after, 1)


PRICE = '[{id: a, each: "1.00", per: day, paid_by: {member: "1.00"}}]'
MONTHLY = '[{id: a, label: 每月, amount: "100.00", per: month, crossing: cut}]'
PERIOD = "{from: 2025-01-01, to: 2025-12-31, starts: []"
STATIONS_OF_A_CITY = (
    'stations:\n  kinds: [{id: shed, label: 驿站, divisions: ["990100"], modality: direct}]\n'
    "  hosts: null\n  recognition: null\n  approval: null\n  open_to: null"
)
REFUSED: dict[str, tuple[str, Sequence[str]]] = {
    "in kind": (
        with_plan("[{id: c, label: 体检, kind: in_kind, what: 体检一次}]"),
        ("没有 “in_kind” 这一种", "可以写：tiers、share、per_day、lump_sum、discretionary"),
    ),
    "family": (with_plan(cover=PERIOD + ", also: [spouse, child]}"), ("不认识 “also”",)),
    "no period": (with_plan(cover="{from: null, to: null, starts: []}"), ("editions 写 null：只作介绍",)),
    "by the day": (with_plan(price=PRICE), ("这里不能写 “day”", "person、share、month")),
    "by the month": (with_plan(caps=MONTHLY), ("这里不能写 “month”", "event、edition、person")),
    "series": (
        with_plan("[{id: c, label: 给付, kind: lump_sum, each: {series: average_wage}}]"),
        ("金额要加引号，并写到分",),
    ),
    "first year": (
        in_its_place("  - id: percentage\n    when: {}", "  - id: percentage\n    when: {admitted_on: 2024-01-01}"),
        ("不认识事实 “admitted_on”", "gonghui policy facts"),
    ),
    "share of the workforce": (in_its_place("    at_least: 10", "    at_least: 30%"), ("这里应当是整数",)),
    "kept": (in_its_place("  within: 30d", "  within: 30d\n  kept_for: 1y"), ("不认识 “kept_for”",)),
    "a station kind of one city": (
        in_its_place("stations: null", STATIONS_OF_A_CITY),
        ("不认识 “divisions”",),
    ),
    "no trade union": (
        in_its_place("    when: {employer_union: false}", "    when: {trade_union_there: false}"),
        ("不认识事实 “trade_union_there”", "gonghui policy facts"),
    ),
}


@pytest.mark.parametrize("text, words", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_said_is_refused_at_its_place(text: str, words: Sequence[str]) -> None:
    with pytest.raises(Faulty) as refused:
        load(text, "donghai.yaml")
    fault = refused.value.faults[0]
    assert fault.line > 1 and fault.column > 1
    assert all(word in str(fault) for word in words), str(fault)
