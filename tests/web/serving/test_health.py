"""Addresses for whoever watches over the server, on every host and before any province."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
import time_machine
from flask import Flask

from tests.databases import away
from webapp.persistence import now
from webapp.web.serving.health import PASS_HEADER, PASS_SECONDS, READY, SEEN, pass_of

HOSTS = ["http://alpha.localhost", "http://localhost", "http://10.0.0.7:8000", "http://nobody.example"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/health", READY])
def test_health_is_told_on_every_host_and_sets_no_cookie(app: Flask, host: str, path: str) -> None:
    answer = app.test_client().get(path, base_url=host)
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_reading_is_answered(app: Flask) -> None:
    assert app.test_client().post("/health").status_code == 405
    assert app.test_client().get("/health/").status_code == 404


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_without_its_database_is_alive_but_not_ready(app: Flask, admin: psycopg.Connection) -> None:
    with away(admin):
        assert app.test_client().get("/health").status_code == 200
        answer = app.test_client().get(READY)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert app.test_client().get(READY).status_code == 200


def test_what_arrived_is_told_to_whoever_has_the_same_settings_and_for_a_moment(
    app: Flask, app_with: Callable[..., Flask]
) -> None:
    visitor = app_with(GONGHUI_TRUSTED_PROXIES="1").test_client()
    way = {
        "X-Forwarded-For": "192.0.2.1, 192.0.2.2",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "alpha.localhost",
    }
    seen = visitor.get(SEEN, headers=way | {PASS_HEADER: pass_of(app)})
    assert seen.get_json() == {"forwarded": 2, "scheme": "https", "host": "alpha.localhost"}
    assert visitor.get(SEEN, headers=way).status_code == 404
    assert visitor.get(SEEN, headers={PASS_HEADER: pass_of(app_with(GONGHUI_SECRET_KEY="another"))}).status_code == 404
    old = pass_of(app)
    with time_machine.travel(now() + timedelta(seconds=2 * PASS_SECONDS)):
        assert visitor.get(SEEN, headers={PASS_HEADER: old}).status_code == 404
