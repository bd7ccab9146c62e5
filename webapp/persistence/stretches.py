"""Long lists a stretch at a time: what follows is found by the key of the last row shown, and a count stops at a bound.

So a list costs as much at its end as at its beginning, and the same whether a union has ten members or a million.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Subquery, Uuid, func, literal, select, true, tuple_, union
from sqlalchemy.orm import InstrumentedAttribute

BOUND = 1_000
"""Counts that a person only glances at end here."""
MOST_APART = 64
"""For so many unions each is asked for its own first rows, and they are put in order; for more, all are asked at once."""
_APART = "~"

Key = InstrumentedAttribute[Any] | ColumnElement[Any]


def key_of(values: Iterable[date | datetime | UUID]) -> str:
    """The key of a row for an address: days, instants and ids, nothing else."""
    return _APART.join(value.isoformat() if isinstance(value, date) else str(value) for value in values)


def after(keys: Sequence[Key], begin: str, *, newest_first: bool = False) -> ColumnElement[bool]:
    """What comes behind the row with the key `begin` in the order of `keys`; everything where it is empty or nonsense.

    A key may be shorter than `keys`: what it begins like lies at it, not behind it.
    """
    keys = keys[: begin.count(_APART) + 1]
    values = _values(keys, begin)
    if values is None:
        return true()
    known = tuple_(*(literal(value, key.type) for key, value in zip(keys, values, strict=True)))
    return tuple_(*keys) < known if newest_first else tuple_(*keys) > known


def _values(keys: Sequence[Key], begin: str) -> list[Any] | None:
    parts = begin.split(_APART)
    if len(parts) != len(keys):
        return None
    try:
        return [_reader(key)(part) for key, part in zip(keys, parts, strict=True)]
    except ValueError:
        return None


def _reader(key: Key) -> Callable[[str], Any]:
    if isinstance(key.type, Uuid):
        return UUID
    return date.fromisoformat if isinstance(key.type, Date) else _moment


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def first_of_each(
    column: Key, owners: Collection[UUID], part: Callable[[ColumnElement[bool]], Select[Any]]
) -> Subquery:
    """A subquery with the first rows of all owners (`each`, put together)."""
    return together(each(column, owners, part)) if owners else part(column.in_(())).subquery()


def each(
    column: Key, owners: Collection[UUID], part: Callable[[ColumnElement[bool]], Select[Any]]
) -> list[Select[Any]]:
    """What `part` makes of a condition on `column`: an ordered and limited select, for each owner one that an index answers."""
    apart = sorted(owners)
    return [part(column.in_(apart))] if len(apart) > MOST_APART else [part(column == owner) for owner in apart]


def together(parts: Sequence[Select[Any]]) -> Subquery:
    """The rows of all parts, each row once, in no order: whoever reads them orders and limits them once more."""
    return parts[0].subquery() if len(parts) == 1 else union(*(select(one.subquery()) for one in parts)).subquery()


def count_up_to(*parts: Select[Any]) -> Select[int]:
    """How many rows the selects have together, each row once, up to one more than BOUND."""
    if not parts:
        return select(literal(0))
    found = together([part.limit(BOUND + 1) for part in parts])
    return select(func.count()).select_from(select(found).limit(BOUND + 1).subquery())
