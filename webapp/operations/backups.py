"""`gonghui backup` and `restore`: one archive with every database and the stored files; keys and secrets stay outside."""

import json
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, make_url

from webapp.config import BadSettings, Settings
from webapp.files.storage import FOLDER, UNFINISHED
from webapp.operations.databases import HOME, Place, places
from webapp.persistence import now

FORMAT = 1
MANIFEST = "manifest.json"


class CannotRestore(RuntimeError):
    """The archive does not fit these settings, or something is already there."""


def backup(settings: Settings, archive: Path) -> None:
    """Write everything into a new `.tar.gz`. The server may go on working."""
    with TemporaryDirectory(dir=settings.data_dir) as name:
        folder = Path(name)
        for place in places(settings):
            _dump(settings, place, folder / place.name)
        manifest = {"format": FORMAT, "made_at": now().isoformat(), "databases": _kinds(settings)}
        (folder / MANIFEST).write_text(json.dumps(manifest))
        with tarfile.open(archive, "x:gz") as tar:
            for path in sorted(folder.iterdir()):
                tar.add(path, path.name)
            _add_files(tar, settings.data_dir)


def restore(settings: Settings, archive: Path) -> None:
    """Bring an archive's content back into empty databases. The server must not run. Raises CannotRestore."""
    with _unpacked(settings, archive) as folder:
        manifest = json.loads((folder / MANIFEST).read_text())
        if manifest["format"] != FORMAT or manifest["databases"] != _kinds(settings):
            raise CannotRestore(f"the archive holds {manifest['databases']}, the settings name {_kinds(settings)}")
        for place in places(settings):
            _load(settings, place, folder / place.name)
        if (folder / FOLDER).is_dir():
            shutil.copytree(folder / FOLDER, settings.data_dir / FOLDER, dirs_exist_ok=True)


def _add_files(tar: tarfile.TarFile, data_dir: Path) -> None:
    """After the databases, so that every row's content is there; one that is deleted meanwhile, or half written, is not."""
    for path in sorted((data_dir / FOLDER).rglob("*")):
        if path.suffix != UNFINISHED:
            with suppress(FileNotFoundError):
                tar.add(path, f"{FOLDER}/{path.relative_to(data_dir / FOLDER)}", recursive=False)


@contextmanager
def _unpacked(settings: Settings, archive: Path) -> Iterator[Path]:
    with TemporaryDirectory(dir=settings.data_dir) as name:
        with tarfile.open(archive) as tar:
            tar.extractall(name, filter="data")
        yield Path(name)


def _kinds(settings: Settings) -> dict[str, str]:
    return {place.name: place.url.get_backend_name() for place in places(settings)}


def _dump(settings: Settings, place: Place, target: Path) -> None:
    if place.is_postgresql:
        _run("pg_dump", "--format=custom", "--file", str(target), "--dbname", _address(settings, place))
        return
    with closing(sqlite3.connect(_file(place))) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _load(settings: Settings, place: Place, source: Path) -> None:
    if place.is_postgresql:
        _run(
            "pg_restore", "--exit-on-error", "--single-transaction", "--dbname", _address(settings, place), str(source)
        )
        return
    target = _file(place)
    if target.exists():
        raise CannotRestore(f"{target} exists; move it away first")
    shutil.copyfile(source, target)


def _file(place: Place) -> Path:
    return Path(place.url.database or "")


def _address(settings: Settings, place: Place) -> str:
    """For libpq: the backup role's address, which row-level security must not bind, with this place's database."""
    if settings.database_backup_url is None:
        raise BadSettings("DATABASE_BACKUP_URL is needed: a role that row-level security does not bind (BYPASSRLS)")
    backup_url: URL = make_url(settings.database_backup_url)
    url = backup_url if place.name == HOME else backup_url.set(database=place.url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
