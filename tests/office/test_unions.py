"""A union's officers: invited, suspended, handed over; the first one appointed from above; a union without any."""

import re

import pytest

from tests.cases.procedure import Stage
from tests.client import browse
from tests.office.test_deciding import SAME_ORIGIN, form_token, in_inbox
from webapp.accounts import REVIEWER, Officer, give_role
from webapp.accounts.officers import officer_by_id
from webapp.notices import Message
from webapp.persistence import unit_of_work

NEW = {"new-name": "钱新", "new-login": "qian.xin", "new-role": "reviewer"}


def address(stage: Stage, name: str = "street") -> str:
    """A union's page."""
    return f"/office/unions/{stage.unions[name]}"


def set_password(stage: Stage, page: str, login: str) -> None:
    """Follow the one-time link on the page, and sign in."""
    found = re.search(r"<code>https?://[^/]+(/officers/password/[^<]+)</code>", page)
    assert found is not None
    browser = browse(stage.app, "alpha")
    words = "correct horse battery"
    assert browser.submit(found[1], {"password": words, "again": words}).status_code == 303
    assert browser.get(found[1]).status_code == 404
    stage.signed_in(login)


def act(stage: Stage, login: str, officer: str, what: str, place: str = "street") -> int:
    """Press one of the buttons beside an officer."""
    browser = stage.signed_in(login)
    token = form_token(browser.get("/office/unions").text + browser.get("/logout").text)
    path = f"{address(stage, place)}/officers/{stage.officers[officer]}/{what}"
    return browser.post(path, data={"csrf_token": token}, headers=SAME_ORIGIN).status_code


def test_an_invited_officer_sets_his_password_by_a_link_shown_once_and_decides(stage: Stage) -> None:
    [reference] = stage.open()
    chief = stage.signed_in("chief")
    page = chief.submit(address(stage), NEW, button="邀请").text
    set_password(stage, page, "qian.xin")
    assert in_inbox(stage.signed_in("qian.xin")) == [reference]
    assert "password/" not in chief.get(address(stage)).text


def test_the_link_is_sent_to_his_phone_if_one_is_given(stage: Stage) -> None:
    stage.signed_in("chief").submit(address(stage), NEW | {"new-phone": "13900139000"}, button="邀请")
    assert stage.count(Message, Message.template == "officer_invited") == 1


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
    chief = stage.signed_in("chief")
    chief.submit(address(stage), {"in-successor": str(stage.officers["li"])}, button="确认移交")
    assert chief.get(address(stage)).status_code == 404
    page = stage.signed_in("li").get(address(stage)).text
    assert "确认移交" in page and "街道主任" not in page


def test_a_handover_to_somebody_new_ends_with_his_link(stage: Stage) -> None:
    chief = stage.signed_in("chief")
    assert chief.submit(address(stage), {"in-name": "钱新"}, button="确认移交").status_code == 422
    page = chief.submit(address(stage), {"in-name": "钱新", "in-login": "qian"}, button="确认移交").text
    set_password(stage, page, "qian")
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
    set_password(
        stage, top.submit(address(stage, "lonely"), NEW | {"new-role": "administrator"}, button="指定").text, "qian.xin"
    )
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
