"""Fixtures of all rooms: the application on each database, browsers, and the world of two provinces."""

import copy
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from flask import Blueprint, Flask
from jinja2 import FileSystemBytecodeCache

from tests import world as worlds
from tests.client import Browser, browse
from tests.databases import EMPTY, Databases, PostgresDatabases, SqliteDatabases
from tests.postgres import Cluster, binaries, quick_folder, running_cluster
from tests.turns import having_their_turn
from tests.workers import ByFile, longest_first
from webapp.app import create_app
from webapp.config import Settings
from webapp.persistence import db

REPOSITORY = Path(__file__).parents[1]
WORLD = "world"
KINDS = ("sqlite", "postgresql")

BuildApp = Callable[..., Flask]
ClientFor = Callable[[str | None], Browser]

gc.set_threshold(500_000, 20, 20)  # looked for as often as usual, garbage takes an eighth of a run


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In an ordinary run combinations take turns (tests/turns.py); the longest come first (tests/workers.py)."""
    if not os.environ.get("GONGHUI_TEST_ALL"):
        kept = having_their_turn(items)
        chosen = set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = kept
    longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    """How several workers share the tests (tests/workers.py)."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """What is loaded now stays: no garbage is looked for among it."""
    gc.freeze()


class Served:
    """One application on one kind of database, with its templates; shared by the tests of a process."""

    def __init__(self, app: Flask, databases: Databases) -> None:
        self.app = app
        self.databases = databases
        self.settings: Settings = app.extensions["gonghui.settings"]
        self._world: worlds.World | None = None
        databases.create(app)

    def reset(self, template: str) -> None:
        """A fresh database and the first settings."""
        self.app.extensions["gonghui.settings"] = self.settings
        self.databases.load(self.app, template)

    def world(self) -> worlds.World:
        """The world as it is kept in the template WORLD; built when first asked for."""
        if self._world is None:
            self.reset(EMPTY)
            self._world = worlds.build_world(self.app)
            self.databases.save(self.app, WORLD)
        return copy.deepcopy(self._world)


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real profiles and those of the two made-up provinces."""
    folder = tmp_path_factory.mktemp("policies") / "policies"
    shutil.copytree(REPOSITORY / "policies", folder)
    for path, text in worlds.policy_texts(folder).items():
        (folder / path).write_text(text, "utf-8")
    return folder


def _compiled_templates(folders: pytest.TempPathFactory) -> Path:
    """One folder for all applications and all workers of a run: a template is compiled once."""
    folder = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    (folder / "templates").mkdir(exist_ok=True)
    return folder / "templates"


@pytest.fixture(scope="session")
def build_app(policies: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildApp:
    """Build an application of one's own: `build_app(DATABASE_URL=…, GONGHUI_TODAY=…)`. Its database is not created."""
    compiled = FileSystemBytecodeCache(str(_compiled_templates(tmp_path_factory)))

    def build(**environ: str) -> Flask:
        folder = tmp_path_factory.mktemp("data")
        defaults = {
            "GONGHUI_MODE": "test",
            "GONGHUI_DATA": str(folder),
            "GONGHUI_POLICIES": str(policies),
            "GONGHUI_SECRET_KEY": "a secret of the tests",
            "GONGHUI_UNDO_SECONDS": "0",
            # Sixty-four at once on SQLite take turns at one lock: on a busy machine for longer than anybody would wait in earnest.
            "DATABASE_LOCK_TIMEOUT": "60",
        }
        app = create_app(Settings.from_env(defaults | environ))
        app.jinja_env.bytecode_cache = compiled
        return app

    return build


@pytest.fixture(scope="session")
def quick_path() -> Iterator[Path]:
    """A folder for databases, off the disk where that can be."""
    with TemporaryDirectory(prefix="gh-", dir=quick_folder(), ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def _sqlite(build_app: BuildApp, quick_path: Path) -> Served:
    databases = SqliteDatabases(quick_path)
    return Served(build_app(DATABASE_URL=databases.url), databases)


@pytest.fixture(scope="session")
def cluster() -> Iterator[object]:
    """A running PostgreSQL."""
    if binaries() is None:
        if os.environ.get("GONGHUI_CI"):
            pytest.fail("no PostgreSQL binaries")
        pytest.skip("no PostgreSQL binaries on this machine")
    with running_cluster() as running:
        yield running


@pytest.fixture
def admin(cluster: Cluster) -> Iterator[psycopg.Connection]:
    """A superuser beside the database of the application."""
    with psycopg.connect(host=str(cluster.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def _postgresql(build_app: BuildApp, cluster: object) -> Iterator[Served]:
    databases = PostgresDatabases(cluster)  # type: ignore[arg-type]
    served = Served(build_app(DATABASE_URL=databases.url), databases)
    yield served
    with served.app.app_context():
        db.engine.dispose()
    databases.close()


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test that uses it (or `app`, `world`) runs on both."""
    kind: str = request.param
    return kind


@pytest.fixture
def served(request: pytest.FixtureRequest, database: str) -> Served:
    """The shared application of this kind, in any state: use `app` or `world`."""
    found: Served = request.getfixturevalue(f"_{database}")
    return found


@pytest.fixture
def app(request: pytest.FixtureRequest, served: Served) -> Flask:
    """The application on an empty database, or on that of the world if the test asks for it."""
    if WORLD in request.fixturenames:
        served.world()
        served.reset(WORLD)
    else:
        served.reset(EMPTY)
    return served.app


@pytest.fixture
def world(app: Flask, served: Served) -> worlds.World:
    """The two provinces with all their rows, in the database of `app`."""
    return served.world()


@pytest.fixture
def app_with(app: Flask, served: Served, build_app: BuildApp) -> Iterator[Callable[..., Flask]]:
    """Build one more application on the same database, with views of the test's own: `app_with(blueprint, …)`."""
    built: list[Flask] = []

    def build(*blueprints: Blueprint, **environ: str) -> Flask:
        extra = build_app(DATABASE_URL=served.databases.url, **environ)
        for blueprint in blueprints:
            extra.register_blueprint(blueprint)
        built.append(extra)
        return extra

    yield build
    for extra in built:
        with extra.app_context():
            db.engine.dispose()


@pytest.fixture
def client_for(app: Flask) -> ClientFor:
    """A new browser on a province's host, or on the bare domain: `client_for("alpha")`, `client_for(None)`."""

    return lambda jurisdiction: browse(app, jurisdiction)


@pytest.fixture
def set_today(app: Flask) -> Callable[[date], None]:
    """Set the business date of every province for this test."""

    def set_date(day: date) -> None:
        app.extensions["gonghui.settings"] = replace(app.extensions["gonghui.settings"], today={"*": day})

    return set_date
