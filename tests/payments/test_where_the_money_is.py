"""钱到哪了: one line of states from the draft to the account, for the member and the officer alike, and what each turn tells the member."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.claims.conftest import Stage as Province
from tests.payments.paying import Money
from webapp.accounts import Worker
from webapp.cases.course import LEAST, Stage, note_time, table, usual
from webapp.cases.models import StageTime
from webapp.claims.store import filing_of
from webapp.notices.models import Message
from webapp.persistence import db

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def line(page: str) -> list[str]:
    """The stages of the line as a page shows them: those reached with a tick, that of now with an arrow, one that failed with a cross."""
    marks = {"done": "✓", "now": "→", "bad": "✗", "todo": ""}
    shown = []
    for one in BeautifulSoup(page, "lxml").select(".course li"):
        [phase] = [name.rpartition("--")[2] for name in one["class"] if "--" in name]
        label = one.select_one(".course__label")
        assert label is not None
        shown.append(marks[phase] + label.get_text(strip=True))
    return shown


def texts(stage: Province, worker_id: UUID) -> list[str]:
    """The messages to a worker, oldest first."""

    def read() -> list[str]:
        rows = select(Message).where(Message.worker_id == worker_id).order_by(Message.created_at, Message.id)
        return [one.text for one in db.session.scalars(rows)]

    found: list[str] = stage.read(read)
    return found


def views(stage: Province, worker_id: UUID, reference: str) -> list[list[str]]:
    """The line as the member, his own page and the officer's two pages show it."""
    worker = stage.worker(worker_id)
    return [
        line(worker.get(f"/claims/{reference}").text),
        line(worker.get("/me").text),
        line(stage.officer().get(f"/office/claims/{reference}").text),
        line(stage.officer().get(f"/office/cases/{reference}").text),
    ]


def same(stage: Province, worker_id: UUID, reference: str) -> list[str]:
    first, *others = views(stage, worker_id, reference)
    assert all(other == first for other in others), others
    return first


def test_the_line_goes_from_handed_in_to_the_account_and_everybody_reads_the_same(stage: Province) -> None:
    money, worker_id = Money(stage), stage.member()
    reference = stage.file(worker_id, 60_000)
    assert same(stage, worker_id, reference) == ["✓草稿", "✓已提交", "✓材料齐", "→已核定", "已送银行", "已到账"]
    stage.decide(reference)
    waits = ["✓草稿", "✓已提交", "✓材料齐", "✓已核定", "→原件已核对", "已送银行", "已到账"]
    assert same(stage, worker_id, reference) == waits
    me = stage.worker(worker_id).get("/me").text
    assert "付款前要核对原件" in me and "现在没有要您办的事" not in me
    claim = stage.worker(worker_id).get(f"/claims/{reference}").text
    assert "请带原件到" in claim and "沙面街道总工会" in claim and "020-12345678" in claim
    assert "付款前要核对原件" in texts(stage, worker_id)[-1]
    money.see_originals(reference)
    assert same(stage, worker_id, reference)[4:] == ["✓原件已核对", "→已送银行", "已到账"]
    first = money.sent([reference])
    assert same(stage, worker_id, reference)[5:] == ["✓已送银行", "→已到账"]
    money.take_in(first, money.answer(first, failed=[1]))
    assert same(stage, worker_id, reference)[5:] == ["✓已送银行", "✗未成功"]
    assert "没有付成" in texts(stage, worker_id)[-1] and "账号户名不符" in texts(stage, worker_id)[-1]
    failed = stage.worker(worker_id).get(f"/claims/{reference}").text
    assert "账号户名不符" in failed and "更正" in failed and "付款没有成功" in stage.worker(worker_id).get("/me").text
    number = {
        "number": "6222000011112223",
        "again": "6222000011112223",
        "holder": "王小明",
        "bank": "建设银行",
    }
    correction = f"/claims/{reference}/correction"
    answer = stage.worker(worker_id).submit(correction, number, button="更正账户")
    assert answer.status_code == 303, answer.text
    assert same(stage, worker_id, reference)[4:] == ["✓原件已核对", "→已送银行", "已到账"]
    assert "付款没有成功" not in stage.worker(worker_id).get("/me").text
    second = money.sent([reference])
    assert same(stage, worker_id, reference)[5:] == ["✓已送银行", "→已到账"]
    money.take_in(second, money.answer(second))
    assert same(stage, worker_id, reference)[5:] == ["✓已送银行", "✓已到账"]
    assert "银行已付款" in texts(stage, worker_id)[-1] and "500.00 元" in texts(stage, worker_id)[-1]
    me = stage.worker(worker_id).get("/me").text
    assert "已到账" in me and "现在没有要您办的事" in me


def test_every_reached_stage_has_its_day(stage: Province) -> None:
    money, worker_id = Money(stage), stage.member()
    [reference] = money.granted(60_000, worker=worker_id)
    batch = money.sent([reference])
    money.take_in(batch, money.answer(batch))
    page = BeautifulSoup(stage.worker(worker_id).get(f"/claims/{reference}").text, "lxml")
    days = [one.get_text() for one in page.select(".course li") if "原件" not in one.get_text()]
    assert len(days) == 6 and all(re.search(r"\d{4}年\d{1,2}月\d{1,2}日", one) for one in days)


def test_a_claim_that_is_refused_ends_there_and_one_that_comes_back_waits_for_the_member(stage: Province) -> None:
    worker_id = stage.member()
    refused, returned = stage.file(worker_id, 60_000), stage.file(worker_id, 70_000)
    stage.decide(refused, "refuse")
    stage.decide(returned, "return")
    worker = stage.worker(worker_id)
    assert line(worker.get(f"/claims/{refused}").text) == ["✓草稿", "✓已提交", "✓材料齐", "✗不予给付"]
    assert line(stage.officer().get(f"/office/claims/{returned}").text)[:3] == ["✓草稿", "✓已提交", "→材料齐"]
    assert line(worker.get(f"/claims/{returned}").text)[:3] == ["✓草稿", "✓已提交", "→材料齐"]


def test_a_claim_below_what_is_paid_promises_no_payment(stage: Province) -> None:
    worker_id = stage.member()
    reference = stage.file(worker_id, 5_000)
    stage.decide(reference)
    assert same(stage, worker_id, reference)[-1] == "✓已核定"


def test_what_is_usual_here_is_told_from_twenty_past_cases_of_the_union_on(stage: Province) -> None:
    worker_id = stage.member()
    references = [stage.file(worker_id, 60_000 + at) for at in range(LEAST)]

    def note(reference: str, days: int) -> None:
        with stage.app.app_context(), stage.work():
            case = stage.case(reference)
            note_time(case, Stage.DECIDED, filing_of(case).filed_on or case.governed_on)
            db.session.scalars(select(StageTime).where(StageTime.case_id == case.id)).one().days = days

    last = stage.file(worker_id, 99_000)
    for at, reference in enumerate(references[:-1]):
        note(reference, at)
    assert "通常" not in stage.worker(worker_id).get(f"/claims/{last}").text
    note(references[-1], 300)
    assert "这里通常提交以后 9 天核定" in stage.worker(worker_id).get(f"/claims/{last}").text
    assert stage.read(lambda: usual(stage.unions["street"], "claim", Stage.DECIDED)) == 9
    assert stage.read(lambda: usual(stage.unions["top"], "claim", Stage.DECIDED)) is None
    assert stage.read(lambda: db.session.get(Worker, (stage.jurisdiction, worker_id))) is not None


def test_the_table_of_stages_in_the_docs_is_the_one_in_the_code(stage: Province) -> None:
    docs = Path(__file__).parents[2] / "docs" / "benefits.md"
    assert table() in docs.read_text(encoding="utf-8")
