"""The server works under a role that owns nothing; every new connection proves it."""

from typing import Any

_POWERS = """SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = current_user"""


class PowerfulRole(RuntimeError):
    """The database role could lift row-level security; the server does not start with it."""


def refuse_powerful_role(connection: Any, _record: Any = None) -> None:
    """Check a raw PostgreSQL connection; raises PowerfulRole."""
    with connection.cursor() as cursor:
        cursor.execute(_POWERS)
        is_powerful = cursor.fetchone()[0]
    connection.rollback()
    if is_powerful:
        raise PowerfulRole(
            "DATABASE_URL names a role that owns tables, is a superuser or bypasses row-level security; "
            "use the application's role, and the owner's in DATABASE_OWNER_URL for `gonghui init` only"
        )
