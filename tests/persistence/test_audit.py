"""The record of events: chained, sealed, never changed unseen."""

from collections.abc import Callable
from threading import Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import create_engine, delete, select, text
from sqlalchemy.exc import DBAPIError
from uuid_utils.compat import uuid7

from tests.postgres import Cluster
from webapp.persistence import Event, Seal, record_event, seal_heads, unit_of_work, verify
from webapp.persistence.audit import Verdict

CASE: UUID = uuid7()
UNLOCK = {
    "sqlite": ["DROP TRIGGER {0}_no_update", "DROP TRIGGER {0}_no_delete"],
    "postgresql": ["SET session_replication_role = replica"],
}
TABLES = ("events", "event_seals", "event_sealed_heads")


@pytest.fixture
def recorded(app: Flask) -> Flask:
    """Three events of a case, one of a sign-in, sealed; then one more of the case, not sealed yet."""
    with app.app_context():
        with unit_of_work("alpha"):
            for number in range(3):
                record_event(kind="case.moved", case_id=CASE, actor="officer:1", data={"to": f"状态{number}"})
            record_event(kind="officer.signed_in", subject="officer:1")
            seal_heads()
        with unit_of_work("alpha"):
            record_event(kind="case.moved", case_id=CASE, data={"to": "granted"})
    return app


@pytest.fixture
def tamper(app: Flask, database: str, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Change the database as somebody who administers it could."""

    def change(sql: str) -> None:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        if database == "postgresql":
            cluster: Cluster = request.getfixturevalue("cluster")
            url = cluster.url("in_use", "postgres")
        engine = create_engine(url)
        with engine.begin() as connection:
            for table in TABLES:
                for statement in UNLOCK[database]:
                    connection.execute(text(statement.format(table)))
            assert connection.execute(text(sql)).rowcount >= 1
        engine.dispose()

    return change


def check(app: Flask) -> Verdict:
    with app.app_context(), unit_of_work("alpha", write=False):
        return verify()


def test_an_untouched_record_is_whole(recorded: Flask) -> None:
    verdict = check(recorded)
    assert (verdict.events, verdict.seals, list(verdict.flaws)) == (5, 1, [])
    assert verdict.last_seal.startswith("1:")


def test_the_timeline_of_a_case_is_its_events_in_order(recorded: Flask) -> None:
    with recorded.app_context(), unit_of_work("alpha") as work:
        events = work.scalars(select(Event).where(Event.case_id == CASE).order_by(Event.position)).all()
    assert [event.position for event in events] == [1, 2, 3, 4]
    assert [event.data["to"] for event in events] == ["状态0", "状态1", "状态2", "granted"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {0} SET digest = 'x'", "DELETE FROM {0}"])
def test_the_database_refuses_to_change_what_was_recorded(recorded: Flask, table: str, verb: str) -> None:
    with (
        recorded.app_context(),
        pytest.raises(DBAPIError, match="append-only|permission denied"),
        unit_of_work("alpha") as work,
    ):
        work.execute(text(verb.format(table)), execution_options={"unscoped": "the test attacks the record"})


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_putting_a_row_in_the_place_of_another_is_a_change_too(recorded: Flask, table: str) -> None:
    with recorded.app_context(), pytest.raises(DBAPIError, match="append-only"), unit_of_work("alpha") as work:
        again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        work.execute(text(again), execution_options={"unscoped": "the test attacks the record"})


def test_a_mapped_event_cannot_be_deleted_either(recorded: Flask) -> None:
    with recorded.app_context(), pytest.raises(DBAPIError), unit_of_work("alpha") as work:
        work.execute(delete(Event))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE events SET actor = 'officer:2' WHERE position = 2", "the event was changed"),
        ("UPDATE events SET at = '2020-01-01 00:00:00' WHERE position = 4", "the event was changed"),
        ("UPDATE events SET data = '{}' WHERE position = 1 AND case_id IS NOT NULL", "the event was changed"),
        ("DELETE FROM events WHERE position = 2", "an event before it is missing"),
        ("DELETE FROM events WHERE position >= 3", "sealed, and now gone"),
        ("DELETE FROM events WHERE case_id IS NULL", "sealed, and now gone"),
        ("DELETE FROM event_sealed_heads WHERE position = 3", "the seal is broken"),
        ("UPDATE event_seals SET number = 2", "a seal before it is missing"),
    ],
)
def test_a_changed_record_is_found(recorded: Flask, tamper: Callable[[str], None], change: str, found: str) -> None:
    tamper(change)
    assert found in [flaw.what for flaw in check(recorded).flaws]


def test_a_chain_computed_anew_is_found_by_its_seal(recorded: Flask, tamper: Callable[[str], None]) -> None:
    with recorded.app_context(), unit_of_work("alpha") as work:
        event = work.scalars(select(Event).where(Event.position == 3)).one()
        work.expunge(event)
    event.actor = "officer:2"
    tamper(f"UPDATE events SET actor = 'officer:2', digest = '{event.computed_digest()}' WHERE position = 3")
    assert "not the event that was sealed" in [flaw.what for flaw in check(recorded).flaws]


def test_seals_are_chained_and_nothing_is_sealed_twice(recorded: Flask) -> None:
    with recorded.app_context():
        with unit_of_work("alpha"):
            assert seal_heads() is not None
        with unit_of_work("alpha"):
            assert seal_heads() is None
        with unit_of_work("alpha") as work:
            first, second = work.scalars(select(Seal).order_by(Seal.number))
    assert second.previous == first.digest
    assert list(check(recorded).flaws) == []


def test_events_recorded_at_once_on_one_case_form_one_chain(app: Flask) -> None:
    def record() -> None:
        for _ in range(4):
            with app.app_context(), unit_of_work("alpha"):
                record_event(kind="case.moved", case_id=CASE)

    threads = [Thread(target=record) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = check(app)
    assert (verdict.events, list(verdict.flaws)) == (24, [])
