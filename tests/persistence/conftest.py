"""A database of one's own, to build up and to bring up to date."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from tests.postgres import OWNER, Cluster

ROLE = "somebody"


@pytest.fixture
def fresh(request: pytest.FixtureRequest, database: str, quick_path: Path, app: Flask) -> Iterator[Engine]:
    """An empty database of one's own."""
    if database == "sqlite":
        file = quick_path / "fresh.db"
        engine = create_engine(f"sqlite:///{file}")
        yield engine
        engine.dispose()
        file.unlink(missing_ok=True)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    admin = create_engine(cluster.url("postgres", "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE fresh OWNER {OWNER}"))
        connection.execute(text(f"CREATE ROLE {ROLE}"))
    engine = create_engine(cluster.url("fresh", OWNER))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE fresh"))
        connection.execute(text(f"DROP ROLE {ROLE}"))
    admin.dispose()
