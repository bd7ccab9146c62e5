"""Nothing of webapp/ is written twice: no pair of passages is alike over more than twelve lines, names taken out (tools/alike.py)."""

from functools import cache
from pathlib import Path

from tools.alike import MOST, Pair, pairs, sources

APART: dict[tuple[str, str], str] = {}
"""Two files that hold such a pair -> why it is better left apart."""

ONE = """
def total(rows, limit):
    found = []
    for row in rows:
        if row.amount > limit:
            found.append(row.amount)
        elif row.kind == "late":
            found.append(0)
    if not found:
        raise ValueError("nothing")
    first = found[0]
    last = found[-1]
    spread = last - first
    return sum(found) / len(found), spread
"""


@cache
def written_twice() -> list[Pair]:
    """The pairs of today's webapp/."""
    return pairs(sources())


def test_no_pair_of_passages_is_alike_over_more_than_twelve_lines() -> None:
    found = [pair for pair in written_twice() if (pair.one.file, pair.other.file) not in APART]
    assert [f"{pair.lines} lines: {pair.one} and {pair.other}" for pair in found] == [], "give it one home"


def test_every_pair_left_apart_is_there() -> None:
    assert APART.keys() <= {(pair.one.file, pair.other.file) for pair in written_twice()}


def test_a_pair_is_found_under_other_names_and_not_where_the_shape_differs(tmp_path: Path) -> None:
    other = ONE.replace("row", "line").replace("found", "kept").replace("amount", "fen").replace("nothing", "none")
    for name, text in (
        ("one", ONE),
        ("other", f"import os\n\n\nx = os.sep\n{other}"),
        ("third", ONE.replace("elif", "if")),
    ):
        (tmp_path / f"{name}.py").write_text(text)
    found = pairs(sorted(tmp_path.glob("*.py")))
    assert [(pair.one.file, pair.other.file, pair.lines) for pair in found] == [("one.py", "other.py", 13)]
    assert pairs(sorted(tmp_path.glob("*.py")), most=13) == []
    assert MOST == 12
