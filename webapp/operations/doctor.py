"""`gonghui doctor`: looks for trouble and says what to do about it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from flask import Flask
from sqlalchemy import exists, func, select, text

from webapp.accounts import ADMINISTRATOR, Role
from webapp.config import Settings
from webapp.jobs import Job
from webapp.jobs.models import FAILED, WAITING
from webapp.operations.databases import Place, engine, places
from webapp.persistence import db, now, safeguards, schema, unit_of_work
from webapp.tenancy import library

LATE = timedelta(minutes=10)


class Finding(NamedTuple):
    """One thing looked at; `trouble` says what is wrong and what helps, empty if nothing is."""

    where: str
    what: str
    trouble: str = ""


def examine(app: Flask) -> Iterator[Finding]:
    """Look at everything, one finding a thing; needs the application's context."""
    settings: Settings = app.extensions["gonghui.settings"]
    for place in places(settings):
        yield from _examine_database(place)
    for jurisdiction in library().jurisdictions():
        yield from _examine_province(jurisdiction)


def _examine_database(place: Place) -> Iterator[Finding]:
    try:
        with engine(place.url) as made, made.connect() as connection:
            differences = schema.differences(connection)
            yield Finding(place.name, "reached")
            yield Finding(place.name, "schema", "not the newest: run `gonghui init`" if differences else "")
            if place.is_postgresql:
                forced = set(connection.scalars(text(_FORCED)))
                open_tables = sorted({table.name for table in safeguards.scoped_tables()} - forced)
                yield Finding(place.name, "row-level security", f"not forced on {open_tables}" if open_tables else "")
    except Exception as error:
        yield Finding(place.name, "reached", f"{type(error).__name__}: {error}".splitlines()[0])


_FORCED = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity"


def _examine_province(jurisdiction: str) -> Iterator[Finding]:
    for what, check in _CHECKS.items():
        try:
            with unit_of_work(jurisdiction, write=False):
                yield Finding(jurisdiction, what, check())
        except Exception as error:
            yield Finding(jurisdiction, what, f"{type(error).__name__}: {error}".splitlines()[0])


def _administrator() -> str:
    known = db.session.scalar(select(exists().where(Role.role == ADMINISTRATOR)))
    return "" if known else "nobody: run `gonghui init`"


def _failed_jobs() -> str:
    count = db.session.scalar(select(func.count()).select_from(Job).where(Job.state == FAILED))
    return f"{count} given up; their errors are in the table jobs" if count else ""


def _late_jobs() -> str:
    since = now() - LATE
    late = select(func.count()).select_from(Job).where(Job.state == WAITING, Job.run_at < since, Job.created_at < since)
    count = db.session.scalar(late)
    return f"{count} are late: is `gonghui jobs` running?" if count else ""


_CHECKS: dict[str, Callable[[], str]] = {
    "administrator": _administrator,
    "failed jobs": _failed_jobs,
    "late jobs": _late_jobs,
}
