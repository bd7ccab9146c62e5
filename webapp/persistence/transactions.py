"""Who may write, and when a transaction ends: a request is one transaction, so is a unit of work."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from webapp.persistence.models import db
from webapp.persistence.session import ScopedSession
from webapp.tenancy import scope

_UNDONE = "gonghui.undone"
_LOOKS = "gonghui.before_commit"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

View = TypeVar("View", bound=Callable[..., object])
_writing: ContextVar[bool] = ContextVar("writing", default=False)
_REMEMBERED = "to_write_after_a_rollback"

log = logging.getLogger(__name__)


class ReadOnlyTransaction(RuntimeError):
    """Something was written outside a unit of work, or while a safe request (GET) was answered."""


def writing() -> bool:
    """Whether the running code may write."""
    return _writing.get()


@contextmanager
def allow_writing(allowed: bool) -> Iterator[None]:
    """Transactions begun inside may write (on SQLite they take the write lock when they begin), or may not."""
    token = _writing.set(allowed)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def unit_of_work(jurisdiction: str | None, *, write: bool = True) -> Iterator[ScopedSession]:
    """A session of its own for one jurisdiction (None: for tables that belong to none); commits, or rolls back on an
    error.

    Needs an application context. `write=False` only reads, and leaves the write lock of SQLite to others.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context(), scope(jurisdiction), allow_writing(write):
        session = cast(ScopedSession, db.session())
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            _remember()
            raise


def when_undone(app: Flask, forget: Callable[[], None]) -> None:
    """Run `forget` whenever a request has failed and its transaction is undone, before the answer that says so is made.

    For what was kept of the transaction: its rows can no longer be read.
    """
    app.extensions.setdefault(_UNDONE, []).append(forget)


def before_commit(app: Flask, look: Callable[[ResponseReturnValue], ResponseReturnValue]) -> None:
    """Show `look` the answer of every view before the transaction ends; it may write, and may answer instead."""
    app.extensions.setdefault(_LOOKS, []).append(look)


def undo() -> None:
    """Undo what the running request has done: what comes after begins with a new database session and holds no row of the old one."""
    db.session.remove()
    for forget in current_app.extensions.get(_UNDONE, ()):
        forget()
    _remember()


def after_rollback(work: Callable[[], object]) -> None:
    """Do `work` in a transaction of its own, should the running one be rolled back: for what must be known of a refusal."""
    g.setdefault(_REMEMBERED, []).append(work)


def _remember() -> None:
    for work in g.pop(_REMEMBERED, ()):
        try:
            work()
            db.session.commit()
        except Exception:
            log.exception("what was to be remembered of a refusal could not be written")
        db.session.close()


def writes(view: View) -> View:
    """Mark a view that must write although its method is safe: an opened one-time link, a recorded reading of personal
    data.
    """
    view.writes = True  # type: ignore[attr-defined]
    return view


def pause_transaction() -> None:
    """End the request's transaction before a long wait, so that nobody waits for its locks; the next statement begins
    another one. Loaded rows stay. Raises RuntimeError if the request has begun to write: that would be kept by halves.
    """
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("a request that has begun to write cannot pause")
    db.session.commit()


class TransactionalFlask(Flask):
    """A Flask application in which an unsafe request is one transaction.

    It is committed once, when the view has returned (also a 422 page: drafts are kept), and rolled back on every
    exception and every `abort`, before the problem page is made. Views never commit.
    """

    def full_dispatch_request(self) -> Response:
        """Answer the request in the right mode."""
        with allow_writing(self._may_write()):
            return super().full_dispatch_request()

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, then end its transaction. Loaded rows stay readable, detached."""
        answer = super().dispatch_request()
        for look in self.extensions.get(_LOOKS, ()):
            answer = look(answer)
        _end_transaction()
        return answer

    def handle_user_exception(self, e: Exception) -> ResponseReturnValue:
        """Undo everything first, before the page that tells of it is made."""
        undo()
        return super().handle_user_exception(e)

    def _may_write(self) -> bool:
        view = self.view_functions.get(request.endpoint or "")
        return request.method not in SAFE or getattr(view, "writes", False)


def _end_transaction() -> None:
    if writing():
        _commit()
    elif db.session.new or db.session.dirty or db.session.deleted:
        raise ReadOnlyTransaction("a safe request left rows to write; only unsafe methods write")
    db.session.close()


def _commit() -> None:
    """A connection that is lost meanwhile leaves it open whether the rows are kept: the page must say so."""
    try:
        db.session.commit()
    except DBAPIError as error:
        g.commit_unsure = error.connection_invalidated
        raise
