"""What differs between two profiles, row by row: rows are known by their id, so that a moved row is no change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs. `before` or `after` is MISSING where only the other profile has it."""

    path: str
    before: Any
    after: Any


class _Missing:
    def __repr__(self) -> str:
        return "—"


MISSING = _Missing()


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Every value that differs, in the order of `before`, then what only `after` has."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _of_mappings(before, after, path)
    elif _rows(before) and _rows(after):
        yield from _of_mappings({one["id"]: one for one in before}, {one["id"]: one for one in after}, path, "[{}]")
    elif type(before) is not type(after) or before != after:
        yield Difference(path, before, after)


def _of_mappings(
    before: Mapping[Any, Any], after: Mapping[Any, Any], path: str, form: str = ".{}"
) -> Iterator[Difference]:
    for key in (*before, *(one for one in after if one not in before)):
        below = (path + form.format(key)).lstrip(".")
        if key in before and key in after:
            yield from differences(before[key], after[key], below)
        else:
            yield Difference(below, before.get(key, MISSING), after.get(key, MISSING))


def _rows(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, Mapping) and isinstance(one.get("id"), str) for one in value)
    )
