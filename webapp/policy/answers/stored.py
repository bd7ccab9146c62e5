"""Values of a decision as JSON, and back: what is written today is read to an equal value, and written again to the same words."""

import dataclasses
import datetime
import functools
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, TypeVar, get_args, get_origin

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
S = TypeVar("S", bound="Stored")
Read = Callable[[object], object]


class Stored:
    """A frozen dataclass that is kept as JSON: a key a field, in the order of the fields; a field `from_` is the key `from`."""

    __slots__ = ()

    def left_out(self) -> frozenset[str]:
        """The fields that are not written, as they are None."""
        return frozenset()


_FIELDS: dict[type[Stored], tuple[tuple[str, str], ...]] = {}
_READERS: dict[type[Stored], tuple[tuple[str, str, Read], ...]] = {}


def _fields(kind: type[Stored]) -> tuple[tuple[str, str], ...]:
    """Field and key, in order."""
    if kind not in _FIELDS:
        assert dataclasses.is_dataclass(kind), "what is stored is a dataclass"
        _FIELDS[kind] = tuple((one.name, one.name.rstrip("_")) for one in dataclasses.fields(kind))
    return _FIELDS[kind]


def keys(kind: type[Stored]) -> tuple[str, ...]:
    """The keys under which a value of this kind is kept."""
    return tuple(key for _, key in _fields(kind))


def written(value: Stored) -> dict[str, Json]:
    """A stored value as JSON-able values."""
    gone = value.left_out()
    return {key: plain(getattr(value, name)) for name, key in _fields(type(value)) if name not in gone}


def plain(value: object) -> Json:
    """`value` with nothing but dict, list, str, int, bool and None in it. Raises TypeError for what is no part of a decision."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Stored):
        return written(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, frozenset | set):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction):
        return str(value)
    raise TypeError(f"not part of a decision: {type(value).__name__}")


def read(kind: type[S], kept: object) -> S:
    """The value that was written as `kept`; a key that is missing is None. Raises TypeError where that cannot be."""
    if not isinstance(kept, Mapping):
        raise TypeError(f"{kind.__name__} is kept as an object, not as {type(kept).__name__}")
    return kind(**{name: reader(kept.get(key)) for name, key, reader in _readers(kind)})


def read_all(kind: type[S], kept: Iterable[object]) -> tuple[S, ...]:
    """The values that were written as this list."""
    return tuple([read(kind, one) for one in kept])


def _readers(kind: type[Stored]) -> tuple[tuple[str, str, Read], ...]:
    if kind not in _READERS:
        hints = typing.get_type_hints(kind)
        _READERS[kind] = tuple((name, key, _reader(hints[name])) for name, key in _fields(kind))
    return _READERS[kind]


def _reader(hint: object) -> Read:
    """How a value of this type is read from JSON."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _either(inner)
    if origin is tuple:
        return _all(_reader(inner[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _each(_reader(inner[1]))
    if isinstance(hint, type) and issubclass(hint, Stored):
        return functools.partial(read, hint)
    return _PLAIN.get(hint, _as_kept)


def _as_kept(value: object) -> object:
    return value


def _all(reader: Read) -> Read:
    def found(value: object) -> object:
        if not isinstance(value, list):
            raise TypeError(f"a list is kept as a list, not as {type(value).__name__}")
        return tuple([reader(one) for one in value])

    return found


def _each(reader: Read) -> Read:
    def found(value: object) -> object:
        if not isinstance(value, Mapping):
            raise TypeError(f"a mapping is kept as an object, not as {type(value).__name__}")
        return {key: reader(one) for key, one in value.items()}

    return found


def _either(options: tuple[object, ...]) -> Read:
    """One of several: None, and what else there is; of several stored kinds the one of which it has the very keys."""
    readers = [(one, _reader(one)) for one in options if one is not types.NoneType]
    by_keys = {
        frozenset(keys(one)): reader for one, reader in readers if isinstance(one, type) and issubclass(one, Stored)
    }

    def found(value: object) -> object:
        if value is None:
            return None
        if len(readers) == 1:
            return readers[0][1](value)
        if isinstance(value, Mapping):
            return by_keys[frozenset(value)](value)
        return tuple(value) if isinstance(value, list) else value

    return found


def _decimal(value: object) -> object:
    return Decimal(str(value))


def _day(value: object) -> object:
    return datetime.date.fromisoformat(str(value))


_PLAIN: Mapping[object, Read] = {Decimal: _decimal, datetime.date: _day, Fraction: lambda value: Fraction(str(value))}
