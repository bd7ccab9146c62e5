"""Engines: where the rows live, and how a transaction begins on each kind of database."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, has_request_context
from sqlalchemy import Connection, Engine, ExceptionContext, event, make_url

from webapp.config import Settings
from webapp.persistence.roles import refuse_powerful_role
from webapp.persistence.transactions import writing
from webapp.tenancy import maybe_current

PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""What libpq is told (seconds, the last one milliseconds), unless the address says otherwise."""
POOL_SECONDS = 10


def configure(app: Flask, settings: Settings) -> None:
    """Tell Flask-SQLAlchemy where the databases are; a placed jurisdiction has its engine under its own id."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _options(settings.database_url)
    app.config["SQLALCHEMY_BINDS"] = {
        name: {"url": url} | _options(url) for name, url in settings.database_urls.items()
    }


def _options(url: str) -> dict[str, Any]:
    """No value in an error's text, which would end in a log. A database that is away is noticed within seconds, and that it
    is back at the next connection.
    """
    hidden: dict[str, Any] = {"hide_parameters": True}
    if make_url(url).get_backend_name() == "sqlite":
        return hidden
    connect = {name: value for name, value in PATIENCE.items() if name not in make_url(url).query}
    return hidden | {"pool_pre_ping": True, "pool_timeout": POOL_SECONDS, "connect_args": connect}


def prepare(engine: Engine, settings: Settings) -> None:
    """Make transactions of this engine begin as they must."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_open_sqlite, milliseconds(settings.lock_timeout)))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", refuse_powerful_role)
        event.listen(engine, "handle_error", _tell_no_values)
        event.listen(engine, "begin", _beginning_postgresql(settings))


def _tell_no_values(context: ExceptionContext) -> None:
    """PostgreSQL repeats keys and whole rows in the details of a refusal; an error that is logged has its first line alone."""
    said, wrapped = context.original_exception, context.sqlalchemy_exception
    diagnosis = getattr(said, "diag", None)
    if wrapped is not None and diagnosis is not None and diagnosis.message_primary:
        wrapped.args = tuple(str(one).replace(str(said), diagnosis.message_primary) for one in wrapped.args)
        said.args = (diagnosis.message_primary,)


def milliseconds(seconds: float) -> str:
    """As both databases want to be told."""
    return str(round(seconds * 1000))


def _open_sqlite(busy_timeout: str, connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", f"busy_timeout={busy_timeout}"):
        connection.execute(f"PRAGMA {pragma}")
    # A REPLACE deletes the row in its way: only so do the triggers of append-only tables see it.
    connection.execute("PRAGMA recursive_triggers=ON")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing() else "BEGIN")


def _beginning_postgresql(settings: Settings) -> Callable[[Connection], None]:
    """The province, and for a web request how long it may wait and work, are told for one transaction: background work,
    migrations and backups take the time they need, and a pool of connections in between may hand them to anybody.
    """
    limits = (milliseconds(settings.lock_timeout), milliseconds(settings.statement_timeout))

    def begin(connection: Connection) -> None:
        province = maybe_current() or ""
        if has_request_context():
            connection.exec_driver_sql(_TELL_PROVINCE + _TELL_LIMITS, (province, *limits))
        else:
            connection.exec_driver_sql(_TELL_PROVINCE, (province,))

    return begin


_TELL_PROVINCE = "SELECT set_config('app.jurisdiction', %s, true)"
_TELL_LIMITS = ", set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)"
