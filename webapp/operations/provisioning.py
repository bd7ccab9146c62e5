"""`gonghui init`: databases, roles, safeguards, and the first administrators."""

from typing import NamedTuple

from sqlalchemy import Connection, exists, select, text

from webapp.accounts import ADMINISTRATOR, Role, add_officer, give_role, one_time_link
from webapp.config import Settings
from webapp.operations.databases import Place, as_owner, places
from webapp.persistence import db, safeguards, schema, unit_of_work
from webapp.tenancy import hosts, profile, scopes
from webapp.unions import Union, top_union

TOP_KIND = "provincial_federation"
LOGIN = "admin"
NAME = "首任管理员"


class FirstAdministrator(NamedTuple):
    """Who may sign in first in a province, and where the password is set."""

    jurisdiction: str
    login: str
    path: str
    host: str


def create_databases(settings: Settings) -> None:
    """Bring every database to the newest schema, as its owner. Repeatable."""
    for place in places(settings):
        with as_owner(place) as connection:
            schema.upgrade(connection)
            if place.is_postgresql:
                _make_role(connection, place)
            safeguards.lay(connection, place.url.username)
            if place.is_postgresql:
                connection.execute(text(f'GRANT SELECT ON alembic_version TO "{place.url.username}"'))


def create_administrators() -> list[FirstAdministrator]:
    """Give each province, and the nation's desk, its first administrator, at the top federation; who has one keeps him."""
    made = [_first_administrator(jurisdiction) for jurisdiction in scopes()]
    return [one for one in made if one is not None]


def _make_role(connection: Connection, place: Place) -> None:
    """The application's role, named in its address; one that exists stays as it is."""
    name, password = place.url.username, place.url.password
    known = connection.scalar(text("SELECT count(*) FROM pg_roles WHERE rolname = :name"), {"name": name})
    if not known:
        # A role's name and password cannot be bound parameters; the server quotes them itself.
        clause = "format('CREATE ROLE %I LOGIN PASSWORD %L', CAST(:name AS text), CAST(:password AS text))"
        connection.exec_driver_sql(
            connection.scalar(text(f"SELECT {clause}"), {"name": name, "password": password or None}).replace("%", "%%")
        )


def _first_administrator(jurisdiction: str) -> FirstAdministrator | None:
    with unit_of_work(jurisdiction):
        if db.session.scalar(select(exists().where(Role.role == ADMINISTRATOR))):
            return None
        union = top_union() or _found_top_union()
        officer = add_officer(name=NAME, login=LOGIN)
        give_role(officer, union.id, ADMINISTRATOR, actor="init")
        return FirstAdministrator(
            jurisdiction, LOGIN, f"/officers/password/{one_time_link(officer)}", hosts().host_of(jurisdiction)
        )


def _found_top_union() -> Union:
    rules = profile()
    union = Union(name=f"{rules.name}总工会", kind=TOP_KIND, division=rules.division or "")
    db.session.add(union)
    db.session.flush()
    return union
