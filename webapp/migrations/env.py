"""Alembic's environment: the connection comes from the caller, the wanted schema from the models."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from webapp.persistence import Base


def render_plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as the plain ones they are stored as, so that a revision outlives them."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=render_plain,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
