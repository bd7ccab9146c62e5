"""A big province out of a small one: rows that the product's own procedure made, copied by the database itself.

Deterministic. What is copied are cases and persons with all that hangs on them; unions, officers and employers stay, and get the copies'
work. A copy's ids and unique texts are worked out from the originals', so that keys lead from copy to copy; secrets stay readable, for
they are sealed by their place and not by their row. Copies are older than their originals, each by another while.
"""

from collections.abc import Iterator

from psycopg import Connection, sql
from sqlalchemy import Column, Date, DateTime, ForeignKeyConstraint, Index, String, Table, UniqueConstraint, Uuid
from sqlalchemy.types import TypeDecorator

from webapp.persistence import db

COPIED = (
    *(
        "workers",
        "persons",
        "join_drafts",
        "join_applications",
        "cases",
        "case_steps",
        "case_decisions",
        "case_letters",
    ),
    *("memberships", "affiliations", "follow_ups", "consents", "messages", "events", "transfers"),
    *("claim_accidents", "claim_filings", "claim_bills", "relief_requests"),
)
ONES_OWN_WORDS = frozenset({"kind", "leg", "jurisdiction"})
"""Columns of unique keys that say what a row is, not which."""
COPYS_ID = "md5({column}::text || ':' || n)::uuid"
SPECIAL = {
    ("cases", "application_id"): COPYS_ID,
    ("join_applications", "draft_id"): COPYS_ID,
    ("cases", "reference"): "left({column}, 7) || upper(substr(md5({column} || ':' || n), 1, 12))",
    ("case_letters", "number"): "{column} + n * 1000",
    ("events", "case_id"): COPYS_ID,
    ("events", "chain"): "md5({column} || ':' || n)::uuid::text",
    ("follow_ups", "subject"): (
        "case when {column} like 'person:%%' or {column} like 'case:%%'"
        " then split_part({column}, ':', 1) || ':' || md5(split_part({column}, ':', 2) || ':' || n)::uuid"
        " else {column} end"
    ),
    ("memberships", "since"): "{column} - mod(n, 400)",
}
"""What no key of the schema says, as SQL of the original's column and the copy's number `n`."""


def grow(connection: Connection, jurisdiction: str, copies: int) -> int:
    """Copy each row `copies` times; how many were written. Needs a superuser: no trigger is fired, no foreign key checked.

    Afterwards the tables are analysed, so that the database plans by what is there.
    """
    written = 0
    connection.execute("SET session_replication_role = replica")
    for name in COPIED:
        written += connection.execute(_copy(db.metadata.tables[name]), (copies, jurisdiction)).rowcount
    connection.execute("SET session_replication_role = DEFAULT")
    for name in COPIED:
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(name)))
    return written


def _copy(table: Table) -> sql.Composed:
    columns = list(table.columns)
    return sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {table} AS original, generate_series(1, %s) AS copy(n)"
        " WHERE original.jurisdiction = %s"
    ).format(
        table=sql.Identifier(table.name),
        names=sql.SQL(", ").join(sql.Identifier(column.name) for column in columns),
        values=sql.SQL(", ").join(_value(table, column) for column in columns),
    )


def _value(table: Table, column: Column) -> sql.Composed:
    name = sql.SQL("original.{}").format(sql.Identifier(column.name))
    return sql.SQL(_expression(table, column)).format(column=name)  # type: ignore[arg-type]


def _expression(table: Table, column: Column) -> str:
    if (table.name, column.name) in SPECIAL:
        return SPECIAL[table.name, column.name]
    if isinstance(column.type, Uuid) and (column.name == "id" or column.name in _leads_to_copies(table)):
        return COPYS_ID
    if isinstance(column.type, String) and column.name in _unique(table):
        return f"left(md5({{column}} || ':' || n) || md5(n || ':' || {{column}}), {column.type.length})"
    if _is_moment(column):
        return "{column} - n * interval '37 seconds'"
    return "{column}"


def _is_moment(column: Column) -> bool:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, DateTime) and not isinstance(kind, Date)


def _leads_to_copies(table: Table) -> set[str]:
    keys = (one for one in table.constraints if isinstance(one, ForeignKeyConstraint))
    return {one.column_keys[-1] for one in keys if one.referred_table.name in COPIED}


def _unique(table: Table) -> set[str]:
    return set(_of_unique_keys(table)) - ONES_OWN_WORDS | ({"identity_index"} if table.name == "persons" else set())


def _of_unique_keys(table: Table) -> Iterator[str]:
    for one in (*table.constraints, *table.indexes):
        if isinstance(one, UniqueConstraint) or (isinstance(one, Index) and one.unique):
            yield from (column.name for column in one.columns)
