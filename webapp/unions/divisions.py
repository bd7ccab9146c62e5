"""Administrative divisions (GB/T 2260): all provinces, cities and counties, and the streets of the provinces served.

A code has 6 digits, a street's 9. The table is read once, on first use, and shared by all provinces: nothing in it is
personal. A county may hang directly under its province (municipalities, counties governed by the province) and a street
directly under its city (cities without districts), so levels are asked of the table, never counted from the digits.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast

from webapp.policy.language.divisions import within
from webapp.tenancy import settings

Level = Literal["province", "city", "county", "street"]
LEVELS: tuple[Level, ...] = ("province", "city", "county", "street")
FILE_NAME = "divisions.csv"

__all__ = [
    "LEVELS",
    "Division",
    "Divisions",
    "Level",
    "children",
    "full_name",
    "get",
    "path",
    "province_of",
    "table",
    "within",
]


@dataclass(frozen=True, slots=True)
class Division:
    """One division. `since` is its first day and `until` the first day it no longer exists; None = not recorded."""

    code: str
    name: str
    parent: str | None
    level: Level
    pinyin: str
    initials: str
    since: date | None = None
    until: date | None = None

    def in_force(self, on: date | None) -> bool:
        """Whether the division exists on a day; `None` asks for today's divisions, those without an end."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class Divisions:
    """A table of divisions with its tree."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._by_code: dict[str, Division] = {}
        self._children: dict[str | None, list[Division]] = {}
        for division in divisions:
            if division.code in self._by_code:
                raise ValueError(f"division {division.code} stands twice in the table")
            self._by_code[division.code] = division
            self._children.setdefault(division.parent, []).append(division)
        orphans = [code for code in self._children if code is not None and code not in self._by_code]
        if orphans:
            raise ValueError(f"divisions under unknown parents: {', '.join(sorted(orphans))}")

    @classmethod
    def load(cls, path: Path) -> "Divisions":
        """Read divisions.csv: code,name,parent,level,pinyin,initials,from,until (ISO dates, empty = unknown)."""
        with path.open(encoding="utf-8", newline="") as lines:
            return cls(_from_row(row) for row in csv.DictReader(lines))

    def all(self) -> Iterable[Division]:
        """Every division, those that exist no longer too."""
        return self._by_code.values()

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Division | None:
        """The division of a code, also one that exists no longer."""
        return self._by_code.get(code)

    def children(self, code: str | None, *, on: date | None = None) -> list[Division]:
        """The divisions directly under a code in order of code; None = the provinces."""
        return [division for division in self._children.get(code, []) if division.in_force(on)]

    def path(self, code: str) -> list[Division]:
        """From the province down to the division itself; empty for an unknown code."""
        found: list[Division] = []
        step = self._by_code.get(code)
        while step is not None:
            found.append(step)
            step = self._by_code.get(step.parent) if step.parent else None
        return found[::-1]


def _from_row(row: dict[str, str]) -> Division:
    return Division(
        code=row["code"],
        name=row["name"],
        parent=row["parent"] or None,
        level=cast(Level, row["level"]),
        pinyin=row["pinyin"],
        initials=row["initials"],
        since=date.fromisoformat(row["from"]) if row["from"] else None,
        until=date.fromisoformat(row["until"]) if row["until"] else None,
    )


@cache
def _table(path: Path) -> Divisions:
    return Divisions.load(path)


def table() -> Divisions:
    """The table of this installation, read on first use."""
    return _table(settings().reference_dir / FILE_NAME)


def get(code: str) -> Division | None:
    """The division of a code, or None."""
    return table().get(code)


def children(code: str | None) -> list[Division]:
    """The divisions directly under a code that exist today; None = the provinces."""
    return table().children(code)


def path(code: str) -> list[Division]:
    """From the province down to the division itself; empty for an unknown code."""
    return table().path(code)


def full_name(code: str) -> str:
    """The division with the places above it, as an address begins; the code itself when it is unknown."""
    return "".join(division.name for division in path(code)) or code


def only_in(label: str, codes: Iterable[str] | None) -> str:
    """What holds in some divisions alone, named as theirs; the label itself where it holds everywhere (None)."""
    if codes is None:
        return label
    places = "、".join("".join(division.name for division in path(code)[1:]) or code for code in codes)
    return f"{label}（限{places}）"


def province_of(code: str) -> Division | None:
    """The province a code lies in, also for a street the table does not list."""
    return get(code[:2] + "0000")
