"""Profiles, documents and examples with parts replaced, moved and taken away: each is fine, or a fault with its place."""

import copy
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.desk.conftest import POLICIES
from webapp.desk.checks import check_text
from webapp.desk.models import PROFILE, SOURCE
from webapp.policy import Library
from webapp.policy.yaml_text import read

MANY = 2000 if os.environ.get("GONGHUI_TEST_ALL") else 25
ODD: list[Any] = [
    *(
        10**14,
        -(10**14),
        1,
        -1,
        0,
        0.5,
        None,
        True,
        False,
        [],
        {},
        [[]],
        [None],
        ["a", "a"],
        [{"id": [1]}],
        {"id": [1]},
    ),
    *("", "a", "a：b", "٣", "{}{0}{x.y}：", "x" * 10_000, "440000", "9" * 60, "1" * 40 + ".00", "1e400", "Infinity"),
    *("0000-00-00", "9999-12-31", "0001-01-01", "999999999999.99", "0.00"),
    *("999.9%", "0%", f"0.{'0' * 5000}1%", "abc%", "1e999999999%", "NaN%", "Infinity%"),
    *("99999999y", "9" * 5000 + "y", "1y", "event", "filing"),
    *({"at_least": None}, {"at_least": 1}, {"at_least": "abc%"}, {"at_least": "99999999y"}, {"one_of": []}),
    *({"at": "filing", "at_most": "1y"}, {"at": "event", "at_most": {"by": "member.worker_group", "x": "1y"}}),
    *({"not_after": "event"}, {"not_before": "9999-12-31"}, {"none_of": [None]}, {"over": "count"}),
    *({"any_of": [{}]}, {"any_of": [{"any_of": [{}]}]}, {"refer": "x"}, {"x": 1}),
]
KEYS = ("at_least", "any_of", "count/count", "id", "a/b", "refer")


class Quoted(yaml.CSafeDumper):
    """Every text in quotes, so that it comes back as it was."""

    def ignore_aliases(self, _data: Any) -> bool:
        """What is the same twice is written twice."""
        return True


Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield (*at, key)
        yield from places(value, (*at, key))


def mutated(chance: random.Random, data: Any) -> Any:
    """A copy in which one place, or a few, are something else."""
    changed = copy.deepcopy(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        known = list(places(changed))
        *above, last = chance.choice(known)
        around = changed
        for step in above:
            around = around[step]
        how = chance.random()
        if how < 0.55:
            around[last] = copy.deepcopy(chance.choice(ODD))
        elif how < 0.75:
            value = changed
            for step in chance.choice(known):
                value = value[step]
            around[last] = copy.deepcopy(value)
        elif how < 0.85 or not isinstance(around, dict):
            del around[last]
        else:
            around[str(chance.choice((*KEYS, chance.choice(known)[-1])))] = around.pop(last)
    return changed


@pytest.mark.parametrize(
    "file",
    [
        "guangdong.yaml",
        "national.yaml",
        "shanghai.yaml",
        "sources/GD29.yaml",
        "scenarios/guangdong.claims.yaml",
        "scenarios/shanghai.yaml",
    ],
)
def test_what_is_mutated_is_fine_or_a_fault_with_its_place(file: str) -> None:
    library, chance = Library.from_folder(POLICIES), random.Random(file)
    usual = read((POLICIES / file).read_text("utf-8"), file).data
    place, name = Path(file).parent.name, Path(file).name.split(".")[0]
    for number in range(MANY):
        text = yaml.dump(mutated(chance, usual), Dumper=Quoted, allow_unicode=True, sort_keys=False, width=10**9)
        if place == "scenarios":
            own = (POLICIES / f"{name}.yaml").read_text("utf-8")
            found = check_text(PROFILE, name, own, library, {Path(file).name: text})
        else:
            found = check_text(SOURCE if place else PROFILE, name, text, library)
        faults = [*found.faults, *found.warnings, *(fault for tried in found.tried for fault in tried.faults)]
        assert all(fault.line > 0 and fault.column > 0 and fault.message for fault in faults), f"{file}, {number}"
