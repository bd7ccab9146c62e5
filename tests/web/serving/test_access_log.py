"""The log of requests tells what was done, and nothing about anybody."""

import logging

import pytest
from flask import Flask

from tests.client import browse
from tests.web.conftest import build_edge

SECRET = "13800138000"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="webapp.access")
    return caplog


def test_a_request_is_a_line_without_path_query_or_address(app: Flask, lines: pytest.LogCaptureFixture) -> None:
    visitor = browse(app, "alpha")
    visitor.get(f"/officers/password/{SECRET}?phone={SECRET}", headers={"Referer": f"/{SECRET}"})
    visitor.get(f"/{SECRET}")
    visitor.get(f"/login?next=/{SECRET}")
    told = [record.getMessage() for record in lines.records if record.name == "webapp.access"]
    assert [line.rsplit(" ", 2)[0] for line in told] == [
        "alpha GET /officers/password/<token> 404",
        "alpha GET - 404",
        "alpha GET /login 200",
    ]
    assert SECRET not in lines.text


def test_a_host_that_is_nobodys_has_no_name_in_it(app: Flask, lines: pytest.LogCaptureFixture) -> None:
    app.test_client().get("/", base_url="http://13800138000.example")
    assert lines.records[-1].getMessage().startswith("- GET / 404")


def test_an_error_of_the_program_is_logged_without_the_path(lines: pytest.LogCaptureFixture) -> None:
    edge = build_edge()
    edge.add_url_rule("/numbers/<number>", "number", lambda number: 1 / 0)
    edge.view_functions["number"].audience = "public"
    assert edge.test_client().get(f"/numbers/{SECRET}", base_url="http://alpha.localhost").status_code == 500
    assert "Exception on /numbers/<number> [GET]" in lines.text
    assert f"/{SECRET}" not in lines.text


def test_in_production_the_lines_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("webapp.access")
    kept = list(log.handlers), log.propagate, log.level
    try:
        build_edge("production").test_client().get("/public", base_url="http://alpha.localhost")
        assert "GET /public 200" in capsys.readouterr().out
    finally:
        log.handlers[:], log.propagate = kept[0], kept[1]
        log.setLevel(kept[2])
