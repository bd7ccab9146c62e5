"""The first lock between provinces: no statement and no row passes that is not the current jurisdiction's."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria

from webapp.persistence.models import Scoped
from webapp.persistence.session import ScopedSession
from webapp.persistence.transactions import ReadOnlyTransaction, writing
from webapp.tenancy import current


class ForeignRow(RuntimeError):
    """A row of another jurisdiction was about to be written."""


def install() -> None:
    """Watch every session. Done once a process."""
    if not event.contains(ScopedSession, "do_orm_execute", _narrow):
        event.listen(ScopedSession, "do_orm_execute", _narrow)
        event.listen(ScopedSession, "before_flush", _check_rows)


def _narrow(state: ORMExecuteState) -> None:
    session: Any = state.session
    jurisdiction = session.claim()
    if jurisdiction is None or "unscoped" in state.execution_options:
        return
    state.statement = state.statement.options(  # type: ignore[attr-defined]
        with_loader_criteria(Scoped, lambda cls: cls.jurisdiction == jurisdiction, include_aliases=True)
    )


def _check_rows(session: ScopedSession, _context: Any, _instances: Any) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    if rows and not writing():
        raise ReadOnlyTransaction("rows are written in a unit of work or an unsafe request only")
    for row in rows:
        if isinstance(row, Scoped):
            _check_row(row)


def _check_row(row: Scoped) -> None:
    if row.jurisdiction is None:
        row.jurisdiction = current()
    history = inspect(row).attrs.jurisdiction.history
    if row.jurisdiction != current() or history.deleted:
        raise ForeignRow(f"{type(row).__name__} of {row.jurisdiction!r} in the scope of {current()!r}")
