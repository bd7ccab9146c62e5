"""Hardship relief: visits are noted one after the other, a request can be refused, and appealed to another officer."""

from datetime import date

import pytest
from werkzeug.test import TestResponse

from tests.claims.conftest import Stage
from tests.claims.walking import ACCOUNT, post, text, verdict
from webapp.relief.procedure import Visit, relief_of, visits_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ASKED = {"payee": "self", "household": "一家四口", "reason": "父亲住院", "consent": "1", **ACCOUNT}
SENT = {"content_type": "multipart/form-data"}


def went(answer: TestResponse) -> str:
    assert answer.status_code == 303, text(answer.text)[:800]
    return answer.location


def asked(stage: Stage) -> tuple[str, str]:
    """A request handed in, with the union's bounds set; its reference and the officer's page."""
    stage.today(date(2026, 5, 6))
    terms = f"/office/relief/terms/{stage.unions['street']}"
    went(post(stage.officer("chief"), terms, {"least": "500", "most": "5000", "second": ""}, terms))
    reference = went(post(stage.worker(stage.member()), "/claims/relief", ASKED, **SENT)).rpartition("/")[2]
    return reference, f"/office/relief/{reference}"


def test_every_visit_stays_with_its_day_and_who_wrote_it_and_needs_no_amount_yet(stage: Stage) -> None:
    reference, path = asked(stage)
    first = {"visited_on": "2026-05-04", "note": "家里没有人"}
    went(post(stage.officer(), path, first, path, **SENT))
    assert "还没有写入户情况和救助金额" in text(verdict(stage, reference, "grant").text)
    second = {"visited_on": "2026-05-05", "note": "情况属实", "amount": "3000"}
    for _ in range(2):
        went(post(stage.officer("zhang"), path, second, path, **SENT))
    found = stage.read(lambda: visits_of(relief_of(stage.case(reference))))
    assert found == [Visit("2026-05-04", "家里没有人", "李经办"), Visit("2026-05-05", "情况属实", "张经办")]
    page = text(stage.officer().get(path).text)
    assert "2026-05-04 李经办：家里没有人；2026-05-05 张经办：情况属实" in page and "3000.00 元" in page
    went(verdict(stage, reference, "grant"))
    assert stage.read(lambda: stage.case(reference).state) == "granted"


def test_a_request_is_refused_without_a_sum_and_appealed_to_another_officer(stage: Stage) -> None:
    reference, path = asked(stage)
    went(verdict(stage, reference, "refuse", reason="材料和走访的情况不符"))
    worker_id = stage.read(lambda: stage.case(reference).worker_id)
    worker, mine = stage.worker(worker_id), f"/claims/relief/{reference}"
    page = worker.get(mine).text
    assert "材料和走访的情况不符" in text(page) and f"/applications/{reference}" in page or "申请复核" in text(page)
    appeal = next(one for one in page.split('"') if one.endswith("/appeal"))
    went(worker.submit(appeal, {"reason": "走访的是旧地址"}))
    assert stage.read(lambda: stage.case(reference).state) == "appealed"
    visit = {"visited_on": "2026-05-06", "note": "新地址走访，情况属实", "amount": "800"}
    went(post(stage.officer("zhang"), path, visit, path, **SENT))
    went(verdict(stage, reference, "grant", login="zhang"))
    assert stage.read(lambda: stage.case(reference).state) == "granted"


def test_a_request_is_part_of_the_copy_of_his_data_masked_on_the_screen_and_whole_in_the_file(stage: Stage) -> None:
    reference, path = asked(stage)
    went(post(stage.officer(), path, {"visited_on": "2026-05-04", "note": "情况属实", "amount": "800"}, path, **SENT))
    worker = stage.worker(stage.read(lambda: stage.case(reference).worker_id))
    screen, file = worker.get("/me/data").text, worker.get("/me/data.json").json
    assert "一家四口" in screen and "6222000011112223" not in screen
    assert file is not None
    [request] = file["困难救助"]
    assert request["编号"] == reference and request["走访"] == [{"日期": "2026-05-04", "情况": "情况属实"}]
    assert "6222000011112223" in request["收款账户"] and request["建议救助"] == "800.00 元"
