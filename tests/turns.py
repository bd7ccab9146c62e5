"""Which of the combinations of database, province and role run in an ordinary run; `make test-all` runs every one.

A test of three provinces on two databases is six items that differ little. They take turns: each item of a province runs on one
of the databases, and neighbours on different ones, so that every test meets every province and both databases. In the matrix of
isolation each route is tried by the worker and the officer of one of the two provinces, neighbours by those of the other.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROFILES = sorted(path.stem for path in (Path(__file__).parents[1] / "policies").glob("*.yaml"))
DATABASES = ("sqlite", "postgresql")
WORLDS = ("alpha", "beta")


def has_its_turn(item: pytest.Item) -> bool:
    """Whether an item runs in an ordinary run."""
    params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    provinces = [value for value in params.values() if isinstance(value, str) and value in PROFILES]
    if "database" in params and provinces:
        places = [PROFILES.index(provinces[0]), DATABASES.index(params["database"]), *_others(params, item)]
        return sum(places) % 2 == 0
    role = str(params.get("role", ""))
    if role.rpartition("-of-")[2] in WORLDS and "route" in params:
        return (WORLDS.index(role.rpartition("-of-")[2]) + _number(str(params["route"]))) % 2 == 0
    return True


def _others(params: dict[str, Any], item: pytest.Item) -> Iterator[int]:
    """A number of the test and of its other parameters."""
    rest = [repr(value) for name, value in params.items() if name != "database" and value not in PROFILES]
    yield _number(f"{item.nodeid.partition('[')[0]} {rest}")


def _number(text: str) -> int:
    """The same in every process."""
    return hashlib.sha256(text.encode()).digest()[0]
