"""Deleting what has had its time: some rows at a go, so that nobody waits long for one of them, and without reading them."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select

from webapp.persistence.models import Scoped, db

MOST = 200
"""Rows that one transaction deletes: a few milliseconds' work, and no lock is held for longer."""


def delete_some(model: type[Scoped], *conditions: ColumnElement[bool]) -> bool:
    """Delete up to MOST rows that meet the conditions, in the running transaction; whether there may be more.

    Rows that somebody else holds are left for another time.
    """
    chosen = select(model.id).where(*conditions).limit(MOST).with_for_update(skip_locked=True)
    ids = db.session.scalars(chosen).all()
    if ids:
        statement: Any = delete(model).where(model.id.in_(ids))
        db.session.execute(statement.execution_options(synchronize_session=False))
    return len(ids) == MOST
