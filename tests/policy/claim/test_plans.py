"""A plan that no province has works by YAML alone: share, per-day and lump-sum components, a city's price, two windows."""

from pathlib import Path
from typing import Any

import pytest

from tests.policy.claim.world import PLANS, Facts, bill, claim, decided, event, filing, plan_text, province_with
from webapp.policy import ClaimAnswer, Decision, FactError, Library, Profile
from webapp.policy.answers.stored import written
from webapp.policy.decisions.claim.views import ORDER


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return province_with(tmp_path_factory.mktemp("plan"), (PLANS / "made_up.yaml").read_text("utf-8"))


MEMBER = {"division": "990200", "born_on": "1990-01-01"}


def stay(begin: str = "2025-03-10", end: str = "2025-03-19", amount: str = "5000.00", **more: Any) -> Facts:
    return bill("B1", amount, begin, end, care="inpatient", hospital_days=10) | more


def facts(*bills: Facts, member: Facts | None = None, **more: Any) -> Facts:
    one = filing(*(bills or (stay(),)), documents=["invoice", "diagnosis"], originals=["invoice"])
    one |= {"filed_on": "2025-04-01", "result": {"degree": None}} | more.pop("filing", {})
    return {
        "member": MEMBER | (member or {}),
        "answers": {"night_shift": False},
        "enrolments": [{"edition": "hospital-2025", "enrolled_on": "2025-01-10", "first_time": True}],
        "events": [event(kind="admission")],
        "filings": [one],
        "paid_elsewhere": [],
    } | more


def amounts(decision: Decision[ClaimAnswer]) -> dict[str, str]:
    return {one.component: one.amount for one in decision.answer.payments}


def test_what_another_plan_paid_is_asked_for_and_comes_off(made_up: Profile) -> None:
    silent = facts()
    del silent["paid_elsewhere"]
    decision = decided(made_up, silent)
    assert written(decision.answer.filings["F1"]) == {
        "state": "needs_manual_decision",
        "codes": ["paid_elsewhere"],
        "missing": [],
        "originals": [],
    }
    assert amounts(decision)["costs_share"] == "0.00" and decision.ask == ("paid_elsewhere",)
    # (5000 - 1000 - 300) × 50% = 1850; what is said of another event takes nothing off
    told = [{"plan": "other-plan", "event": "A", "amount": "1000.00"}, {"plan": "other-plan", "event": "Z"}]
    assert amounts(decided(made_up, facts(paid_elsewhere=told)))["costs_share"] == "1850.00"
    unknown = [{"plan": "other-plan", "event": "A"}]
    assert decided(made_up, facts(paid_elsewhere=unknown)).answer.filings["F1"].codes == ("paid_elsewhere",)


@pytest.fixture(scope="module")
def enrolled_only(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """A plan whose cover begins with taking part and that tests nothing else."""
    cover = "{from: 2025-01-01, to: 2025-12-31, starts: [enrolment.enrolled_on]}"
    text = plan_text("[{id: c, label: 给付, kind: lump_sum, each: '100.00'}]", cover=cover)
    return province_with(tmp_path_factory.mktemp("enrolled"), text)


@pytest.mark.parametrize(
    ("enrolments", "found", "state", "codes"),
    [
        ([], None, "refused", ["not_covered"]),
        (None, None, "needs_manual_decision", ["cover_start"]),
        (None, True, "approved", []),
        (None, False, "refused", ["not_covered"]),
        ([{"edition": "e2025", "enrolled_on": "2025-01-01"}], None, "approved", []),
    ],
)
def test_a_cover_that_never_began_pays_nothing(
    enrolled_only: Profile, enrolments: Any, found: bool | None, state: str, codes: list[str]
) -> None:
    given = claim(filing(bill()))
    given.pop("enrolments", None)
    given |= {} if enrolments is None else {"enrolments": enrolments}
    given["findings"] = [] if found is None else [{"row": "cover_start", "about": "A", "holds": found}]
    answer = decided(enrolled_only, given).answer.filings["F1"]
    assert (answer.state, list(answer.codes)) == (state, codes)


@pytest.mark.parametrize(("others", "state"), [([], "approved"), (["dental"], "approved"), (["hospital"], "refused")])
def test_of_plans_with_the_same_word_a_person_has_one(made_up: Profile, others: list[str], state: str) -> None:
    found = decided(made_up, facts(member={"other_plans": others})).answer.filings["F1"]
    assert (found.state, "other_plan" in found.codes) == (state, state == "refused")


def test_share_days_and_degree_add_up(made_up: Profile) -> None:
    decision = decided(
        made_up,
        facts(filing={"result": {"degree": "3"}, "documents": ["invoice", "diagnosis", "degree"]}),
    )
    # (5000 - 300) × 50% = 2350; 10 days - 3 = 7 × 80 = 560; degree 3 = 5000
    assert amounts(decision) == {"costs_share": "2350.00", "daily": "560.00", "disability": "5000.00"}
    assert decision.answer.total == "7910.00"
    assert decision.answer.filings["F1"].state == "approved"


def test_what_another_plan_paid_comes_off_the_costs(made_up: Profile) -> None:
    elsewhere = [{"plan": "other-plan", "amount": "1000.00"}, {"plan": "third-plan", "amount": "9.00"}]
    assert amounts(decided(made_up, facts(paid_elsewhere=elsewhere)))["costs_share"] == "1850.00"


def test_a_cap_over_one_component_leaves_the_others_alone(made_up: Profile) -> None:
    decision = decided(made_up, facts(stay(amount="100000.00")))
    assert amounts(decision) == {"costs_share": "4000.00", "daily": "560.00", "disability": "0.00"}
    assert decision.answer.payments[0].cut_by == "share_cap"


def test_a_cap_per_person_holds_over_all_editions(made_up: Profile) -> None:
    before = [{"filing": "x", "event": "x", "component": "daily", "edition": "hospital-2024", "amount": "19800.00"}]
    decision = decided(made_up, facts(paid=before))
    assert decision.answer.total == "200.00"
    assert decision.answer.events["A"].cap_left == "0.00"


def test_a_price_of_the_city_stands_in_the_city_only(made_up: Profile) -> None:
    elsewhere = decided(made_up, facts(), "cover").answer.price
    in_the_city = decided(made_up, facts(member={"division": "990102"}), "cover").answer.price
    assert written(elsewhere) == {"each": "60.00", "per": "share", "paid_by": {"member": "60.00"}}
    assert in_the_city.paid_by == {"member": "40.00", "city_federation": "20.00"}


def test_two_carry_a_payment_in_the_city(made_up: Profile) -> None:
    payment = decided(made_up, facts(member={"division": "990100"})).answer.payments[0]
    assert payment.borne == {"society": "1175.00", "city_federation": "1175.00"}
    assert decided(made_up, facts()).answer.payments[0].borne == {"society": "2350.00"}


def test_twenty_working_days_after_leaving_hospital(made_up: Profile) -> None:
    # discharged Wed 2025-03-19; Fri 2025-04-04 is a holiday: the twentieth working day is Thu 2025-04-17
    in_time = decided(made_up, facts(filing={"filed_on": "2025-04-17"}))
    late = decided(made_up, facts(filing={"filed_on": "2025-04-18"}))
    assert in_time.answer.filings["F1"].state == "approved"
    assert written(late.answer.filings["F1"]) == {"state": "refused", "codes": ["late"], "missing": [], "originals": []}


def test_a_bill_across_the_ninetieth_day_does_not_count_here(made_up: Profile) -> None:
    decision = decided(made_up, facts(stay("2025-06-01", "2025-06-10"), filing={"filed_on": "2025-06-20"}))
    assert decision.answer.filings["F1"].codes == ("cost_window",)


def test_waiting_thirty_days_unless_the_cover_is_renewed(made_up: Profile) -> None:
    early = facts() | {"events": [event(at="2025-02-08T10:00")]}
    early["filings"][0]["bills"] = [stay("2025-02-08", "2025-02-17")]
    early["filings"][0]["filed_on"] = "2025-02-20"
    assert decided(made_up, early).answer.filings["F1"].codes == ("waiting",)
    early["enrolments"][0]["first_time"] = False
    assert decided(made_up, early).answer.filings["F1"].state == "approved"


def test_the_first_day_after_waiting_is_covered(made_up: Profile) -> None:
    first = facts() | {"events": [event(at="2025-02-09T00:00")]}
    first["filings"][0]["bills"] = [stay("2025-02-09", "2025-02-18")]
    first["filings"][0]["filed_on"] = "2025-02-20"
    assert decided(made_up, first).answer.filings["F1"].state == "approved"
    cover = decided(made_up, facts(), "cover", on="2025-03-01")
    assert (cover.outcome, cover.answer.from_, cover.answer.to) == ("in", "2025-02-09", "2025-12-31")


def test_an_age_is_reckoned_on_the_day_the_cover_starts(made_up: Profile) -> None:
    grown = decided(made_up, facts(member={"born_on": "2007-02-09"}))
    young = decided(made_up, facts(member={"born_on": "2007-02-10"}))
    assert grown.answer.filings["F1"].state == "approved"
    assert young.answer.filings["F1"].codes == ("too_young",)


def test_a_question_of_the_plan_is_a_fact_and_may_be_waived(made_up: Profile) -> None:
    at_night = facts() | {"answers": {"night_shift": True}}
    assert decided(made_up, at_night).answer.filings["F1"].codes == ("no_night",)
    waived = at_night | {"unit": {"kind": "hospital"}}
    decision = decided(made_up, waived)
    assert decision.answer.filings["F1"].state == "approved"
    assert any("免除" in reason.text for reason in decision.reasons)


def test_an_answer_of_the_wrong_type_is_refused_with_its_name(made_up: Profile) -> None:
    with pytest.raises(FactError, match=r"answers\.night_shift"):
        decided(made_up, facts() | {"answers": {"night_shift": "no"}})
    with pytest.raises(FactError, match="不认识事实"):
        decided(made_up, facts() | {"answers": {"nightshift": True}})


def test_a_paper_is_wanted_only_where_its_component_falls_due(made_up: Profile) -> None:
    without = decided(made_up, facts())
    assert without.answer.filings["F1"].missing == ()
    degree = decided(made_up, facts(filing={"result": {"degree": "2"}}))
    assert degree.answer.filings["F1"].missing == ("degree",)
    assert degree.answer.payments[2].would_be == "12000.00"


def test_an_original_that_has_to_come_with_the_filing_is_asked_for(made_up: Profile) -> None:
    decision = decided(made_up, facts(filing={"originals": []}))
    assert decision.answer.filings["F1"].codes == ("original",)
    assert decision.answer.filings["F1"].state == "documents_requested"


def test_more_shares_than_allowed_are_void(made_up: Profile) -> None:
    three = [{"edition": "hospital-2025", "enrolled_on": "2025-01-10", "shares": 1, "first_time": False}] * 3
    assert decided(made_up, facts(enrolments=three), "cover").answer.void_enrolments == (2,)


def test_a_full_edition_takes_nobody(made_up: Profile) -> None:
    full = decided(made_up, facts(plan={"persons": 1000}), "cover")
    assert (full.outcome, full.answer.codes) == ("refused", ("quota",))
    assert decided(made_up, facts(plan={"persons": 999}), "cover").outcome == "in"


def test_who_has_a_plan_of_the_same_word_gets_no_second_one(made_up: Profile) -> None:
    decision = decided(made_up, facts(member={"other_plans": ["hospital"]}), "cover")
    assert (decision.outcome, decision.answer.codes) == ("refused", ("other_plan",))


def test_every_line_of_the_arithmetic_is_said(made_up: Profile) -> None:
    texts = [reason.text for reason in decided(made_up, facts()).reasons]
    assert "超过起付线 300.00 元的部分 4700.00 元 × 50%，应付 2350.00 元" in texts
    assert "扣除 3 天后，每天 80.00 元（最多 30 天），应付 560.00 元" in texts
    assert "本次付 2350.00 元" in texts


def test_a_plan_of_another_city_is_not_for_this_member(tmp_path: Path) -> None:
    text = (PLANS / "made_up.yaml").read_text("utf-8").replace("    divisions: null\n", '    divisions: ["990100"]\n')
    profile = province_with(tmp_path, text)
    assert decided(profile, facts()).outcome == "other_division"
    assert decided(profile, facts(member={"division": "990104"})).outcome == "decided"
    unknown = facts()
    del unknown["member"]["division"]
    assert decided(profile, unknown).ask == ("member.division",)


def test_every_word_of_a_claim_has_chinese(library: Library) -> None:
    label = library.profile("guangdong").label
    words = [("claim_state", one) for one in ORDER]
    words += [("claim_code", one) for one in ("late", "cost_window", "hospital", "out_of_period", "not_covered")]
    words += [("claim_code", one) for one in ("liability_ended", "not_accident", "documents", "payee", "original")]
    words += [("hospital_kind", one) for one in ("general", "rehabilitation", "drug_withdrawal")]
    words += [("event_kind", "accident"), ("care", "inpatient"), ("payee", "self"), ("benefit_kind", "mutual_aid_plan")]
    assert [(vocabulary, word) for vocabulary, word in words if label(vocabulary, word) == word] == []
