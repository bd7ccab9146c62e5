"""Re-encrypting stored values under the newest key, batch by batch, while the program runs."""

from typing import Any

from sqlalchemy import LargeBinary, select, type_coerce, update
from sqlalchemy.orm import Mapper

from webapp.persistence.crypto import keyring
from webapp.persistence.models import Base
from webapp.persistence.sealed import secrets_of
from webapp.persistence.transactions import unit_of_work

BATCH = 500


def rotate_keys(jurisdiction: str) -> int:
    """Re-encrypt what is under an older key; the number of rows changed. May be stopped and repeated at any time."""
    return sum(_rotate_class(jurisdiction, mapper) for mapper in Base.registry.mappers if secrets_of(mapper))


def _rotate_class(jurisdiction: str, mapper: Mapper[Any]) -> int:
    changed, last = 0, None
    while True:
        with unit_of_work(jurisdiction) as work:
            model = mapper.class_
            stored = [type_coerce(getattr(model, name), LargeBinary).label(name) for name in secrets_of(mapper)]
            batch = select(model.id, *stored).order_by(model.id).limit(BATCH).with_for_update()
            rows = work.execute(batch if last is None else batch.where(model.id > last)).all()
            for row in rows:
                changed += _rotate_row(work, mapper, row)
        if len(rows) < BATCH:
            return changed
        last = rows[-1].id


def _rotate_row(work: Any, mapper: Mapper[Any], row: Any) -> int:
    old = [name for name in secrets_of(mapper) if _is_old(getattr(row, name))]
    if not old:
        return 0
    model = mapper.class_
    opened = work.execute(select(*(getattr(model, name) for name in old)).where(model.id == row.id)).one()
    # Columns that note the time of a change keep it: nothing that anybody said has changed.
    kept = {each.key: getattr(model, each.key) for each in mapper.column_attrs if each.columns[0].onupdate is not None}
    values = kept | dict(zip(old, opened, strict=True))
    work.execute(update(model).where(model.id == row.id).values(**values).execution_options(synchronize_session=False))
    return 1


def _is_old(stored: bytes | None) -> bool:
    return stored is not None and not keyring().is_current(bytes(stored))
