"""From a phone that nobody knows to money in the bank, in four provinces that exist by YAML alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from tests.claims.conftest import Stage
from tests.claims.papers import picture
from tests.claims.walking import ACCOUNT, TOKENS, Walk, text, verdict
from tests.join.register import legs, standing
from tests.join.test_fourth_province import NAME
from tests.join.walking import Walk as Joining
from tests.officers import person
from tests.payments.paying import Money
from tests.payments.test_pages import batch_paid
from tests.provinces.conftest import Open
from webapp.accounts import REVIEWER, give_role
from webapp.claims.ledger import entries_of
from webapp.members.models import Person
from webapp.persistence import db

COST = {"begins_on": "2025-05-10", "total": "3000.00", "self_paid_in_scope": "3000.00"}


@dataclass
class Told:
    """What a member does and tells in one province, and what comes of it: `fen`, and words that his page says."""

    plan: str
    fen: int
    words: tuple[str, ...]
    what: dict[str, str]
    day: str = "2025-05-10"
    enrols: bool = False
    bills: tuple[dict[str, str], ...] = ()
    more: dict[str, str] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    original: bool = False
    seat: tuple[str, str] = ("full", "active")
    borne: dict[str, int] | None = None


ACCIDENT = {"kind": "accident", "place": "路口", "story": "送货时摔伤", "third_party": "no"}
PROVINCES = {
    # 713.60 × 80 % = 570.88; of it 60 % are 342.528, 40 % are 228.352: the fen that is left over goes to the larger rest.
    "pool": Told(
        "pooled-costs",
        570_88,
        ("应付 570.88 元", "市总工会 342.53 元", "区县总工会 228.35 元"),
        ACCIDENT,
        bills=(COST | {"total": "713.60", "self_paid_in_scope": "713.60"},),
        papers=("invoice",),
        original=True,
        seat=("reservoir", "provisional"),
        borne={"city_federation": 342_53, "county_federation": 228_35},
    ),
    # (3000.00 - 1200.50 - 300.00) × 60 % = 899.70, cut at 800.00.
    "net": Told(
        "costs-net",
        800_00,
        ("减去其他保障已付的 1200.50", "899.70", "800.00"),
        ACCIDENT,
        enrols=True,
        bills=(COST,),
        more={"told_paid_elsewhere__insurer": "1,200.50元"},
    ),
    "family": Told(
        "family-illness",
        1500_50,
        ("哪位家人 子女", "1500.50 元"),
        {"kind": "illness", "story": "女儿住院", "answer_relative": "child"},
        papers=("diagnosis",),
    ),
    "grants": Told(
        "study-grant",
        5000_01,
        ("读的是哪一种 本科", "5000.01 元"),
        {"story": "女儿考上大学", "answer_stage": "university"},
        papers=("notice",),
    ),
}


@pytest.mark.parametrize("name", PROVINCES)
def test_from_the_phone_to_the_bank(province: Open, name: str) -> None:
    told, grown = PROVINCES[name], province(name)
    stage = Stage(grown.app, NAME)
    joining = grown.walk(NAME, worker_group="sailor", relation_kind="partial", place="330102").to_end()
    [leg] = legs(grown.app, NAME, joining.reference)
    grown.decide(NAME, leg.reference, "grant")
    seat = standing(grown.app, NAME, joining.number).seat
    assert seat is not None and seat[1:3] == told.seat
    stage.unions["street"] = seat[0]
    with grown.app.app_context(), stage.work():
        officer = person(name="李经办", login="li")
        give_role(officer, seat[0], REVIEWER)
        stage.officers["li"] = officer.id
    money = Money(stage)
    walk = filing(stage, joining, told)
    reference = walk.references[0]
    held = stage.filing(reference)
    assert held.amount == told.fen, (held.state, held.codes, walk.page(reference))
    page = walk.page(reference) + text(stage.officer().get(f"/office/claims/{reference}").text)
    assert [words for words in told.words if words not in page] == []
    if told.original:
        money.see_originals(reference)
    answer = verdict(stage, reference, "grant")
    assert answer.status_code == 303, text(answer.text)
    _batch, answer = batch_paid(money)
    assert "付款成功 1 笔" in text(answer.text) and money.totals() == (told.fen, told.fen, 0)
    assert "银行已付款" in walk.page(reference)
    [entry] = stage.read(lambda: entries_of(stage.person(walk.worker_id).id))
    assert told.borne is None or entry.borne == told.borne


def filing(stage: Stage, joining: Joining, told: Told, between: Callable[[], None] = lambda: None) -> Walk:
    """The member whose phone just joined files what he tells, in the same browser, and hands it in; `between` runs before each page."""
    worker_id = stage.read(lambda: db.session.query(Person).one().worker_id)
    walk = Walk(stage, worker_id)
    walk.browser = joining.browser
    TOKENS.pop(walk.browser, None)
    if told.enrols:
        assert walk.browser.submit("/claims", button="参加这个保障").status_code == 303
    stage.today(date(2025, 5, 20))
    reference = walk.post("/claims", {"plan": told.plan}).location.rpartition("/")[2]
    walk.references.append(reference)
    path = f"/claims/{reference}"
    between()
    went(walk.post(f"{path}/when", {"day": told.day}))
    between()
    went(walk.browser.submit(f"{path}/what", told.what))
    for bill in told.bills:
        went(walk.sure_bill(reference, bill))
    if told.more:
        went(walk.post(f"{path}/more", told.more))
    for purpose in told.papers:
        between()
        went(walk.upload(reference, purpose, picture()))
    between()
    went(walk.post(f"{path}/account", {"payee": "self"} | ACCOUNT | {"holder": joining.name}))
    between()
    went(walk.post(f"{path}/submission", {"consent": "1"}))
    return walk


def went(answer: Any) -> None:
    assert answer.status_code == 303, text(answer.text)[:600]


def test_what_is_given_in_kind_is_an_offer_and_no_claim(province: Open) -> None:
    grown = province("grants")
    page = grown.walk(NAME).browser.get("/policy/services").text
    assert "节日慰问品" in page and "发实物，不发钱" in page
