"""Adding a row that somebody else may be adding at this very moment: the unique key decides, and nobody's transaction breaks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from webapp.persistence.models import Scoped, db

_UNIQUE_POSTGRESQL = "23505"
_UNIQUE_SQLITE = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
_DIALECTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Taken(Exception):
    """A row with one of these unique keys exists."""


@contextmanager
def unless_taken() -> Iterator[None]:
    """Everything written inside, or nothing of it where a unique key is taken: then raises Taken, and the transaction goes
    on.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if not _is_of_a_unique_key(error):
            raise
        raise Taken from None


def add_once(row: Any) -> bool:
    """Add a row unless one with a unique key of its own exists (False then); the transaction goes on either way."""
    try:
        with unless_taken():
            db.session.add(row)
    except Taken:
        return False
    return True


def insert(model: type[Scoped]) -> Any:
    """The INSERT of the database in use, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    made: Insert = _DIALECTS[db.session.get_bind().dialect.name](model)
    return made


def _is_of_a_unique_key(error: IntegrityError) -> bool:
    state, name = getattr(error.orig, "sqlstate", None), getattr(error.orig, "sqlite_errorname", None)
    return state == _UNIQUE_POSTGRESQL or name in _UNIQUE_SQLITE
