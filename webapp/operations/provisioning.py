"""`gonghui init`: databases, roles and safeguards."""

from sqlalchemy import Connection, text

from webapp.config import BadSettings, Settings
from webapp.operations.databases import Place, as_owner, places
from webapp.persistence import safeguards, schema
from webapp.unions.respelling import spell_again


def create_databases(settings: Settings) -> None:
    """Bring every database to the newest schema, as its owner. Repeatable. Raises BadSettings for one of another release."""
    for place in places(settings):
        with as_owner(place) as connection:
            try:
                schema.upgrade(connection)
            except schema.UnknownRevision as error:
                raise BadSettings(f"{place.url!r}: {error}") from error
            spell_again(connection)
            if place.is_postgresql:
                _make_role(connection, place)
            safeguards.lay(connection, place.url.username)
            if place.is_postgresql:
                connection.execute(text(f'GRANT SELECT ON alembic_version TO "{place.url.username}"'))


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
