"""`gonghui backup` and `restore`: one archive with every database and the stored files; keys and secrets stay outside."""

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from webapp.config import Settings
from webapp.files.storage import FOLDER, UNFINISHED
from webapp.operations.databases import places
from webapp.operations.dumps import DumpFailed, dump, load
from webapp.persistence import now

FORMAT = 1
MANIFEST = "manifest.json"
BESIDE = ".unfinished-backup-"
"""How the folder begins in which an archive grows, beside the place where it will lie."""
NOTE = "backup.json"


class CannotBackUp(RuntimeError):
    """There is no new archive; the message says why."""


class CannotRestore(RuntimeError):
    """The archive does not fit these settings, or something is already there."""


def backup(settings: Settings, archive: Path) -> None:
    """Write everything into a new `.tar.gz` that its owner alone may read. The server may go on working.

    It appears under its name when it is whole and on the disk; until then it, and one dump at a time, grow in a folder
    beside it. Raises CannotBackUp, and then nothing is left.
    """
    if archive.exists():
        raise CannotBackUp(f"{archive} exists: name a new file")
    try:
        with TemporaryDirectory(dir=archive.parent, prefix=BESIDE) as name:
            unfinished = Path(name) / "archive"
            _write(settings, unfinished)
            unfinished.rename(archive)
        _sync(archive.parent)
        _note(settings, archive)
    except (OSError, DumpFailed) as error:
        raise CannotBackUp(f"{archive}: {error}") from error


def last_backup(settings: Settings) -> datetime | None:
    """When the last archive was made by these settings' data folder, or None."""
    with suppress(FileNotFoundError):
        return datetime.fromisoformat(json.loads((settings.data_dir / NOTE).read_text())["made_at"])
    return None


def restore(settings: Settings, archive: Path) -> None:
    """Bring an archive's content back into empty databases. The server must not run. Raises CannotRestore."""
    try:
        with _unpacked(settings, archive) as folder:
            manifest = json.loads((folder / MANIFEST).read_text())
            if manifest["format"] != FORMAT or manifest["databases"] != _kinds(settings):
                raise CannotRestore(f"the archive holds {manifest['databases']}, the settings name {_kinds(settings)}")
            for place in places(settings):
                load(settings, place, folder / place.name)
            if (folder / FOLDER).is_dir():
                shutil.copytree(folder / FOLDER, settings.data_dir / FOLDER, dirs_exist_ok=True)
    except (tarfile.TarError, EOFError, json.JSONDecodeError) as error:
        raise CannotRestore(f"{archive} is no archive of `gonghui backup`, or not a whole one") from error
    except (OSError, DumpFailed) as error:
        raise CannotRestore(f"{archive}: {error}") from error


def _write(settings: Settings, path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz") as tar:
            for place in places(settings):
                target = path.with_name("dump")
                dump(settings, place, target)
                tar.add(target, place.name)
                target.unlink()
            manifest = path.with_name(MANIFEST)
            content = {"format": FORMAT, "made_at": now().isoformat(), "databases": _kinds(settings)}
            manifest.write_text(json.dumps(content))
            tar.add(manifest, MANIFEST)
            _add_files(tar, settings.data_dir)
        file.flush()
        os.fsync(file.fileno())


def _add_files(tar: tarfile.TarFile, data_dir: Path) -> None:
    """After the databases, so that every row's content is there; one that is deleted meanwhile, or half written, is not."""
    for path in sorted((data_dir / FOLDER).rglob("*")):
        if path.suffix != UNFINISHED:
            with suppress(FileNotFoundError):
                tar.add(path, f"{FOLDER}/{path.relative_to(data_dir / FOLDER)}", recursive=False)


def _sync(folder: Path) -> None:
    """Make the names in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _note(settings: Settings, archive: Path) -> None:
    """For `gonghui doctor`, which asks how old the last archive is."""
    note = {"made_at": now().isoformat(), "archive": str(archive.resolve())}
    (settings.data_dir / NOTE).write_text(json.dumps(note))


@contextmanager
def _unpacked(settings: Settings, archive: Path) -> Iterator[Path]:
    with TemporaryDirectory(dir=settings.data_dir) as name:
        with tarfile.open(archive) as tar:
            tar.extractall(name, filter="data")
        yield Path(name)


def _kinds(settings: Settings) -> dict[str, str]:
    return {place.name: place.url.get_backend_name() for place in places(settings)}
