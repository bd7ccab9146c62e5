"""Settings from the environment: typed, frozen, refused at start when they make no sense."""

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, cast, get_args

Mode = Literal["development", "demo", "production", "test"]

PAGE, CONSOLE = "page", "console"
"""Channels of messages that show codes to bystanders."""

EVERYWHERE = "*"
"""The key of `Settings.today` that holds for every jurisdiction without a date of its own."""

_PACKAGE = Path(__file__).resolve().parent
_KEY_BYTES = 32
_LONGEST_TIMEOUT = 3600
_MOST_DAYS = 36_500


class BadSettings(ValueError):
    """A setting of the environment is missing or cannot be used; the message names the variable."""


@dataclass(frozen=True, kw_only=True)
class Keep:
    """How long rows that have had their time are kept (docs/decisions/0015); `GONGHUI_KEEP_<WHAT>`, in days."""

    drafts: timedelta
    messages: timedelta
    sessions: timedelta
    attempts: timedelta
    jobs: timedelta

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Keep":
        """Read them; raises BadSettings. Tries count for a day, and a daily sweep must find that of the day before."""
        return cls(
            drafts=_days(environ, "GONGHUI_KEEP_DRAFTS", 60, least=1),
            messages=_days(environ, "GONGHUI_KEEP_MESSAGES", 180, least=1),
            sessions=_days(environ, "GONGHUI_KEEP_SESSIONS", 0, least=0),
            attempts=_days(environ, "GONGHUI_KEEP_ATTEMPTS", 1, least=1),
            jobs=_days(environ, "GONGHUI_KEEP_JOBS", 30, least=2),
        )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything the server is told from outside. `messages` names the channel by which messages leave.

    `field_keys` encrypt personal data: the first encrypts, all decrypt. `index_key` keys the blind indexes and the
    audit seals and never changes. `today` holds business dates of a demo, a training or a preview, by jurisdiction or
    `EVERYWHERE`. `undo` is how long an officer can take a verdict back, and what it leads to waits. The two timeouts (seconds, 0 for
    none) hold for statements of web requests, on PostgreSQL.
    """

    base_domain: str = "localhost"
    mode: Mode = "development"
    secret_key: str = field(repr=False)
    field_keys: tuple[bytes, ...] = field(repr=False)
    index_key: bytes = field(repr=False)
    data_dir: Path
    policies_dir: Path
    templates_dir: Path
    static_dir: Path
    reference_dir: Path
    database_url: str = field(repr=False)
    database_urls: Mapping[str, str] = field(repr=False)
    database_owner_url: str | None = field(repr=False)
    database_owner_urls: Mapping[str, str] = field(repr=False)
    database_backup_url: str | None = field(repr=False)
    database_backup_urls: Mapping[str, str] = field(repr=False)
    messages: str
    lock_timeout: float
    statement_timeout: float
    keep: Keep
    undo: timedelta
    today: Mapping[str, date]
    trusted_proxies: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; raises BadSettings. Creates the data folder, and outside production its local secret."""
        mode = _mode(environ.get("GONGHUI_MODE", "development"))
        data_dir = Path(environ.get("GONGHUI_DATA", ".gonghui")).resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        secret = environ.get("GONGHUI_SECRET_KEY") or _local_secret(mode, data_dir)
        database_url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'gonghui.db'}"
        return cls(
            base_domain=environ.get("BASE_DOMAIN", "localhost").lower().rstrip("."),
            mode=mode,
            secret_key=secret,
            field_keys=_field_keys(environ, mode, secret),
            index_key=_index_key(environ, mode, secret),
            data_dir=data_dir,
            policies_dir=_folder(environ, "GONGHUI_POLICIES", "policies"),
            templates_dir=_folder(environ, "GONGHUI_TEMPLATES", "templates"),
            static_dir=_PACKAGE / "static",
            reference_dir=_folder(environ, "GONGHUI_REFERENCE", "reference"),
            database_url=_psycopg(database_url),
            database_urls=_urls(environ, "DATABASE_URL"),
            database_owner_url=_url(environ, "DATABASE_OWNER_URL"),
            database_owner_urls=_urls(environ, "DATABASE_OWNER_URL"),
            database_backup_url=_url(environ, "DATABASE_BACKUP_URL"),
            database_backup_urls=_urls(environ, "DATABASE_BACKUP_URL"),
            messages=_messages(environ, mode),
            lock_timeout=_seconds(environ, "DATABASE_LOCK_TIMEOUT", 15),
            statement_timeout=_seconds(environ, "DATABASE_STATEMENT_TIMEOUT", 25),
            keep=Keep.from_env(environ),
            undo=timedelta(seconds=_seconds(environ, "GONGHUI_UNDO_SECONDS", 60)),
            today=_today(environ),
            trusted_proxies=_count(environ, "GONGHUI_TRUSTED_PROXIES"),
        )


def _mode(text: str) -> Mode:
    for mode in get_args(Mode):
        if text == mode:
            return cast(Mode, mode)
    raise BadSettings(f"GONGHUI_MODE={text!r}: one of {', '.join(get_args(Mode))}")


def _messages(environ: Mapping[str, str], mode: Mode) -> str:
    name = environ.get("GONGHUI_MESSAGES")
    if mode != "production":
        return name or PAGE
    if not name:
        raise BadSettings("GONGHUI_MESSAGES is needed in production: `file`, or the name of an installed gateway")
    if name in (PAGE, CONSOLE):
        raise BadSettings(f"GONGHUI_MESSAGES={name} shows codes to bystanders and is refused in production")
    return name


def _folder(environ: Mapping[str, str], variable: str, name: str) -> Path:
    """The folder named by the variable, else the repository's, else the copy that the wheel ships."""
    if named := environ.get(variable):
        folder = Path(named).resolve()
        if not folder.is_dir():
            raise BadSettings(f"{variable}={named!r}: no such folder")
        return folder
    beside = _PACKAGE.parent / name
    return beside if beside.is_dir() else _PACKAGE / "_bundled" / name


def _suffixed(environ: Mapping[str, str], variable: str) -> dict[str, str]:
    """`VARIABLE__PLACE=x` as `{"place": "x"}`."""
    prefix = f"{variable}__"
    return {name[len(prefix) :].lower(): value for name, value in environ.items() if name.startswith(prefix) and value}


def _psycopg(url: str) -> str:
    """A plain `postgresql://` address means psycopg 3, the only PostgreSQL driver installed."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return f"postgresql+psycopg://{url.removeprefix(plain)}"
    return url


def _count(environ: Mapping[str, str], variable: str) -> int:
    text = environ.get(variable, "0")
    if not text.isdecimal():
        raise BadSettings(f"{variable}={text!r}: a number is needed")
    return int(text)


def _days(environ: Mapping[str, str], variable: str, default: int, *, least: int) -> timedelta:
    text = environ.get(variable) or str(default)
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= _MOST_DAYS):
        raise BadSettings(f"{variable}={text!r}: whole days are needed, from {least} to {_MOST_DAYS}")
    return timedelta(days=int(text))


def _seconds(environ: Mapping[str, str], variable: str, default: float) -> float:
    text = environ.get(variable) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= _LONGEST_TIMEOUT:
        raise BadSettings(f"{variable}={text!r}: seconds are needed, from 0 (no limit) to {_LONGEST_TIMEOUT}")
    return seconds


def _url(environ: Mapping[str, str], variable: str) -> str | None:
    return _psycopg(environ[variable]) if environ.get(variable) else None


def _urls(environ: Mapping[str, str], variable: str) -> dict[str, str]:
    return {name: _psycopg(url) for name, url in _suffixed(environ, variable).items()}


def _today(environ: Mapping[str, str]) -> dict[str, date]:
    named = _suffixed(environ, "GONGHUI_TODAY")
    if environ.get("GONGHUI_TODAY"):
        named[EVERYWHERE] = environ["GONGHUI_TODAY"]
    try:
        return {jurisdiction: date.fromisoformat(text) for jurisdiction, text in named.items()}
    except ValueError as error:
        raise BadSettings(f"GONGHUI_TODAY: {error}") from error


def _local_secret(mode: Mode, data_dir: Path) -> str:
    if mode == "production":
        raise BadSettings("GONGHUI_SECRET_KEY is needed in production")
    path = data_dir / "secret"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(_KEY_BYTES))
    except FileExistsError:
        pass
    return path.read_text()


def _key(variable: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise BadSettings(f"{variable}: not base64") from error
    if len(key) != _KEY_BYTES:
        raise BadSettings(f"{variable}: {_KEY_BYTES} bytes in base64 are needed")
    return key


def _derived(purpose: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def _field_keys(environ: Mapping[str, str], mode: Mode, secret: str) -> tuple[bytes, ...]:
    if text := environ.get("GONGHUI_FIELD_KEYS"):
        return tuple(_key("GONGHUI_FIELD_KEYS", part) for part in text.split(","))
    if mode == "production":
        raise BadSettings("GONGHUI_FIELD_KEYS is needed in production: base64 keys of 32 bytes, the newest first")
    return (_derived("field", secret),)


def _index_key(environ: Mapping[str, str], mode: Mode, secret: str) -> bytes:
    if text := environ.get("GONGHUI_INDEX_KEY"):
        return _key("GONGHUI_INDEX_KEY", text)
    if mode == "production":
        raise BadSettings("GONGHUI_INDEX_KEY is needed in production: 32 bytes in base64, never changed")
    return _derived("index", secret)
