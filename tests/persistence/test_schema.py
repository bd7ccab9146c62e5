"""The migrations lead to the schema of the models, on both kinds of database, and the safeguards lie over every table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from tests.postgres import OWNER, Cluster
from webapp.persistence import Base, safeguards, schema

ROLE = "somebody"


@pytest.fixture
def fresh(request: pytest.FixtureRequest, database: str, tmp_path: Path, app: Flask) -> Iterator[Engine]:
    """An empty database of one's own."""
    if database == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
        yield engine
        engine.dispose()
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


def test_the_migrations_lead_to_the_metadata_of_the_models(fresh: Engine) -> None:
    with fresh.begin() as connection:
        schema.upgrade(connection)
    with fresh.connect() as connection:
        assert schema.differences(connection) == [], "run: python tools/migration.py (docs/operations.md)"


def test_an_upgrade_and_the_safeguards_can_be_repeated(fresh: Engine) -> None:
    for _ in range(2):
        with fresh.begin() as connection:
            schema.upgrade(connection)
            safeguards.lay(connection, ROLE)
    with fresh.connect() as connection:
        assert schema.differences(connection) == []


def test_a_missing_column_is_told(fresh: Engine) -> None:
    with fresh.begin() as connection:
        Base.metadata.create_all(connection)
        connection.execute(text("ALTER TABLE jobs DROP COLUMN error"))
        assert [difference[0] for difference in schema.differences(connection)] == ["add_column"]


OF_EVERYBODY = {"policy_published"}
"""Tables that belong to no jurisdiction, on purpose: published law (docs/decisions/0010)."""


def test_every_table_belongs_to_jurisdictions_and_its_keys_begin_with_them(app: Flask) -> None:
    assert {table.name for table in Base.metadata.sorted_tables if "jurisdiction" not in table.c} == OF_EVERYBODY
    for table in Base.metadata.sorted_tables:
        if table.name in OF_EVERYBODY:
            continue
        assert list(table.primary_key.columns.keys()) == ["jurisdiction", "id"], table.name
        for index in table.indexes:
            assert list(index.columns)[0].name == "jurisdiction", index.name
        for constraint in table.foreign_key_constraints:
            assert constraint.column_keys[0] == "jurisdiction", constraint.name


def test_the_first_revision_names_no_class_of_the_program() -> None:
    for path in schema.MIGRATIONS.glob("versions/*.py"):
        assert "webapp" not in path.read_text(), path.name
