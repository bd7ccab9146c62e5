"""What reviewers do: findings where a person decides, originals, one accident or two, the second officer, marks."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.cases.procedure import at_once
from tests.claims.conftest import Stage
from tests.claims.papers import PAPERS, picture
from tests.claims.walking import TOKENS, WHAT, Walk, found, post, shown_on, text, verdict
from tests.client import browse
from tests.office.test_deciding import twin
from webapp.cases import steps_of
from webapp.persistence import Event, db
from webapp.unions.settings import set_second_approval

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def office(stage: Stage, reference: str, login: str = "li") -> str:
    return text(stage.officer(login).get(f"/office/claims/{reference}").text)


def outcome(stage: Stage, reference: str) -> tuple[Any, ...]:
    filing = stage.filing(reference)
    return filing.state, tuple(filing.codes), filing.amount


def bill_option(stage: Stage, reference: str, number: int = 1) -> str:
    page = BeautifulSoup(stage.officer().get(f"/office/claims/{reference}").text, "lxml")
    options = page.select("select[name=finding-about] option")
    return next(str(one["value"]) for one in options if one.text.startswith(f"票据 {number}，"))


def test_a_hospital_of_unclear_grade_goes_to_a_person_and_his_finding_settles_it(stage: Stage) -> None:
    reference = Walk(stage, stage.member()).file({"hospital_grade": "unclear"})
    assert outcome(stage, reference) == ("needs_manual_decision", ("hospital",), 0)
    assert verdict(stage, reference, "grant").status_code == 409
    assert found(stage, reference, "hospital", bill_option(stage, reference)).status_code == 303
    assert outcome(stage, reference) == ("approved", (), 50_000)
    assert "经人工认定符合" in office(stage, reference)
    page = stage.officer().get(f"/office/claims/{reference}").text
    token = BeautifulSoup(page, "lxml").select_one("input[name=taken_back]")
    assert token is not None
    post(stage.officer(), f"/office/claims/{reference}/findings", {"taken_back": token["value"]}, "/office")
    assert outcome(stage, reference)[0] == "needs_manual_decision"


def test_a_stay_across_the_last_day_is_split_by_a_person(stage: Stage) -> None:
    stage.today(date(2022, 9, 20))
    bill = {"care": "inpatient", "begins_on": "2022-09-01", "ends_on": "2022-09-10", "self_paid_in_scope": "3000.00"}
    reference = Walk(stage, stage.member()).file(bill)
    assert outcome(stage, reference) == ("needs_manual_decision", ("costs",), 0)
    about = bill_option(stage, reference)
    assert found(stage, reference, "costs", about, counts="1800.00").status_code == 303
    assert outcome(stage, reference) == ("approved", (), 50_000)


def test_a_late_second_filing_and_one_in_the_gap_of_a_rest_day_are_decided_by_findings(stage: Stage) -> None:
    stage.today(date(2023, 3, 13))
    reference = Walk(stage, stage.member()).file({"begins_on": "2022-03-12"}, day="2022-03-12")
    assert outcome(stage, reference) == ("needs_manual_decision", ("filing",), 0)
    found(stage, reference, "filing", "filing", "not")
    assert outcome(stage, reference)[:2] == ("refused", ("late",))
    found(stage, reference, "filing", "filing")
    assert outcome(stage, reference) == ("approved", (), 50_000)


def test_a_finding_that_does_not_fit_its_row_is_told_and_nothing_is_lost(stage: Stage) -> None:
    reference = Walk(stage, stage.member()).file({})
    answer = found(stage, reference, "dental", "accident")
    assert answer.status_code == 422 and "请选一张票据" in answer.text and "已核对材料" in answer.text
    answer = found(stage, reference, "drugs", "accident", "exception")
    assert answer.status_code == 422 and "没有写例外" in answer.text
    assert found(stage, reference, "drugs", "accident", note="").status_code == 422
    assert outcome(stage, reference) == ("approved", (), 50_000)


def test_the_original_is_ticked_and_more_papers_can_be_asked_for(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.file({})
    assert "付款前要看原件" in walk.page(reference)
    post(
        stage.officer(),
        f"/office/claims/{reference}/originals",
        {"document": "invoice", "seen": "1"},
        f"/office/cases/{reference}",
    )
    assert "原件已核对" in walk.page(reference) and stage.filing(reference).originals == ["invoice"]
    found(stage, reference, "further", "filing", "not")
    assert outcome(stage, reference)[:2] == ("documents_requested", ("documents",))
    assert "另行要求的材料" in walk.page(reference)
    assert verdict(stage, reference, "return", "请补交责任认定书").status_code == 303
    page = walk.page(reference)
    assert "请补交责任认定书" in page and "重新提交" in page and "还缺：另行要求的材料" in page
    assert walk.upload(reference, "further", picture()).status_code == 303
    assert walk.post(f"/claims/{reference}/submission", {"consent": "1"}).status_code == 303
    assert outcome(stage, reference) == ("approved", (), 50_000)
    assert stage.filing(reference).refiled_on == date(2022, 4, 1)
    assert verdict(stage, reference, "grant").status_code == 303


def test_two_accidents_become_one_and_one_becomes_two_only_with_a_reason(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    first, second = walk.file({"self_paid_in_scope": "300.00"}), walk.file({"self_paid_in_scope": "300.00"})
    verdict(stage, first, "grant")
    page = BeautifulSoup(stage.officer().get(f"/office/claims/{second}").text, "lxml")
    into = page.select_one("input[name=placement-to]")
    assert into is not None
    path = f"/office/claims/{second}/placement"
    fields = {"placement-to": into["value"], "placement-note": ""}
    assert post(stage.officer(), path, fields, f"/office/cases/{second}").status_code == 422
    fields["placement-note"] = "同一天同一处，一次碰撞"
    assert post(stage.officer(), path, fields, f"/office/cases/{second}").status_code == 303
    assert outcome(stage, second) == ("approved", (), 30_000)
    assert stage.accident(second).number == 1
    fields = {"placement-to": "new", "placement-note": "核实是两次"}
    assert post(stage.officer(), path, fields, f"/office/cases/{second}").status_code == 303
    assert outcome(stage, second) == ("approved", (), 20_000)
    kinds = stage.read(lambda: [one.kind for one in db.session.query(Event).all() if one.kind.startswith("claim.")])
    assert {"claim.merged", "claim.split"} <= set(kinds)
    answer = post(stage.officer(), path, fields, f"/office/cases/{second}")
    assert answer.status_code == 422 and "不用分开" in answer.text


def limit(stage: Stage, fen: int | None) -> None:
    with stage.app.app_context(), stage.work():
        set_second_approval(stage.unions["street"], fen)


def test_a_limit_set_while_a_claim_waits_brings_the_second_officer_too(stage: Stage) -> None:
    reference = Walk(stage, stage.member()).file({"self_paid_in_scope": "3000.00"})
    limit(stage, 100_000)
    for login, state in (("li", "under_review"), ("zhang", "granted")):
        assert verdict(stage, reference, "grant", login=login).status_code == 303
        assert stage.read(lambda: stage.case(reference).state) == state


def test_above_the_unions_limit_two_different_officers_must_agree(stage: Stage) -> None:
    limit(stage, 199_999)
    walk = Walk(stage, stage.member())
    small, large = walk.file({}), walk.file({"self_paid_in_scope": "2000.01"})
    assert verdict(stage, small, "grant").status_code == 303
    assert stage.read(lambda: stage.case(small).state) == "granted"
    assert "要由两位工作人员先后同意" in office(stage, large)
    assert verdict(stage, large, "grant").status_code == 303
    assert stage.read(lambda: stage.case(large).state) == "under_review"
    again = verdict(stage, large, "grant")
    assert again.status_code == 409 and "第二位不能是同一个人" in again.text
    assert verdict(stage, large, "grant", login="zhang").status_code == 303
    assert stage.read(lambda: stage.case(large).state) == "granted"
    waiting = walk.file({"self_paid_in_scope": "2000.01"})
    limit(stage, None)
    office(stage, waiting)
    assert verdict(stage, waiting, "grant").status_code == 303
    assert stage.read(lambda: stage.case(waiting).state) == "granted"


def test_marks_are_shown_to_the_officer_and_decide_nothing(stage: Stage) -> None:
    walk, other = Walk(stage, stage.member()), Walk(stage, stage.member())
    invoice = {"invoice": "0440 1234-5678"}
    first = other.file(invoice)
    reference = walk.file(
        {"invoice": "044012345678", "begins_on": "2022-03-09"}, {"self_paid_in_scope": "700.00"}, day="2022-03-10"
    )
    page = office(stage, reference)
    assert f"与 {first} 的一张相同" in page
    assert "早于发生日 2022年3月10日" in page
    assert "另有 1 位会员用同一个收款账户" in page
    assert "相同" not in walk.page(reference)
    early = Walk(stage, stage.member()).file({"begins_on": "2022-01-05"}, day="2022-01-05")
    assert "正是本人保障的第一天" in office(stage, early)
    assert outcome(stage, early) == ("approved", (), 50_000)


def test_the_member_sees_what_was_paid_what_is_reserved_what_is_left_and_the_last_days(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    verdict(stage, walk.file({"self_paid_in_scope": "8000.00"}), "grant")
    walk.file({"self_paid_in_scope": "3000.00"}, papers=("invoice",))
    page = text(walk.browser.get("/claims").text)
    for words in (
        "已核定 5000.00 元",
        "2000.00 元",
        "2022年版还余 3000.00 元",
        "最后一天 2023年3月10日",
        "最后一天 2022年9月6日",
    ):
        assert words in page.replace("申报占用 按现在的材料核算，批准后才算数", "申报占用"), page


def test_a_draft_is_kept_part_by_part_and_handed_in_once(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.begin()
    assert walk.post(f"/claims/{reference}/submission", {"consent": "1"}).status_code == 422
    assert walk.post(f"/claims/{reference}/when", {"day": "2022-04-02"}).status_code == 422
    walk.post(f"/claims/{reference}/when", {"day": "2022-03-10", "time": "9:30"})
    again = walk.browser.get(f"/claims/{reference}/when").text
    assert 'value="2022"' in again and 'value="09:30"' in again
    assert walk.post(f"/claims/{reference}/what", WHAT | {"story": ""}).status_code == 422
    walk.post(f"/claims/{reference}/what", WHAT)
    answer = walk.bill(reference, {"total": "500.00", "self_paid_in_scope": "600.00"})
    assert answer.status_code == 422 and "多于票据总额" in answer.text
    assert walk.bill(reference, {"total": "8百", "self_paid_in_scope": "600.00"}).status_code == 422
    assert walk.bill(reference, {"total": "１,２００元", "self_paid_in_scope": "600"}).status_code == 303
    bills = BeautifulSoup(walk.browser.get(f"/claims/{reference}/bills").text, "lxml")
    address = next(
        str(link["href"])
        for link in bills.select("main a")
        if "/bills/" in str(link["href"]) and "new" not in str(link["href"])
    )
    assert 'value="1200.00"' in walk.browser.get(address).text
    assert walk.post(f"/claims/{reference}/submission", {}).status_code == 422
    assert [walk.post(f"/claims/{reference}/submission", {"consent": "1"}).status_code for _ in range(2)] == [303, 303]
    assert walk.post(f"/claims/{reference}/when", {"day": "2022-03-11"}).status_code == 409
    assert outcome(stage, reference)[:2] == ("documents_requested", ("documents", "payee"))
    second = walk.begin(again=1)
    assert walk.post(f"/claims/{second}/when", {"day": "2022-03-11"}).status_code == 409


def test_the_letter_and_the_copy_of_his_data_tell_the_member_how_the_sum_came_about(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.file({"self_paid_in_scope": "600.00"})
    verdict(stage, reference, "grant")
    letter = text(walk.browser.get(f"/cases/{reference}/letter").text)
    assert "累计 600.00 元" in letter and "本次付 500.00 元" in letter
    copy = text(walk.browser.get("/me/data").text)
    assert "送货时被电动车撞倒" in copy and "500.00 元" in copy and "62220000" not in copy
    assert "为保障申报处理敏感个人信息" in text(walk.browser.get("/me/consents").text)


def test_eight_clicks_at_once_hand_a_draft_in_once(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.begin()
    walk.post(f"/claims/{reference}/when", {"day": "2022-03-10"})
    walk.post(f"/claims/{reference}/what", WHAT)
    walk.bill(reference, {})
    windows = [twin(walk.browser, stage.app) for _ in range(8)]
    answers: list[int] = []
    path = f"/claims/{reference}/submission"
    fields = {"consent": "1", "csrf_token": TOKENS[walk.browser], "shown": shown_on(walk.browser, reference)}

    def press(number: int) -> None:
        answer = windows[number].post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        answers.append(answer.status_code)

    at_once(8, press)
    assert answers == [303] * 8
    submitted = stage.read(lambda: [one.kind for one in db.session.query(Event) if one.kind == "case.submit"])
    assert len(submitted) == 1 and stage.read(lambda: len(steps_of(stage.case(reference)))) == 1


def test_who_is_no_member_yet_is_told_so(stage: Stage) -> None:
    browser = stage.worker(stage.member(since=None, real_name=None))
    page = text(browser.get("/claims").text)
    assert "保障还没有开始" in page and "入会得到批准、实名登记" in page
    nobody = browse(stage.app, stage.jurisdiction)
    assert "登录后申报" in text(nobody.get("/claims").text)


def test_filings_merged_and_split_again_have_each_its_own_day_and_name_each_other(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    first, second = walk.file({}), walk.file({"begins_on": "2022-03-12"}, day="2022-03-12")
    officer, number = stage.officer(), stage.accident(first).id
    path = f"/office/claims/{second}"
    fields = {"placement-to": str(number), "placement-note": "同一次事故"}
    assert post(officer, f"{path}/placement", fields, page=path).status_code == 303
    for one, other in ((first, second), (second, first)):
        assert "同一件事的其他申报" in officer.get(f"/office/claims/{one}").text
        assert other in officer.get(f"/office/claims/{one}").text and other in walk.browser.get(f"/claims/{one}").text
        assert "2022年3月10日" in text(officer.get(f"/office/claims/{one}").text)
    fields = {"placement-to": "new", "placement-note": "两次事故"}
    assert post(officer, f"{path}/placement", fields, page=path).status_code == 303
    assert "2022年3月12日" in text(officer.get(path).text).partition("票据")[0]
    assert "2022年3月10日" in text(officer.get(f"/office/claims/{first}").text).partition("票据")[0]
    assert second not in officer.get(f"/office/claims/{first}").text


def test_a_draft_without_an_account_is_not_said_to_have_anothers_and_papers_begun_are_begun(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.begin()
    walk.post(f"/claims/{reference}/when", {"day": "2022-03-10"})
    walk.post(f"/claims/{reference}/what", WHAT)
    walk.bill(reference, {})
    assert walk.upload(reference, PAPERS[0], picture()).status_code == 303
    page = text(walk.browser.get(f"/claims/{reference}").text)
    assert "还没有填写收款账户" in page and "不是本人账户" not in page
    assert "已传 1 个文件" in page and "进行中" in page.partition("材料照片")[2].partition("收款账户")[0]
