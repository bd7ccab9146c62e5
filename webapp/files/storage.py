"""Contents on the disk: one encrypted file each, in a folder a province, under names that say nothing."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from webapp.persistence import now
from webapp.tenancy import current, settings

FOLDER = "files"
UNFINISHED = ".part"
_NONCE = 12
_NAME_BYTES = 20
_SHARD = 2


class ContentLost(RuntimeError):
    """A row's content is not on the disk, or is not what was put there."""


def new_name() -> str:
    """A name nobody can guess, which says nothing about what it names."""
    return secrets.token_hex(_NAME_BYTES)


def new_key() -> bytes:
    """A key for one content."""
    return AESGCM.generate_key(bit_length=256)


def put(name: str, key: bytes, data: bytes) -> None:
    """Write a content, whole or not at all: on a full disk nothing of it stays. Raises OSError."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    nonce = os.urandom(_NONCE)
    unfinished = path.with_suffix(UNFINISHED)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(nonce + AESGCM(key).encrypt(nonce, data, _bound_to(name)))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def content(name: str, key: bytes) -> bytes:
    """What was put; raises ContentLost."""
    try:
        stored = _path(name).read_bytes()
        return AESGCM(key).decrypt(stored[:_NONCE], stored[_NONCE:], _bound_to(name))
    except (FileNotFoundError, InvalidTag, ValueError) as error:
        raise ContentLost(f"{current()}: {name}") from error


def erase(name: str) -> None:
    """Take a content away; it may be gone already."""
    _path(name).unlink(missing_ok=True)


def shards() -> Iterator[list[tuple[str, datetime]]]:
    """Every content of the province as (name, when it was written), in lists of those whose names begin alike."""
    for folder in sorted(_root().glob("*")):
        found = [(path, _written(path)) for path in folder.iterdir()]
        yield [(path.name, at) for path, at in found if at is not None]


def _written(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=now().tzinfo)
    except FileNotFoundError:
        return None


def _root() -> Path:
    return settings().data_dir / FOLDER / current()


def _path(name: str) -> Path:
    return _root() / name[:_SHARD] / name


def _bound_to(name: str) -> bytes:
    return f"{current()}:{name}".encode()
