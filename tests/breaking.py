"""Writes that really fail, on either kind of database: the database refuses them, or the connection is gone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine, event, text

from tests.conftest import Served
from tests.postgres import OWNER
from webapp.persistence import db

SQLITE = (
    """CREATE TRIGGER refused_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'refused by the test'); END"""
)
FUNCTION = """CREATE OR REPLACE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'refused by the test'; END $$"""
POSTGRESQL = "CREATE TRIGGER refused_{verb} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refused()"

Breaking = Callable[[Served, str, str], AbstractContextManager[None]]


@contextmanager
def refused(served: Served, verb: str, table: str) -> Iterator[None]:
    """While this lasts, the database lets no such statement pass on the table."""
    engine = _engine_of_the_owner(served)
    on_sqlite = engine.dialect.name == "sqlite"
    begin = [SQLITE] if on_sqlite else [FUNCTION, POSTGRESQL]
    end = "DROP TRIGGER refused_{verb}" if on_sqlite else "DROP TRIGGER refused_{verb} ON {table}"
    _run(engine, *(statement.format(verb=verb, table=table) for statement in begin))
    try:
        yield
    finally:
        _run(engine, end.format(verb=verb, table=table))
        engine.dispose()


@contextmanager
def cut_off(served: Served, verb: str, table: str) -> Iterator[None]:
    """While this lasts, the connection is closed under each such statement on the table."""
    start = {"INSERT": f"INSERT INTO {table}", "UPDATE": f"UPDATE {table}"}[verb]

    def close(connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if sql.startswith(start):
            connection.connection.dbapi_connection.close()

    engine = _engine(served.app)
    event.listen(engine, "before_cursor_execute", close)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", close)


def _engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def _engine_of_the_owner(served: Served) -> Engine:
    url = _engine(served.app).url
    return create_engine(url.set(username=OWNER) if url.drivername.startswith("postgresql") else url)


def _run(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
