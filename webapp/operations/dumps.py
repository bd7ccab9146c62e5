"""One database into a file and back: SQLite by itself, PostgreSQL by `pg_dump` and `pg_restore`."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from webapp.config import Settings
from webapp.operations.clusters import backup_url, make_what_is_missing
from webapp.operations.databases import Place


class DumpFailed(RuntimeError):
    """A database could not be written into a file, or read from one; the message says why."""


def dump(settings: Settings, place: Place, target: Path) -> None:
    """Write a database into a new file, as it is at one moment. Raises DumpFailed."""
    if place.is_postgresql:
        _run("pg_dump", "--format=custom", "--file", str(target), "--dbname", _address(settings, place))
        return
    try:
        with closing(sqlite3.connect(_file(place))) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise DumpFailed(f"{place.name}: {error}") from error


def load(settings: Settings, place: Place, source: Path) -> None:
    """Bring a dump into a database that holds nothing yet. On PostgreSQL it, its owner and the server's role are made where
    they are missing, and everything belongs to the owner whom the settings name. Raises DumpFailed.
    """
    if place.is_postgresql:
        make_what_is_missing(settings, place)
        foreign = ("--no-owner", "--no-privileges", "--role", str(place.owner_url.username))
        address = ("--dbname", _address(settings, place))
        _run("pg_restore", "--exit-on-error", "--single-transaction", *foreign, *address, str(source))
        return
    target = _file(place)
    if target.exists():
        raise DumpFailed(f"{target} exists; move it away first")
    shutil.copyfile(source, target)


def _file(place: Place) -> Path:
    return Path(place.url.database or "")


def _address(settings: Settings, place: Place) -> str:
    """For libpq."""
    return backup_url(settings, place).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise DumpFailed(f"{command[0]} is not installed: it comes with PostgreSQL's client programs") from error
    if done.returncode:
        raise DumpFailed(f"{command[0]}: {done.stderr.strip() or f'ended with {done.returncode}'}")
