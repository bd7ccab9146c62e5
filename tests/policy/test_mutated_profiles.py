"""The real profiles with one value replaced, at every node of them: each loads or is refused at a place, and the others never notice.

`make test-all` tries every node, `make test` a tenth of them, each day another one.
"""

import copy
import datetime
import os
import zlib
from typing import Any

import pytest
import yaml

from tests.desk.test_mutations import ODD, Quoted, places
from tests.policy.conftest import POLICIES
from webapp.policy import Faulty, Library, Profile
from webapp.policy.checking.profiles import check
from webapp.policy.reading.loading import load
from webapp.policy.yaml_text import read

TURNS = 10
NAMES = sorted(path.stem for path in POLICIES.glob("*.yaml"))


def nodes(name: str, data: Any) -> list[tuple[Any, ...]]:
    """The nodes that have their turn."""
    turn = datetime.date.today().toordinal() % TURNS
    every = [(number, at) for at in places(data) if (number := zlib.crc32(f"{name} {at}".encode())) >= 0]
    return [at for number, at in every if os.environ.get("GONGHUI_TEST_ALL") or number % TURNS == turn]


def mutated(name: str, data: Any, at: tuple[Any, ...]) -> str:
    """The text with something else at a node: an odd value, or what stands at another node of the same name."""
    changed = copy.deepcopy(data)
    *above, last = at
    around = changed
    for step in above:
        around = around[step]
    around[last] = ODD[zlib.crc32(f"{at} {name}".encode()) // TURNS % len(ODD)]
    return yaml.dump(changed, Dumper=Quoted, allow_unicode=True, sort_keys=False, width=10**6)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_replaced_at_any_node_is_fine_or_a_fault_with_its_place(name: str, library: Library) -> None:
    loaded = library.loaded(name)[0]
    data = read(loaded.document.text, f"{name}.yaml").data
    nation = library.loaded("national")[0]
    bad: list[str] = []
    for at in nodes(name, data):
        try:
            own = load(mutated(name, data, at), f"{name}.yaml")
        except Faulty as error:
            faults = error.faults
        else:
            over = own if name == "national" else nation
            profile = Profile.of(name, None if name == "national" else own, over, library.register, named_by=own)
            faults = check(profile).faults
        bad += [f"{at}: {one}" for one in faults if one.code == "broke" or one.line < 1 or one.column < 1]
    assert not bad, "\n".join(bad[:20])
