"""What was looked at, and what is wrong with it."""

from collections.abc import Callable
from typing import NamedTuple


class Finding(NamedTuple):
    """One thing looked at; `trouble` says what is wrong and what helps, empty if nothing is. `note` goes with an ok."""

    where: str
    what: str
    trouble: str = ""
    note: str = ""

    def __str__(self) -> str:
        said = f"trouble: {self.trouble}" if self.trouble else f"ok ({self.note})" if self.note else "ok"
        return f"{self.where:12} {self.what:20} {said}"


class Passed(str):
    """What a check gives back that found no trouble and still has something to say."""


def look(where: str, what: str, check: Callable[[], str]) -> Finding:
    """Run a check, which returns the trouble (or nothing, or Passed); one that fails is trouble too."""
    try:
        said = check()
    except Exception as error:
        return Finding(where, what, first_line(error))
    return Finding(where, what, note=said) if isinstance(said, Passed) else Finding(where, what, said)


def first_line(error: BaseException) -> str:
    """The error's name and the first line of what it says; of an error of the database, the driver's own words."""
    cause = getattr(error, "orig", None) or error
    words = str(cause).strip().splitlines()
    return f"{type(cause).__name__}: {words[0]}" if words else type(cause).__name__
