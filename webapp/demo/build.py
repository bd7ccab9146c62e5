"""Builds the demo database: for every served province its unions, its officers and a few dozen applications."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import exists, select
from werkzeug.security import generate_password_hash

from webapp.accounts import Officer, Role
from webapp.demo import people
from webapp.demo.claims import file
from webapp.demo.desk import open_desks
from webapp.demo.founding import found, guides
from webapp.demo.organisations import Land, grow
from webapp.demo.payments import pay
from webapp.demo.stations import furnish
from webapp.demo.stories import tell
from webapp.home.demo_officers import PASSWORD
from webapp.persistence import db, unit_of_work
from webapp.tenancy import NATIONAL, library, profile
from webapp.unions import Union, divisions


@dataclass(frozen=True)
class Built:
    """What was made for one province; where nothing was, `why_none` says why."""

    jurisdiction: str
    unions: int
    officers: int
    applications: int
    why_none: str = ""


def build(app: Flask) -> list[Built]:
    """Make everything that is not there: all in an empty database, in a demo that was kept the provinces that came since.

    What its officers decide is told and paid at once.
    """
    served = app.extensions["gonghui.settings"]
    app.extensions["gonghui.settings"] = replace(served, undo=timedelta(0))
    try:
        with app.app_context():
            db.create_all(bind_key=None)
            new = [jurisdiction for jurisdiction in (NATIONAL, *library().jurisdictions()) if _is_empty(jurisdiction)]
            built = [_build_one(jurisdiction) for jurisdiction in new if jurisdiction != NATIONAL]
            open_desks(new)
            return built
    finally:
        app.extensions["gonghui.settings"] = served


def _is_empty(jurisdiction: str) -> bool:
    with unit_of_work(jurisdiction, write=False):
        return not db.session.scalar(select(exists().where(Officer.jurisdiction == jurisdiction)))


def _build_one(jurisdiction: str) -> Built:
    division = library().profile(jurisdiction).division
    if not division or divisions.get(division) is None:
        why = f"unions are made up over real places, and its division {division} is not in {divisions.FILE_NAME}"
        return Built(jurisdiction, 0, 0, 0, why)
    with unit_of_work(jurisdiction):
        land = grow(profile())
        guides(land)
        officers = _officers(land)
        told = tell(land, officers)
        furnish(land, officers)
        found(land, officers)
        file(officers)
        pay(officers)
        return Built(jurisdiction, len(land.unions), len({officer.id for officer in officers.values()}), told)


def _officers(land: Land) -> dict[UUID, Officer]:
    """An officer for every union; the first of each kind has a login that is easy to remember."""
    password_hash = generate_password_hash(PASSWORD)
    found: dict[UUID, Officer] = {}
    counts: dict[str, int] = {}
    for (kind, _place), union in land.unions.items():
        counts[kind] = counts.get(kind, 0) + 1
        officer = Officer(
            name=_name(union), login=f"{kind.replace('_', '-')}-{counts[kind]}", password_hash=password_hash
        )
        db.session.add(officer)
        db.session.flush()
        db.session.add(Role(officer_id=officer.id, union_id=union.id, role="administrator"))
        people.own_person(officer, len(found))
        found[union.id] = officer
    db.session.flush()
    return found


def _name(union: Union) -> str:
    return f"{union.name[:12]}管理员"
