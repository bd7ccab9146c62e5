"""Which jurisdiction the running code works for. It is set once from the host, or by a job, a command or a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_scope: ContextVar[str | None] = ContextVar("jurisdiction", default=None)


class NoJurisdiction(RuntimeError):
    """Something that belongs to one jurisdiction was asked for where none is known."""


def maybe_current() -> str | None:
    """The jurisdiction's id, or None on the bare domain and outside every scope."""
    return _scope.get()


def current() -> str:
    """The jurisdiction's id; raises NoJurisdiction."""
    jurisdiction = _scope.get()
    if jurisdiction is None:
        raise NoJurisdiction("no jurisdiction is in scope")
    return jurisdiction


@contextmanager
def scope(jurisdiction: str | None) -> Iterator[None]:
    """Work for one jurisdiction (None: for none). A database session opened outside cannot be used inside for another
    one.
    """
    token = _scope.set(jurisdiction)
    try:
        yield
    finally:
        _scope.reset(token)
