"""The values that conditions compare facts with, read once at load."""

import datetime
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from webapp.policy.language.divisions import Areas
from webapp.policy.language.facts import FactType, typed
from webapp.policy.language.rows import FIRST_YEAR, LAST_YEAR, percent, wrong


def values_of(values: Iterable[object], kind: FactType, path: tuple[str | int, ...]) -> tuple[Any, ...]:
    """The values of a list; of places an area that holds what lies inside one of them."""
    found = tuple(value_of(one, kind, path) for one in values)
    return Areas(found) if kind.kind == "place" else found


def value_of(value: object, kind: FactType, path: tuple[str | int, ...]) -> Any:
    """A value as facts of the type have it. Raises PydanticCustomError at `path` for what is none."""
    if value is None:
        return None
    if kind.kind == "share":
        share = percent(value)
        if share is None:
            raise wrong("value", "比例要写成百分数，最多四位小数", path=path, hint="例如 80%")
        return Fraction(share)
    if kind.kind == "list" and isinstance(value, str):
        return value
    try:
        read = typed(value, kind)
    except ValueError as error:
        raise wrong("value", str(error), path=path, hint=kind.mend(value)) from error
    if isinstance(read, datetime.date) and not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise wrong("value", f"{value} 不在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间", path=path)
    if isinstance(read, datetime.datetime) and datetime.datetime.fromisoformat(str(value)).tzinfo is not None:
        raise wrong("value", f"“{value}” 里不写时区，都是当地时间", path=path)
    return read
