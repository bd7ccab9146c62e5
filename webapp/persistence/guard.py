"""The first lock between provinces: no statement and no row passes that is not the current jurisdiction's.

Queries on mapped classes are narrowed, always. What cannot be narrowed (bare tables, text) is refused where it reaches
the database, whatever road it took: a session, a connection, an engine. `execution_options(unscoped="why")` lets a
statement pass and writes the reason to the log. Inserts are judged by the values sent, flushed rows one by one. What
everybody reads (`Owned`) is written by its owner only.
"""

import logging
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, with_loader_criteria

from webapp.persistence.models import Owned, Scoped
from webapp.persistence.owned import RULES
from webapp.persistence.session import ScopedSession, flushing
from webapp.persistence.statements import Touch, touch_of, touch_of_text
from webapp.persistence.transactions import ReadOnlyTransaction, writing
from webapp.tenancy import current

UNSCOPED = "unscoped"
_NARROWED = "narrowed_to"

log = logging.getLogger("webapp.security")


class ForeignRow(RuntimeError):
    """A row of another jurisdiction was about to be written."""


class UnscopedStatement(RuntimeError):
    """A statement on scoped rows that is not bound to the current jurisdiction."""


def watch_sessions() -> None:
    """Narrow the queries and check the rows of every session. Repeatable."""
    for name, listener in (("do_orm_execute", narrow), ("before_flush", check_rows)):
        if not event.contains(ScopedSession, name, listener):
            event.listen(ScopedSession, name, listener)


def watch_engine(engine: Engine) -> None:
    """Check every statement that reaches the database."""
    event.listen(engine, "before_cursor_execute", check_statement)


def narrow(state: ORMExecuteState) -> None:
    """Add the jurisdiction to every mapped class of a statement, also in its subqueries."""
    session: Any = state.session
    jurisdiction = session.claim()
    if jurisdiction is None or UNSCOPED in state.execution_options:
        return
    state.statement = state.statement.options(_only(jurisdiction))
    state.update_execution_options(**{_NARROWED: jurisdiction})


@lru_cache(maxsize=256)
def _only(jurisdiction: str) -> LoaderCriteriaOption:
    """The narrowing to one jurisdiction, the same for all statements."""
    return with_loader_criteria(Scoped, lambda cls: cls.jurisdiction == jurisdiction, include_aliases=True)


def check_rows(session: ScopedSession, _context: Any, _instances: Any) -> None:
    """Refuse pending rows of another jurisdiction; raises ForeignRow, ReadOnlyTransaction."""
    rows = [*session.new, *session.dirty, *session.deleted]
    if rows and not writing():
        raise ReadOnlyTransaction("rows are written in a unit of work or an unsafe request only")
    for row in rows:
        if isinstance(row, Scoped):
            _check_row(row)
    for row in session.new:
        if isinstance(row, Owned):
            _check_owner(row)


def _check_row(row: Scoped) -> None:
    if row.jurisdiction is None:
        row.jurisdiction = current()
    was_another = bool(inspect(row).attrs.jurisdiction.history.deleted)
    if row.jurisdiction != current() or was_another:
        raise ForeignRow(f"{type(row).__name__} of {row.jurisdiction!r} in the scope of {current()!r}")


def _check_owner(row: Owned) -> None:
    if row.desk is None:
        row.desk = current()
    if row.desk != current() or not (row.owner == current() or row.awaits_owner()):
        raise ForeignRow(f"{type(row).__name__} of {row.owner!r} by {row.desk!r} in the scope of {current()!r}")


def check_statement(
    _connection: Connection, _cursor: Any, sql: str, _parameters: Any, context: Any, _executemany: bool
) -> None:
    """Refuse what is not bound to the jurisdiction; raises UnscopedStatement, ForeignRow, ReadOnlyTransaction."""
    reason = context.execution_options.get(UNSCOPED)
    if reason is not None:
        log.info("unscoped statement (%s): %s", reason, sql)
        return
    touch = _touch(sql, context)
    if context.isinsert or context.isupdate or context.isdelete:
        _check_write(sql, context)
    if touch.owned or (context.isinsert and context.compiled.statement.table.name in RULES):
        _check_owned(sql, context)
    if not touch.scoped:
        return
    if context.isinsert:
        _check_insert(context)
    if not _is_bound(touch, context):
        raise UnscopedStatement(f"query the mapped classes in a session, or say unscoped=<reason>: {sql}")


def _touch(sql: str, context: Any) -> Touch:
    if context.compiled is None:
        return touch_of_text("" if sql.startswith("PRAGMA") else sql)
    return touch_of_text("") if context.isddl else touch_of(context.compiled)


def _check_write(sql: str, context: Any) -> None:
    if not writing():
        raise ReadOnlyTransaction(f"written in a unit of work or an unsafe request only: {sql}")
    if context.isupdate and "jurisdiction=" in sql.partition(" WHERE ")[0]:
        raise ForeignRow("a row never changes its jurisdiction")


def _check_insert(context: Any) -> None:
    """Every row sent must say the current jurisdiction; a row made by the database itself says nothing."""
    _check_sent("jurisdiction", context)


def _check_sent(column: str, context: Any) -> None:
    for parameters in context.compiled_parameters:
        sent = {value for name, value in parameters.items() if name == column or name.startswith(f"{column}_m")}
        if sent != {current()}:
            raise ForeignRow(f"insert for {sorted(map(str, sent))} in the scope of {current()!r}")


def _check_owned(sql: str, context: Any) -> None:
    """A bare table or a text that names a table of owners: only inserts of the current jurisdiction's own rows pass."""
    if flushing():
        return  # row by row: _check_owner
    if not context.isinsert:
        raise UnscopedStatement(f"query the mapped classes in a session: {sql}")
    _check_sent("desk", context)
    _check_sent("owner", context)


def _is_bound(touch: Touch, context: Any) -> bool:
    if context.isinsert and context.compiled.statement.select is None:
        return True
    if flushing() and (context.isupdate or context.isdelete):
        return True
    return not touch.raw and context.execution_options.get(_NARROWED) == current()
