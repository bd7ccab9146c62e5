"""The migrations lead to the schema of the models, on both kinds of database, and the safeguards lie over every table."""

from flask import Flask
from sqlalchemy import Engine, text

from tests.persistence.conftest import ROLE
from webapp.persistence import Base, safeguards, schema


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


def test_the_keys_of_every_table_of_jurisdictions_begin_with_them(app: Flask) -> None:
    for table in safeguards.scoped_tables():
        assert list(table.primary_key.columns.keys()) == ["jurisdiction", "id"], table.name
        for index in table.indexes:
            assert list(index.columns)[0].name == "jurisdiction", index.name
        for constraint in table.foreign_key_constraints:
            assert constraint.column_keys[0] == "jurisdiction", constraint.name


def test_the_first_revision_names_no_class_of_the_program() -> None:
    for path in schema.MIGRATIONS.glob("versions/*.py"):
        assert "webapp" not in path.read_text(), path.name
