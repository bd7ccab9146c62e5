"""When a transaction begins, what it may do, and when it ends."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Blueprint, Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select, text

from tests.client import browse
from tests.persistence.seeds import owners, session_row
from webapp.persistence import db, unit_of_work, writes
from webapp.web import audience
from webapp.web.serving.security import csrf
from webapp.web.sessions import WebSession

probe = Blueprint("transactions", __name__)


def write() -> None:
    db.session.add(session_row("written"))


@csrf.exempt
@probe.route("/write/<int:status>", methods=["GET", "POST"])
@audience("public")
def answer(status: int) -> ResponseReturnValue:
    write()
    return "ok", status


@csrf.exempt
@probe.post("/abort")
@audience("public")
def give_up() -> ResponseReturnValue:
    write()
    db.session.flush()
    abort(409)


@csrf.exempt
@probe.post("/crash")
@audience("public")
def crash() -> ResponseReturnValue:
    write()
    db.session.flush()
    raise RuntimeError("boom")


@probe.get("/one-time-link")
@audience("public")
@writes
def link() -> ResponseReturnValue:
    write()
    return "ok"


@csrf.exempt
@probe.post("/break-a-rule")
@audience("public")
def break_a_rule() -> ResponseReturnValue:
    db.session.add_all([session_row("one", token_hash="same"), session_row("two", token_hash="same")])
    return "ok"


@pytest.fixture
def site(app_with: Callable[..., Flask]) -> Flask:
    site = app_with(probe)
    site.config["PROPAGATE_EXCEPTIONS"] = False
    return site


@pytest.mark.parametrize("status", [200, 422])
def test_what_a_view_of_an_unsafe_request_wrote_is_committed_also_with_a_form_to_correct(
    site: Flask, status: int
) -> None:
    assert browse(site, "alpha").post(f"/write/{status}").status_code == status
    assert owners(site, "alpha") == ["written"]


@pytest.mark.parametrize(("path", "status"), [("/abort", 409), ("/crash", 500), ("/break-a-rule", 500)])
def test_nothing_is_kept_when_a_request_is_refused_or_fails(site: Flask, path: str, status: int) -> None:
    assert browse(site, "alpha").post(path).status_code == status
    assert owners(site, "alpha") == []


def test_a_safe_request_cannot_write(site: Flask) -> None:
    assert browse(site, "alpha").get("/write/200").status_code == 500
    assert owners(site, "alpha") == []


def test_a_view_that_says_so_writes_on_a_safe_request(site: Flask) -> None:
    assert browse(site, "alpha").get("/one-time-link").status_code == 200
    assert owners(site, "alpha") == ["written"]


def test_a_unit_of_work_is_undone_by_an_error(app: Flask) -> None:
    with app.app_context(), pytest.raises(ZeroDivisionError), unit_of_work("alpha") as work:
        work.add(session_row("x"))
        work.flush()
        raise ZeroDivisionError
    assert owners(app, "alpha") == []


def test_a_unit_of_work_inside_another_has_its_own_transaction(app: Flask) -> None:
    with app.app_context():
        with unit_of_work("alpha", write=False) as outer:
            outer.scalars(select(WebSession)).all()
            with unit_of_work("beta") as inner:
                inner.add(session_row("inner"))
            outer.scalars(select(WebSession)).all()
        assert owners(app, "beta") == ["inner"]


def test_sixteen_at_once_who_read_before_they_write_lose_no_update(app: Flask) -> None:
    """Without the write lock from the start (SQLite) or the row lock (PostgreSQL) some of them would see an old count."""
    with app.app_context(), unit_of_work("alpha") as work:
        work.add(session_row("counter"))
    together = Barrier(16)

    def add_one() -> None:
        together.wait()
        with app.app_context(), unit_of_work("alpha") as work:
            row = work.scalars(select(WebSession).with_for_update()).one()
            row.idle_seconds += 1

    threads = [Thread(target=add_one) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context(), unit_of_work("alpha") as work:
        assert work.scalars(select(WebSession.idle_seconds)).one() == 60 + 16


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_checks_foreign_keys_and_writes_ahead(app: Flask) -> None:
    with app.app_context(), unit_of_work("alpha") as work:
        found = [work.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "journal_mode")]
    assert found == [1, "wal"]


def test_a_province_placed_on_its_own_database_keeps_its_rows_there(
    build_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home, own = (f"sqlite:///{tmp_path_factory.mktemp('placed') / name}.db" for name in ("home", "own"))
    placed = build_app(DATABASE_URL=home, DATABASE_URL__BETA=own)
    with placed.app_context():
        for engine in db.engines.values():
            db.metadata.create_all(engine)
    for jurisdiction in ("alpha", "beta"):
        with placed.app_context(), unit_of_work(jurisdiction) as work:
            work.add(session_row(f"owner-of-{jurisdiction}"))
    stored = []
    with placed.app_context():
        for key in (None, "beta"):
            with db.engines[key].connect() as connection:
                looking = connection.execution_options(unscoped="looks into both files")
                stored.append(looking.scalars(text("SELECT owner FROM web_sessions")).all())
            db.engines[key].dispose()
    assert stored == [["owner-of-alpha"], ["owner-of-beta"]]
