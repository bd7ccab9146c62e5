"""A deployment of its own: an environment on an empty database of each kind, and the command line in it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text

from tests.postgres import Cluster, binaries
from webapp.app import create_app
from webapp.cli import main
from webapp.persistence import db

OWNER, ROLE = "deployment_owner", "deployment_app"
DATABASE = "deployment"

Gonghui = Callable[..., int]
Work = Callable[[], Flask]


@pytest.fixture
def environment(
    request: pytest.FixtureRequest, database: str, policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[pytest.MonkeyPatch]:
    """The variables of a deployment; `DATABASE_OWNER_URL` is set on PostgreSQL."""
    monkeypatch.setenv("GONGHUI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GONGHUI_POLICIES", str(policies))
    monkeypatch.setenv("GONGHUI_SECRET_KEY", "the deployment's secret")
    monkeypatch.setenv("GONGHUI_UNDO_SECONDS", "0")
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
        drop_cluster_contents(connection)
    admin.dispose()


def drop_cluster_contents(connection: Connection) -> None:
    """As on a server that never saw this deployment: no database, no roles."""
    connection.execute(text(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"))
    for role in (ROLE, OWNER):
        connection.execute(text(f"DROP ROLE IF EXISTS {role}"))


@pytest.fixture
def gonghui(environment: pytest.MonkeyPatch) -> Gonghui:
    """Run a command of the deployment: `gonghui("audit", "verify")` gives its exit code."""
    return lambda *arguments: main([str(argument) for argument in arguments])


def people_file(folder: Path, *jurisdictions: str) -> Path:
    """The file that names two administrators for each of these jurisdictions, their phones in order of the names."""
    people = [
        f"{name}:\n"
        f'  - {{name: 张三, login: {name}.zhang, phone: "1380000{number:02d}01"}}\n'
        f'  - {{name: 李四, login: {name}.li, phone: "1380000{number:02d}02"}}\n'
        for number, name in enumerate(jurisdictions)
    ]
    file = folder / "administrators.yaml"
    file.write_text("".join(people), "utf-8")
    return file


@pytest.fixture
def deployed(
    gonghui: Gonghui,
    environment: pytest.MonkeyPatch,
    policies: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> list[str]:
    """An initialised deployment in the server's environment; the lines that `init` printed."""
    named = people_file(tmp_path, *sorted(path.stem for path in policies.glob("*.yaml")))
    assert gonghui("init", "--administrators", named) == 0
    environment.delenv("DATABASE_OWNER_URL", raising=False)
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def as_owner(request: pytest.FixtureRequest, database: str) -> Callable[[], AbstractContextManager[None]]:
    """The environment in which `init` and `restore` are run: `with as_owner(): …`."""

    @contextmanager
    def owner() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            if database == "postgresql":
                cluster: Cluster = request.getfixturevalue("cluster")
                patch.setenv("DATABASE_OWNER_URL", cluster.url(DATABASE, OWNER))
            yield

    return owner


@pytest.fixture
def start(deployed: list[str]) -> Iterator[Work]:
    """Build an application from the environment as it is now."""
    built: list[Flask] = []

    def build() -> Flask:
        built.append(create_app())
        return built[-1]

    yield build
    for app in built:
        with app.app_context():
            db.engine.dispose()
