"""The world of the tests: two made-up provinces with the same rows, each with a word of its own in every text.

A room adds its rows with `@part` (run in the given order, in one unit of work a province) and says with `EXAMPLES` how
each of its GET rules is reached. A page of one province that shows the other's word is a leak.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from webapp.persistence import unit_of_work

SOURCE = "guangdong"


@dataclass
class Province:
    """One of the two: its id, its canary word, and what the parts put into it (ids by name)."""

    jurisdiction: str
    canary: str
    rows: dict[str, Any] = field(default_factory=dict)

    def text(self, words: str) -> str:
        """Any text of this province's rows: the words and the canary."""
        return f"{words}{self.canary}"


@dataclass
class World:
    """Both provinces."""

    alpha: Province
    beta: Province

    def other(self, province: Province) -> Province:
        """The one that is not this one."""
        return self.beta if province is self.alpha else self.alpha


Part = Callable[[Province], None]
PARTS: list[Part] = []


def part(build: Part) -> Part:
    """Add a room's rows to both provinces."""
    PARTS.append(build)
    return build


EXAMPLES: dict[str, Callable[[Province], dict[str, Any]]] = {}
"""For each endpoint with a GET rule that has parameters: the values of one existing page of a province."""


def build_world(app: Flask) -> World:
    """Write all parts into the application's database."""
    world = World(Province("alpha", "阿尔法甲"), Province("beta", "贝塔乙"))
    with app.app_context():
        for province in (world.alpha, world.beta):
            with unit_of_work(province.jurisdiction):
                for build in PARTS:
                    build(province)
    return world


def policy_texts(source: str) -> dict[str, str]:
    """The two provinces' policy files by name, from the text of a real one."""
    return {
        f"{name}.yaml": source.replace(f"jurisdiction: {SOURCE}", f"jurisdiction: {name}", 1)
        for name in ("alpha", "beta")
    }
