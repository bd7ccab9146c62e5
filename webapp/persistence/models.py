"""What every table has in common: the base, and the shape of a row that belongs to a jurisdiction."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKeyConstraint, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from uuid_utils.compat import uuid7

from webapp.persistence.clock import UtcDateTime
from webapp.persistence.session import ScopedSession
from webapp.tenancy import current

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Plain declarative base; constraints get predictable names, instants and ids their column types."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UtcDateTime})


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": ScopedSession, "expire_on_commit": False},
    disable_autonaming=True,
)


def database_now() -> datetime:
    """The time by the clock that all processes share: to be compared with another process's `database_now` only."""
    return cast(ScopedSession, db.session()).database_time()


class Scoped(db.Model):  # type: ignore[name-defined,misc]
    """A row of one jurisdiction. The key is `(jurisdiction, id)`; `id` is a time-ordered UUID known before the row is
    written.
    """

    __abstract__ = True

    jurisdiction: Mapped[str] = mapped_column(String(32), primary_key=True, default=current, sort_order=-2)
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid7())
        super().__init__(**values)


class Owned(db.Model):  # type: ignore[name-defined,misc]
    """A row that everybody reads and that is written in its owner's scope only; the class calls `owned.protect`.

    `owner` is whose it is, `desk` the jurisdiction in whose scope it was written. They differ only where `awaits_owner`.
    """

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid7, sort_order=-3)
    owner: Mapped[str] = mapped_column(String(32), sort_order=-2)
    desk: Mapped[str] = mapped_column(String(32), default=current, sort_order=-1)

    def awaits_owner(self) -> bool:
        """Whether the owner cannot write it yet, so that the running scope may. Asked before the row is written."""
        return False


def ref(column: str, table: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key that cannot leave the jurisdiction: `(jurisdiction, column)` -> `table (jurisdiction, id)`.

    It is checked at commit, so rows may be written in any order.
    """
    return ForeignKeyConstraint(
        ["jurisdiction", column],
        [f"{table}.jurisdiction", f"{table}.id"],
        ondelete=ondelete,
        deferrable=True,
        initially="DEFERRED",
    )
