"""A PostgreSQL server as its superuser sees it: the roles and databases that must be there before a restore."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from webapp.config import BadSettings, Settings
from webapp.operations.databases import HOME, Place, owner_url

MAINTENANCE = "postgres"


def backup_url(settings: Settings, place: Place) -> URL:
    """The address of a database under the role for backups, which row-level security must not bind.

    A placed province's is DATABASE_BACKUP_URL__<JURISDICTION>, else the home one's role at the province's own address.
    The database is the place's, whichever the address names. Raises BadSettings.
    """
    if named := settings.database_backup_urls.get(place.name):
        return make_url(named).set(database=place.url.database)
    if settings.database_backup_url is None:
        raise BadSettings("DATABASE_BACKUP_URL is needed: a role that row-level security does not bind (BYPASSRLS)")
    url = make_url(settings.database_backup_url)
    at_home = place.name == HOME
    return (
        url.set(database=place.url.database) if at_home else place.url.set(username=url.username, password=url.password)
    )


def make_what_is_missing(settings: Settings, place: Place) -> None:
    """Make the owner, the server's role and the database; what exists stays as it is.

    Raises BadSettings with the statement to run where the role for backups is no superuser.
    """
    owner = owner_url(place)
    with _as_superuser(backup_url(settings, place)) as connection:
        for role, right in ((owner, " CREATEROLE"), (place.url, "")):
            if not _exists(connection, "pg_roles WHERE rolname", role.username):
                _make(connection, f"CREATE ROLE %I LOGIN{right} PASSWORD %L", role.username, role.password)
        if not _exists(connection, "pg_database WHERE datname", place.url.database):
            _make(connection, "CREATE DATABASE %I OWNER %I", place.url.database, owner.username)


@contextmanager
def _as_superuser(url: URL) -> Iterator[Connection]:
    engine = create_engine(url.set(database=MAINTENANCE), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def _exists(connection: Connection, where: str, name: Any) -> bool:
    return bool(connection.scalar(text(f"SELECT count(*) FROM {where} = :name"), {"name": name}))


def _make(connection: Connection, template: str, name: str | None, other: str | None) -> None:
    """Names and passwords cannot be bound parameters; the server quotes them itself."""
    quoted = text("SELECT format(:template, CAST(:name AS text), CAST(:other AS text))")
    values = {"template": template, "name": name, "other": other}
    if not connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        shown = values | {"other": "…" if "PASSWORD" in template else other}
        raise BadSettings(f"DATABASE_BACKUP_URL names no superuser; let one run: {connection.scalar(quoted, shown)}")
    connection.exec_driver_sql(str(connection.scalar(quoted, values)).replace("%", "%%"))
