"""Finding a place by what people write: its name, pinyin or initials, a name it once had, or several of them run together.

`海门市` was a county of its own until 2020: a name that exists no longer leads to the place of today and says so. A name as an address
begins (`广州市荔湾区`, `南海区大沥`) is read from the left, place by place, with blanks or without.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from webapp.tenancy import settings
from webapp.unions.divisions import LEVELS, Division, Divisions, table, within

FORMER_FILE_NAME = "former_divisions.csv"
_ENDING = re.compile(r"(?:自治县|地区|省|市|区|县|镇|乡|街道)$")
_APART = re.compile(r"[\s,，、/·.。;；\-—]+")
_SPELT = str.maketrans({"ü": "v", "'": None, "’": None, "(": "（", ")": "）"})
SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Former:
    """A name that no place has any more: `until` is the year it ended in, `now` the codes of today where it was."""

    code: str
    name: str
    city: str
    until: int
    now: tuple[str, ...]
    pinyin: str
    initials: str


class Found(NamedTuple):
    """A place of today. `exact`: what was typed is its very name. `once`: the former name that led here, or None."""

    place: Division
    exact: bool = False
    once: Former | None = None


class Finder:
    """Looks in a table of divisions and in the names that were."""

    def __init__(self, places: Divisions, former: Iterable[Former] = ()) -> None:
        self._places = places
        self._former = list(former)
        lost = [code for one in self._former for code in one.now if (now := places.get(code)) is None or now.until]
        if lost:
            raise ValueError(f"former names lead to no place of today: {', '.join(sorted(set(lost)))}")
        self._starts = _starts(places, self._former)

    @classmethod
    def load(cls, folder: Path, places: Divisions) -> "Finder":
        """Read former_divisions.csv: code,name,city,from,until,now,pinyin,initials (years; `now` parted by blanks)."""
        with (folder / FORMER_FILE_NAME).open(encoding="utf-8", newline="") as lines:
            return cls(places, [_former_of(row) for row in csv.DictReader(lines)])

    def find(self, text: str, *, under: str | None = None, limit: int = 20) -> list[Found]:
        """Places of today called `text`, or once called so; best first, then larger before smaller.

        The last name is the place's, those before it lie above it; blanks between them may be left out.
        """
        words = [_typed(word) for word in _APART.split(unicodedata.normalize("NFKC", text)) if word]
        best: dict[str, tuple[tuple[object, ...], Found]] = {}
        for word, scopes in self._readings(words, under):
            for rank, found in self._called(word):
                place = found.place
                if (under and not within(place.code, under)) or not all(_below(place, scope) for scope in scopes):
                    continue
                order = (rank, found.once is not None, LEVELS.index(place.level), place.code)
                if place.code not in best or order < best[place.code][0]:
                    best[place.code] = (order, found)
        return [found for _, found in sorted(best.values(), key=lambda entry: entry[0])[:limit]]

    def _called(self, word: str) -> Iterator[tuple[int, Found]]:
        for place in self._places.all():
            if place.until is None and (rank := _rank(place, word)) is not None:
                yield rank, Found(place, exact=place.name == word)
        for old in self._former:
            if (rank := _rank(old, word)) is not None:
                yield from ((rank, Found(place, once=old)) for place in self._today(old))

    def _today(self, old: Former) -> list[Division]:
        return [place for code in old.now if (place := self._places.get(code)) is not None]

    def _readings(self, words: list[str], under: str | None) -> Iterator[tuple[str, list[set[str]]]]:
        """The last name with the places that must lie above it, for every way to part what was typed."""
        if not words:
            return
        above: list[set[str]] = []
        for word in words[:-1]:
            scope = {found.place.code for _, found in self._called(word)}
            if not scope:
                return
            above.append(scope)
        yield words[-1], above
        yield from self._run_together(words[-1], above, under)

    def _run_together(
        self, text: str, above: list[set[str]], under: str | None
    ) -> Iterator[tuple[str, list[set[str]]]]:
        for length in range(SHORTEST_STEM, len(text) - SHORTEST_STEM + 1 if len(above) < len(LEVELS) else 0):
            scope = {
                code
                for code in self._starts.get(text[:length], ())
                if under is None or within(code, under) or within(under, code)
            }
            if scope:
                yield text[length:], [*above, scope]
                yield from self._run_together(text[length:], [*above, scope], under)


def _below(place: Division, scope: set[str]) -> bool:
    return any(place.code != code and within(place.code, code) for code in scope)


def _starts(places: Divisions, former: list[Former]) -> dict[str, set[str]]:
    """What an address can begin with: names of provinces, cities and counties, with their ending and without."""
    found: dict[str, set[str]] = {}
    named = [(place.name, (place.code,)) for place in places.all() if place.level != "street" and place.until is None]
    for name, codes in [*named, *((old.name, old.now) for old in former)]:
        for way in {name, _ENDING.sub("", name)}:
            if len(way) >= SHORTEST_STEM:
                found.setdefault(way, set()).update(codes)
    return found


def _former_of(row: dict[str, str]) -> Former:
    return Former(
        code=row["code"],
        name=row["name"],
        city=row["city"],
        until=int(row["until"]),
        now=tuple(row["now"].split()),
        pinyin=row["pinyin"],
        initials=row["initials"],
    )


def _typed(word: str) -> str:
    """As the tables spell it: small letters, `ü` as `v`, brackets as in Chinese."""
    return word.lower().translate(_SPELT)


def _rank(named: Division | Former, word: str) -> int | None:
    if named.name.startswith(word):
        return 0
    if word in named.name:
        return 2
    if word.isascii() and (named.pinyin.startswith(word) or named.initials.startswith(word)):
        return 1
    return None


@cache
def _finder(folder: Path, places: Divisions) -> Finder:
    return Finder.load(folder, places)


def find_places(text: str, under: str | None = None, limit: int = 20) -> list[Found]:
    """See `Finder.find`; the tables of this installation, read on first use."""
    return _finder(settings().reference_dir, table()).find(text, under=under, limit=limit)
