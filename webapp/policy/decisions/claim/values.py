"""How single values of a claim are read: money as whole fen, days as dates, moments in local time (UTC+8)."""

import datetime
import functools
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from webapp.policy.language.facts import LOCAL

_DIGITS = 12
Reader = Callable[[Any], Any]


def money(value: Any) -> int:
    """Yuan with at most two decimals as whole fen. Raises ValueError with a Chinese sentence."""
    if (
        type(value) is str
        and value[-3:-2] == "."
        and len(value) < 16
        and (digits := value[:-3] + value[-2:]).isdecimal()
    ):
        return int(digits)
    if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        raise ValueError(f"“{value}” 不是金额，金额要加引号")
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"“{value}” 不是金额") from None
    if not amount.is_finite() or amount.adjusted() > _DIGITS:
        raise ValueError(f"“{value}” 不是金额")
    found = amount.scaleb(2)
    if found != int(found):
        raise ValueError(f"“{value}” 不是金额（最多到分）")
    return int(found)


def _day(value: Any) -> datetime.date:
    if type(value) is str and len(value) == 10:
        return _written_day(value)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    return _moment(value).date()


@functools.lru_cache(maxsize=4096)
def _written_day(text: str) -> datetime.date:
    """A day as it is written; the same few days come again and again."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” 不是日期") from None


def _moment(value: Any) -> datetime.datetime:
    try:
        moment = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}” 不是时间") from None
    return moment.astimezone(LOCAL) if moment.tzinfo is not None else moment.replace(tzinfo=LOCAL)


def _name(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f"“{value}” 应当是文字")


def _bool(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    raise ValueError(f"“{value}” 应当是 true 或 false")


def _int(value: Any) -> int:
    if type(value) is int:
        return value
    raise ValueError(f"“{value}” 应当是整数")


READERS: Mapping[str, Reader] = {
    "money": money,
    "day": _day,
    "moment": _moment,
    "name": _name,
    "bool": _bool,
    "int": _int,
}
