"""Every given case of the claims register, from the member's pages to the officer's verdict."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.claims.conftest import Stage, build_stage
from tests.claims.walking import ACCOUNT, Walk, found, text, verdict
from webapp.claims.ledger import entries_of

B = dict[str, Any]


def x(amount: str, **more: str) -> B:
    """One bill with this amount self-paid in scope."""
    return {"self_paid_in_scope": amount, **more}


@dataclass(frozen=True)
class Given:
    """One row. `bills`: those of each filing; what is not said is as in the base case.

    `state`, `codes`, `due` (yuan): of the last filing, once everything before it was granted and the findings are written.
    """

    id: str
    bills: tuple[tuple[B, ...], ...]
    state: str
    due: str = "0.00"
    codes: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    """What the filings before the last were granted."""
    days: tuple[str, ...] = ("2022-03-10",)
    """The day of each accident; fewer days than filings: the later ones are filed on the last accident again."""
    time: str = "10:00"
    filed: tuple[date, ...] = (date(2022, 4, 1),)
    member: dict[str, Any] = field(default_factory=dict)
    what: dict[str, str] = field(default_factory=dict)
    papers: tuple[str, ...] = ("invoice", "accident_proof", "treatment_record")
    account: dict[str, str] | None = None
    findings: tuple[tuple[str, str, str], ...] = ()
    says: tuple[str, ...] = ()


EARLY = {"since": date(2021, 11, 1), "real_name": date(2021, 11, 1)}
ROWS = [
    Given("K-01", ((x("199.99"),),), "accumulating", says=("累计中",)),
    Given("K-02", ((x("200.00"),),), "approved", "200.00", says=("AMB-01",)),
    Given("K-03", ((x("200.01"),),), "approved", "200.00"),
    Given("K-04", ((x("500.00"),),), "approved", "200.00"),
    Given("K-06", ((x("2000.00"),),), "approved", "500.00"),
    Given("K-07", ((x("2000.01"),),), "approved", "2000.00"),
    Given("K-08", ((x("5000.00"),),), "approved", "2000.00"),
    Given("K-10", ((x("10000.00"),),), "approved", "5000.00"),
    Given("K-11", ((x("10000.01"),),), "approved", "6000.00"),
    Given("K-13", ((x("300.00"),), (x("300.00"),)), "approved", "300.00", before=("200.00",)),
    Given("K-14", ((x("150.00"),), (x("60.00"),)), "approved", "200.00", before=("0.00",)),
    Given("K-16", ((x("600.00"),), (x("700.00"),)), "approved", "0.00", before=("500.00",)),
    Given("K-17", ((x("12000.00"),), (x("9000.00"),)), "approved", "0.00", before=("6000.00",)),
    Given(
        "K-19",
        ((x("8000.00"),), (x("7000.00"),), (x("900.00"),)),
        "refused",
        codes=("liability_ended",),
        before=("5000.00", "5000.00"),
        days=("2022-03-10", "2022-03-10", "2022-03-10"),
        says=("责任终止",),
    ),
    Given(
        "K-21", ((x("8000.00"),), (x("7000.00"),)), "approved", "5000.00", before=("5000.00",), days=("2022-03-10",) * 2
    ),
    Given("K-23", ((x("600.00", begins_on="2022-09-06"),),), "approved", "500.00", filed=(date(2022, 9, 7),)),
    Given(
        "K-25", ((x("600.00"),),), "no_edition", codes=("no_edition",), days=("2021-12-31",), time="23:59", member=EARLY
    ),
    Given(
        "K-26",
        ((x("600.00", begins_on="2022-01-02"),),),
        "approved",
        "500.00",
        days=("2022-01-01",),
        time="0:00",
        member=EARLY,
    ),
    Given(
        "K-28",
        ((x("600.00", begins_on="2023-01-01"),),),
        "no_edition",
        codes=("no_edition",),
        days=("2023-01-01",),
        time="0:00",
        filed=(date(2023, 1, 2),),
    ),
    Given(
        "K-29",
        ((x("600.00", begins_on="2024-05-01"),),),
        "no_edition",
        codes=("no_edition",),
        days=("2024-05-01",),
        filed=(date(2024, 5, 2),),
        says=("沙面街道总工会",),
    ),
    Given("K-30", ((x("600.00"),),), "approved", "500.00", filed=(date(2023, 3, 10),)),
    Given(
        "K-32",
        ((x("600.00"),), (x("3000.00", begins_on="2022-08-01"),)),
        "needs_manual_decision",
        codes=("filing",),
        before=("500.00",),
        filed=(date(2022, 4, 1), date(2023, 3, 20)),
    ),
    Given("K-33", ((x("600.00", hospital_grade="1"),),), "refused", codes=("hospital",), says=("医院不符合规定",)),
    Given("K-35", ((x("600.00", hospital_kind="rehabilitation"),),), "refused", codes=("hospital",)),
    Given("K-37", ((x("600.00", hospital="湖南省长沙市第一医院"),),), "approved", "500.00"),
    Given(
        "K-39",
        ((x("600.00"),),),
        "refused",
        codes=("driving_violation",),
        findings=(("driving_violation", "accident", "holds"),),
    ),
    Given(
        "K-40",
        ((x("600.00"),),),
        "refused",
        codes=("disc_herniation",),
        findings=(("disc_herniation", "accident", "holds"),),
    ),
    Given(
        "K-41",
        ((x("3000.00"), x("700.00")),),
        "approved",
        "500.00",
        findings=(("dental", "bill 1", "holds"),),
        says=("不计入",),
    ),
    Given(
        "K-43",
        ((x("600.00"),),),
        "refused",
        codes=("not_accident", "infection"),
        findings=(("not_accident", "accident", "holds"), ("infection", "accident", "holds")),
    ),
    Given(
        "K-44",
        ((x("600.00"),),),
        "refused",
        codes=("self_medication",),
        findings=(("self_medication", "accident", "holds"),),
    ),
    Given(
        "K-44-otc", ((x("600.00"),),), "approved", "500.00", findings=(("self_medication", "accident", "exception"),)
    ),
    Given(
        "K-45",
        ((x("600.00"),),),
        "refused",
        codes=("high_risk_sport",),
        findings=(("high_risk_sport", "accident", "holds"),),
    ),
    Given("K-46", ((x("600.00"),),), "refused", codes=("not_covered",), member={"real_name": None}),
    Given("K-47", ((x("600.00"),),), "refused", codes=("not_covered",), member={"real_name": date(2022, 3, 12)}),
    Given("K-49", ((x("600.00"),),), "documents_requested", codes=("documents",), papers=("invoice", "accident_proof")),
    Given("K-50", ((x("600.00"),),), "documents_requested", codes=("payee",), account={}),
    Given("K-52", ((x("600.00"),),), "refused", codes=("not_accident",), what={"kind": "illness"}),
    Given("K-53", ((x("600.00"),),), "approved", "500.00", member={"group": "livestreamer"}, says=("AMB-23",)),
]
BOTH = {"K-13", "K-19", "K-41"}


def run(stage: Stage, given: Given) -> None:
    walk = Walk(stage, stage.member(**given.member))
    for at, bills in enumerate(given.bills):
        stage.today(given.filed[min(at, len(given.filed) - 1)])
        again = len(given.days) if at >= len(given.days) else None
        day = given.days[min(at, len(given.days) - 1)]
        reference = walk.file(
            *bills, day=day, time=given.time, what=given.what, papers=given.papers, account=given.account, again=again
        )
        if at < len(given.before):
            assert verdict(stage, reference, "grant").status_code == 303
            assert stage.filing(reference).amount == fen(given.before[at])
    for row, about, outcome in given.findings:
        assert found(stage, reference, row, _about(stage, reference, about), outcome).status_code == 303
    filing = stage.filing(reference)
    assert (filing.state, tuple(filing.codes), filing.amount) == (given.state, given.codes, fen(given.due))
    _both_read_the_same(stage, walk, reference, given)
    _decide(stage, walk, reference, given)


def _about(stage: Stage, reference: str, about: str) -> str:
    if not about.startswith("bill"):
        return about
    page = stage.officer().get(f"/office/claims/{reference}").text
    number = about.split()[1]
    options = BeautifulSoup(page, "lxml").select("select[name=finding-about] option")
    return next(str(one["value"]) for one in options if one.text.startswith(f"票据 {number}，"))


def _both_read_the_same(stage: Stage, walk: Walk, reference: str, given: Given) -> None:
    mine, theirs = walk.page(reference), text(stage.officer().get(f"/office/claims/{reference}").text)
    for sentence in given.says:
        assert sentence in mine and sentence in theirs or sentence == "沙面街道总工会" and sentence in mine
    if given.state in ("approved", "accumulating"):
        for page in (mine, theirs):
            assert f"本次付 {given.due} 元" in page or "先累计" in page


def _decide(stage: Stage, walk: Walk, reference: str, given: Given) -> None:
    """What can be granted is, and stands in the ledger; what cannot is told why, and can be refused."""
    answer = verdict(stage, reference, "grant")
    payable = given.state in ("approved", "accumulating")
    assert answer.status_code == (303 if payable else 409), text(answer.text)[:300]

    def paid() -> int:
        person = stage.person(walk.worker_id)
        return sum(one.amount for one in entries_of(person.id))

    assert stage.read(paid) == sum(map(fen, given.before)) + fen(given.due)
    if given.state == "refused":
        assert verdict(stage, reference, "refuse", "按条款不予给付").status_code == 303
        assert "不予给付" in walk.page(reference)


def fen(amount: str) -> int:
    return round(float(amount) * 100)


@pytest.mark.parametrize("given", ROWS, ids=[one.id for one in ROWS])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_given_claim_comes_out_as_given(stage: Stage, given: Given) -> None:
    run(stage, given)


@pytest.mark.parametrize("given", [one for one in ROWS if one.id in BOTH], ids=sorted(BOTH))
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_so_it_does_on_postgresql(stage: Stage, given: Given) -> None:
    run(stage, given)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_k50_the_account_of_another_is_refused_and_his_own_is_taken(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.begin()
    answer = walk.browser.submit(f"/claims/{reference}/account", ACCOUNT | {"holder": "李小红"})
    assert answer.status_code == 422 and "户名要是“王小明”" in answer.text
    assert walk.browser.submit(f"/claims/{reference}/account", ACCOUNT).status_code == 303
    page = walk.page(reference)
    assert "2223" in page and "62220000" not in page


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_k51_a_second_enrolment_is_void_and_there_is_one_cover_and_one_cap(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    for _ in range(2):
        answer = walk.post("/claims/enrolment", {"plan": "newform-accident"})
        assert answer.status_code == 303
    shown = text(walk.browser.get("/claims").text)
    assert "您在保障之内" in shown and "1 次重复参加无效" in shown and "您不用交钱" in shown
    for _ in range(2):
        verdict(stage, walk.file(x("12000.00")), "grant")
    assert "2022年版还余 0.00 元" in text(walk.browser.get("/claims").text)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("jurisdiction", "sentences"),
    [
        ("jiangsu", ("文件没有规定互助保障计划",)),
        ("shanghai", ("灵活就业会员专享基本保障", "工会经费、平台企业（快递企业、关联企业）、职工个人出资", "不计算")),
    ],
)
def test_k54_k55_a_province_without_terms_says_so_and_takes_no_claim(
    app: Any, jurisdiction: str, sentences: tuple[str, ...]
) -> None:
    stage = build_stage(app, jurisdiction)
    stage.today(date(2024, 9, 1))
    browser = stage.worker(stage.member())
    page = text(browser.get("/claims").text)
    assert all(sentence in page for sentence in sentences)
    assert "开始申报" not in page
