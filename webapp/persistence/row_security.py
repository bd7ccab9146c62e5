"""The second lock, on PostgreSQL: row-level security, forced, and a role that owns nothing."""

from sqlalchemy import Connection, Table, text

from webapp.persistence.append_only import PROTECTED
from webapp.persistence.models import Base

POLICY = "one_jurisdiction"
CONDITION = "jurisdiction = nullif(current_setting('app.jurisdiction', true), '')"


def scoped_tables() -> list[Table]:
    """Every table whose rows belong to a jurisdiction."""
    return [table for table in Base.metadata.sorted_tables if "jurisdiction" in table.c]


def secure(connection: Connection, role: str) -> None:
    """Force row-level security on every scoped table and let `role` read and write rows, nothing more. Repeatable."""
    for table in scoped_tables():
        for statement in (
            f'ALTER TABLE "{table.name}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table.name}" FORCE ROW LEVEL SECURITY',
            f'DROP POLICY IF EXISTS {POLICY} ON "{table.name}"',
            f'CREATE POLICY {POLICY} ON "{table.name}" USING ({CONDITION}) WITH CHECK ({CONDITION})',
        ):
            connection.execute(text(statement))
    for statement in (
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"',
        f'REVOKE UPDATE, DELETE ON {", ".join(PROTECTED)} FROM "{role}"',
    ):
        connection.execute(text(statement))
