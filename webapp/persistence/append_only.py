"""Tables that only grow: the database itself refuses to change or delete their rows, on both kinds."""

from collections.abc import Iterator

from sqlalchemy import DDL, FromClause, Table, event
from sqlalchemy.schema import ExecutableDDLElement

_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""

_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"""

_POSTGRESQL = """CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""

PROTECTED: list[str] = []
"""The names of these tables."""


def protect(table: FromClause) -> None:
    """Make a table append-only from its creation on."""
    assert isinstance(table, Table)
    PROTECTED.append(table.name)
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect):
            event.listen(table, "after_create", _ddl(statement).execute_if(dialect=dialect))


def statements(table: str, dialect: str) -> Iterator[str]:
    """The SQL that protects a table on one kind of database; repeatable."""
    if dialect == "sqlite":
        yield from (_SQLITE.format(table=table, verb=verb) for verb in ("update", "delete"))
    else:
        yield from (_POSTGRESQL_FUNCTION, _POSTGRESQL.format(table=table))


def _ddl(statement: str) -> ExecutableDDLElement:
    return DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
