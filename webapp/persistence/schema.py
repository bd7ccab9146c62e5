"""Bringing a database to the schema of the models, and telling whether it is there."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from webapp.persistence.models import Base

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


def upgrade(connection: Connection) -> None:
    """Run the revisions that are missing, in the connection's transaction."""
    command.upgrade(_config(connection), "head")


def is_newest(connection: Connection) -> bool:
    """Whether no revision is missing."""
    head = ScriptDirectory.from_config(_config(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


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
