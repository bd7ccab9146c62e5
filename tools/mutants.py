"""Plant one fault a room and see whether the named test file fails: `python tools/mutants.py [ROOM …]`.

Each fault is planted in a copy of what git knows, so the files here stay as they are. Prints a line a fault; exit code 1 if one
was not caught. Takes minutes, so it is no part of `make test`: that proves only that every fault still fits (tests/test_mutants.py).
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Fault(NamedTuple):
    """What a hurried hand could write: in `file`, `planted` in place of `right`. `test` is the file that has to fail."""

    room: str
    file: str
    right: str
    planted: str
    test: str

    @property
    def fits(self) -> bool:
        """Whether it can be planted: what is right stands there, once."""
        return (ROOT / self.file).read_text("utf-8").count(self.right) == 1


FAULTS = (
    Fault(
        "policy",
        "webapp/policy/language/conditions.py",
        '"over": lambda found, bound: found > bound',
        '"over": lambda found, bound: found >= bound',
        "tests/policy/test_conditions.py",
    ),
    Fault(
        "persistence",
        "webapp/persistence/masks.py",
        "return _keep(phone, 3, 4)",
        "return _keep(phone, 7, 4)",
        "tests/persistence/test_personal_data.py",
    ),
    Fault(
        "accounts",
        "webapp/accounts/limits.py",
        ".offset(limit.times - 1)",
        ".offset(limit.times)",
        "tests/accounts/test_worker_sign_in.py",
    ),
    Fault(
        "cases",
        "webapp/cases/deciding.py",
        "if case.version != choice.seen_version or step.state != StepState.OPEN:",
        "if step.state != StepState.OPEN:",
        "tests/office/test_deciding.py",
    ),
    Fault(
        "claims",
        "webapp/claims/ledger.py",
        "head.granted += movement.amount",
        "head.granted += abs(movement.amount)",
        "tests/claims/test_ledger.py",
    ),
    Fault(
        "payments",
        "webapp/payments/balances.py",
        "return self.granted - self.paid + self.returned",
        "return self.granted - self.paid - self.returned",
        "tests/payments/test_histories.py",
    ),
    Fault(
        "files",
        "webapp/files/checking.py",
        "if size > FILE_BYTES:",
        "if size > 2 * FILE_BYTES:",
        "tests/files/test_checking.py",
    ),
    Fault(
        "jobs",
        "webapp/jobs/store.py",
        "if job.attempts >= ATTEMPTS:",
        "if job.attempts > ATTEMPTS:",
        "tests/jobs/test_jobs.py",
    ),
    Fault(
        "unions",
        "webapp/unions/store.py",
        "Union.state == OPEN, Union.kind.not_in(INSIDE_ANOTHER)",
        "Union.state == OPEN",
        "tests/unions/test_store.py",
    ),
    Fault(
        "stations",
        "webapp/stations/grid.py",
        "wide = math.ceil(half / narrow)",
        "wide = half",
        "tests/stations/test_finding.py",
    ),
)


def is_caught(fault: Fault) -> bool:
    """Whether the fault's test file fails with it."""
    with _copy() as folder:
        file = folder / fault.file
        file.write_text(file.read_text("utf-8").replace(fault.right, fault.planted), "utf-8")
        command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-x", fault.test]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return done.returncode == 1


@contextmanager
def _copy() -> Iterator[Path]:
    """All files that git knows, in a folder that is gone afterwards."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    with TemporaryDirectory(prefix="mutant-") as folder:
        for name in filter(None, names.split("\0")):
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
        yield Path(folder)


def main(rooms: list[str]) -> int:
    """Plant the faults of these rooms, or all, one after another."""
    missed = 0
    for fault in FAULTS:
        if not rooms or fault.room in rooms:
            began = time.monotonic()
            caught = fault.fits and is_caught(fault)
            missed += not caught
            word = "caught" if caught else "MISSED" if fault.fits else "fits no more"
            print(
                f"{fault.room:12} {word:8} {time.monotonic() - began:5.0f} s  {fault.file} by {fault.test}", flush=True
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
