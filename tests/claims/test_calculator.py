"""Before joining: what the plan gives in one line, and a small calculator with the profile's own arithmetic."""

from datetime import date

import pytest
from flask import Flask

from tests.claims.conftest import Stage
from tests.claims.walking import text
from tests.client import browse
from tests.home.test_policy_pages import REAL
from webapp.claims.assessment.trying import DAYS, trials, try_out
from webapp.tenancy import profile

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
CALCULATOR = "/claims/calculator"


@pytest.mark.parametrize("fen", [0, 19_999, 20_000, 60_000, 300_000, 1_300_000])
def test_it_says_what_a_filing_of_the_same_bill_is_granted(stage: Stage, fen: int) -> None:
    worker_id = stage.member()
    filed = stage.filing(stage.file(worker_id, fen)).amount

    def tried() -> int:
        [trial] = trials(profile(), date(2022, 4, 1))
        found = try_out(trial, fen, profile())
        assert found is not None and found.decision.clauses
        return found.pays

    assert stage.read(tried) == filed
    page = text(browse(stage.app, stage.jurisdiction).get(CALCULATOR, query_string={"amount": f"{fen / 100:.2f}"}).text)
    assert f"：{filed / 100:.2f} 元" in page and "真正给多少，以申报后的审核为准" in page


@pytest.mark.parametrize("typed", ["-5", "713，60", "很多", "9" * 40])
def test_what_is_no_amount_is_asked_again(stage: Stage, typed: str) -> None:
    answer = browse(stage.app, stage.jurisdiction).get(CALCULATOR, query_string={"amount": typed})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("jurisdiction", REAL)
def test_it_stands_before_joining_wherever_terms_are_held(app: Flask, jurisdiction: str) -> None:
    stage = Stage(app, jurisdiction)
    found = stage.read(lambda: [(one.key, one.figure == DAYS) for one in trials(profile(), date(2026, 5, 6))])
    browser = browse(app, jurisdiction)
    for path in ("/join", "/claims"):
        assert (CALCULATOR in browser.get(path).text) == bool(found)
    page = browser.get(CALCULATOR)
    assert page.status_code == 200 and ("没有可以计算的保障" in page.text) == (not found)
    for key, days in found:
        answer = browser.get(CALCULATOR, query_string={"what": key, "amount": "3" if days else "600"})
        assert answer.status_code == 200


def test_the_start_of_joining_names_the_benefit_its_most_and_who_pays(stage: Stage) -> None:
    page = text(browse(stage.app, stage.jurisdiction).get("/join").text)
    assert "入会以后有的保障" in page and "最多 10000.00 元" in page and "您不用交钱" in page
