"""What the doctor finds on this machine: its settings, its disk, the way messages leave, and the way requests come."""

import os
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta

from flask import Flask

from webapp.config import Settings
from webapp.notices import channel
from webapp.notices.spool import waiting
from webapp.operations.backups import last_backup
from webapp.operations.doctor.findings import Finding, Passed, look
from webapp.operations.doctor.outside import trouble_on_the_way
from webapp.persistence import now, unit_of_work
from webapp.policy.decisions.claim.calendar import calendar
from webapp.tenancy import CHINA_TIME

SERVER = "server"
LEAST_SECRET = 32
LEAST_VARIETY = 8
LEAST_BYTES = 1 << 30
LEAST_FILES = 10_000
AHEAD = timedelta(days=45)
BACKUP_EVERY = timedelta(days=2)
TAKEN_WITHIN = timedelta(minutes=10)


def examine_server(app: Flask, settings: Settings, *, at: str | None = None) -> Iterator[Finding]:
    """Look at the machine. In production the running server is asked by its public address; `at` names another way in, as
    an address whose host and port are connected to.
    """
    everywhere: dict[str, Callable[[], str]] = {
        "disk": lambda: _disk(settings),
        "messages": lambda: _messages(app),
        "holidays": _holidays,
    }
    in_production: dict[str, Callable[[], str]] = {
        "secrets": lambda: _secrets(settings),
        "base domain": lambda: _base_domain(settings),
        "business date": lambda: "GONGHUI_TODAY is set: take it out" if settings.today else "",
        "backup": lambda: _backup(settings),
    }
    checks = everywhere | (in_production if settings.mode == "production" else {})
    for what, check in checks.items():
        yield look(SERVER, what, check)
    if settings.mode == "production" or at:
        yield look(
            SERVER, "proxies", lambda: trouble_on_the_way(app, settings, at or f"https://{settings.base_domain}")
        )


def _secrets(settings: Settings) -> str:
    """Whether the secrets can be guessed. That the keys are the right ones is proved on the values they opened."""
    secret = settings.secret_key
    if len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_VARIETY:
        return f"GONGHUI_SECRET_KEY can be guessed: take {LEAST_SECRET} random characters or more"
    keys = [*settings.field_keys, settings.index_key]
    if any(len(set(key)) < LEAST_VARIETY for key in keys):
        return "a key can be guessed: take 32 random bytes"
    return "GONGHUI_FIELD_KEYS and GONGHUI_INDEX_KEY hold one key twice" if len(set(keys)) < len(keys) else ""


def _base_domain(settings: Settings) -> str:
    return "BASE_DOMAIN is localhost: nobody outside finds it" if settings.base_domain == "localhost" else ""


def _disk(settings: Settings) -> str:
    trial = settings.data_dir / f".trial-{secrets.token_hex(4)}"
    try:
        trial.write_bytes(b"x")
    finally:
        trial.unlink(missing_ok=True)
    room = os.statvfs(settings.data_dir)
    if room.f_bavail * room.f_frsize < LEAST_BYTES:
        return f"{room.f_bavail * room.f_frsize >> 20} MB left in {settings.data_dir}: make room"
    if room.f_files and room.f_favail < LEAST_FILES:
        return f"only {room.f_favail} more files fit in {settings.data_dir}: make room"
    return ""


def _messages(app: Flask) -> str:
    """Try the way out; nobody gets a message."""
    way = channel(app)
    probe = getattr(way, "probe", None)
    if probe is not None:
        probe()
    with unit_of_work(None, write=False):
        spooled = list(waiting(app.extensions["gonghui.settings"].data_dir))
    late = [path for path, since, _ in spooled if now() - since > TAKEN_WITHIN]
    if late:
        return f"{len(late)} wait in the folder messages: is the program running that sends them?"
    return "" if probe is not None else Passed("the channel has no probe(): nothing was tried")


def _holidays() -> str:
    last = max(calendar().moved, default=None)
    today = (now() + CHINA_TIME).date()
    if last is None or (today + AHEAD).year > last.year:
        return f"reference/holidays.csv ends with {last and last.year}: add the year that comes, working days are counted by it"
    return ""


def _backup(settings: Settings) -> str:
    made = last_backup(settings)
    if made is None:
        return "there is none: run `gonghui backup` every night"
    age = now() - made
    return f"the last one is {age.days} days old: run `gonghui backup` every night" if age > BACKUP_EVERY else ""
