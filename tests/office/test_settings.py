"""What the province says of itself is set once by its top federation and stands on every page; what is empty is hidden."""

import re

from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.cases.procedure import HOME, Stage
from tests.client import browse
from webapp.notices import Message
from webapp.persistence import unit_of_work
from webapp.unions.settings import province_settings

HERE = {"Sec-Fetch-Site": "same-origin"}
WORDS = {
    "operator": "某省总工会宣传部",
    "icp": "某ICP备12345678号",
    "hotline": "0999-12351",
    "signature": "某省工会",
    "privacy_text": "只收集办理需要的信息。\n可以随时要求更正。",
}


def test_settings_stand_on_every_page_and_empty_ones_are_hidden(stage: Stage) -> None:
    visitor = stage.signed_in("far")
    before = visitor.get("/officers/password").text
    assert "主办单位" not in before
    assert stage.signed_in("top").submit("/office/settings", WORDS).status_code == 303
    after = visitor.get("/officers/password").text
    assert all(words in after for words in (WORDS["operator"], WORDS["icp"], WORDS["hotline"], "个人信息保护说明"))
    assert "网站标识码" not in after
    assert "可以随时要求更正。" in visitor.get("/privacy").text


def test_a_request_without_all_of_them_clears_nothing(stage: Stage) -> None:
    top = stage.signed_in("top")
    page = top.get("/office/settings").text
    assert top.send(page, "/office/settings", WORDS).status_code == 303
    [token] = re.findall(r'name="csrf_token" value="([^"]+)"', page)[:1]
    for fields in ({}, {"operator": "别的单位"}, {**WORDS, "operator": "别的单位"}):
        fields.pop("hotline", None)
        answer = top.post("/office/settings", data={"csrf_token": token, **fields}, headers=HERE)
        assert answer.status_code == 422 and "什么也没有改" in answer.text
        with stage.app.app_context(), unit_of_work(HOME, write=False):
            assert {name: kept for name, kept in province_settings().items() if kept} == WORDS
    assert top.submit("/office/settings", {"operator": ""}).status_code == 303
    with stage.app.app_context(), unit_of_work(HOME, write=False):
        assert province_settings()["operator"] == ""


def test_messages_go_out_under_the_name_that_is_set(stage: Stage) -> None:
    stage.signed_in("top").submit("/office/settings", WORDS)
    stage.worker_signed_in()
    with stage.app.app_context(), unit_of_work(HOME, write=False) as work:
        assert work.scalars(select(Message)).one().text.startswith("【某省工会】")


def test_only_the_top_federations_administrator_sets_them(stage: Stage) -> None:
    for login in ("chief", "li", "auditor", "far"):
        assert stage.signed_in(login).get("/office/settings").status_code == 403
    page = stage.signed_in("top").get("/office/settings").text
    assert "网站备案号" in page


def test_the_privacy_notice_is_there_by_default_and_every_version_of_it_stays(stage: Stage) -> None:
    visitor, top = browse(stage.app, HOME), stage.signed_in("top")
    assert "默认文本 1" in visitor.get("/privacy").text and "敏感个人信息" in visitor.get("/privacy").text
    for words in ("第一稿。", "第二稿。", ""):
        top.submit("/office/settings", {**WORDS, "privacy_text": words})
        top.submit("/office/settings", {**WORDS, "privacy_text": words})
    assert "第 3 版（默认文本 1）" in visitor.get("/privacy").text
    for version, words in ((0, "敏感个人信息"), (1, "第一稿。"), (2, "第二稿。"), (3, "敏感个人信息")):
        assert words in visitor.get(f"/privacy?version={version}").text
    assert visitor.get("/privacy?version=4").status_code == 404


def test_the_notice_stands_before_the_first_personal_field(stage: Stage) -> None:
    visitor = browse(stage.app, HOME)
    for path in ("/login", "/join"):
        main = BeautifulSoup(visitor.get(path).text, "html5lib").find("main")
        assert "/privacy" in str(main).split("<button")[0].split('type="tel"')[0]
