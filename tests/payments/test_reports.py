"""Reports of money: who bore what, to the fen, also of what was taken back."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from tests.claims.conftest import PLAN, Stage
from tests.claims.walking import text
from tests.payments.paying import Money
from webapp.claims.ledger import Caps, Movement, Place, enter, entries_of_case, hold
from webapp.payments.periods import NoPeriod, Period
from webapp.payments.reports import BY, Report, grouped, report
from webapp.payments.reversals import reverse, take_back

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
EDITION = "gd-newform-2022"


def told(money: Money, by: str, period: str = "2022", of: str | None = None) -> Report:
    """The report of the street union."""
    found: Report = money.stage.read(lambda: report([money.union], Period.read(period, date(2022, 4, 1)), by, of))
    return found


def test_each_payers_part_is_summed_over_payments_and_what_was_taken_back_of_them(stage: Stage) -> None:
    money = Money(stage)
    [reference] = money.granted(60_000)

    def divided() -> None:
        case, person = stage.case(reference), stage.person(stage.read(lambda: stage.case(reference).worker_id))
        place = Place(person.id, PLAN, EDITION)
        hold(place, Caps(1_000_000))
        borne = {"provincial_federation": 33_333, "platform": 3_334, "member": 13_334}
        first = entries_of_case(case.id)[0]
        [entry] = enter(place, [Movement("medical", 50_001, case.id, first.decision_id, "payment:x", borne=borne)])
        words, two = {"reason": "算错", "clause": "GD30-A4-5b"}, (stage.officers["maker"], stage.officers["checker"])
        take_back(case, entry, 10_001, by=two, **words)
        reverse(case, entry.id, officer_id=two[0], checked_by=two[1], **words)

    money.act(divided)
    lines = {line.key: line for line in told(money, "payer").lines}
    assert {key: line.granted for key, line in lines.items()} == {
        "provincial_federation": 33_333,
        "platform": 3_334,
        "member": 13_334,
        f"not_divided:{PLAN}": 50_000,
    }
    assert sum(line.net for line in lines.values()) == 50_000
    assert all(line.net == 0 for key, line in lines.items() if ":" not in key), lines
    assert "省总工会" in lines[f"not_divided:{PLAN}"].label


def test_every_way_to_sum_up_gives_the_same_total_and_leads_to_its_entries(stage: Stage) -> None:
    money = Money(stage)
    for amount in (60_000, 300_000, 30_000):
        money.granted(amount)
    batch = money.sent()
    money.take_in(batch, money.answer(batch, failed=[1]))
    for by in BY:
        found = told(money, by)
        assert found.total.net == sum(line.net for line in found.lines) == 270_000
        for line in found.lines:
            entries = told(money, by, of=line.key).entries
            assert len(entries) == line.entries and sum(entry.amount for entry, _case in entries) == line.net
    assert [line.label for line in told(money, "band").lines] == ["应付 200.00 元", "应付 2000.00 元", "应付 500.00 元"]
    assert 0 < told(money, "plan").paid < 270_000
    assert told(money, "plan", "2022-03").lines == [] and told(money, "month", "2022-04").total.entries == 3


@pytest.mark.parametrize(
    "typed",
    ["2022-Q5", "第二季度", "2022-13", "2022-02-30", "2022-03-01 至 2022-01-01", "去年", "22", "2022-Q", "20222"],
)
def test_a_period_that_nobody_can_read_is_refused_and_shows_no_figure(stage: Stage, typed: str) -> None:
    with pytest.raises(NoPeriod, match="2022-Q2"):
        Period.read(typed, date(2022, 4, 1))
    money = Money(stage)
    money.granted(60_000)
    browser = stage.officer("maker")
    page = browser.get("/office/payments/money", query_string={"period": typed})
    assert page.status_code == 422 and "看不懂这个期间" in text(page.text) and "500.00" not in page.text
    assert browser.get("/office/payments/money/report.xlsx", query_string={"period": typed}).status_code == 422


def test_the_sheet_of_a_quarter_says_what_its_page_says_and_the_parts_are_the_whole(stage: Stage) -> None:
    money = Money(stage)
    for _ in range(3):
        money.granted(1_200_000)
    browser, asked = stage.officer("maker"), {"period": "2022年二季度", "by": "month"}
    page = text(browser.get("/office/payments/money", query_string=asked).text)
    assert "2022年第二季度" in page and "18,000.00 元" in page and "各项合计与它一致" in page and "打印" in page
    sheet = browser.get("/office/payments/money/report.xlsx", query_string=asked)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    assert rows[2:] == [["2022-04", 3.0, 18000.0, 0.0, 18000.0], ["合计", 3.0, 18000.0, 0.0, 18000.0]]
    assert grouped(-123_456_705) == "-1,234,567.05"


def test_months_are_drawn_beside_their_table(stage: Stage) -> None:
    money = Money(stage)
    money.granted(60_000)
    browser = stage.officer("maker")
    assert browser.get("/office/payments/money?period=2022&by=month").text.count("<rect") == 1
    assert "<rect" not in browser.get("/office/payments/money?period=2022&by=plan").text
