"""Bringing a database to the schema of the models, and telling whether it is there."""

from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from webapp.persistence.models import Base

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


class UnknownRevision(Exception):
    """The database is at a revision that this release does not have, or has tables and none; says what to do."""


def upgrade(connection: Connection) -> None:
    """Run the revisions that are missing, in the connection's transaction. Raises UnknownRevision."""
    known = [script.revision for script in _scripts().walk_revisions()]
    found = _revision(connection)
    if found is None and (tables := sorted(set(Base.metadata.tables) & set(inspect(connection).get_table_names()))):
        raise UnknownRevision(
            f"the database has tables ({', '.join(tables[:3])} …) and no revision: `gonghui demo` made it, or a program that "
            "is not this one. A demo is served by `gonghui demo --keep` and built anew by `gonghui demo`; for another site "
            "name an empty database (DATABASE_URL, GONGHUI_DATA). Nothing was changed"
        )
    if found not in (None, *known):
        raise UnknownRevision(
            f"the database is at revision {found}, which this release does not have: it knows {known[-1]} to {known[0]}. "
            f"From a release before {known[-1]}, run `gonghui init` of the last release that has both first; "
            "from a newer release, install that one again. Nothing was changed"
        )
    command.upgrade(_config(connection), "head")


def is_newest(connection: Connection) -> bool:
    """Whether no revision is missing."""
    return _revision(connection) == _scripts().get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@cache
def _scripts() -> ScriptDirectory:
    """The revisions of this release, read once."""
    return ScriptDirectory(str(MIGRATIONS))


def new_revision(connection: Connection, message: str, *, name: str) -> None:
    """Write a revision that takes the connection's schema to that of the models."""
    command.revision(_config(connection), message, autogenerate=True, rev_id=name)


def differences(connection: Connection) -> list[Any]:
    """What separates the connection's schema from the models, in Alembic's words; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
