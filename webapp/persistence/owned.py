"""Tables that everybody reads and that each row's owner alone writes: what the database itself refuses.

A row says whose it is (`owner`) and in whose scope it is written (`desk`). A table's rule says in SQL when a new row may
stand there, `{row}` for the row. PostgreSQL knows the scope that runs, and its row policy also compares `desk` with it;
SQLite knows no scope: a trigger holds the rule, which looks at the new row and those before it.
"""

from collections.abc import Iterator

from sqlalchemy import DDL, FromClause, Table, event

_SQLITE = """CREATE TRIGGER {table}_owner BEFORE INSERT ON {table} WHEN NOT ({rule})
BEGIN SELECT RAISE(ABORT, '{table}: written by its owner only'); END"""

POLICIES = ("read_by_all", "written_by_owner")
"""The row policies of such a table, on PostgreSQL."""
RULES: dict[str, str] = {}
"""The rule of each of these tables, by name."""


def protect(table: FromClause, rule: str) -> None:
    """Let a table be written by its rule only, from its creation on."""
    assert isinstance(table, Table)
    RULES[table.name] = rule
    for statement in statements(table.name, "sqlite"):
        ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", ddl.execute_if(dialect="sqlite"))


def statements(table: str, dialect: str, scope: str = "") -> Iterator[str]:
    """The SQL that lays a table's rule on one kind of database; repeatable. `scope` is the SQL of the running scope."""
    if dialect == "sqlite":
        yield f"DROP TRIGGER IF EXISTS {table}_owner"
        yield _SQLITE.format(table=table, rule=RULES[table].format(row="NEW"))
        return
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    for policy in POLICIES:
        yield f'DROP POLICY IF EXISTS {policy} ON "{table}"'
    yield f'CREATE POLICY read_by_all ON "{table}" FOR SELECT USING (true)'
    rule = f"{table}.desk = {scope} AND ({RULES[table].format(row=table)})"
    yield f'CREATE POLICY written_by_owner ON "{table}" FOR INSERT WITH CHECK ({rule})'
