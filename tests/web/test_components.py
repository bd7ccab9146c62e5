"""What each component makes of what it is given."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string, request

from tests.web.lint import fragment_faults, text_of
from webapp.policy.decision import Clause, Decision, Reason
from webapp.web.pagination import Page
from webapp.web.styleguide import DECISIONS, READING, WORDS
from webapp.web.tags import TAGS, tag_of

Draw = Callable[..., BeautifulSoup]
DECISION = DECISIONS[0][2]


@pytest.fixture
def draw(edge: Flask) -> Iterator[Draw]:
    """Render one expression with the macros of a component file: `draw("page", "notice(text)", text="…")`."""
    with edge.test_request_context("/list?status=open"):

        def render(file: str, call: str, **context: Any) -> BeautifulSoup:
            name = call.split("(")[0]
            source = f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}'
            html = render_template_string(source, **context)
            assert fragment_faults(html) == []
            return BeautifulSoup(html, "html5lib")

        yield render


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    """The words of every element found."""
    return [text_of(element) for element in page.select(selector)]


def one(page: BeautifulSoup, selector: str) -> Tag:
    """The only element found."""
    (found,) = page.select(selector)
    return found


def test_a_summary_list_names_the_row_in_each_change_link(draw: Draw) -> None:
    rows = [{"label": "姓名", "value": "陈小明", "change": "/n"}, {"label": "备注", "value": "", "change": "/r"}]
    page = draw("lists", "summary_list(rows)", rows=[*rows, {"label": "去向", "value": "东区"}])
    assert texts(page, "dt") == ["姓名", "备注", "去向"]
    assert [link.text for link in page.select("a")] == ["修改姓名", "修改备注"]
    assert "未填写" in texts(page, "dd")


def test_a_task_that_cannot_start_is_no_link(draw: Draw) -> None:
    tasks = [
        {"title": "基本信息", "href": "/a", "state": "done"},
        {"title": "提交审批", "href": "", "state": "cannot_start", "note": "先完成前面几项"},
    ]
    page = draw("lists", "task_list(tasks)", tasks=tasks)
    assert texts(page, "a") == ["基本信息"]
    assert texts(page, ".tag") == ["已完成", "暂不能开始"]
    assert page.select_one(".tag--none") is not None


def test_a_tag_says_its_state_in_words(draw: Draw) -> None:
    assert texts(draw("tags", "state_tag('returned')"), ".tag--wait") == ["退回补充"]
    assert texts(draw("tags", "state_tag('granted', '已核定')"), ".tag--good") == ["已核定"]


def test_a_state_that_the_table_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError):
        tag_of("somewhere")


def test_only_a_refusal_is_red() -> None:
    assert [state for state, tag in TAGS.items() if tag.role == "bad"] == ["refused"]


def test_the_timeline_marks_where_things_stand(draw: Draw) -> None:
    events = [
        {"title": "提交", "time": "12月7日", "who": "本人", "phase": "done"},
        {"title": "审核", "who": "东区工会", "phase": "now"},
        {"title": "批准", "phase": "todo"},
    ]
    page = draw("lists", "timeline(events)", events=events)
    assert text_of(one(page, "[aria-current=step] .timeline__title")) == "审核"
    assert texts(page, ".timeline__meta") == ["12月7日 · 本人", "东区工会"]
    assert "未到这一步" in texts(page, "li")[2]


def test_a_table_says_the_column_in_each_card(draw: Draw) -> None:
    columns = [{"label": "编号"}, {"label": "已等", "number": True}]
    page = draw(
        "lists", "table('待办', columns, rows)", columns=columns, rows=[[{"text": "R1", "href": "/R1"}, "2 天"]]
    )
    assert text_of(page.caption) == "待办"
    assert one(page, "tbody th a")["href"] == "/R1"
    assert one(page, "td")["data-label"] == "已等"
    assert {element["role"] for element in page.select("[role]")} >= {
        "table",
        "row",
        "cell",
        "columnheader",
        "rowheader",
    }


def test_pagination_keeps_the_filters(edge: Flask, draw: Draw) -> None:
    request.url_rule = next(edge.url_map.iter_rules("edge.public"))
    page = draw("lists", "pagination(page)", page=Page(rows=[], number=2, size=10, total=25))
    assert [link["href"] for link in page.select("a")] == [
        "/public?status=open&page=1",
        "/public?status=open&page=1",
        "/public?status=open&page=3",
        "/public?status=open&page=3",
    ]
    assert text_of(one(page, "[role=status]")) == "共 25 条"


def test_files_show_size_error_and_a_way_to_remove(draw: Draw) -> None:
    files = [
        {"name": "发票.jpg", "note": "1 MB", "remove": "/files/1/deletion"},
        {"name": "b.exe", "error": "类型不支持"},
    ]
    page = draw("lists", "file_list(files)", files=files)
    assert one(page, "form")["action"] == "/files/1/deletion"
    assert text_of(one(page, "details summary")) == "删除 发票.jpg"
    assert text_of(one(page, "details form button")) == "确认删除 发票.jpg"
    assert texts(page, ".field-error") == ["错误： 类型不支持"]


def test_arithmetic_ends_in_a_total(draw: Draw) -> None:
    lines = [
        {"label": "自付", "amount": "2,460 元", "note": "2 张"},
        {"label": "给付", "amount": "1,000 元", "total": True},
    ]
    page = draw("lists", "arithmetic(lines)", lines=lines)
    assert text_of(one(page, ".sum__total")) == "给付 1,000 元"


def test_progress_is_said_in_words(draw: Draw) -> None:
    page = draw("page", "progress(2, 5)")
    assert text_of(one(page, "p")) == "第 2 步，共 5 步"
    assert len(page.select("[aria-hidden] .is-done")) == 2


@pytest.mark.parametrize(
    ("kind", "role"), [("info", None), ("warning", None), ("success", "status"), ("error", "alert")]
)
def test_a_notice_is_announced_as_its_kind_demands(draw: Draw, kind: str, role: str | None) -> None:
    page = draw("page", "notice('已保存。', kind)", kind=kind)
    assert one(page, ".notice").get("role") == role


def test_a_confirmation_shows_the_reference(draw: Draw) -> None:
    page = draw("page", "confirmation('已提交', 'R2112-0007')")
    assert (text_of(page.h1), text_of(page.strong)) == ("已提交", "R2112-0007")


def test_an_empty_list_says_what_to_do(draw: Draw) -> None:
    page = draw("page", "empty('还没有申请。', '/join', '我要入会')")
    assert text_of(one(page, ".empty a")) == "我要入会"


def test_an_explanation_says_the_verdict_first_and_then_why(draw: Draw) -> None:
    page = draw("decision", "explanation(decision, '您可以加入东区联合工会', words)", decision=DECISION, words=WORDS)
    headings = [text_of(heading) for heading in page.find_all("h2")]
    assert headings == ["您可以加入东区联合工会", "为什么"]
    first, second = page.select(".reasons > li")
    assert "属于有劳动关系" in text_of(first)
    assert text_of(first.select_one(".clause summary")) == "示工总〔2021〕1号 二(四)1"
    assert text_of(first.select_one(".word")) == "应当"
    assert text_of(second.select_one(".word")) == "可以"


def test_an_explanation_folds_why_not_and_all_clauses(draw: Draw) -> None:
    page = draw("decision", "explanation(decision, '可以', words)", decision=DECISION, words=WORDS)
    folded = texts(page, "details:not(.clause) > summary")
    assert folded == ["为什么不是别的办法？", "依据的全部条款（3 条）"]
    assert "您的情况是“有劳动关系”，要求“不完全符合确立劳动关系”" in text_of(page)
    assert "按 2021年12月7日 有效的规定判断，规则版本 4f1c09ab77e2" in text_of(page)


def test_an_explanation_shows_at_most_four_reasons_at_once(draw: Draw) -> None:
    decision = {**DECISION, "reasons": [{"text": f"理由{n}", "clauses": []} for n in range(6)]}
    page = draw("decision", "explanation(decision, '可以')", decision=decision)
    assert len(page.select(".reasons > li")) == 4
    assert "还有 2 条理由" in texts(page, "summary")


@pytest.mark.parametrize(("turned", "shown"), [(True, True), (None, True), (False, False)])
def test_only_readings_that_matter_are_shown(draw: Draw, turned: bool | None, shown: bool) -> None:
    decision = {**DECISION, "interpretations": [{**READING, "turned": turned}]}
    page = draw("decision", "explanation(decision, '可以')", decision=decision)
    assert ("按解读处理" in text_of(page)) is shown
    assert ("换一种理解，结果会是：按经营地址，会是西区的联合工会" in text_of(page)) is shown
    assert ("文件没有写清楚的地方（1 处）" in texts(page, "summary")) is (turned is None)


def test_a_person_can_be_asked(draw: Draw) -> None:
    page = draw("decision", "explanation(decision, '不可以', ask_url='/help/ask')", decision=DECISION)
    link = one(page, ".help-box a")
    assert (text_of(link), link["href"]) == ("请工作人员帮我看看", "/help/ask")
    assert draw("decision", "explanation(decision, '可以')", decision=DECISION).select(".help-box") == []


def test_arithmetic_stands_in_the_explanation(draw: Draw) -> None:
    page = draw("decision", "explanation(decision, '可以领', lines=lines)", decision=DECISION, lines=DECISIONS[4][3])
    assert "怎么算的" in [text_of(heading) for heading in page.find_all("h2")]
    assert text_of(one(page, ".sum__total dd")) == "1,000 元"


def test_a_decision_object_is_explained_like_its_dict(draw: Draw) -> None:
    clause = Clause("X-1", "示工总〔2021〕1号", "二(四)1", "应当加入所在单位的工会", "must")
    decision = Decision(
        kind="join",
        jurisdiction="alpha",
        on=datetime.date(2021, 12, 7),
        outcome="join",
        answer={},
        digest="4f1c09ab77e2d5",
        facts={},
        reasons=(Reason("有劳动关系。", clauses=(clause,)),),
        clauses=(clause,),
    )
    call = "explanation(decision, '可以', words)"
    pages = [draw("decision", call, decision=each, words=WORDS) for each in (decision, decision.as_dict())]
    assert str(pages[0]) == str(pages[1])
