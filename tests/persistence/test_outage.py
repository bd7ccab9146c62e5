"""The database is away, full or busy: every page says so, plainly, and all is well once it is back."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from flask import Blueprint, Flask
from sqlalchemy import create_engine, event, text

from tests.client import browse
from tests.databases import away, throw_out
from tests.persistence.seeds import owners, session_row
from tests.test_config import PRODUCTION
from tests.test_every_page import Opened, pages
from tests.web.lint import fragment_faults, page_faults
from tests.world import World
from webapp.persistence import db, is_outage, unit_of_work
from webapp.persistence.session import ScopedSession
from webapp.web import audience
from webapp.web.serving.security import csrf

probe = Blueprint("outage", __name__)


@csrf.exempt
@probe.post("/write")
@audience("public")
def write() -> str:
    db.session.add(session_row("written"))
    db.session.flush()
    return "ok"


@csrf.exempt
@probe.post("/take-long")
@audience("public")
def take_long() -> str:
    db.session.execute(text("SELECT pg_sleep(20)"))
    return "ok"


@csrf.exempt
@probe.post("/full")
@audience("public")
def full() -> str:
    with open("/dev/full", "w") as disk:
        disk.write("x")
    return "ok"


@pytest.fixture
def site(app_with: Callable[..., Flask]) -> Flask:
    site = app_with(probe, DATABASE_LOCK_TIMEOUT="0.2", DATABASE_STATEMENT_TIMEOUT="0.5")
    site.config["PROPAGATE_EXCEPTIONS"] = False
    return site


@contextmanager
def write_lock(site: Flask) -> Iterator[None]:
    """Somebody else writes and does not come to an end."""
    holder, release = Event(), Event()

    def hold() -> None:
        with site.app_context():
            engine = create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                if engine.dialect.name == "sqlite":
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                else:
                    connection.exec_driver_sql("BEGIN")
                    connection.exec_driver_sql("LOCK TABLE web_sessions IN ROW EXCLUSIVE MODE")
                holder.set()
                release.wait(30)
                connection.exec_driver_sql("ROLLBACK")
            engine.dispose()

    thread = Thread(target=hold)
    thread.start()
    holder.wait(30)
    try:
        yield
    finally:
        release.set()
        thread.join()


def post(site: Flask, path: str, **headers: str) -> Any:
    return browse(site, "alpha").post(path, headers={"Sec-Fetch-Site": "same-origin"} | headers)


postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@postgresql
def test_while_the_database_is_away_no_page_is_a_500_and_each_works_again_when_it_is_back(
    site: Flask, world: World, admin: psycopg.Connection
) -> None:
    opened = [Opened(site, world.alpha, name) for name in pages()]
    with away(admin):
        answers = [page.get() for page in opened]
    wrong = {page.path: answer.status_code for page, answer in zip(opened, answers, strict=True)}
    assert {path: code for path, code in wrong.items() if code >= 500 and code != 503} == {}
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) > len(answers) / 2
    assert {answer.headers["Retry-After"] for answer in refused} == {"30"}
    assert {answer.headers["Cache-Control"] for answer in refused} == {"no-store"}
    assert [fault for answer in refused for fault in page_faults(answer.text)] == []
    assert [page.path for page in opened[::10] if page.get().status_code >= 500] == []


@postgresql
def test_an_application_that_starts_while_the_database_is_away_recovers(
    site: Flask, admin: psycopg.Connection, app_with: Callable[..., Flask]
) -> None:
    with away(admin):
        late = app_with(**PRODUCTION)
        late.config["PROPAGATE_EXCEPTIONS"] = False
        assert [browse(late, host).get("/").status_code for host in ("alpha", None)] == [503, 503]
    assert [browse(late, host).get("/").status_code for host in ("alpha", None)] == [200, 200]


@postgresql
def test_static_files_are_there_while_the_database_is_away(site: Flask, admin: psycopg.Connection) -> None:
    with away(admin):
        assert browse(site, "alpha").get("/static/x/site.css").status_code == 200


@postgresql
def test_what_is_sent_while_the_database_is_away_is_not_kept_and_the_page_says_so(
    site: Flask, admin: psycopg.Connection
) -> None:
    with away(admin):
        answer = post(site, "/write")
    assert (answer.status_code, "没有保存" in answer.text) == (503, True)
    assert owners(site, "alpha") == []


@postgresql
def test_a_connection_lost_at_the_commit_is_told_as_unsure(site: Flask, admin: psycopg.Connection) -> None:
    def lose(_session: ScopedSession) -> None:
        throw_out(admin)

    event.listen(ScopedSession, "before_commit", lose)
    try:
        answer = post(site, "/write")
    finally:
        event.remove(ScopedSession, "before_commit", lose)
    assert (answer.status_code, "可能没有保存" in answer.text) == (503, True)


@postgresql
def test_the_first_request_after_an_outage_meets_no_dead_connection(site: Flask, admin: psycopg.Connection) -> None:
    assert browse(site, "alpha").get("/").status_code == 200
    throw_out(admin)
    assert post(site, "/write").status_code == 200
    assert owners(site, "alpha") == ["written"]


@postgresql
def test_a_statement_of_a_request_ends_in_time_and_background_work_takes_its_own(site: Flask) -> None:
    assert post(site, "/take-long").status_code == 503
    with site.app_context(), unit_of_work("alpha"):
        assert db.session.execute(text("SELECT 1 FROM pg_sleep(0.7)")).scalar() == 1


def test_a_request_waits_for_a_lock_only_so_long(site: Flask) -> None:
    with write_lock(site):
        answer = post(site, "/lock")
    assert answer.status_code == 503
    assert page_faults(answer.text) == []
    assert post(site, "/lock").status_code == 200


@csrf.exempt
@probe.post("/lock")
@audience("public")
def lock() -> str:
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.connection().exec_driver_sql(LOCK, execution_options={"unscoped": "takes the test's lock"})
    return write()


LOCK = "LOCK TABLE web_sessions IN SHARE MODE"


def test_a_full_disk_is_an_outage_and_htmx_gets_a_fragment(site: Flask) -> None:
    answer = post(site, "/full", **{"HX-Request": "true"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert fragment_faults(answer.text) == []


def test_a_mistake_of_the_program_is_no_outage() -> None:
    with sqlite3.connect(":memory:") as connection, pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("SELECT * FROM nowhere")
    assert not is_outage(caught.value)
    assert not is_outage(psycopg.errors.UndefinedTable("x"))
    assert not is_outage(FileNotFoundError("x"))
    assert not is_outage(None)
