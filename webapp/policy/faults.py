"""A fault in a policy file: where it is, what is wrong and how to mend it, in Chinese, for the lawyer who wrote
the line.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    `line` and `column` count from 1. `level` is `fault` (stops the profile) or `warning` (worth knowing).
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

    def __str__(self) -> str:
        """`file:line:col: message`, with the mend behind it."""
        mend = f"（{self.hint}）" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{mend}"


class Faulty(ValueError):
    """A text that cannot be used. `faults` holds every fault found, in reading order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(one) for one in self.faults))


def did_you_mean(word: str, known: Sequence[str]) -> str | None:
    """The mend for a misspelt word: `您是否想写 “…”`, or None when nothing known comes near."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"您是否想写 “{near[0]}”" if near else None


def pointed(text: str, line: int, column: int) -> str | None:
    """The line of `text` with a caret under the column, or None outside the text."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return None
    width = sum(2 if ord(char) > 0x2E80 else 1 for char in lines[line - 1][: column - 1])
    return f"{lines[line - 1]}\n{' ' * width}^"
