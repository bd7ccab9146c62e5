"""Money out through the pages: hardship relief in each province that states it, a batch, a reversal, a disputed sum, the report."""

import io
import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from tests.claims.conftest import Stage, build_stage
from tests.claims.papers import picture
from tests.claims.walking import ACCOUNT, post, text, verdict
from tests.client import Browser
from tests.payments.paying import Money
from webapp.cases import latest_decision
from webapp.claims.ledger import entries_of_case
from webapp.claims.store import bills_of, filing_of

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
STATED = {"guangdong": "困难救助", "jiangsu": "困难帮扶", "shanghai": "困难救助"}
ASKED = {"payee": "self", "household": "一家四口，只有我有收入", "reason": "父亲住院", "consent": "1", **ACCOUNT}


def went(answer: TestResponse) -> str:
    assert answer.status_code == 303, text(answer.text)[:800]
    return answer.location


def batch_paid(money: Money, result: str = "成功") -> tuple[str, TestResponse]:
    """Freeze everything, check, export, fill the bank's word into the exported sheet and read it back in."""
    stage = money.stage
    page = stage.officer("maker").get("/office/payments").text
    cases = re.findall(r'name="case" value="([^"]+)" checked', page)
    reference = went(
        post(stage.officer("maker"), "/office/payments", {"union": str(money.union), "case": cases}, "/office/payments")
    ).rpartition("/")[2]
    path = f"/office/payments/{reference}"
    digest = re.search(r'name="digest" value="([^"]+)"', stage.officer("checker").get(path).text)
    assert digest is not None
    went(post(stage.officer("checker"), path, {"act": "approve", "digest": digest[1]}, path))
    went(post(stage.officer("maker"), path, {"act": "export"}, path))
    sheet = stage.officer("maker").get(f"{path}/list.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    answered = [",".join(str(cell) for cell in (row[0], row[5], result)) for row in rows[1:]]
    content = ("行号,金额（元）,付款结果\n" + "\n".join(answered)).encode("utf-8-sig")
    upload = (io.BytesIO(content), "结果.csv")
    answer = post(
        stage.officer("maker"), f"{path}/answers", {"answer": upload}, path, content_type="multipart/form-data"
    )
    return reference, answer


@pytest.mark.parametrize("jurisdiction", STATED)
def test_hardship_relief_goes_from_the_worker_to_payment_on_the_clauses_of_his_province(
    app: Flask, jurisdiction: str
) -> None:
    stage = build_stage(app, jurisdiction)
    stage.today(date(2026, 5, 6))
    money, worker_id = Money(stage), stage.member()
    worker = stage.worker(worker_id)
    terms = f"/office/relief/terms/{stage.unions['street']}"
    went(post(stage.officer("chief"), terms, {"least": "500", "most": "5000", "second": "2000"}, terms))
    token = re.search(r'name="csrf_token" value="([^"]+)"', stage.officer("chief").get(terms).text)
    less = {"csrf_token": token[1] if token else "", "least": "500", "most": "5000"}
    bare = stage.officer("chief").post(terms, data=less, headers={"Sec-Fetch-Site": "same-origin"})
    assert bare.status_code == 422 and 'value="2000.00"' in stage.officer("chief").get(terms).text
    assert STATED[jurisdiction] in text(worker.get("/claims/relief").text)
    wrong = post(worker, "/claims/relief", {**ASKED, "holder": "别人"}, content_type="multipart/form-data")
    assert "只能付到会员本人的账户" in text(wrong.text)
    asked = post(worker, "/claims/relief", {**ASKED, "files": picture()}, content_type="multipart/form-data")
    reference = went(asked).rpartition("/")[2]
    assert "还没有写入户情况" in text(verdict(stage, reference, "grant").text)
    path = f"/office/relief/{reference}"
    visit = {"visited_on": "2026-05-05", "note": "到家看过，情况属实", "amount": "6000"}
    refused = post(stage.officer(), path, visit, path, content_type="multipart/form-data")
    assert "500.00 元到 5000.00 元之间" in text(refused.text)
    went(post(stage.officer(), path, {**visit, "amount": "3000"}, path, content_type="multipart/form-data"))
    went(verdict(stage, reference, "grant"))
    assert stage.read(lambda: stage.case(reference).state) == "under_review"
    went(verdict(stage, reference, "grant", login="zhang"))
    [entry] = stage.read(lambda: entries_of_case(stage.case(reference).id))
    decision = stage.read(lambda: latest_decision(stage.case(reference), "claim"))
    assert (entry.amount, entry.plan) == (300_000, "hardship-relief") and decision.outcome["clauses"]
    _batch, answer = batch_paid(money)
    assert "付款成功 1 笔" in text(answer.text) and money.totals() == (300_000, 300_000, 0)
    assert "银行已付款" in story(worker, f"/claims/relief/{reference}")
    assert "批准救助 3000.00 元" in text(worker.get(f"/claims/relief/{reference}").text)
    report = text(stage.officer("maker").get("/office/payments/money?period=2026&by=plan").text)
    assert f"{STATED[jurisdiction]} 1 3,000.00 0.00 3,000.00" in report


@pytest.fixture
def money(stage: Stage) -> Iterator[Money]:
    yield Money(stage)


@SQLITE
def test_a_batch_goes_through_the_pages_and_only_treasurers_of_the_union_see_it(money: Money, stage: Stage) -> None:
    first, second = money.granted(60_000)[0], money.granted(300_000)[0]
    reference, answer = batch_paid(money)
    assert "付款成功 2 笔" in text(answer.text) and money.state(reference) == "settled"
    assert stage.officer("li").get(f"/office/payments/{reference}").status_code == 404
    looker = stage.officer("chief")
    assert looker.get(f"/office/payments/{reference}").status_code == 200
    assert looker.get(f"/office/payments/{reference}/list.csv").status_code == 403
    claim = f"/office/payments/money/{second}"
    page = stage.officer("maker").get(claim).text
    entry = re.search(r'name="reversal-entry" value="([^"]+)"', page)
    clause = re.search(r'<option value="(GD30[^"]+)"', page)
    assert entry is not None and clause is not None
    fields = {"reversal-entry": entry[1], "reversal-clause": clause[1], "reversal-reason": "票据不是本人的"}
    went(post(stage.officer("maker"), claim, {"act": "reverse", **fields}, claim))
    went(post(stage.officer("maker"), claim, {"act": "reverse", **fields}, claim))
    other = {**fields, "reversal-reason": "另一位也这样想"}
    assert post(stage.officer("checker"), claim, {"act": "reverse", **other}, claim).status_code == 409
    assert money.totals()[0] == 250_000
    assert "等复核的冲正" in text(stage.officer("checker").get("/office/payments").text)
    assert "复核无误，冲正" not in stage.officer("maker").get(claim).text
    assert "复核无误，冲正" not in looker.get(claim).text
    alone = re.search(r'action="([^"]+)/refusal"', stage.officer("maker").get(claim).text)
    assert alone is not None
    refused = post(stage.officer("maker"), f"{alone[1]}/confirmation", {}, claim)
    assert refused.status_code == 409 and "您自己提出的" in refused.text
    went(stage.officer("checker").submit(claim, button="复核无误，冲正"))
    assert stage.officer("checker").get(claim).text.count("票据不是本人的") == 1
    assert "应收回" in text(stage.officer("maker").get("/office/payments").text)
    key = re.search(r'name="return-key" value="([^"]+)"', stage.officer("maker").get(claim).text)
    assert key is not None
    back = {"act": "return", "return-key": key[1], "return-amount": "2000", "return-received_on": "2022-04-01"}
    for _ in range(2):
        went(post(stage.officer("maker"), claim, back, claim))
    assert money.totals() == (50_000, 250_000, 200_000)
    by_band = text(stage.officer("maker").get("/office/payments/money?period=2022-04&by=band&of=2000.00").text)
    assert "应付 2000.00 元 2 2,000.00 -2,000.00 0.00" in by_band and second in by_band and first not in by_band


@SQLITE
def test_a_member_reads_on_his_claim_what_became_of_the_money(money: Money, stage: Stage) -> None:
    worker_id = stage.member()
    [reference] = money.granted(60_000, worker=worker_id)
    worker, path = stage.worker(worker_id), f"/claims/{reference}"
    assert "银行" not in story(worker, path)
    batch_paid(money, "失败")
    assert story(worker, path).endswith("银行没有付成")
    batch_paid(money)
    told = ["已交银行付款", "银行没有付成", "已交银行付款", "银行已付款"]
    assert re.findall("已交银行付款|银行没有付成|银行已付款", story(worker, path)) == told


def story(browser: Browser, path: str) -> str:
    """What happened to a case, without the times."""
    titles = BeautifulSoup(browser.get(path).text, "lxml").select(".timeline__title")
    return " ".join(one.get_text(" ", strip=True) for one in titles)


@SQLITE
def test_a_member_disputes_a_sum_and_another_officer_raises_or_lowers_it(money: Money, stage: Stage) -> None:
    worker_id = stage.member()
    reference = stage.file(worker_id, 540_000, 60_000)
    stage.decide(reference)
    money.see_originals(reference)
    batch_paid(money)
    worker, path = stage.worker(worker_id), f"/claims/{reference}/review"
    assert "对核定的金额有异议" in worker.get(f"/claims/{reference}").text
    for _ in range(2):
        post(worker, path, {"reason": "第一张票据不是我的"}, path)
    review = re.search(r"编号 ([0-9]{6}-\w{6})", text(worker.get(path).text))
    assert review is not None
    assert worker.get(f"/claims/reviews/{review[1]}").status_code == 303
    bill = stage.read(lambda: _first_bill(stage, reference))
    finding = {"row": "dental", "about": str(bill), "outcome": "holds", "note": "不是本人的票据"}
    prefixed = {f"finding-{name}": value for name, value in finding.items()}
    page = f"/office/claims/{review[1]}"
    went(post(stage.officer("zhang"), f"/office/claims/{reference}/findings", prefixed, page))
    assert "按现在的认定重新核算" in text(stage.officer("zhang").get(f"/office/cases/{review[1]}").text)
    went(verdict(stage, review[1], "grant", "少一张", login="zhang"))
    assert money.totals()[0] == stage.filing(reference).amount == 50_000


def _first_bill(stage: Stage, reference: str) -> UUID:

    return bills_of([filing_of(stage.case(reference)).id])[0].id
