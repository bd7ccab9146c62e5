"""How a parallel run hands out the tests: file by file, so that what a file sets up is set up once, and the longest first.

The tests that need the demo go to one worker. The widest tests, hundreds of short items, come last and one by one: with them the
workers end together.
"""

from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
WIDEST = ("test_isolation[", "test_every_page_is_well_made[", "test_every_page_can_be_used_by_everybody[")
LONG = ("browser", "jobs", "operations", "join", "founding")
DEMO = "demo_port"


class ByFile(LoadScopeScheduling):
    """A unit of work is a file; the item itself for the widest tests; all files that use the demo."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if test.startswith(WIDEST):
            return nodeid
        return DEMO if _needs_demo(file) else file


@cache
def _needs_demo(file: str) -> bool:
    return DEMO in (ROOT / file).read_text(encoding="utf-8")


def longest_first(items: list[pytest.Item]) -> None:
    """Put the items in the order in which they are handed out."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.name.startswith(WIDEST):
        return len(LONG) + 1
    room = item.path.parent.relative_to(Path(__file__).parent).parts[:1]
    return LONG.index(room[0]) if room and room[0] in LONG else len(LONG)
