"""Every view names one audience; without a gate, personal pages stay shut."""

import pytest
from flask import Flask, redirect
from flask.testing import FlaskClient

from webapp.web import audience, register_gate
from webapp.web.access import audience_of, endpoints_without_audience


def test_a_public_page_opens(visitor: FlaskClient) -> None:
    assert visitor.get("/public").status_code == 200


def test_an_officers_page_without_a_gate_stays_shut(visitor: FlaskClient) -> None:
    answer = visitor.get("/officers")
    assert answer.status_code == 403
    assert "秘密" not in answer.text


def test_a_view_without_an_audience_is_open_to_nobody(edge: Flask, visitor: FlaskClient) -> None:
    assert visitor.get("/nobody").status_code == 404
    assert endpoints_without_audience(edge) == ["edge.nobody"]


def test_every_view_of_this_room_names_its_audience(edge: Flask) -> None:
    assert {audience_of(edge, endpoint) for endpoint in ("assets.send", "preferences.preferences")} == {"any"}


def test_a_gate_that_answers_stops_the_request(edge: Flask, visitor: FlaskClient) -> None:
    register_gate(edge, "officer", lambda: redirect("/login"))
    assert visitor.get("/officers").headers["Location"] == "/login"


def test_htmx_is_sent_to_sign_in_with_its_whole_page(edge: Flask, visitor: FlaskClient) -> None:
    register_gate(edge, "officer", lambda: redirect("/login"))
    answer = visitor.get("/officers", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text, answer.headers["HX-Redirect"]) == (401, "", "/login")


def test_two_audiences_on_one_view_are_refused() -> None:
    with pytest.raises(ValueError, match="audience already"):
        audience("worker")(audience("public")(lambda: ""))


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown audience"):
        audience("everyone")  # type: ignore[arg-type]
