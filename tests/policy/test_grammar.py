"""Conditions of the whole grammar: each profile loads or is refused at a place, and no check ever fails itself.

`make test-all` tries them all, `make test` a tenth, each day another one.
"""

import datetime
import os
import zlib
from collections.abc import Iterator
from itertools import chain

import pytest

from tests.policy.conftest import FOURTH
from tests.policy.grammar import claim_texts, table_texts
from webapp.policy import Faulty, Library, Profile, Register
from webapp.policy.checking.profiles import check
from webapp.policy.faults import Fault
from webapp.policy.reading.loading import load
from webapp.policy.reading.register import texts_in

ONE_IN, TURNS = 6, 10
"""Of every condition that the grammar can make, and of those in an ordinary run."""
LEAST = 5_000


def chosen(texts: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """The texts that have their turn."""
    turn = datetime.date.today().toordinal() % TURNS
    kept = [(number, one) for one in texts if (number := zlib.crc32(one[0].encode())) % ONE_IN == 0]
    return [one for number, one in kept if os.environ.get("GONGHUI_TEST_ALL") or number // ONE_IN % TURNS == turn]


def faults_of(text: str, nation: Library, register: Register) -> tuple[Fault, ...]:
    """What is wrong with a profile, by its reader or its proof."""
    try:
        loaded = load(text, "donghai.yaml")
    except Faulty as error:
        return error.faults
    own = Profile.of("donghai", loaded, nation.loaded("national")[0], register, named_by=loaded)
    return check(own).faults


@pytest.mark.parametrize("part", [claim_texts, table_texts], ids=["claims", "tables"])
def test_every_condition_loads_or_is_refused_at_its_place(part: type, library: Library) -> None:
    register = Register.from_texts({**library.register.texts, **texts_in(FOURTH / "sources")})
    tried = chosen(part())
    for name, text in tried:
        for fault in faults_of(text, library, register):
            assert fault.code != "broke", f"{name}: {fault}"
            assert fault.line > 1 and fault.column >= 1, f"{name}: {fault}"
    assert tried


def test_there_are_enough_of_them() -> None:
    made = sum(zlib.crc32(name.encode()) % ONE_IN == 0 for name, _ in chain(claim_texts(), table_texts()))
    assert made >= LEAST
