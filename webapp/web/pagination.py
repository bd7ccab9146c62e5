"""One page out of many rows, and the addresses of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request, url_for

Row = TypeVar("Row")


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
        kept = {key: values for key, values in request.args.lists() if key != "page"}
        return url_for(request.endpoint or "", **{**(request.view_args or {}), **kept, "page": number})
