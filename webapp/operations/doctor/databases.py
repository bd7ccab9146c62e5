"""What the doctor finds in one database: reached, of the newest schema, locked by rows, under roles that may not too much."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import URL, Connection, text

from webapp.config import Settings
from webapp.operations.clusters import backup_url
from webapp.operations.databases import Place, engine
from webapp.operations.doctor.findings import Finding, Passed, first_line, look
from webapp.persistence import now, safeguards, schema
from webapp.persistence.models import Base

MOST_SECONDS_OFF = 5
INIT = "run `gonghui init`"


def examine_database(settings: Settings, place: Place) -> Iterator[Finding]:
    """Look at a database as the server reaches it."""
    checks: dict[str, Callable[[Connection], str]] = {"schema": _schema}
    if place.is_postgresql:
        checks |= {"row-level security": _row_security, "server's role": _server_role, "clock": _clock}
    try:
        with engine(place.url) as made, made.connect() as connection:
            yield Finding(place.name, "reached")
            for what, check in checks.items():
                yield look(place.name, what, partial(check, connection))
                connection.rollback()
    except Exception as error:
        yield Finding(place.name, "reached", first_line(error))
        return
    if place.is_postgresql:
        yield look(place.name, "owner's role", lambda: _owner_role(place))
        yield look(place.name, "backup's role", lambda: _backup_role(settings, place))


def _schema(connection: Connection) -> str:
    if not schema.is_newest(connection):
        return f"not the newest: {INIT}"
    return "not what the program expects: somebody changed the tables by hand" if schema.differences(connection) else ""


def _row_security(connection: Connection) -> str:
    forced = {table: set(policies) for table, policies in connection.execute(text(_FORCED))}
    names = [table.name for table in Base.metadata.sorted_tables]
    wrong = sorted(name for name in names if forced.get(name) != set(safeguards.policies_on(name)))
    return (
        f"not as it should be on {', '.join(wrong)}: {INIT}, and take away policies that others added" if wrong else ""
    )


_FORCED = """SELECT relname, array_agg(polname::text) FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity GROUP BY relname"""


def _server_role(connection: Connection) -> str:
    """It may do with rows what the program does, and nothing else anywhere."""
    powers = connection.execute(text(_POWERS)).mappings().one()
    if found := [power for power, has in powers.items() if has]:
        return f"may too much ({', '.join(found)}): name a role in DATABASE_URL that `gonghui init` made"
    wrong = [table.name for table in Base.metadata.sorted_tables if not _has_its_rights(connection, table.name)]
    return f"has not the rights it should have on {', '.join(wrong)}: {INIT}" if wrong else ""


_POWERS = """SELECT rolsuper AS "superuser", rolbypassrls AS "bypasses row-level security", rolcreatedb AS "makes databases",
rolcreaterole AS "makes roles", rolreplication AS "replicates", has_schema_privilege(oid, 'public', 'CREATE') AS "makes tables",
EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) AS "is a member of other roles"
FROM pg_roles r WHERE rolname = current_user"""


def _has_its_rights(connection: Connection, table: str) -> bool:
    asked = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    columns = ", ".join(f"has_table_privilege(:table, '{right}')" for right in asked)
    held = connection.execute(text(f"SELECT {columns}"), {"table": f'public."{table}"'}).one()
    return {right for right, has in zip(asked, held, strict=True) if has} == set(safeguards.rights_on(table))


def _clock(connection: Connection) -> str:
    told = connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())"))
    ahead = round(float(told or 0) - now().timestamp())
    if abs(ahead) <= MOST_SECONDS_OFF:
        return ""
    return f"{abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'} this machine's: let both follow one time server"


def _owner_role(place: Place) -> str:
    if place.owner_url == place.url:
        return Passed("not in this environment, as it should be for the server")
    held = _attributes(place.owner_url)
    return "is a superuser: an owner needs no more than CREATEROLE" if held["rolsuper"] else ""


def _backup_role(settings: Settings, place: Place) -> str:
    """What a backup needs: a role that sees every row, and programs not older than the server."""
    if settings.database_backup_url is None and place.name not in settings.database_backup_urls:
        return Passed("not in this environment; `gonghui backup` needs it")
    held = _attributes(backup_url(settings, place))
    if not (held["rolsuper"] or held["rolbypassrls"]):
        return "sees only some rows: ALTER ROLE … BYPASSRLS"
    if shutil.which("pg_dump") is None:
        return "pg_dump is not installed: it comes with PostgreSQL's client programs"
    told = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True).stdout.split()
    major = int(told[2].partition(".")[0])
    return f"pg_dump is of version {major}, the server of {held['major']}" if major < held["major"] else ""


def _attributes(url: URL) -> dict[str, int]:
    with engine(url) as made, made.connect() as connection:
        return dict(connection.execute(text(_ATTRIBUTES)).mappings().one())


_ATTRIBUTES = """SELECT rolsuper, rolbypassrls, current_setting('server_version_num')::int / 10000 AS major
FROM pg_roles WHERE rolname = current_user"""
