"""Headers on every answer; requests that another site made the browser send are refused."""

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import build_edge, send_form

PAGES = ["/public", "/mine", "/form", "/boom", "/abort/404", "/unknown", "/preferences", "/styleguide"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(visitor: FlaskClient, path: str) -> None:
    headers = visitor.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_only_production_asks_for_https_forever() -> None:
    assert "Strict-Transport-Security" in build_edge("production").test_client().get("/public").headers
    assert "Strict-Transport-Security" not in build_edge("demo").test_client().get("/public").headers


@pytest.mark.parametrize("path", ["/mine", "/form", "/boom", "/officers"])
def test_personal_pages_and_problems_are_kept_nowhere(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).headers["Cache-Control"] == "no-store"


def test_a_public_page_that_asked_no_session_may_be_revalidated(visitor: FlaskClient) -> None:
    answer = visitor.get("/public")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers


HERE = "http://localhost"
SISTER = "http://beta.localhost"


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": HERE}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": HERE}, True),
        ({"Origin": HERE}, True),
        ({"Origin": SISTER}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://localhost"}, False),
        ({"Origin": "http://localhost:81"}, False),
        ({"Referer": f"{HERE}/form"}, True),
        ({"Referer": f"{SISTER}/form"}, False),
        ({}, True),
    ],
)
def test_a_form_from_another_origin_is_refused_even_with_a_good_token(
    visitor: FlaskClient, headers: dict[str, str], accepted: bool
) -> None:
    assert send_form(visitor, headers).status_code == (422 if accepted else 403)


def test_a_page_may_be_reached_from_anywhere(visitor: FlaskClient) -> None:
    assert visitor.get("/public", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_form_without_its_token_is_refused(visitor: FlaskClient, token: str) -> None:
    answer = visitor.post("/form", data={"csrf_token": token})
    assert answer.status_code == 400
    assert "页面已经过期" in answer.text


def test_the_token_belongs_to_the_session(visitor: FlaskClient) -> None:
    stranger = visitor.application.test_client()
    stranger.get("/form")
    foreign = stranger.get("/form").text.split('name="csrf_token" value="')[1].split('"')[0]
    visitor.get("/form")
    assert visitor.post("/form", data={"csrf_token": foreign}).status_code == 400
