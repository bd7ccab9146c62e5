"""What the database itself refuses: changes of records and rows written by others than their owner, on both kinds; foreign
rows to the application's role, on PostgreSQL.

Laid over the tables after every change of the schema, and repeatable, so that no table can be forgotten.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, text

from webapp.persistence import append_only, owned
from webapp.persistence.models import Base

POLICY = "one_jurisdiction"
SCOPE = "nullif(current_setting('app.jurisdiction', true), '')"
CONDITION = f"jurisdiction = {SCOPE}"


def scoped_tables() -> list[Table]:
    """Every table whose rows belong to a jurisdiction."""
    return [table for table in Base.metadata.sorted_tables if "jurisdiction" in table.c]


def policies_on(table: str) -> tuple[str, ...]:
    """The row policies that a table has, and no other: one more could let through what these keep out."""
    return owned.POLICIES if table in owned.RULES else (POLICY,)


def rights_on(table: str) -> tuple[str, ...]:
    """What the application's role may do with the rows of a table."""
    return ("SELECT", "INSERT") if table in append_only.PROTECTED else ("SELECT", "INSERT", "UPDATE", "DELETE")


def lay(connection: Connection, role: str | None = None) -> None:
    """Lay all safeguards. On PostgreSQL `role` is the application's: it may read and write rows, nothing more."""
    dialect = connection.dialect.name
    for table in append_only.PROTECTED:
        _run(connection, append_only.statements(table, dialect))
    for table in owned.RULES:
        _run(connection, owned.statements(table, dialect, SCOPE))
    if dialect == "postgresql":
        assert role is not None
        _run(connection, _row_security())
        _run(connection, _grants(role))


def _run(connection: Connection, statements: Iterator[str]) -> None:
    for statement in statements:
        connection.execute(text(statement))


def _row_security() -> Iterator[str]:
    for table in scoped_tables():
        yield f'ALTER TABLE "{table.name}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table.name}" FORCE ROW LEVEL SECURITY'
        yield f'DROP POLICY IF EXISTS {POLICY} ON "{table.name}"'
        yield f'CREATE POLICY {POLICY} ON "{table.name}" USING ({CONDITION}) WITH CHECK ({CONDITION})'


def _grants(role: str) -> Iterator[str]:
    yield f'GRANT USAGE ON SCHEMA public TO "{role}"'
    for table in Base.metadata.sorted_tables:
        yield f'REVOKE ALL ON "{table.name}" FROM "{role}"'
        yield f'GRANT {", ".join(rights_on(table.name))} ON "{table.name}" TO "{role}"'
