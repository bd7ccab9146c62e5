"""A request asks the database nothing twice: what it was told is kept until something is written, locked, or its transaction ends.

Background work asks anew each time: it works for long, beside others.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from flask import has_request_context
from sqlalchemy import BindParameter, Result, event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from webapp.persistence.session import ScopedSession

_TOLD = "told"
_HELD = "held"
_OF_EVERY_STATEMENT = {"_result_disable_adapt_to_context"}
"""What SQLAlchemy tells itself about each; any other option changes what is done with an answer."""


def watch() -> None:
    """Let every session do so. Repeatable."""
    listeners: dict[str, Callable[..., Any]] = {
        "do_orm_execute": once,
        "loaded_as_persistent": _hold,
        "after_flush": _written,
        "after_transaction_end": _ended,
    }
    for name, listener in listeners.items():
        if not event.contains(ScopedSession, name, listener):
            event.listen(ScopedSession, name, listener)


def once(state: ORMExecuteState) -> Result[Any] | None:
    """The answer that the same statement got before, or None where it has to be asked."""
    if not has_request_context():
        return None
    if _may_change_answers(state):
        _forget(state.session)
        return None
    key = _key_of(state) if _is_plain(state) else None
    if key is None:
        return None
    told = state.session.info.setdefault(_TOLD, {})
    if key not in told:
        told[key] = state.invoke_statement().freeze()
    answer: Result[Any] = told[key]()
    return answer


def _may_change_answers(state: ORMExecuteState) -> bool:
    """Whether it writes, waits for a lock, or is a text that may do so; or rows wait that are written before it is asked."""
    session = state.session
    pending = session.new or session.dirty or session.deleted
    return bool(pending) or not state.is_orm_statement or not state.is_select or _locks(state)


def _locks(state: ORMExecuteState) -> bool:
    return getattr(state.statement, "_for_update_arg", None) is not None


def _is_plain(state: ORMExecuteState) -> bool:
    return (
        not (state.is_column_load or state.is_relationship_load)
        and state.local_execution_options.keys() <= _OF_EVERY_STATEMENT
        and not state.statement.get_execution_options()
    )


def _key_of(state: ORMExecuteState) -> Hashable:
    """The statement with the values it asks for; None where it cannot be compared."""
    statement: Any = state.statement
    found = statement._generate_cache_key()
    if found is None or state.parameters:
        return None
    return found.key, tuple(_value_of(parameter) for parameter in found.bindparams)


def _value_of(parameter: BindParameter[Any]) -> Hashable:
    """What it asks for. Several are the same in any order: they often come from a set."""
    value = parameter.effective_value
    if parameter.expanding and isinstance(value, Iterable):
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value


def _hold(session: Session, row: object) -> None:
    """A row that somebody holds is not asked for again by its key. None is held across a lock: it may have changed meanwhile."""
    if has_request_context():
        session.info.setdefault(_HELD, []).append(row)


def _forget(session: Session) -> None:
    session.info.pop(_TOLD, None)
    session.info.pop(_HELD, None)


def _written(session: Session, _flushed: object) -> None:
    _forget(session)


def _ended(session: Session, _transaction: SessionTransaction) -> None:
    _forget(session)
