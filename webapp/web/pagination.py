"""One page out of many rows, and the addresses of the others; of a long list one stretch, and where the next begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request, url_for

from webapp.persistence.stretches import BOUND

Row = TypeVar("Row")
AFTER = "after"
MOST_CHARACTERS = 120


def page_number() -> int:
    """The page the request asks for, from 1; nonsense is 1."""
    number = request.args.get("page", 1, type=int)
    return max(1, min(number, 1_000_000))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of page `number` (from 1), `size` rows a page, out of `total`."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        """The page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if any."""
        return self.number + 1 if self.number < self.pages else None

    def near(self) -> list[int | None]:
        """Page numbers to show: first, last and the neighbours of this page; None where some are left out."""
        wanted = sorted({1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)})
        shown: list[int | None] = []
        for number in wanted:
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown

    @staticmethod
    def offset(number: int, size: int) -> int:
        """How many rows come before a page."""
        return (number - 1) * size

    def url(self, number: int) -> str:
        """The address of another page of this list, its filters kept."""
        return _address("page", number)


def begin() -> str:
    """The key behind which the request wants a long list to begin; empty for its beginning."""
    return request.args.get(AFTER, "")[:MOST_CHARACTERS]


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """Rows of a long list, `counted` of them in all (BOUND + 1 stands for more); `onward` is the key of the last where more follow."""

    rows: Sequence[Row]
    counted: int
    onward: str = ""

    @classmethod
    def of(cls, found: Sequence[Row], size: int, counted: int, key: Callable[[Row], str]) -> "Stretch[Row]":
        """Of rows that were asked for one more than are shown."""
        shown = found[:size]
        return cls(shown, counted, key(shown[-1]) if len(found) > size else "")

    @property
    def is_first(self) -> bool:
        """Whether the list begins here."""
        return not begin()

    def url(self, key: str | None) -> str:
        """The address of the stretch behind a key, or of the beginning (None); the filters are kept."""
        return _address(AFTER, key)


def _address(name: str, value: object) -> str:
    kept = {key: values for key, values in request.args.lists() if key != name}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **kept, name: value})


def count_words(number: int) -> str:
    """A number counted up to BOUND, for a page."""
    return str(number) if number <= BOUND else f"{BOUND} 以上"
