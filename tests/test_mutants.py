"""The faults of tools/mutants.py can still be planted; whether the suite sees them, that command says."""

import pytest

from tools.mutants import FAULTS, ROOT, Fault


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.room)
def test_a_fault_fits(fault: Fault) -> None:
    assert fault.fits, f"{fault.right!r} stands in {fault.file} no more, or more than once"
    assert (ROOT / fault.test).is_file()


def test_there_is_one_fault_a_room() -> None:
    assert len({fault.room for fault in FAULTS}) == len(FAULTS) == 10
