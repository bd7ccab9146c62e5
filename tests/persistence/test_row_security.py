"""The second lock: what PostgreSQL itself refuses to the application's role, whatever SQL it is sent."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.persistence.seeds import seed
from tests.postgres import OWNER, ROLE, Cluster
from tests.world import World
from webapp.persistence.safeguards import scoped_tables

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

NEW_ROW = """INSERT INTO web_sessions (jurisdiction, id, token_hash, owner, data, created_at, seen_at, idle_seconds, ends_at)
VALUES ('beta', gen_random_uuid(), 'x', 'stolen', '', now(), now(), 1, now())"""
SET_ALPHA = "SELECT set_config('app.jurisdiction', 'alpha', true)"


@pytest.fixture
def role(app: Flask, cluster: Cluster) -> Iterator[Connection]:
    """A connection of the application's role without any of our code in between, in a transaction."""
    seed(app)
    engine = create_engine(cluster.url("in_use", ROLE))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    "setting",
    [
        None,
        "SELECT set_config('app.jurisdiction', '', true)",
        "SELECT set_config('app.jurisdiction', 'nowhere', true)",
        "SELECT set_config('app.jurisdiction', 'ALPHA', true)",
        "SELECT set_config('app.jurisdiction', '%', true)",
    ],
    ids=["never set", "empty", "unknown", "wrong case", "pattern"],
)
def test_isolation_without_a_known_setting_there_is_no_row_in_any_table(role: Connection, setting: str | None) -> None:
    if setting:
        role.execute(text(setting))
    for table in scoped_tables():
        assert role.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one() == 0


def test_isolation_a_setting_does_not_outlive_its_transaction_on_a_pooled_connection(role: Connection) -> None:
    role.execute(text(SET_ALPHA))
    assert role.execute(text("SELECT count(*) FROM web_sessions")).scalar_one() == 1
    role.rollback()
    assert role.execute(text("SELECT current_setting('app.jurisdiction', true)")).scalar_one() == ""
    assert role.execute(text("SELECT count(*) FROM web_sessions")).scalar_one() == 0


@pytest.mark.parametrize("before", [SET_ALPHA, f"{SET_ALPHA}; SET LOCAL row_security = off"], ids=["set", "off"])
def test_isolation_a_province_never_sees_the_others_row(role: Connection, before: str) -> None:
    for statement in before.split(";"):
        role.execute(text(statement))
    try:
        found = role.execute(text("SELECT jurisdiction FROM web_sessions")).scalars().all()
    except DBAPIError as error:
        assert "row-level security" in str(error)
    else:
        assert found == ["alpha"]


@pytest.mark.parametrize(
    "attack",
    [
        NEW_ROW,
        "UPDATE web_sessions SET jurisdiction = 'beta'",
        "ALTER TABLE web_sessions DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE web_sessions NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY one_jurisdiction ON web_sessions",
        "CREATE POLICY all_of_them ON web_sessions USING (true)",
        f"SET ROLE {OWNER}",
        "SET ROLE postgres",
        f"SET SESSION AUTHORIZATION {OWNER}",
        "TRUNCATE web_sessions",
        "DROP TABLE web_sessions",
        f"ALTER ROLE {ROLE} BYPASSRLS",
        "CREATE TABLE own_copy (id int)",
        "COPY web_sessions FROM PROGRAM 'true'",
    ],
)
def test_isolation_the_role_cannot_reach_over(role: Connection, attack: str) -> None:
    role.execute(text(SET_ALPHA))
    with pytest.raises(
        DBAPIError, match=r"row-level security|permission denied|must be owner|must be superuser|must have"
    ):
        role.execute(text(attack))


@pytest.mark.parametrize("verb", ["UPDATE web_sessions SET owner = 'x'", "DELETE FROM web_sessions"])
def test_isolation_writes_touch_the_provinces_rows_only(role: Connection, verb: str) -> None:
    role.execute(text(SET_ALPHA))
    assert role.execute(text(f"{verb} WHERE jurisdiction = 'beta'")).rowcount == 0
    assert role.execute(text(verb)).rowcount == 1


def test_isolation_a_predicate_that_fails_on_foreign_rows_is_not_run_on_them(role: Connection) -> None:
    role.execute(text(SET_ALPHA))
    leaky = "SELECT owner FROM web_sessions WHERE 1 / (CASE WHEN jurisdiction = 'beta' THEN 0 ELSE 1 END) = 1"
    assert role.execute(text(leaky)).scalars().all() == ["owner-of-alpha"]


def test_even_the_tables_owner_is_bound(app: Flask, cluster: Cluster) -> None:
    seed(app)
    engine = create_engine(cluster.url("in_use", OWNER))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM web_sessions")).scalar_one() == 0
    engine.dispose()


def test_the_role_owns_nothing_and_has_no_privilege_over_others(role: Connection) -> None:
    powers = role.execute(
        text("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user")
    ).one()
    owned = role.execute(text("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")).scalar()
    assert (tuple(powers), owned) == ((False, False, False, False), 0)


def test_isolation_of_every_table_nothing_of_another_province_is_read_or_written(
    world: World, role: Connection
) -> None:
    """The same province's SQL on each table: to read, add, take, change, move and delete what is the other's."""
    role.execute(text(SET_ALPHA))
    seen = 0
    for name in (table.name for table in scoped_tables()):
        of_others = "count(*) FILTER (WHERE jurisdiction IS DISTINCT FROM 'alpha')"
        rows, foreign = role.execute(text(f"SELECT count(*), {of_others} FROM {name}")).one()
        assert foreign == 0, name
        seen += rows > 0
        assert "row-level security" in said(
            role, f"INSERT INTO {name} (jurisdiction, id) VALUES ('beta', gen_random_uuid())"
        )
        for attempt in (
            f"UPDATE {name} SET id = id WHERE jurisdiction = 'beta'",
            f"UPDATE {name} SET jurisdiction = 'beta'",
            f"DELETE FROM {name} WHERE jurisdiction = 'beta'",
            f"INSERT INTO {name} SELECT * FROM {name} WHERE jurisdiction = 'beta'",
        ):
            assert re.match("0 rows|.*(row-level security|permission denied)", said(role, attempt)), (name, attempt)
    assert seen > 30, "the world has rows in most tables"


def said(role: Connection, attempt: str) -> str:
    """What the database answers: how many rows, or why not."""
    step = role.begin_nested()
    try:
        found = f"{role.execute(text(attempt)).rowcount} rows"
    except DBAPIError as error:
        found = str(error.orig)
    step.rollback()
    return found
