"""Fresh databases fast: each kind is built once a process and copied for every test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from flask import Flask
from sqlalchemy import create_engine, text

from tests.postgres import OWNER, ROLE, Cluster
from webapp.persistence import db, safeguards

IN_USE = "in_use"
EMPTY = "empty"
VACUUM_EVERY = 100

LOADED = "templates.loaded"
_LOAD_ONE = """
IF (SELECT count(*) FROM public.{table}) <> (SELECT count(*) FROM {template}.{table})
OR EXISTS (SELECT FROM public.{table} AS here WHERE here.xmin <> ALL (
  SELECT by FROM {log} WHERE name = '{table}' AND template = '{template}'))
THEN
  DELETE FROM public.{table};
  INSERT INTO public.{table} SELECT * FROM {template}.{table};
  INSERT INTO {log} VALUES ('{table}', '{template}', pg_current_xact_id()::xid)
  ON CONFLICT (name) DO UPDATE SET template = EXCLUDED.template, by = EXCLUDED.by;
END IF;"""
"""A table is as it was loaded if it has as many rows, each written by the transaction that loaded it."""


class Databases(Protocol):
    """Templates by name, and the one database that the application uses."""

    url: str

    def create(self, app: Flask) -> None:
        """Build the empty schema in the database in use and keep it as the template EMPTY."""

    def save(self, app: Flask, template: str) -> None:
        """Keep the database in use as a template."""

    def load(self, app: Flask, template: str) -> None:
        """Make the database in use a copy of a template."""


class SqliteDatabases:
    """Files; loading is copying."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = f"sqlite:///{self._path(IN_USE)}"

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.db"

    def create(self, app: Flask) -> None:
        """Build the empty schema."""
        with app.app_context():
            db.create_all(bind_key=None)
        self.save(app, EMPTY)

    def save(self, app: Flask, template: str) -> None:
        """Copy the file once its log is written back."""
        with app.app_context(), db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        _disconnect(app)
        shutil.copyfile(self._path(IN_USE), self._path(template))

    def load(self, app: Flask, template: str) -> None:
        """Put the template's copy in place of the file."""
        _disconnect(app)
        for path in self._folder.glob(f"{IN_USE}.db*"):
            path.unlink()
        shutil.copyfile(self._path(template), self._path(IN_USE))


class PostgresDatabases:
    """One database in which each table that was written is filled again: far cheaper than copying hundreds of files.

    A template is a schema with a copy of every table and a function that loads them. The application uses a role that owns
    nothing.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.url = cluster.url(IN_USE, ROLE)
        self._schema_url = cluster.url(IN_USE, OWNER)
        admin = create_engine(cluster.url("postgres", "postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for statement in (f"CREATE ROLE {OWNER} LOGIN", f"CREATE ROLE {ROLE} LOGIN", f"CREATE DATABASE {IN_USE}"):
                connection.execute(text(statement))
            connection.execute(text(f"ALTER DATABASE {IN_USE} OWNER TO {OWNER}"))
        admin.dispose()
        # A superuser who fires no triggers and checks no keys: what it copies was consistent.
        options = "-c session_replication_role=replica -c lock_timeout=20s"
        self._copier = create_engine(
            cluster.url(IN_USE, "postgres"), isolation_level="AUTOCOMMIT", connect_args={"options": options}
        )
        self._run("CREATE SCHEMA templates", f"CREATE TABLE {LOADED} (name text PRIMARY KEY, template text, by xid)")
        self._loads = 0

    def create(self, app: Flask) -> None:
        """Build the empty schema as its owner, with all safeguards."""
        engine = create_engine(self._schema_url)
        with app.app_context(), engine.begin() as connection:
            db.metadata.create_all(connection)
            safeguards.lay(connection, ROLE)
        engine.dispose()
        self.save(app, EMPTY)

    def save(self, app: Flask, template: str) -> None:
        """Copy every table."""
        self._run(f"CREATE SCHEMA {template}", *(f"CREATE TABLE {template}.{t} AS TABLE {t}" for t in _tables()))
        steps = "".join(_LOAD_ONE.format(table=table, template=template, log=LOADED) for table in _tables())
        self._run(f"CREATE FUNCTION {template}.load() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {steps} END $$")

    def load(self, app: Flask, template: str) -> None:
        """Make every table equal to its copy; whoever wrote since the last load."""
        self._run(f"SELECT {template}.load()")
        self._loads += 1
        if self._loads % VACUUM_EVERY == 0:
            self._run("VACUUM")

    def _run(self, *statements: str) -> None:
        with self._copier.connect() as connection:
            connection.exec_driver_sql("; ".join(statements))

    def close(self) -> None:
        """Let the cluster stop."""
        self._copier.dispose()


@contextmanager
def away(admin: psycopg.Connection) -> Iterator[None]:
    """Nobody is let into the database of the application, and who was in it is thrown out."""
    admin.execute(f"ALTER DATABASE {IN_USE} ALLOW_CONNECTIONS false")
    throw_out(admin)
    try:
        yield
    finally:
        admin.execute(f"ALTER DATABASE {IN_USE} ALLOW_CONNECTIONS true")


def throw_out(admin: psycopg.Connection) -> None:
    """End every connection of the application."""
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (ROLE,))


def _tables() -> list[str]:
    return [table.name for table in db.metadata.sorted_tables]


def _disconnect(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
