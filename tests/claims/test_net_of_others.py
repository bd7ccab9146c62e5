"""What another plan or an insurer paid is asked for, comes off, and is never taken for nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.claims.conftest import Stage
from tests.claims.made_up import stage_with
from tests.claims.walking import ACCOUNT, Walk, post, text, verdict
from tests.conftest import BuildApp, Served
from webapp.claims.ledger import entries_of

PLANS = Path(__file__).parent / "net_plan.yaml"
BILL = {"begins_on": "2025-05-10", "total": "5000.00", "self_paid_in_scope": "3000.00"}
CITY, INSURER = "told_paid_elsewhere__city_plan", "told_paid_elsewhere__insurer"
WORDS = {"plan": {"insurer": "商业保险公司"}}

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def stage(served: Served, build_app: BuildApp, tmp_path: Path) -> Iterator[Stage]:
    with stage_with(PLANS, served, build_app, tmp_path, words=WORDS) as found:
        found.today(date(2025, 5, 20))
        yield found


def filed(stage: Stage, more: dict[str, str]) -> tuple[Walk, str]:
    """A member since January files 3,000 yuan of an accident in May and tells `more`."""
    walk = Walk(stage, stage.member(since=date(2025, 1, 5), real_name=date(2025, 1, 5)))
    answer = walk.post("/claims", {"plan": "costs-net"})
    reference = answer.location.rpartition("/")[2]
    path = f"/claims/{reference}"
    assert walk.post(f"{path}/when", {"day": "2025-05-10"}).status_code == 303
    what = {"kind": "accident", "place": "路口", "story": "送货时摔伤", "third_party": "no"}
    assert walk.browser.submit(f"{path}/what", what).status_code == 303
    assert walk.bill(reference, BILL).status_code == 303
    page = text(walk.browser.get(f"{path}/more").text)
    assert "市级医疗互助已付的金额（元）" in page and "商业保险公司已付的金额（元）" in page and "退休日" in page
    assert "单位拨缴" not in page, "that is the union's to say"
    answer = walk.post(f"{path}/more", more)
    assert answer.status_code == 303, text(answer.text)[:400]
    assert walk.post(f"{path}/account", {"payee": "self"} | ACCOUNT).status_code == 303
    assert walk.post(f"{path}/submission", {"consent": "1"}).status_code == 303
    return walk, reference


def put_right(stage: Stage, reference: str, login: str = "li", **fields: str) -> int:
    """An officer's entry on his page; what he leaves out stands as it was shown to him."""
    shown = {"told-note": "看了单位的缴费凭证"} | {f"told-{name}": value for name, value in fields.items()}
    page = f"/office/claims/{reference}"
    return post(stage.officer(login), f"{page}/told", shown, f"/office/cases/{reference}").status_code


RETIRES = {"told_member__retires_on": "2040-01-01"}
FUNDS = {"told_unit__pays_union_funds": "yes"}


def test_the_sum_is_net_from_the_phone_to_the_ledger(stage: Stage) -> None:
    walk, reference = filed(stage, {CITY: "1，200.50元", INSURER: "0"} | RETIRES)
    held = stage.filing(reference)
    assert (held.state, held.codes, held.amount) == ("needs_manual_decision", ["paying_unit"], 0)
    assert verdict(stage, reference, "grant").status_code == 409
    told = {CITY: "1200.50", INSURER: "0.00"} | RETIRES | FUNDS
    assert put_right(stage, reference, **told) == 303
    # (3000.00 - 1200.50 - 0.00) × 33.3333 % = 599.8327…
    assert stage.filing(reference).amount == 59_983
    office = text(stage.officer().get(f"/office/claims/{reference}").text)
    for words in (
        "减去其他保障已付的 1200.50，为 1799.50 元",
        "市级医疗互助已付的金额 1200.50 元（会员填写）",
        "单位拨缴工会经费 是（工作人员核定：看了单位的缴费凭证）",
        "本次可付 599.83 元",
    ):
        assert words in office, office[office.find("怎么算的") :][:900]
    assert "1200.50 元（会员填写）" in walk.page(reference) and "缴费凭证" not in walk.page(reference)
    assert verdict(stage, reference, "grant").status_code == 303
    assert [one.amount for one in stage.read(lambda: entries_of(stage.person(walk.worker_id).id))] == [59_983]


@pytest.mark.parametrize("known", [{}, {CITY: "1200.50"}, {INSURER: "0"}])
def test_what_nobody_knows_is_held_for_a_person_and_never_taken_for_nothing(
    stage: Stage, known: dict[str, str]
) -> None:
    walk, reference = filed(stage, known | RETIRES)
    assert (
        put_right(stage, reference, **{CITY: known.get(CITY, ""), INSURER: known.get(INSURER, "")}, **RETIRES, **FUNDS)
        == 303
    )
    held = stage.filing(reference)
    assert (held.state, held.codes, held.amount, held.would_be) == ("needs_manual_decision", ["paid_elsewhere"], 0, 0)
    assert "其他保障付了多少还不知道" in walk.page(reference)
    assert verdict(stage, reference, "grant").status_code == 409
    full = {CITY: "3000.00", INSURER: "500.00"} | RETIRES | FUNDS
    assert put_right(stage, reference, **full) == 303
    assert stage.filing(reference).state == "accumulating", "more than everything was paid elsewhere: nothing is due"


def test_an_officer_puts_a_told_sum_right_and_says_on_what(stage: Stage) -> None:
    _walk, reference = filed(stage, {CITY: "0", INSURER: "0"} | RETIRES)
    fields = {CITY: "900.00", INSURER: "0"} | RETIRES | FUNDS
    form = {f"told-{name}": value for name, value in fields.items()}
    office = f"/office/claims/{reference}"
    answer = post(stage.officer(), f"{office}/told", form, f"/office/cases/{reference}")
    assert answer.status_code == 422 and "请写明依据" in text(answer.text)
    assert put_right(stage, reference, **fields) == 303
    assert stage.filing(reference).amount == 70_000
    nonsense = {CITY: "九百"} | {INSURER: "0"} | RETIRES | FUNDS
    assert put_right(stage, reference, **nonsense) == 422 and stage.filing(reference).amount == 70_000


def test_of_plans_of_one_kind_a_person_has_one(stage: Stage) -> None:
    walk = Walk(stage, stage.member(since=date(2025, 1, 5), real_name=date(2025, 1, 5)))
    assert walk.browser.submit("/claims", button="参加这个保障").status_code == 303
    page = text(walk.browser.get("/claims").text)
    assert "已有另一个同类的保障" in page
    answer = walk.post("/claims", {"plan": "costs-net"})
    reference = answer.location.rpartition("/")[2]
    path = f"/claims/{reference}"
    walk.post(f"{path}/when", {"day": "2025-05-20"})
    walk.browser.submit(f"{path}/what", {"kind": "accident", "place": "路口", "story": "摔伤", "third_party": "no"})
    walk.bill(reference, BILL | {"begins_on": "2025-05-20"})
    walk.post(f"{path}/more", {CITY: "0", INSURER: "0"} | RETIRES)
    walk.post(f"{path}/account", {"payee": "self"} | ACCOUNT)
    walk.post(f"{path}/submission", {"consent": "1"})
    assert (stage.filing(reference).state, stage.filing(reference).codes) == ("refused", ["other_plan"])


def test_who_was_paid_by_the_one_cannot_take_part_in_the_other(stage: Stage) -> None:
    walk, reference = filed(stage, {CITY: "0", INSURER: "0"} | RETIRES)
    assert put_right(stage, reference, **{CITY: "0", INSURER: "0"}, **RETIRES, **FUNDS) == 303
    assert verdict(stage, reference, "grant").status_code == 303
    assert "参加这个保障" not in text(walk.browser.get("/claims").text)
    answer = walk.post("/claims/enrolment", {"plan": "city-plan"})
    assert answer.status_code == 409 and "已有另一个同类的保障" in text(answer.text)
