"""One URL, two bodies."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.web.conftest import send_form
from tests.web.swaps import press, reload, same

HX = {"HX-Request": "true"}


def test_a_browser_gets_the_whole_page(visitor: FlaskClient) -> None:
    assert visitor.get("/public").text.startswith("<!doctype html>")


def test_htmx_gets_the_fragment_which_is_part_of_the_page(visitor: FlaskClient) -> None:
    fragment = visitor.get("/public", headers=HX).text
    assert not fragment.startswith("<!doctype")
    assert fragment.strip() in visitor.get("/public").text


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_history_requests_get_the_whole_page(visitor: FlaskClient, header: str) -> None:
    assert visitor.get("/public", headers={**HX, header: "true"}).text.startswith("<!doctype html>")


@pytest.mark.parametrize("headers", [{}, HX])
def test_caches_keep_page_and_fragment_apart(visitor: FlaskClient, headers: dict[str, str]) -> None:
    assert "HX-Request" in visitor.get("/public", headers=headers).vary


def test_a_form_with_errors_answers_422_in_both_bodies(visitor: FlaskClient) -> None:
    assert send_form(visitor).status_code == 422
    assert send_form(visitor, headers=HX).status_code == 422


def test_a_redirect_is_followed_by_the_browser_and_not_put_into_the_page(visitor: FlaskClient) -> None:
    assert visitor.get("/moved").status_code == 303
    answer = visitor.get("/moved", headers=HX)
    assert (answer.status_code, answer.text, answer.headers["HX-Redirect"]) == (204, "", "/public")


def test_the_page_after_a_swap_is_the_page_after_a_reload(visitor: FlaskClient) -> None:
    after = press(visitor, "/form", "form", name="陈小明")
    assert after.response.status_code == 422
    whole = send_form(visitor, name="陈小明")
    assert same(after.page, BeautifulSoup(whole.text, "html5lib"))


def test_the_simulator_sees_a_page_that_differs(visitor: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    after = press(visitor, "/form", "form", name="陈小明")
    assert not same(after.page, reload(visitor, "/form"))
    assert "填写有误" in capsys.readouterr().out
