"""A deployment of its own: an environment on an empty database of each kind, and the command line in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import Cluster, binaries
from webapp.cli import main

OWNER, ROLE = "deployment_owner", "deployment_app"
DATABASE = "deployment"

Gonghui = Callable[..., int]


@pytest.fixture
def environment(
    request: pytest.FixtureRequest, database: str, policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[pytest.MonkeyPatch]:
    """The variables of a deployment; `DATABASE_OWNER_URL` is set on PostgreSQL."""
    monkeypatch.setenv("GONGHUI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GONGHUI_POLICIES", str(policies))
    monkeypatch.setenv("GONGHUI_SECRET_KEY", "the deployment's secret")
    if database == "sqlite":
        yield monkeypatch
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    monkeypatch.setenv("DATABASE_URL", cluster.url(DATABASE, ROLE))
    monkeypatch.setenv("DATABASE_OWNER_URL", cluster.url(DATABASE, OWNER))
    monkeypatch.setenv("DATABASE_BACKUP_URL", cluster.url(DATABASE, "postgres"))
    monkeypatch.setenv("PATH", f"{binaries()}:/usr/bin:/bin")
    yield from _database(cluster, monkeypatch)


def _database(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    admin = create_engine(cluster.url("postgres", "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE ROLE {OWNER} LOGIN CREATEROLE"))
        connection.execute(text(f"CREATE DATABASE {DATABASE} OWNER {OWNER}"))
        yield monkeypatch
        connection.execute(text(f"DROP DATABASE {DATABASE} WITH (FORCE)"))
        connection.execute(text(f"DROP ROLE IF EXISTS {ROLE}"))
        connection.execute(text(f"DROP ROLE {OWNER}"))
    admin.dispose()


@pytest.fixture
def gonghui(environment: pytest.MonkeyPatch) -> Gonghui:
    """Run a command of the deployment: `gonghui("audit", "verify")` gives its exit code."""
    return lambda *arguments: main([str(argument) for argument in arguments])


@pytest.fixture
def deployed(gonghui: Gonghui, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """An initialised deployment in the server's environment; the lines that `init` printed."""
    assert gonghui("init") == 0
    environment.delenv("DATABASE_OWNER_URL", raising=False)
    return capsys.readouterr().out.splitlines()
