"""A fault in a policy file: where it is, what is wrong and how to mend it, in Chinese, for the lawyer who wrote
the line.
"""

import difflib
import functools
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_FAULTS = 100
"""So many faults of a text are told; whoever mended them asks again."""
_LONGEST_MESSAGE = 1000
_MOST_KNOWN = 1000
_AROUND = 80
log = logging.getLogger("gonghui.policy")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    `line` and `column` count from 1. `level` is `fault` (stops the profile) or `warning` (worth knowing). A message that
    repeats a value of any length is cut.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    path: tuple[str | int, ...] = ()
    hint: str | None = None
    excerpt: str | None = None
    level: str = "fault"

    def __post_init__(self) -> None:
        if len(self.message) > _LONGEST_MESSAGE:
            object.__setattr__(self, "message", f"{self.message[:_LONGEST_MESSAGE]}…")

    def __str__(self) -> str:
        """`file:line:col: message`, with the mend behind it."""
        mend = f"（{self.hint}）" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{mend}"


class Faulty(ValueError):
    """A text that cannot be used. `faults` holds every fault found, in reading order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(one) for one in self.faults))


def broke(what: str) -> tuple[str, str, str]:
    """Code, message and mend of a fault that says that the program itself failed at `what`; the log holds the trace."""
    log.exception("the program failed at %s", what)
    return "broke", f"程序读到这里自己出了错（{what}），不能确定这一处写得对不对", "请改写这一处，并把文件发给维护人员"


def did_you_mean(word: str, known: Sequence[str]) -> str | None:
    """The mend for a misspelt word: `您是否想写 “…”`, or None when nothing known comes near."""
    near = difflib.get_close_matches(word, known[:_MOST_KNOWN], n=1, cutoff=0.6)
    return f"您是否想写 “{near[0]}”" if near else None


def first_faults(found: Iterable[Fault]) -> Iterator[Fault]:
    """What a check finds, with its warnings, up to the fault after which no more are told."""
    told = 0
    for one in found:
        yield one
        told += one.level == "fault"
        if told == MOST_FAULTS:
            return


def place_of(text: str, position: int) -> tuple[int, int]:
    """Line and column from 1 of the character at `position` (from 0) of `text`."""
    before = _BREAK.split(text[:position])
    return len(before), len(before[-1]) + 1


def pointed(text: str, line: int, column: int) -> str | None:
    """The line of `text` with a caret under the column, of a long line what stands around it; None outside the text."""
    lines = lines_of(text)
    if not 0 < line <= len(lines):
        return None
    begin = max(0, column - 1 - _AROUND)
    shown = lines[line - 1][begin : begin + 2 * _AROUND]
    cut = "…" if begin else ""
    width = len(cut) + sum(2 if ord(char) > 0x2E80 else 1 for char in shown[: column - 1 - begin])
    return f"{cut}{shown}\n{' ' * width}^"


@functools.lru_cache(maxsize=8)
def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text as YAML counts them. Kept, since a text with one fault has often many."""
    return tuple(_BREAK.split(text))
