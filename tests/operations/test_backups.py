"""Archives: whole or not there, for their owner alone, and brought back where nothing is yet."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.operations.conftest import DATABASE, OWNER, ROLE, Gonghui, Work, drop_cluster_contents
from tests.persistence.seeds import owners, session_row
from tests.postgres import Cluster
from webapp.persistence import db, unit_of_work

AsOwner = Callable[[], AbstractContextManager[None]]
ROOM = 60_000
"""Bytes a file may have on the full disk: more than a dump of the tables' definitions, less than one with FILLING."""
FILLING = os.urandom(3 * ROOM)

postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def kept(start: Work) -> Path:
    """A deployment with a row and a stored file; the folder of stored files."""
    app = start()
    with app.app_context():
        with unit_of_work("alpha") as work:
            work.add(session_row("kept", data="secret"))
        db.engine.dispose()
    files = Path(os.environ["GONGHUI_DATA"]) / "files"
    files.mkdir()
    (files / "letter.pdf").write_text("stored")
    return files


@pytest.fixture
def lost(request: pytest.FixtureRequest, database: str) -> Callable[[], None]:
    """Lose the deployment: the data folder, and on PostgreSQL the whole server, which a new one replaces."""

    def lose() -> None:
        shutil.rmtree(os.environ["GONGHUI_DATA"])
        if database == "postgresql":
            _on_the_server(request.getfixturevalue("cluster"), drop_cluster_contents)

    return lose


def _on_the_server(cluster: Cluster, work: Callable) -> None:
    admin = create_engine(cluster.url("postgres", "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        work(connection)
    admin.dispose()


def test_a_backup_brings_everything_back_on_a_new_server(
    gonghui: Gonghui,
    start: Work,
    kept: Path,
    lost: Callable[[], None],
    as_owner: AsOwner,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert gonghui("backup", tmp_path / "all.tar.gz") == 0
    lost()
    with as_owner():
        # In a process of its own, which knows of no table but those that the command itself brings in.
        command = [sys.executable, "-m", "webapp.cli", "restore", str(tmp_path / "all.tar.gz")]
        assert subprocess.run(command).returncode == 0

    assert owners(start(), "alpha") == ["kept"]
    assert (kept / "letter.pdf").read_text() == "stored"
    assert gonghui("jobs", "--once") == 0
    capsys.readouterr()
    gonghui("doctor")
    said = capsys.readouterr().out.splitlines()
    assert [
        line for line in said if "trouble: " in line and line.split()[1] not in ("administrators", "holidays")
    ] == []


@postgresql
def test_a_restore_without_a_superuser_says_what_a_superuser_has_to_run(
    gonghui: Gonghui,
    kept: Path,
    lost: Callable[[], None],
    as_owner: AsOwner,
    environment: pytest.MonkeyPatch,
    cluster: Cluster,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert gonghui("backup", tmp_path / "all.tar.gz") == 0
    lost()
    environment.setenv("DATABASE_BACKUP_URL", cluster.url(DATABASE, "keeper"))
    _on_the_server(cluster, lambda server: server.execute(text("CREATE ROLE keeper LOGIN BYPASSRLS")))
    try:
        with as_owner():
            assert gonghui("restore", tmp_path / "all.tar.gz") == 2
    finally:
        _on_the_server(cluster, lambda server: server.execute(text("DROP ROLE keeper")))
    assert f"CREATE ROLE {OWNER} LOGIN CREATEROLE PASSWORD" in capsys.readouterr().err


@postgresql
def test_what_is_restored_belongs_to_the_roles_of_the_settings(
    gonghui: Gonghui, kept: Path, lost: Callable[[], None], as_owner: AsOwner, cluster: Cluster, tmp_path: Path
) -> None:
    assert gonghui("backup", tmp_path / "all.tar.gz") == 0
    lost()
    with as_owner():
        assert gonghui("restore", tmp_path / "all.tar.gz") == 0
    engine = create_engine(cluster.url(DATABASE, "postgres"))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")).all()
        may = f"SELECT has_table_privilege('{ROLE}', 'events', 'INSERT'), has_table_privilege('{ROLE}', 'events', 'UPDATE')"
        assert (found, tuple(connection.execute(text(may)).one())) == ([(OWNER,)], (True, False))
    engine.dispose()


def test_a_restore_overwrites_nothing(
    gonghui: Gonghui, kept: Path, as_owner: AsOwner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gonghui("backup", tmp_path / "all.tar.gz") == 0
    with as_owner():
        assert gonghui("restore", tmp_path / "all.tar.gz") == 2
    said = capsys.readouterr().err
    assert "move it away first" in said or "already exists" in said


def test_what_is_no_archive_is_said_in_one_line(
    gonghui: Gonghui, deployed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "all.tar.gz").write_text("no archive")
    assert gonghui("restore", tmp_path / "all.tar.gz") == 2
    assert gonghui("restore", tmp_path / "nowhere.tar.gz") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


@postgresql
def test_a_backup_by_a_role_that_sees_only_some_rows_is_refused(
    gonghui: Gonghui,
    environment: pytest.MonkeyPatch,
    deployed: list[str],
    tmp_path: Path,
    cluster: Cluster,
    capsys: pytest.CaptureFixture[str],
) -> None:
    environment.setenv("DATABASE_BACKUP_URL", cluster.url(DATABASE, OWNER))
    assert gonghui("backup", tmp_path / "all.tar.gz") == 1
    assert "row-level security" in capsys.readouterr().err
    assert list(tmp_path.glob("*all*")) == []


@sqlite
def test_an_archive_is_for_its_owner_alone_and_never_written_over(
    gonghui: Gonghui, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "all.tar.gz"
    os.umask(os.umask(0o022))
    assert gonghui("backup", archive) == 0
    assert archive.stat().st_mode & 0o077 == 0
    before = archive.read_bytes()
    assert gonghui("backup", archive) == 1
    assert "exists" in capsys.readouterr().err
    assert archive.read_bytes() == before
    note = json.loads((Path(os.environ["GONGHUI_DATA"]) / "backup.json").read_text())
    assert note["archive"] == str(archive)


def test_a_full_disk_leaves_no_archive_and_nothing_beside_it(kept: Path, tmp_path: Path) -> None:
    """The disk is full at the dump (the row is long), and at the archive (the stored file is long)."""
    target = tmp_path / "target"
    target.mkdir()
    (kept / "long.part").write_bytes(FILLING)
    (kept / "long").write_bytes(FILLING)
    before = sorted(kept.parent.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-m", "webapp.cli", "backup", str(target / "all.tar.gz")],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM)),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert list(target.iterdir()) == []
    assert sorted(kept.parent.rglob("*")) == before


@sqlite
def test_an_archive_holds_databases_and_whole_files_only(gonghui: Gonghui, kept: Path, tmp_path: Path) -> None:
    (kept / "half.part").write_text("half")
    assert gonghui("backup", tmp_path / "all.tar.gz") == 0
    with tarfile.open(tmp_path / "all.tar.gz") as tar:
        assert sorted(tar.getnames()) == ["files/letter.pdf", "home", "manifest.json"]
