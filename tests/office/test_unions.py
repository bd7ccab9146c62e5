"""A union's officers: invited, suspended, handed over; the first one appointed from above; a union without any."""

import re
from datetime import timedelta

import pytest
import time_machine

from tests.cases.procedure import Stage
from tests.client import browse
from tests.office.test_deciding import SAME_ORIGIN, form_token, in_inbox
from tests.officers import confirm_waiting, links_to, person, set_password
from webapp.accounts import ADMINISTRATOR, REVIEWER, Officer, give_role
from webapp.accounts.acts import settle_waiting
from webapp.accounts.officers import officer_by_id, officer_by_login
from webapp.notices import Message
from webapp.persistence import now, unit_of_work

NEW = {"new-name": "钱新", "new-login": "qian.xin", "new-role": "reviewer", "new-phone": "13900139000"}


def address(stage: Stage, name: str = "street") -> str:
    """A union's page."""
    return f"/office/unions/{stage.unions[name]}"


def arrived(stage: Stage, login: str) -> None:
    """He follows the link on his phone, and signs in."""
    stage.browsers[login] = set_password(stage.app, "alpha", login)


def act(stage: Stage, login: str, officer: str, what: str, place: str = "street") -> int:
    """Press one of the buttons beside an officer."""
    browser = stage.signed_in(login)
    token = form_token(browser.get("/office/unions").text + browser.get("/logout").text)
    path = f"{address(stage, place)}/officers/{stage.officers[officer]}/{what}"
    return browser.post(path, data={"csrf_token": token}, headers=SAME_ORIGIN).status_code


def test_an_invited_officer_is_confirmed_from_above_sets_his_password_and_decides(stage: Stage) -> None:
    [reference] = stage.open()
    chief, top = stage.signed_in("chief"), stage.signed_in("top")
    page = chief.submit(address(stage), NEW, button="邀请", follow_redirects=True).text
    assert "password/" not in page and "总工会管理员 确认" in page
    assert links_to(stage.app, "alpha", "qian.xin") == []
    [act_page] = [chief.get(one).text for one in re.findall(r"/officers/acts/[\w-]+", page)[:1]]
    assert "核对无误，确认" not in act_page and "139****9000" in act_page
    assert [answer.status_code for answer in confirm_waiting(top)] == [303]
    assert [phone for phone, _path in links_to(stage.app, "alpha", "qian.xin")] == ["13900139000"]
    arrived(stage, "qian.xin")
    assert in_inbox(stage.signed_in("qian.xin")) == [reference]
    assert "password/" not in chief.get(address(stage)).text


def test_who_asked_cannot_confirm_and_nobody_else_sees_it(stage: Stage) -> None:
    chief = stage.signed_in("chief")
    path = re.search(r"/officers/acts/[\w-]+", chief.submit(address(stage), NEW, button="邀请").text)
    assert path is not None
    token = form_token(chief.get("/logout").text)
    answer = chief.post(f"{path[0]}/confirmation", data={"csrf_token": token}, headers=SAME_ORIGIN)
    assert answer.status_code == 409 and "您自己提出的" in answer.text
    assert stage.signed_in("far").get(path[0]).status_code == 404
    token = form_token(stage.signed_in("far").get("/logout").text)
    answer = stage.signed_in("far").post(f"{path[0]}/confirmation", data={"csrf_token": token}, headers=SAME_ORIGIN)
    assert answer.status_code == 404
    assert stage.count(Officer, Officer.login == "qian.xin") == 0


def test_what_was_asked_can_be_refused_with_a_reason_that_the_asker_reads(stage: Stage) -> None:
    chief, top = stage.signed_in("chief"), stage.signed_in("top")
    chief.submit(address(stage), NEW, button="邀请")
    path = re.search(r"/officers/acts/[\w-]+", top.get("/officers/acts").text)
    assert path is not None
    assert top.submit(path[0], {"reason": "没有这个人"}, button="不同意").status_code == 303
    assert "没有同意：没有这个人" in chief.get("/officers/acts").text
    assert confirm_waiting(top) == [] and stage.count(Officer, Officer.login == "qian.xin") == 0
    assert top.get(f"{path[0]}").status_code == 200


def test_where_nobody_can_confirm_it_waits_is_announced_and_stands_in_the_auditors_list(stage: Stage) -> None:
    top, auditor = stage.signed_in("top"), stage.signed_in("auditor")
    page = top.submit(address(stage, "top"), NEW, button="邀请", follow_redirects=True).text
    assert "没有第二位管理员" in page
    assert stage.count(Message, Message.template == "account_waits") >= 1
    assert "没有第二位管理员" in auditor.get("/officers/acts").text
    _settle(stage)
    assert stage.count(Officer, Officer.login == "qian.xin") == 0
    with time_machine.travel(now() + timedelta(hours=73), tick=False):
        _settle(stage)
    assert [phone for phone, _path in links_to(stage.app, "alpha", "qian.xin")] == ["13900139000"]


def test_what_waits_is_stopped_by_anybody_whom_it_concerns(stage: Stage) -> None:
    top, auditor = stage.signed_in("top"), stage.signed_in("auditor")
    top.submit(address(stage, "top"), NEW, button="邀请")
    path = re.search(r"/officers/acts/[\w-]+", auditor.get("/officers/acts").text)
    assert path is not None
    assert auditor.submit(path[0], {"reason": "没有听说过"}, button="不同意").status_code == 303
    with time_machine.travel(now() + timedelta(hours=73), tick=False):
        _settle(stage)
    assert stage.count(Officer, Officer.login == "qian.xin") == 0


def _settle(stage: Stage) -> None:
    with stage.app.app_context(), unit_of_work("alpha"):
        settle_waiting()


def test_one_phone_is_one_person(stage: Stage) -> None:
    chief = stage.signed_in("chief")
    with stage.app.app_context(), unit_of_work("alpha"):
        zhang = officer_by_id(stage.officers["zhang"])
        assert zhang is not None
        phone = zhang.phone
    answer = chief.submit(address(stage), NEW | {"new-phone": phone}, button="邀请")
    assert answer.status_code == 422 and "一个人用一个账号" in answer.text


def test_a_known_officer_gets_one_more_role_without_a_second_account(stage: Stage) -> None:
    chief, top = stage.signed_in("chief"), stage.signed_in("top")
    fields = {"new-name": "张经办", "new-login": "zhang", "new-role": "treasurer", "new-phone": ""}
    assert "等另一位管理员确认" in chief.submit(address(stage), fields, button="邀请", follow_redirects=True).text
    confirm_waiting(top)
    assert links_to(stage.app, "alpha", "zhang") == []
    assert "财务" in chief.get(address(stage)).text


def test_a_reset_goes_to_his_own_phone_and_leaves_its_trace(stage: Stage) -> None:
    zhang, chief, top = stage.signed_in("zhang"), stage.signed_in("chief"), stage.signed_in("top")
    assert act(stage, "chief", "zhang", "link") == 303
    assert links_to(stage.app, "alpha", "zhang") == []
    confirm_waiting(top)
    [(phone, _path)] = links_to(stage.app, "alpha", "zhang")
    with stage.app.app_context(), unit_of_work("alpha", write=False):
        found = officer_by_id(stage.officers["zhang"])
        assert found is not None and found.phone == phone
    told = zhang.get("/officers/account").text
    assert all(words in told for words in ("提出账号事项", "账号事项生效", "生成设置密码的链接", "短信已发出"))
    assert "街道主任" in told and "总工会管理员" in told
    assert "生成设置密码的链接" in stage.signed_in("auditor").get("/office/events").text
    arrived(stage, "zhang")
    assert zhang.get("/office").status_code == 303
    assert "用链接设置密码" in stage.signed_in("zhang").get("/officers/account").text
    assert chief.get("/officers/account").status_code == 200


def test_who_never_signed_in_gets_another_link_at_once_on_the_same_phone(stage: Stage) -> None:
    chief, top = stage.signed_in("chief"), stage.signed_in("top")
    chief.submit(address(stage), NEW, button="邀请")
    confirm_waiting(top)
    with stage.app.app_context(), unit_of_work("alpha"):
        new = officer_by_login("qian.xin")
        assert new is not None
        stage.officers["qian.xin"] = new.id
    assert act(stage, "chief", "qian.xin", "link") == 303
    assert [phone for phone, _path in links_to(stage.app, "alpha", "qian.xin")] == ["13900139000"] * 2


def test_another_phone_is_confirmed_and_proved_before_he_is_a_second_human_again(stage: Stage) -> None:
    chief, top = stage.signed_in("chief"), stage.signed_in("top")
    path = f"{address(stage)}/officers/{stage.officers['zhang']}/phone"
    assert "等另一位管理员确认" in chief.submit(path, {"phone": "13911112222"}, follow_redirects=True).text
    confirm_waiting(top)
    assert "不能复核" in chief.get(address(stage)).text
    arrived(stage, "zhang")
    assert "不能复核" not in chief.get(address(stage)).text


def test_a_login_that_is_taken_or_cannot_be_typed_is_said_in_the_form(stage: Stage) -> None:
    chief = stage.signed_in("chief")
    assert "已有人使用" in chief.submit(address(stage), NEW | {"new-login": "zhang"}, button="邀请").text
    assert chief.submit(address(stage), NEW | {"new-login": "钱新"}, button="邀请").status_code == 422


def test_a_suspended_officer_is_out_at_once_and_his_cases_are_everybodys(stage: Stage) -> None:
    [reference] = stage.open()
    zhang, chief = stage.signed_in("zhang"), stage.signed_in("chief")
    chief.submit(f"/office/cases/{reference}", {"officer": str(stage.officers["zhang"])}, button="改派")
    assert act(stage, "chief", "zhang", "suspension") == 303
    assert zhang.get("/office").status_code == 303
    assert in_inbox(stage.signed_in("li")) == [reference]
    assert "已停用" in chief.get(address(stage)).text
    act(stage, "chief", "zhang", "suspension")
    stage.browsers.pop("zhang")
    assert in_inbox(stage.signed_in("zhang")) == [reference]


def test_an_officer_who_works_for_another_union_too_only_loses_his_role_here(stage: Stage) -> None:
    with stage.app.app_context(), unit_of_work("alpha"):
        zhang = officer_by_id(stage.officers["zhang"])
        assert zhang is not None
        give_role(zhang, stage.unions["far"], REVIEWER)
    assert act(stage, "chief", "zhang", "suspension") == 403
    assert act(stage, "chief", "zhang", "link") == 403
    assert act(stage, "chief", "zhang", "removal") == 303
    assert '"muted">zhang<' not in stage.signed_in("chief").get(address(stage)).text
    assert '"muted">zhang<' in stage.signed_in("far").get(address(stage, "far")).text


@pytest.mark.parametrize("login", ["li", "far", "top"])
@pytest.mark.parametrize("what", ["suspension", "link", "removal", "absence"])
def test_only_the_unions_own_administrator_changes_its_officers(stage: Stage, login: str, what: str) -> None:
    assert act(stage, login, "zhang", what) in (403, 404)
    assert stage.count(Officer, Officer.state == "suspended") == 0


def test_a_handover_brings_the_new_administrator_in_and_the_old_out_in_one_act(stage: Stage) -> None:
    chief, top = stage.signed_in("chief"), stage.signed_in("top")
    chief.submit(address(stage), {"in-successor": str(stage.officers["li"])}, button="确认移交")
    assert chief.get(address(stage)).status_code == 200
    confirm_waiting(top)
    assert chief.get(address(stage)).status_code == 404
    page = stage.signed_in("li").get(address(stage)).text
    assert "确认移交" in page and "街道主任" not in page


def test_a_handover_to_somebody_new_ends_with_his_link(stage: Stage) -> None:
    chief, top = stage.signed_in("chief"), stage.signed_in("top")
    assert chief.submit(address(stage), {"in-name": "钱新"}, button="确认移交").status_code == 422
    new = {"in-name": "钱新", "in-login": "qian", "in-phone": "13900139000"}
    assert chief.submit(address(stage), new, button="确认移交").status_code == 303
    confirm_waiting(top)
    arrived(stage, "qian")
    assert "确认移交" in stage.signed_in("qian").get(address(stage)).text


def test_the_union_above_sees_what_waits_where_nobody_is_and_appoints_the_first(stage: Stage) -> None:
    [reference] = stage.open(plans=[(1, "lonely")])
    top = stage.signed_in("top")
    assert (in_inbox(top), in_inbox(top, "?view=below")) == ([], [reference])
    path = f"/office/cases/{reference}"
    page = top.get(path).text
    assert "不能代办" in page and 'name="verdict"' not in page
    token = form_token(top.get("/logout").text)
    fields = {"csrf_token": token, "verdict": "grant", "version": str(stage.case(reference).version)}
    assert top.post(f"{path}/decision", data=fields, headers=SAME_ORIGIN).status_code == 409
    assert top.get(f"{path}/full-numbers").status_code == 404
    assert "没有人" in top.get("/office/unions").text
    with stage.app.app_context(), unit_of_work("alpha"):
        second = person(name="总工会副管理员", login="second")
        give_role(second, stage.unions["top"], ADMINISTRATOR)
    top.submit(address(stage, "lonely"), NEW | {"new-role": "administrator"}, button="指定")
    confirm_waiting(browse(stage.app, "alpha").sign_in("officer", second.id))
    arrived(stage, "qian.xin")
    assert in_inbox(stage.signed_in("qian.xin")) == [reference]
    assert top.get(path).status_code == 404
    assert "指定管理员" not in top.get(address(stage, "lonely")).text


def test_from_above_only_a_first_administrator_is_appointed(stage: Stage) -> None:
    top = stage.signed_in("top")
    token = form_token(top.get("/logout").text)
    fields = NEW | {"csrf_token": token}
    assert top.post(f"{address(stage)}/officers", data=fields, headers=SAME_ORIGIN).status_code == 403
    answer = top.post(f"{address(stage, 'lonely')}/officers", data=fields, headers=SAME_ORIGIN)
    assert answer.status_code == 422
