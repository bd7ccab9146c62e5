"""Under which keys the encrypted values are."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import LargeBinary, func, select, type_coerce
from sqlalchemy.orm import Mapper

from webapp.persistence.crypto import KEY_ID_BYTES, SecretText, UnknownKey
from webapp.persistence.models import Base, db


class Sealed(NamedTuple):
    """The values of one column under one key, in the current jurisdiction; `opens`: one of them was opened."""

    column: str
    key: bytes
    values: int
    opens: bool


def sealed_values() -> Iterator[Sealed]:
    """Every column and key. Reads the beginning of every value: for a command, not for a page."""
    for mapper in Base.registry.mappers:
        for name in secrets_of(mapper):
            yield from _of_column(mapper, name)


def secrets_of(mapper: Mapper[Any]) -> list[str]:
    """The encrypted columns of a class."""
    return [attribute.key for attribute in mapper.column_attrs if isinstance(attribute.columns[0].type, SecretText)]


def _of_column(mapper: Mapper[Any], name: str) -> Iterator[Sealed]:
    column = getattr(mapper.class_, name)
    key = func.substr(type_coerce(column, LargeBinary), 1, KEY_ID_BYTES, type_=LargeBinary)
    for found, count in db.session.execute(select(key, func.count()).where(column.is_not(None)).group_by(key)).all():
        yield Sealed(f"{mapper.local_table}.{name}", bytes(found), count, _opens(column, key == found))


def _opens(column: Any, condition: Any) -> bool:
    try:
        db.session.scalars(select(column).where(condition).limit(1)).one()
    except UnknownKey:
        return False
    return True
