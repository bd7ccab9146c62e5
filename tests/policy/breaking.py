"""Ways in which a file of one jurisdiction can be broken: each makes bytes of a good text."""

from collections.abc import Callable, Mapping
from pathlib import Path


def _without(text: str, old: str, new: str) -> bytes:
    assert old in text, f"{old!r} is not in the text"
    return text.replace(old, new, 1).encode()


def _no_row(text: str) -> bytes:
    """The first row of the routes, which are a list, is left out: a situation that nobody decides."""
    before, routes, after = text.partition("  routes:\n")
    lines = after.split("\n")
    end = next(at for at, line in enumerate(lines[1:], 1) if not line.startswith("      "))
    return (before + routes + "\n".join(lines[end:])).encode()


BREAKINGS: Mapping[str, Callable[[str], bytes]] = {
    "no UTF-8": lambda text: text.encode().replace(b"\nname: ", b"\nname: \xff\xfe", 1),
    "empty": lambda _: b"",
    "a tab": lambda text: _without(text, "\n  ", "\n\t"),
    "an open bracket": lambda text: _without(text, "]", ""),
    "a key twice": lambda text: f"{text}\nname: 又一次\n".encode(),
    "a misspelt key": lambda text: _without(text, "\nname: ", "\nnmae: "),
    "a later format": lambda text: _without(text, "format: 1", "format: 99"),
    "another's name": lambda text: _without(text, "\njurisdiction: ", "\njurisdiction: guangdong #"),
    "another's document": lambda text: _without(text, "\ndocuments: [", "\ndocuments: [GD30, "),
    "an unknown fact": lambda text: _without(text, "when: {relation_kind:", "when: {relation_knid:"),
    "a row that is not there": _no_row,
    "too long": lambda text: text.encode() + b"# " + b"x" * 600_000,
}


def break_file(path: Path, kind: str, good: str) -> None:
    """Write the broken text of a kind over a file."""
    path.write_bytes(BREAKINGS[kind](good))
