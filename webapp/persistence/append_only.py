"""Events are never changed or deleted: the database itself refuses, on both kinds."""

from sqlalchemy import DDL, Table, event

_REFUSAL = "events are append-only"

_SQLITE = """CREATE TRIGGER events_no_{verb} BEFORE {verb} ON events
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""

_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"""

_POSTGRESQL = """CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""

STATEMENTS: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(_SQLITE.format(verb=verb, refusal=_REFUSAL) for verb in ("update", "delete")),
    "postgresql": (_POSTGRESQL_FUNCTION.format(refusal=_REFUSAL), _POSTGRESQL),
}


def protect(table: Table) -> None:
    """Have the triggers made together with the table."""
    for dialect, statements in STATEMENTS.items():
        for statement in statements:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
