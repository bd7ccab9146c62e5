"""Engines: where the rows live, and how a transaction begins on each kind of database."""

from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event

from webapp.config import Settings
from webapp.persistence.roles import refuse_powerful_role
from webapp.persistence.transactions import writing
from webapp.tenancy import maybe_current

BUSY_TIMEOUT_MS = 15_000


def configure(app: Flask, settings: Settings) -> None:
    """Tell Flask-SQLAlchemy where the databases are; a placed jurisdiction has its engine under its own id."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_BINDS"] = dict(settings.database_urls)


def prepare(engine: Engine) -> None:
    """Make transactions of this engine begin as they must."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", refuse_powerful_role)
        event.listen(engine, "begin", _begin_postgresql)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing() else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT set_config('app.jurisdiction', %s, true)", (maybe_current() or "",))
