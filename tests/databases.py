"""Fresh databases fast: each kind is built once a process and copied for every test."""

import shutil
from pathlib import Path
from typing import Protocol

from flask import Flask
from sqlalchemy import create_engine, text

from tests.postgres import OWNER, ROLE, Cluster
from webapp.persistence import db
from webapp.persistence import safeguards

IN_USE = "in_use"
EMPTY = "empty"


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
            db.create_all()
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
    """Databases of one cluster, copied by the server. The application uses a role that owns nothing."""

    def __init__(self, cluster: Cluster) -> None:
        self.url = cluster.url(IN_USE, ROLE)
        self._schema_url = cluster.url(IN_USE, OWNER)
        self._admin = create_engine(cluster.url("postgres", "postgres"), isolation_level="AUTOCOMMIT")
        self._execute(
            f"CREATE ROLE {OWNER} LOGIN", f"CREATE ROLE {ROLE} LOGIN", f"CREATE DATABASE {IN_USE} OWNER {OWNER}"
        )

    def _execute(self, *statements: str) -> None:
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def create(self, app: Flask) -> None:
        """Build the empty schema as its owner, with row-level security."""
        engine = create_engine(self._schema_url)
        with app.app_context(), engine.begin() as connection:
            db.metadata.create_all(connection)
            safeguards.lay(connection, ROLE)
        engine.dispose()
        self.save(app, EMPTY)

    def save(self, app: Flask, template: str) -> None:
        """Copy the database in use."""
        _disconnect(app)
        self._execute(f"DROP DATABASE IF EXISTS {template}", f"CREATE DATABASE {template} TEMPLATE {IN_USE}")

    def load(self, app: Flask, template: str) -> None:
        """Replace the database in use."""
        _disconnect(app)
        self._execute(
            f"DROP DATABASE IF EXISTS {IN_USE} WITH (FORCE)",
            f"CREATE DATABASE {IN_USE} TEMPLATE {template} OWNER {OWNER} STRATEGY FILE_COPY",
        )

    def close(self) -> None:
        """Let the cluster stop."""
        self._admin.dispose()


def _disconnect(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
