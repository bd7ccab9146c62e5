"""The rule of the house: each table says whose rows it holds, and the database itself keeps others from them."""

import re

import pytest
from sqlalchemy import Connection, Engine, text

from tests.persistence.conftest import ROLE
from webapp.persistence import Base, Owned, Scoped, append_only, owned, safeguards, schema

HELD_BY_NOBODY = {"alembic_version": "one row: the number of the schema. The server's role may only read it"}
"""The exceptions, each with its reason."""

OF_ONE = r"\(\(jurisdiction\)::text = NULLIF\(current_setting\('app\.jurisdiction'::text, true\), ''::text\)\)"
OF_OWNER = r"\(\(\(desk\)::text = NULLIF\(current_setting\('app\.jurisdiction'::text, true\), ''::text\)\) AND .*\)"
SCOPED = {("one_jurisdiction", "ALL"): (OF_ONE, OF_ONE)}
OWNED = {("read_by_all", "SELECT"): ("true", ""), ("written_by_owner", "INSERT"): ("", OF_OWNER)}

TABLES = """SELECT relname, relkind = 'r' AND relrowsecurity AND relforcerowsecurity FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"""
POLICIES = """SELECT tablename, policyname, cmd, coalesce(qual, ''), coalesce(with_check, '') FROM pg_policies
WHERE schemaname = 'public'"""


def loose(connection: Connection) -> list[str]:
    """Tables and views of a database that are not under the row-level security of the rows they hold."""
    policies: dict[str, dict[tuple[str, str], tuple[str, str]]] = {}
    for name, policy, verb, read, written in connection.execute(text(POLICIES)):
        policies.setdefault(name, {})[policy, verb] = (read, written)
    return sorted(
        name
        for name, forced in connection.execute(text(TABLES))
        if name not in HELD_BY_NOBODY
        and not (forced and _hold(policies.get(name, {}), OWNED if name in owned.RULES else SCOPED))
    )


def _hold(found: dict[tuple[str, str], tuple[str, str]], wanted: dict[tuple[str, str], tuple[str, str]]) -> bool:
    """Whether a table has these policies, and no other that would let more through."""
    return found.keys() == wanted.keys() and all(
        re.fullmatch(pattern, sql, re.S)
        for key, patterns in wanted.items()
        for pattern, sql in zip(patterns, found[key], strict=True)
    )


def test_every_table_names_whose_rows_it_holds() -> None:
    for table in Base.metadata.sorted_tables:
        if "jurisdiction" in table.c:
            assert not table.c.jurisdiction.nullable and list(table.primary_key.columns) == [
                table.c.jurisdiction,
                table.c.id,
            ], table.name
        else:
            assert table.name in owned.RULES, f"{table.name} names nobody"
            assert not table.c.owner.nullable and table.name in append_only.PROTECTED, table.name
    for mapper in Base.registry.mappers:
        assert issubclass(mapper.class_, Scoped | Owned), f"the guard does not know {mapper.class_}"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_every_table_of_a_deployment_is_under_row_level_security(fresh: Engine) -> None:
    with fresh.begin() as connection:
        schema.upgrade(connection)
        safeguards.lay(connection, ROLE)
    with fresh.connect() as connection:
        assert loose(connection) == []
        rights = text("SELECT has_table_privilege(:role, 'alembic_version', 'INSERT, UPDATE, DELETE, TRUNCATE')")
        assert not connection.scalar(rights, {"role": ROLE})


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_table_without_it_is_found(fresh: Engine) -> None:
    with fresh.begin() as connection:
        Base.metadata.create_all(connection)
        safeguards.lay(connection, ROLE)
        for change, name in {
            "CREATE TABLE new_rows (jurisdiction text, id int)": "new_rows",
            "CREATE VIEW all_officers AS SELECT * FROM officers": "all_officers",
            "ALTER TABLE jobs NO FORCE ROW LEVEL SECURITY": "jobs",
            "CREATE POLICY more ON officers USING (true)": "officers",
            "CREATE POLICY more ON policy_published FOR INSERT WITH CHECK (true)": "policy_published",
            "ALTER POLICY one_jurisdiction ON jobs USING (true)": "jobs",
        }.items():
            step = connection.begin_nested()
            connection.execute(text(change))
            assert loose(connection) == [name]
            step.rollback()
