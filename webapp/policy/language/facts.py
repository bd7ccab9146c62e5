"""Facts: what may be known about a case, of which type, and how given values are read.

A fact that is absent is not known; a fact that is null is known to be none. Each kind of decision has a
vocabulary of the facts it reads; a name outside it is refused, so that a slip never passes for “not known”.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from webapp.policy.faults import did_you_mean


class _Unknown:
    """The value of a fact that nobody gave."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        return False


UNKNOWN: Final = _Unknown()


LOCAL = datetime.timezone(datetime.timedelta(hours=8))


class FactError(ValueError):
    """Facts that cannot be read. The message is Chinese and names the fact."""


@dataclass(frozen=True, slots=True)
class FactType:
    """The type of a fact: bool, choice (with `values`), int, money, day, moment, place (division code), text,
    name, share or list.
    """

    kind: str
    values: tuple[str, ...] = ()

    def mend(self, value: object) -> str | None:
        """How a wrong value might have been meant."""
        if self.kind == "choice":
            return did_you_mean(str(value), self.values) or f"可以写：{'、'.join(self.values)}"
        return {
            "bool": "请写 true 或 false",
            "money": '例如 "20.00"',
            "day": "例如 2022-03-10",
            "place": '例如 "440000"',
        }.get(self.kind)


class Vocabulary(Mapping[str, FactType]):
    """The facts of one kind of decision, by name. `unsupplied`: words of facts that nobody supplies for it."""

    def __init__(self, facts: Mapping[str, FactType], unsupplied: Mapping[str, str] | None = None) -> None:
        self._facts = dict(facts)
        self._unsupplied = dict(unsupplied or {})

    def __getitem__(self, name: str) -> FactType:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __contains__(self, name: object) -> bool:
        return name in self._facts

    def mend(self, name: str) -> str | None:
        """`您是否想写 …` for a misspelt fact."""
        return did_you_mean(name, tuple(self._facts))

    def refusal(self, name: str) -> tuple[str, str | None]:
        """Why a condition may not name a fact, and how to mend it."""
        if name in self._unsupplied:
            message = f"这里没有人提供事实 “{name}”（{self._unsupplied[name]}），写了也不起作用"
            return message, f"可以写：{'、'.join(self._facts)}"
        return f"不认识事实 “{name}”", self.mend(name) or "这里能用的事实见 gonghui policy facts"

    def with_more(self, facts: Mapping[str, FactType]) -> "Vocabulary":
        """The vocabulary with these facts besides."""
        return Vocabulary({**self._facts, **facts}, self._unsupplied)

    def only(self, names: Iterable[str]) -> "Vocabulary":
        """The part of the vocabulary with these names."""
        return Vocabulary({name: self._facts[name] for name in names}, self._unsupplied)

    def read(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """`facts` typed. Raises FactError for an unknown name or a value of the wrong type."""
        read: dict[str, Any] = {}
        for name, value in facts.items():
            if name not in self._facts:
                raise FactError(f"不认识事实 “{name}”" + _in_brackets(self.mend(name)))
            try:
                read[name] = None if value is None else typed(value, self._facts[name])
            except ValueError as error:
                raise FactError(f"{name}：{error}" + _in_brackets(self._facts[name].mend(value))) from error
        return read


def _in_brackets(hint: str | None) -> str:
    return f"（{hint}）" if hint else ""


def typed(value: Any, kind: FactType) -> Any:
    """`value` as the type of the fact. Raises ValueError with a Chinese sentence."""
    reader = _READERS.get(kind.kind)
    if reader is not None:
        return reader(value)
    if kind.kind == "choice":
        if value not in kind.values:
            raise ValueError(f"不能是 “{value}”")
        return value
    if not isinstance(value, str):
        raise ValueError(f"“{value}” 应当是文字")
    return value


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"“{value}” 应当是 true 或 false")
    return value


def _int(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"“{value}” 应当是整数")
    return value


def _money(value: Any) -> Decimal:
    """Yuan with at most two decimals; text, Decimal or a whole number, never binary floating point."""
    if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        raise ValueError(f"“{value}” 不是金额，金额要加引号")
    try:
        amount = Decimal(value)
        exact = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(f"“{value}” 不是金额") from None
    if not amount.is_finite() or amount != exact:
        raise ValueError(f"“{value}” 不是金额（最多到分）")
    return exact


def _day(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        raise ValueError(f"“{value}” 不是日期") from None


def _moment(value: Any) -> datetime.datetime:
    """A moment; without an offset it is local time (UTC+8)."""
    try:
        moment = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}” 不是时间") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=LOCAL)


def _place(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\d{6}(\d{3})?(\d{3})?", value):
        raise ValueError(f"“{value}” 不是行政区划代码")
    return value


def _list(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError("应当是列表")
    return tuple(value)


def _counts(value: Any) -> dict[str, int]:
    """Whole numbers by name, none of them negative."""
    if not isinstance(value, Mapping):
        raise ValueError("应当是“名称: 数”的对照表")
    found = {str(name): _int(one) for name, one in value.items() if one is not None}
    if any(one < 0 for one in found.values()):
        raise ValueError("不能是负数")
    return found


def _table(value: Any) -> dict[str, dict[str, int]]:
    """Counts by row."""
    if not isinstance(value, Mapping):
        raise ValueError("应当是“行: {栏: 数}”的对照表")
    return {str(name): _counts(one) for name, one in value.items()}


_READERS = {
    "counts": _counts,
    "table": _table,
    "bool": _bool,
    "int": _int,
    "money": _money,
    "day": _day,
    "moment": _moment,
    "place": _place,
    "list": _list,
}

BOOL = FactType("bool")
INT = FactType("int")
MONEY = FactType("money")
DAY = FactType("day")
MOMENT = FactType("moment")
PLACE = FactType("place")
TEXT = FactType("text")
NAME = FactType("name")
LIST = FactType("list")
COUNTS = FactType("counts")
TABLE = FactType("table")


def choice(*values: str) -> FactType:
    """A fact with these values."""
    return FactType("choice", values)
