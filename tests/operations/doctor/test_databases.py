"""What is wrong with a database is told."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine
from sqlalchemy import make_url

from tests.databases import IN_USE, away
from tests.operations.doctor.conftest import Examine, postgresql
from tests.postgres import OWNER, ROLE, Cluster, binaries
from webapp.operations.doctor import Finding
from webapp.persistence import now
from webapp.persistence.safeguards import POLICY


@postgresql
def test_a_database_that_is_away_is_trouble_and_ends_the_examination(
    examined: Examine, admin: psycopg.Connection
) -> None:
    with away(admin):
        found = examined()
    assert "not currently accepting connections" in found["home", "reached"].trouble
    assert "OperationalError" in found["alpha", "failed jobs"].trouble
    assert examined()["home", "reached"].trouble == ""


def test_a_schema_that_no_migration_made_is_trouble(examined: Examine) -> None:
    assert "run `gonghui init`" in examined()["home", "schema"].trouble


FORCE, ENABLE = "FORCE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"
BROKEN = [
    ("row-level security", f"ALTER TABLE officers NO {FORCE}", f"ALTER TABLE officers {FORCE}", "should be on officers"),
    ("row-level security", "ALTER TABLE officers DISABLE ROW LEVEL SECURITY", f"ALTER TABLE officers {ENABLE}", "should be on officers"),
    ("row-level security", f"ALTER POLICY {POLICY} ON jobs RENAME TO x", f"ALTER POLICY x ON jobs RENAME TO {POLICY}", "should be on jobs"),
    ("row-level security", "CREATE POLICY x ON jobs USING (true)", "DROP POLICY x ON jobs", "should be on jobs"),
    ("row-level security", f"ALTER TABLE policy_published NO {FORCE}", f"ALTER TABLE policy_published {FORCE}", "on policy_published"),
    ("server's role", f"ALTER ROLE {ROLE} CREATEDB", f"ALTER ROLE {ROLE} NOCREATEDB", "makes databases"),
    ("server's role", f"ALTER ROLE {ROLE} CREATEROLE", f"ALTER ROLE {ROLE} NOCREATEROLE", "makes roles"),
    ("server's role", f"GRANT CREATE ON SCHEMA public TO {ROLE}", f"REVOKE CREATE ON SCHEMA public FROM {ROLE}", "makes tables"),
    ("server's role", f"GRANT pg_monitor TO {ROLE}", f"REVOKE pg_monitor FROM {ROLE}", "member of other roles"),
    ("server's role", f"GRANT UPDATE ON events TO {ROLE}", f"REVOKE UPDATE ON events FROM {ROLE}", "should have on events"),
    ("server's role", f"REVOKE DELETE ON jobs FROM {ROLE}", f"GRANT DELETE ON jobs TO {ROLE}", "should have on jobs"),
]  # fmt: skip


@postgresql
@pytest.mark.parametrize(("what", "breaks", "mends", "says"), BROKEN)
def test_rights_and_locks_of_the_database_are_compared(
    examined: Examine, inside: psycopg.Connection, what: str, breaks: str, mends: str, says: str
) -> None:
    assert examined()["home", what].trouble == ""
    inside.execute(breaks)
    try:
        assert says in examined()["home", what].trouble
    finally:
        inside.execute(mends)


@postgresql
def test_a_clock_that_differs_from_the_databases_is_trouble(examined: Examine) -> None:
    assert examined()["home", "clock"].trouble == ""
    with time_machine.travel(now() + timedelta(seconds=30)):
        assert "behind this machine's" in examined()["home", "clock"].trouble
    with time_machine.travel(now() - timedelta(seconds=30)):
        assert "ahead of this machine's" in examined()["home", "clock"].trouble


@postgresql
def test_the_roles_of_owner_and_backup_are_looked_at_where_they_are_named(
    examined: Examine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = examined()
    assert "as it should be" in found["home", "owner's role"].note
    assert "`gonghui backup` needs it" in found["home", "backup's role"].note
    found = examined(database_owner_url=_psycopg(cluster, OWNER), database_backup_url=_psycopg(cluster, OWNER))
    assert found["home", "owner's role"] == Finding("home", "owner's role")
    assert "BYPASSRLS" in found["home", "backup's role"].trouble
    monkeypatch.setenv("PATH", f"{binaries()}:/usr/bin:/bin")
    superuser = _psycopg(cluster, "postgres")
    found = examined(database_owner_url=superuser, database_backup_url=superuser)
    assert "is a superuser" in found["home", "owner's role"].trouble
    assert found["home", "backup's role"].trouble == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pg_dump is not installed" in examined(database_backup_url=superuser)["home", "backup's role"].trouble
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho pg_dump \\(PostgreSQL\\) 9.6\n")
    (tmp_path / "pg_dump").chmod(0o700)
    assert "pg_dump is of version 9" in examined(database_backup_url=superuser)["home", "backup's role"].trouble


def _psycopg(cluster: Cluster, role: str) -> str:
    return make_url(cluster.url(IN_USE, role)).render_as_string(hide_password=False)
