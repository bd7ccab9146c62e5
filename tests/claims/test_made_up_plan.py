"""A plan that exists only as YAML (a share, so much a day, a lump sum) goes from the member's page to the ledger."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.claims.conftest import Stage
from tests.claims.made_up import stage_with
from tests.claims.papers import picture
from tests.claims.walking import Walk, post, text, verdict
from tests.conftest import REPOSITORY, BuildApp, Served
from webapp.claims.ledger import entries_of
from webapp.claims.models import LedgerHead
from webapp.persistence import db

MADE_UP = REPOSITORY / "tests" / "policy" / "plans" / "made_up.yaml"
STAY = {
    "care": "inpatient",
    "begins_on": "2025-05-10",
    "ends_on": "2025-05-15",
    "hospital_days": "5",
    "total": "5000.00",
    "self_paid_in_scope": "3000.00",
}


@pytest.fixture
def stage(served: Served, build_app: BuildApp, tmp_path: Path) -> Iterator[Stage]:
    """The province with that plan in the place of its own."""
    with stage_with(MADE_UP, served, build_app, tmp_path) as found:
        yield found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_made_up_plan_from_enrolment_to_grant(stage: Stage) -> None:
    stage.today(date(2025, 1, 10))
    walk = Walk(stage, stage.member())
    page = text(walk.browser.get("/claims").text)
    assert "住院互助计划" in page and "参加本版次的保障" in page and "每份 60.00 元" in page
    assert walk.browser.submit("/claims", button="参加这个保障").status_code == 303
    stage.today(date(2025, 5, 20))
    assert "从 2025年2月9日 到 2025年12月31日" in text(walk.browser.get("/claims").text)
    answer = walk.browser.submit("/claims", button="开始申报")
    reference = answer.location.rpartition("/")[2]
    path = f"/claims/{reference}"
    assert walk.browser.submit(f"{path}/when", {"day": "2025-05-10"}).status_code == 303
    what = {"kind": "admission", "place": "市医院", "story": "搬货扭伤住院", "third_party": "no"}
    assert walk.browser.submit(f"{path}/what", what).status_code == 422, "the edition's own question is asked"
    answers = {"answer_night_shift": "no"}
    assert walk.browser.submit(f"{path}/what", what | answers).status_code == 303
    assert walk.bill(reference, STAY).status_code == 303
    more = {"degree": "3", "told_paid_elsewhere__other_plan": "0"}
    assert walk.browser.submit(f"{path}/more", more).status_code == 303
    for paper in ("invoice", "diagnosis", "degree"):
        assert walk.upload(reference, paper, picture()).status_code == 303
    account = {
        "payee": "self",
        "holder": "王小明",
        "bank": "工商银行",
        "number": "6222000011112223",
        "again": "6222000011112223",
    }
    assert walk.browser.submit(f"{path}/account", account).status_code == 303
    assert walk.browser.submit(path, {"consent": "1"}, button="提交申报").status_code == 303
    assert stage.filing(reference).codes == ["original"]
    assert verdict(stage, reference, "grant").status_code == 409
    office = f"/office/claims/{reference}"
    post(stage.officer(), f"{office}/originals", {"document": "invoice", "seen": "1"}, f"/office/cases/{reference}")
    page = text(stage.officer().get(office).text)
    for words in ("住院费用补助", "应付 2350.00 元", "应付 160.00 元", "一次性应付 5000.00 元", "本次合计 7510.00 元"):
        assert words in page and words in walk.page(reference)
    assert verdict(stage, reference, "grant").status_code == 303
    entries = stage.read(lambda: entries_of(stage.person(walk.worker_id).id))
    assert {one.component: one.amount for one in entries} == {
        "costs_share": 235_000,
        "daily": 16_000,
        "disability": 500_000,
    }
    assert all(one.borne == {"society": one.amount} for one in entries)
    heads = stage.read(lambda: {one.component: (one.granted, one.cap) for one in db.session.query(LedgerHead)})
    assert heads == {"": (751_000, 2_000_000), "costs_share": (235_000, 400_000)}
    assert "已核定 7510.00 元" in text(walk.browser.get("/claims").text)
