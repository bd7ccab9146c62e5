"""The names of divisions, for a sentence that compares places (reference/divisions.csv)."""

import csv
import functools
from collections.abc import Mapping
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]
_FILES = (
    _PACKAGE.parent / "reference" / "divisions.csv",
    _PACKAGE / "_bundled" / "reference" / "divisions.csv",
)


def place_name(code: str) -> str:
    """What a division is called, with the city before a county; the code itself where it is not known."""
    names = _names()
    own, above = names.get(code), names.get(f"{code[:4]}00")
    if own is None:
        return code
    return own if above is None or above == own or code.endswith("00") else above + own


@functools.cache
def _names() -> Mapping[str, str]:
    path = next((one for one in _FILES if one.exists()), None)
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
