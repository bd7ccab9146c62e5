"""A database of an earlier release, with data in it, is brought up to date; one that is too old is told what to do."""

from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, MetaData, Table, text

from tests.persistence.conftest import ROLE
from webapp.persistence import safeguards, schema
from webapp.unions.respelling import spell_again
from webapp.unions.spelling import name_key, readings

FIRST = "0007"
"""The revision that holds the schema as a whole: the oldest from which a database can be brought up to date."""
PROVINCES = ("alpha", "beta")
ANYTHING = {
    "BLOB": b"x", "BYTEA": b"x", "JSON": "{}", "BOOLEAN": False, "DATE": "2024-01-01", "INTEGER": 1, "SMALLINT": 1, "BIGINT": 1, "FLOAT": 1.5,
    "DOUBLE_PRECISION": 1.5,
    "DATETIME": "2024-01-01 00:00:00+00:00", "TIMESTAMP": "2024-01-01 00:00:00+00:00",
}  # fmt: skip


def test_rows_of_every_table_outlive_every_revision_since_the_first(fresh: Engine) -> None:
    with fresh.begin() as connection:
        command.upgrade(schema._config(connection), FIRST)
        _shut(connection)
    before = {}
    for province in PROVINCES:
        with fresh.begin() as connection:
            tables = _scope(connection, province)
            given: dict[str, Any] = {}
            for table in tables.sorted_tables:
                if table.name != "alembic_version":
                    given[table.name] = _fill(connection, table, province, given)
            before[province] = _rows(connection, tables, province)
            assert set(map(len, before[province].values())) == {1}
    with fresh.begin() as connection:
        schema.upgrade(connection)
        safeguards.lay(connection, ROLE)
    with fresh.connect() as connection:
        assert schema.is_newest(connection)
        assert schema.differences(connection) == []
    for province in PROVINCES:
        with fresh.begin() as connection:
            after = _rows(connection, _scope(connection, province), province)
            for name, rows in before[province].items():
                assert [now | row for row, now in zip(rows, after[name], strict=True)] == after[name], name


def test_names_from_before_their_keys_are_found_by_them(fresh: Engine) -> None:
    with fresh.begin() as connection:
        schema.upgrade(connection)
        safeguards.lay(connection, ROLE)
    for province in PROVINCES:
        with fresh.begin() as connection:
            _fill(connection, _scope(connection, province).tables["employers"], province, {})
            connection.execute(
                text("UPDATE employers SET name = 'Ｊ 饭店（分店）', name_key = '', pinyin = '', initials = ''")
            )
    with fresh.begin() as connection:
        spell_again(connection)
        safeguards.lay(connection, ROLE)
    for province in PROVINCES:
        with fresh.begin() as connection:
            _scope(connection, province)
            found = connection.execute(text("SELECT name, name_key, pinyin FROM employers")).all()
        spelt = {row.name: row for row in found}["Ｊ 饭店（分店）"]
        assert (spelt.name_key, spelt.pinyin) == (name_key(spelt.name), readings(spelt.name)[0])


@pytest.mark.parametrize("revision", ["0001", "0006", "9999"])
def test_a_database_of_a_revision_that_is_not_here_is_left_alone(fresh: Engine, revision: str) -> None:
    with fresh.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:name)"), {"name": revision})
    with fresh.begin() as connection:
        assert not schema.is_newest(connection)
        with pytest.raises(schema.UnknownRevision, match=f"revision {revision}.*Nothing was changed"):
            schema.upgrade(connection)
        assert list(_reflected(connection).tables) == ["alembic_version"]


def _shut(connection: Connection) -> None:
    """Row-level security on the tables of that release, forced on their owner too, who runs the migrations."""
    if connection.dialect.name != "postgresql":
        return
    for table in _reflected(connection).sorted_tables:
        if "jurisdiction" in table.columns:
            rule = safeguards.CONDITION
            for words in ("ENABLE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"):
                connection.execute(text(f"ALTER TABLE {table.name} {words}"))
            connection.execute(text(f"CREATE POLICY of_then ON {table.name} USING ({rule}) WITH CHECK ({rule})"))


def _scope(connection: Connection, province: str) -> MetaData:
    """Go on in one province; the tables as they are now."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('app.jurisdiction', :name, true)"), {"name": province})
    return _reflected(connection)


def _reflected(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection)
    return tables


def _fill(connection: Connection, table: Table, province: str, given: dict[str, Any]) -> Any:
    """A row as an earlier release wrote it: links lead to the rows before it, what is not optional is anything. Its id."""
    identity = str(uuid4()) if connection.dialect.name == "postgresql" else uuid4().hex
    anything = {"UUID": identity, "CHAR": identity, **ANYTHING}
    row = {
        column.name: anything.get(type(column.type).__name__, province)
        for column in table.columns
        if not column.nullable
    }
    for link in table.foreign_key_constraints:
        to = given.get(link.referred_table.name, identity)
        row |= {column: to for column in link.column_keys if column in row and column != "jurisdiction"}
    row |= {"id": identity} | {name: province for name in ("jurisdiction", "owner", "desk") if name in table.columns}
    names, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table.name} ({names}) VALUES ({values})"), row)
    return identity


def _rows(connection: Connection, tables: MetaData, province: str) -> dict[str, list[dict[str, Any]]]:
    """What one province has in every table."""
    found = {}
    for table in tables.sorted_tables:
        whose = next((name for name in ("jurisdiction", "owner") if name in table.columns), None)
        if whose:
            words = text(f"SELECT * FROM {table.name} WHERE {whose} = :province")
            found[table.name] = [dict(row) for row in connection.execute(words, {"province": province}).mappings()]
    return found
