"""The database session: one session serves one jurisdiction, and says so in `info`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, func, inspect, select

from webapp.persistence.clock import now
from webapp.tenancy import current, maybe_current

_SERVES = "jurisdiction"
_flushing: ContextVar[bool] = ContextVar("flushing", default=False)


class ScopeChanged(RuntimeError):
    """A session that has worked for one jurisdiction was used in the scope of another; open a unit of work for that
    one.
    """


class ScopedSession(Session):
    """Bound to the jurisdiction of its first use, and to that jurisdiction's database."""

    def claim(self) -> str | None:
        """The jurisdiction in scope, which must be the one this session serves; raises ScopeChanged."""
        jurisdiction = maybe_current()
        served = self.info.setdefault(_SERVES, jurisdiction)
        if served != jurisdiction:
            raise ScopeChanged(f"this session serves {served!r}, the scope is {jurisdiction!r}")
        return jurisdiction

    def get_bind(
        self,
        mapper: Any | None = None,
        clause: Any | None = None,
        bind: Engine | Connection | None = None,
        **kwargs: Any,
    ) -> Engine | Connection:
        """The engine of the jurisdiction served: its own database if it is placed, else the home database."""
        if bind is not None:
            return bind
        engines = self._db.engines
        return engines.get(self.claim(), engines[None])

    def get(self, entity: Any, ident: Any, **kwargs: Any) -> Any:
        """The row with this key, or None, also if it is another jurisdiction's. A bare UUID means a row of the current
        one.
        """
        self.claim()
        if isinstance(ident, UUID) and len(inspect(entity).primary_key) == 2:
            ident = (current(), ident)
        found = super().get(entity, ident, **kwargs)
        return found if getattr(found, _SERVES, maybe_current()) == maybe_current() else None

    def database_time(self) -> datetime:
        """The time by the clock of the database, which all processes share; SQLite's is this machine's."""
        if self.get_bind().dialect.name == "sqlite":
            return now()
        told: datetime = self.execute(select(func.clock_timestamp())).scalar_one()
        return told.astimezone(UTC)

    def flush(self, objects: Any = None) -> None:
        """Write what is pending; the guard lets through only rows of this session's jurisdiction."""
        self.claim()
        with _mark_flushing():
            super().flush(objects)


def flushing() -> bool:
    """Whether the statements now sent come from a flush, whose rows were checked."""
    return _flushing.get()


@contextmanager
def _mark_flushing() -> Iterator[None]:
    token = _flushing.set(True)
    try:
        yield
    finally:
        _flushing.reset(token)
