"""A refusal is looked at again once, by another officer, and his verdict supersedes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cases.procedure import HOME, TRIAL, Stage
from webapp.accounts import suspend_officer
from webapp.accounts.officers import officer_by_id
from webapp.cases import register_kind
from webapp.persistence import unit_of_work
from webapp.tenancy import business_date

WHY = "我没有别的会籍"


def refused(stage: Stage, login: str = "li") -> str:
    """A case that an officer of the street refused."""
    [reference] = stage.open()
    assert stage.decide(stage.signed_in(login), reference, "refuse", "会籍在原单位").status_code == 303
    return reference


def appealed(stage: Stage) -> str:
    """The same, with the worker's appeal."""
    reference = refused(stage)
    assert stage.worker_signed_in().submit(f"/cases/{reference}/appeal", {"reason": WHY}).status_code == 303
    return reference


def test_a_worker_reads_why_he_was_refused_and_appeals_with_a_reason(stage: Stage) -> None:
    reference = refused(stage)
    worker = stage.worker_signed_in()
    page = worker.get(f"/cases/{reference}/appeal").text
    assert "会籍在原单位" in page and "没有规定申请复核的期限" in page
    answer = worker.submit(f"/cases/{reference}/appeal", {"reason": ""})
    assert (answer.status_code, stage.case(reference).state) == (422, "refused")
    worker.submit(f"/cases/{reference}/appeal", {"reason": WHY})
    assert stage.case(reference).state == "appealed"


def test_the_officer_who_refused_cannot_decide_the_appeal(stage: Stage) -> None:
    reference = appealed(stage)
    officer = stage.signed_in("li")
    assert f"/office/cases/{reference}" not in officer.get("/office").text
    assert f"/office/cases/{reference}" in officer.get("/office?view=others").text
    assert "没有轮到您办理" in officer.get(f"/office/cases/{reference}").text


def test_another_officer_sees_the_reason_and_his_grant_supersedes_the_refusal(stage: Stage) -> None:
    reference = appealed(stage)
    officer = stage.signed_in("zhang")
    page = officer.get(f"/office/cases/{reference}").text
    assert WHY in page and 'value="return"' not in page
    assert stage.decide(officer, reference, "grant").status_code == 303
    assert (stage.case(reference).state, stage.effects(reference)) == ("granted", 1)
    letter = officer.get(f"/office/cases/{reference}/letter").text
    assert "经复核，" in letter and "已批准" in letter
    assert "未通过" in officer.get(f"/office/cases/{reference}/letter?issue=1").text


def test_an_appeal_that_is_refused_ends_there(stage: Stage) -> None:
    reference = appealed(stage)
    stage.decide(stage.signed_in("zhang"), reference, "refuse", "仍有会籍")
    assert stage.case(reference).state == "refused"
    worker = stage.worker_signed_in()
    assert worker.get(f"/cases/{reference}/appeal").status_code == 303
    assert stage.effects(reference) == 0


def test_an_appeal_goes_to_the_union_above_where_nobody_else_is_at_the_union(stage: Stage) -> None:
    reference = refused(stage)
    with stage.app.app_context(), unit_of_work(HOME):
        for login in ("chief", "zhang"):
            officer = officer_by_id(stage.officers[login])
            assert officer is not None
            suspend_officer(officer)
    stage.worker_signed_in().submit(f"/cases/{reference}/appeal", {"reason": WHY})
    assert stage.steps(reference)[-1].union_id == stage.unions["top"]
    stage.decide(stage.signed_in("top"), reference, "grant")
    assert stage.case(reference).state == "granted"


def test_unions_that_had_not_decided_are_still_asked_after_a_granted_appeal(stage: Stage) -> None:
    [reference] = stage.open(plans=[(1, "street"), (1, "far")])
    stage.decide(stage.signed_in("li"), reference, "refuse", "不行")
    stage.worker_signed_in().submit(f"/cases/{reference}/appeal", {"reason": WHY})
    stage.decide(stage.signed_in("zhang"), reference, "grant")
    assert (stage.case(reference).state, stage.effects(reference)) == ("appealed", 0)
    stage.decide(stage.signed_in("far"), reference, "grant")
    assert (stage.case(reference).state, stage.effects(reference)) == ("granted", 1)


def test_an_appeal_ends_with_the_day_that_the_profile_states(stage: Stage) -> None:
    reference = refused(stage)
    worker = stage.worker_signed_in()
    register_kind(replace(TRIAL, appeal_until=lambda _case: business_date() - timedelta(days=1)))
    assert worker.get(f"/cases/{reference}/appeal").status_code == 303
    register_kind(replace(TRIAL, appeal_until=lambda _case: business_date()))
    assert "（含当天）" in worker.get(f"/cases/{reference}/appeal").text
    assert worker.submit(f"/cases/{reference}/appeal", {"reason": WHY}).status_code == 303


@pytest.mark.parametrize("verdict", [None, "grant", "return"])
def test_only_a_refusal_can_be_appealed(stage: Stage, verdict: str | None) -> None:
    [reference] = stage.open()
    if verdict:
        stage.decide(stage.signed_in("li"), reference, verdict, "请补充")
    before = stage.case(reference).state
    worker = stage.worker_signed_in()
    assert worker.get(f"/cases/{reference}/appeal").status_code == 303
    assert stage.case(reference).state == before


def test_nobody_elses_case_can_be_appealed(stage: Stage) -> None:
    stage.worker = None
    reference = refused(stage)
    assert stage.worker_signed_in().get(f"/cases/{reference}/appeal").status_code == 404


def test_the_worker_prints_the_newest_letter_of_his_own_case(stage: Stage) -> None:
    reference = refused(stage)
    worker = stage.worker_signed_in()
    assert all(words in worker.get(f"/cases/{reference}/letter").text for words in ("未通过", "会籍在原单位"))
    worker.submit(f"/cases/{reference}/appeal", {"reason": WHY})
    stage.decide(stage.signed_in("zhang"), reference, "grant")
    assert "已批准" in worker.get(f"/cases/{reference}/letter").text
    [other] = stage.open()
    assert worker.get(f"/cases/{other}/letter").status_code == 404
