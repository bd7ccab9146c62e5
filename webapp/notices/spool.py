"""The channel `file`: a file a message in the data folder, which another program sends and takes away.

Each appears whole, under the message's id, readable by the server's account only; it holds phone and text in clear. What was
not taken away is deleted: a secret when it has become useless, anything else after KEPT.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from webapp.jobs import sweep
from webapp.notices.outgoing import Outgoing
from webapp.persistence import database_now
from webapp.tenancy import settings

FOLDER = "messages"
KEPT = timedelta(days=30)
_UNFINISHED = ".part"


class Spool:
    """Writes messages into the folder."""

    def __init__(self, app: Flask) -> None:
        self._folder: Path = app.extensions["gonghui.settings"].data_dir / FOLDER

    def __call__(self, message: Outgoing) -> None:
        """Write one message; raises OSError, and then nothing of it stays."""
        self._write(message.id, json.dumps(asdict(message), ensure_ascii=False, default=_plain))

    def probe(self) -> None:
        """Write a file that is no message, and take it away; raises OSError."""
        self._write("probe", "{}").unlink()

    def _write(self, name: str, content: str) -> Path:
        self._folder.mkdir(exist_ok=True, mode=0o700)
        unfinished = self._folder / f"{name}{_UNFINISHED}"
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return unfinished.rename(self._folder / f"{name}.json")
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def waiting(folder: Path) -> Iterator[tuple[Path, datetime, bool]]:
    """What nobody has taken away yet: the file, since when it lies there, and whether it is of no use any more."""
    at = database_now()
    for path in sorted((folder / FOLDER).glob("*")):
        try:
            since = datetime.fromtimestamp(path.stat().st_mtime, at.tzinfo)
            yield path, since, at - since > KEPT or _is_useless(path, at)
        except FileNotFoundError:
            continue


@sweep("notices.forget_files", every=timedelta(minutes=10), everywhere=True)
def forget_files() -> None:
    """Delete what is of no use any more."""
    for path, _, useless in waiting(settings().data_dir):
        if useless:
            path.unlink(missing_ok=True)


def _is_useless(path: Path, at: datetime) -> bool:
    if path.suffix == _UNFINISHED:
        return False
    content: dict[str, Any] = json.loads(path.read_text())
    limit = content.get("useless_after")
    return limit is not None and datetime.fromisoformat(limit) < at


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
