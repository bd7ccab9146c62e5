"""Which of the combinations of database, province and role run in an ordinary run; `make test-all` runs every one.

A test of three provinces on two databases is six items that differ little. They take turns: each item of a province runs on one
of the databases, and neighbours on different ones, so that every test meets every province and both databases. Tests of the rooms
in `PAGES` look at what pages say: each runs on one database, half of them on either, unless it is marked `both_databases`; so do
the few long tests of other rooms that are marked `takes_turns`. In the matrix of isolation each route is tried by each role once:
by that of one of the two provinces, on one of the databases.
"""

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

PROFILES = sorted(path.stem for path in (Path(__file__).parents[1] / "policies").glob("*.yaml"))
DATABASES = ("sqlite", "postgresql")
WORLDS = ("alpha", "beta")
PAGES = {"accounts", "home", "notices", "office", "stations", "unions"}


def having_their_turn(items: list[pytest.Item]) -> list[pytest.Item]:
    """The items of an ordinary run."""
    names = {item.nodeid for item in items}
    return [item for item in items if _has_its_turn(item, names)]


def _has_its_turn(item: pytest.Item, names: Collection[str]) -> bool:
    params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    province = next((value for value in params.values() if isinstance(value, str) and value in PROFILES), None)
    if "database" in params and _other_database(item.nodeid) in names:
        if province is not None:
            return (PROFILES.index(province) + DATABASES.index(params["database"]) + _others(item)) % 2 == 0
        if _is_on_one(item):
            return (DATABASES.index(params["database"]) + _others(item)) % 2 == 0
    if "role" in params and "route" in params:
        world = str(params["role"]).rpartition("-of-")[2]
        number = _number(f"{params['route']} {str(params['role']).partition('-of-')[0]}")
        on = DATABASES.index(params["database"])
        return number % 2 == on and (world not in WORLDS or number // 2 % 2 == WORLDS.index(world))
    return True


def _is_on_one(item: pytest.Item) -> bool:
    if item.path.parent.name in PAGES:
        return item.get_closest_marker("both_databases") is None
    return item.get_closest_marker("takes_turns") is not None


def _other_database(name: str) -> str:
    here, there = DATABASES if DATABASES[0] in name else reversed(DATABASES)
    return name.replace(here, there)


def _others(item: pytest.Item) -> int:
    """A number of the test and of its other parameters."""
    name, _, rest = item.nodeid.partition("[")
    kept = [part for part in rest.rstrip("]").split("-") if part not in DATABASES and part not in PROFILES]
    return _number(f"{name} {kept}")


def _number(text: str) -> int:
    """The same in every process."""
    return hashlib.sha256(text.encode()).digest()[0]
