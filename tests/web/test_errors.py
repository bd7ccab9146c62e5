"""Problem pages say what went wrong, whether anything was saved, and never a detail of the server."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.web.lint import page_faults, validity_faults
from webapp.web.errors import TEXTS, Problem
from webapp.web.refused import Refused


def test_a_failure_shows_no_detail(visitor: FlaskClient) -> None:
    answer = visitor.get("/boom")
    assert answer.status_code == 500
    assert "系统出了问题" in answer.text
    assert not any(word in answer.text for word in ("secret", "RuntimeError", "Traceback"))


def test_a_page_that_only_read_says_nothing_changed(visitor: FlaskClient) -> None:
    assert "没有任何改动" in visitor.get("/boom").text


def test_a_form_that_failed_says_nothing_was_saved(visitor: FlaskClient) -> None:
    token = visitor.get("/form").text.split('name="csrf_token" value="')[1].split('"')[0]
    assert "没有保存" in visitor.post("/boom", data={"csrf_token": token}).text


def test_a_refusal_shows_its_own_sentence(visitor: FlaskClient) -> None:
    answer = visitor.get("/refuse")
    assert answer.status_code == 409
    assert "这件申请刚刚已由另一位工作人员处理。" in answer.text


def test_what_a_room_refuses_and_no_page_caught_is_told_in_its_words(visitor: FlaskClient) -> None:
    answer = visitor.get("/refused")
    assert answer.status_code == 409
    assert "这批付款已由另一位财务人员确认。请打开最新的一页核对。" in answer.text
    assert page_faults(answer.text) == []


APART = {
    "FactError": "facts of a decision; policy knows no web",
    "FileFault": "a row and a column of a file, shown beside its field",
    "FileRefused": "one of several files sent together, shown beside its field",
    "HoursFault": "a line of a field",
    "LinkSpent": "has a page of its own (410)",
    "NoPeriod": "shown beside the field of a report",
    "NoSuchEntrance": "has a page of its own (404)",
}
"""Errors with a sentence for the user that are no refusal of what was asked for."""


def test_rooms_refuse_in_one_way() -> None:
    said = {
        error.__name__
        for error in subclasses(Exception)
        if "essage is Chinese" in (error.__doc__ or "") and not issubclass(error, Refused | Problem)
    }
    assert {name for name in said if not name.startswith("Refused")} <= APART.keys()


def subclasses(kind: type) -> Iterator[type]:
    """All of them in the program, however deep."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("webapp."):
            yield each
        yield from subclasses(each)


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_problem_has_a_whole_page(visitor: FlaskClient, code: int) -> None:
    answer = visitor.get(f"/abort/{code}")
    assert answer.status_code == code
    assert TEXTS[code].title in answer.text
    assert page_faults(answer.text) == []


def test_htmx_gets_the_problem_as_a_fragment(visitor: FlaskClient) -> None:
    answer = visitor.get("/refuse", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.text.startswith('<div class="problem"')
    assert validity_faults(answer.text, fragment=True) == []


def test_a_wrong_method_names_the_right_ones(visitor: FlaskClient) -> None:
    answer = visitor.open("/public", method="OPTIONS")
    assert answer.status_code == 200
    token = visitor.get("/form").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = visitor.post("/public", data={"csrf_token": token})
    assert (answer.status_code, "GET" in answer.headers["Allow"]) == (405, True)


def test_the_page_shows_even_when_nobody_knows_whose_site_it_is(visitor: FlaskClient) -> None:
    visitor.application.extensions["gonghui.identity"] = lambda: 1 / 0
    answer = visitor.get("/abort/404")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.text


def test_the_page_shows_even_when_the_templates_are_broken(visitor: FlaskClient) -> None:
    visitor.application.jinja_env.globals.pop("asset_url")
    answer = visitor.get("/boom")
    assert answer.status_code == 500
    assert "系统出了问题" in answer.text
