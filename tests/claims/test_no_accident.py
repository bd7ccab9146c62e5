"""Plans that pay for a study or a birth read naturally from the first page to the letter; no id and no Python value is on any page."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.claims.conftest import Stage
from tests.claims.made_up import stage_with
from tests.claims.papers import picture
from tests.claims.walking import ACCOUNT, Walk, found, text, verdict
from tests.conftest import BuildApp, Served
from webapp.claims.ledger import entries_of

PLANS = Path(__file__).parent / "study_plan.yaml"
ACCIDENTS = ("出险", "受伤", "意外", "出的事", "门诊", "票据", "赔偿", "就医")
PYTHON = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\{'|\['|\('|<webapp|Decimal\(|answers\.|member\.|event\.")

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def stage(served: Served, build_app: BuildApp, tmp_path: Path) -> Iterator[Stage]:
    with stage_with(PLANS, served, build_app, tmp_path) as stage:
        stage.today(date(2025, 9, 20))
        yield stage


def ids() -> set[str]:
    """Every id of the plans that would be no word on a page."""
    written = re.findall(r"\b(?:id|who|by): ([a-z_.-]+)", PLANS.read_text("utf-8"))
    words = [name for words in yaml.safe_load(PLANS.read_text("utf-8"))["words"].values() for name in words]
    return {*written, *words, "study", "childbirth", "lump_sum", "discretionary"} - {"self", "member", "visit", "grant"}


def read(pages: list[str], *, accidents: bool = False) -> str:
    """What the pages say; nothing of it is an id or a Python value, nor about an accident."""
    said = " ".join(pages)
    assert [name for name in ids() if re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w-])", said)] == []
    assert not PYTHON.search(said), PYTHON.search(said)
    assert accidents or [word for word in ACCIDENTS if word in said] == []
    return said


def test_a_study_grant_from_the_first_page_to_the_letter(stage: Stage) -> None:
    walk = Walk(stage, stage.member(since=date(2025, 1, 5), real_name=date(2025, 1, 5)))
    pages = [text(walk.browser.get("/claims").text)]
    reference = walk.post("/claims", {"plan": "study-grant"}).location.rpartition("/")[2]
    path, seen = f"/claims/{reference}", []
    for part in ("", "/when", "/what", "/papers", "/account"):
        seen.append(text(walk.browser.get(path + part).text))
    assert "哪一天入学的？" in seen[1] and walk.browser.get(f"{path}/bills").status_code == 303
    assert walk.post(f"{path}/when", {"day": "2025-09-01"}).status_code == 303
    asked = text(walk.browser.get(f"{path}/what").text)
    assert "在读的是谁、哪所学校" in asked and "本科" in asked and "是什么事" not in asked and "在哪里" not in asked
    assert (
        walk.browser.submit(f"{path}/what", {"story": "女儿考上大学", "answer_stage": "university"}).status_code == 303
    )
    assert walk.upload(reference, "notice", picture()).status_code == 303
    assert walk.post(f"{path}/account", {"payee": "self"} | ACCOUNT).status_code == 303
    draft = text(walk.browser.get(path).text)
    assert "我申报的情况、材料和银行账户" in draft and "专科院校证明" not in draft
    assert walk.browser.submit(path, {"consent": "1"}, button="提交申报").status_code == 303
    office = f"/office/claims/{reference}"
    pages += [*seen, asked, draft, walk.page(reference), text(stage.officer().get(office).text)]
    pages += [text(stage.officer().get(page).text) for page in ("/office", f"/office/cases/{reference}")]
    assert verdict(stage, reference, "grant").status_code == 303
    letter = text(walk.browser.get(f"/cases/{reference}/letter").text)
    pages += [walk.page(reference), letter, text(walk.browser.get("/claims").text), text(walk.browser.get("/me").text)]
    pages.append(text(walk.browser.get("/policy/benefits").text))
    said = read(pages)
    assert "助学金（读的是哪一种 本科）一次性应付 5000.01 元" in said and "付到本人的账户" in said
    assert "其中由帮扶基金 3000.01 元、省总工会 2000.00 元承担" in said
    [entry] = stage.read(lambda: entries_of(stage.person(walk.worker_id).id))
    assert (entry.amount, entry.borne) == (500_001, {"aid_fund": 300_001, "provincial_federation": 200_000})


def test_a_birth_whose_sum_a_person_decides(stage: Stage) -> None:
    walk = Walk(stage, stage.member(since=date(2025, 1, 5), real_name=date(2025, 1, 5)))
    reference = walk.post("/claims", {"plan": "birth-grant"}).location.rpartition("/")[2]
    path = f"/claims/{reference}"
    assert "哪一天生育的？" in text(walk.browser.get(f"{path}/when").text)
    assert walk.post(f"{path}/when", {"day": "2025-08-01"}).status_code == 303
    assert walk.browser.submit(f"{path}/what", {"story": "生了一个儿子"}).status_code == 303
    assert walk.post(f"{path}/account", {"payee": "self"} | ACCOUNT).status_code == 303
    assert walk.post(f"{path}/submission", {"consent": "1"}).status_code == 303
    pages = [walk.page(reference), text(stage.officer().get(f"/office/claims/{reference}").text)]
    assert "0.00 元" not in pages[0] and "工作人员核对以后才能算出金额" in pages[0]
    assert found(stage, reference, "visit", about="filing", amount="600.50").status_code == 303
    assert stage.filing(reference).amount == 60_050
    read([*pages, walk.page(reference), text(stage.officer().get(f"/office/claims/{reference}").text)])


def test_what_is_surely_not_covered_is_said_at_the_first_answer(stage: Stage) -> None:
    walk = Walk(stage, stage.member(since=date(2025, 1, 5), real_name=date(2025, 1, 5)))
    reference = walk.post("/claims", {"plan": "study-grant"}).location.rpartition("/")[2]
    answer = walk.post(f"/claims/{reference}/when", {"day": "2024-09-01", "walk": "1"})
    assert answer.location.endswith(f"/claims/{reference}"), "back to the overview, not on to the next page"
    page = walk.page(reference)
    assert "照您填的，这件事不在这个保障之内" in page and "2024-09-01 不在保障期之内" in page
    answer = walk.post(f"/claims/{reference}/when", {"day": "2025-09-01", "walk": "1"})
    assert "/what" in answer.location and "不在这个保障之内" not in walk.page(reference)


def test_while_something_can_still_be_filed_nobody_is_told_that_he_is_not_covered(stage: Stage) -> None:
    walk = Walk(stage, stage.member(since=date(2025, 1, 5), real_name=date(2025, 1, 5)))
    stage.today(date(2026, 3, 31))
    page = text(walk.browser.get("/claims").text)
    assert "2025年度期间发生的事，在申报期限以内还可以申报" in page and "您现在不在保障之内" not in page
    stage.today(date(2026, 4, 1))
    assert "您现在不在保障之内" in text(walk.browser.get("/claims").text), "ninety days after the last day it is over"


def test_a_plan_that_looks_at_the_seat_reads_the_record_and_refuses_in_words(
    served: Served, build_app: BuildApp, tmp_path: Path
) -> None:
    plans = yaml.safe_load(PLANS.read_text("utf-8"))
    row = {"id": "seat_here", "label": "会籍在本市", "holds": {"member.division": ["440300"]}, "else": "refused"}
    moved = {"id": "moves", "label": "会籍愿意转到本市", "type": "bool", "who": "member"}
    plans["benefits"][0]["editions"][0]["questions"].append(moved)
    plans["benefits"][0]["editions"][0]["conditions"].append(row)
    path = tmp_path / "plans.yaml"
    path.write_text(yaml.safe_dump(plans, allow_unicode=True, sort_keys=False), "utf-8")
    with stage_with(path, served, build_app, tmp_path) as stage:
        stage.today(date(2025, 9, 20))
        walk = Walk(stage, stage.member(since=date(2025, 1, 5), real_name=date(2025, 1, 5)))
        reference = walk.post("/claims", {"plan": "study-grant"}).location.rpartition("/")[2]
        walk.post(f"/claims/{reference}/when", {"day": "2025-09-01"})
        page = walk.page(reference)
        assert "照您填的，这件事不在这个保障之内" in page, "his seat is known: he need not say where it is"
        assert "会籍在本市：要求是深圳市，而所在地区 广州市：不予给付" in page
        answers = {"story": "女儿考上大学", "answer_stage": "college", "answer_moves": "no"}
        assert walk.browser.submit(f"/claims/{reference}/what", answers).status_code == 303
        assert "由工会的工作人员答复您" in walk.page(reference), "said before he files"
        walk.post(f"/claims/{reference}/account", {"payee": "self"} | ACCOUNT)
        walk.post(f"/claims/{reference}/submission", {"consent": "1"})
        assert (stage.filing(reference).state, stage.filing(reference).codes) == ("refused", ["seat_here"])
        assert verdict(stage, reference, "grant").status_code == 409
