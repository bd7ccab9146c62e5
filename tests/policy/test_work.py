"""Work grows with the length of a text, whatever is in it: twice the text is about twice the steps, and no shape makes it more.

Steps are counted, not timed. What regular expressions do inside is not seen that way: for them there are texts as long as a text
may be, over which anything worse than linear would not come to an end.
"""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from webapp.policy import Faulty, Library, Revision
from webapp.policy.checking.profiles import check
from webapp.policy.yaml_text import MAX_BYTES, read

USUAL = (Path(__file__).parents[2] / "policies" / "shanghai.yaml").read_text("utf-8")
ROUTES = "  routes:\n"
ROW = "    - id: r{}\n      when: {{relation_kind: employment, employer_union: false}}\n      to: [joint_union]\n"
GROWING: dict[str, Callable[[int], str]] = {
    "unknown keys": lambda size: USUAL + "".join(f"zz{one}: 1\n" for one in range(size)),
    "unknown keys in one line": lambda size: "{" + ", ".join(f"zz{one}: 1" for one in range(size)) + "}",
    "wrong values": lambda size: USUAL.replace(ROUTES, ROUTES + "    - 1\n" * size),
    "comments": lambda size: "# x\n" * size + USUAL,
    "long comment": lambda size: f"# {'[' * size}\n" + USUAL,
    "long text": lambda size: USUAL + f"zz: {'x' * size}\n",
    "rows that collide": lambda size: USUAL.replace(
        ROUTES, ROUTES + "".join(ROW.format(one) + "      modality: must\n" for one in range(size))
    ),
    "rows that lead nowhere": lambda size: USUAL.replace(
        ROUTES,
        ROUTES + "".join(ROW.format(one).replace("joint_union", f"zz{one}") for one in range(size)),
    ),
    "documents that are not there": lambda size: USUAL.replace(
        "documents:", "documents: [" + ", ".join(f"ZZ{one}" for one in range(size)) + "]\nzz:"
    ),
}


@contextmanager
def counted() -> Iterator[list[int]]:
    """Counts the functions called, ours and built-in ones."""
    steps = [0]

    def count(_frame: object, event: str, _argument: object) -> None:
        steps[0] += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield steps
    finally:
        sys.setprofile(before)


def steps_of(library: Library, text: str) -> int:
    """How much is done to read and prove a text."""
    with counted() as steps, suppress(Faulty):
        check(library.trying(Revision("shanghai.yaml", text)).profile("shanghai"))
    return steps[0]


@pytest.mark.parametrize("shape", GROWING)
def test_twice_the_text_is_about_twice_the_work(shape: str, library: Library) -> None:
    once, twice, size = 0, 0, 150
    steps_of(library, GROWING[shape](3))
    once, twice = (steps_of(library, GROWING[shape](many)) for many in (size, 2 * size))
    assert twice <= 2.3 * once, f"{once} steps became {twice}"


@pytest.mark.parametrize(
    "text",
    [
        "# " + "[" * (MAX_BYTES - 10) + "\n]",
        "[" * 30 + "x" * (MAX_BYTES - 100) + "\n: ]",
        " " * (MAX_BYTES - 10) + "\t: [",
        "a" * (MAX_BYTES - 10) + "：",
        "- " * 20 + "-" * (MAX_BYTES - 100) + "［\n]",
        ("[{" * (MAX_BYTES // 2 - 10)) + "，",
        "- [x\n" * (MAX_BYTES // 5 - 10),
        "\t" * (MAX_BYTES - 10),
        '"' + "a" * (MAX_BYTES - 10),
        "a: |\n" + " x\n" * (MAX_BYTES // 3 - 10),
        "\r" * (MAX_BYTES - 10) + "[",
        "9" * (MAX_BYTES - 10),
        "a: 0." + "0" * (MAX_BYTES - 10),
        "? " * 20 + "k" * (MAX_BYTES - 100),
    ],
    ids=range(14),
)
def test_no_shape_of_the_longest_text_holds_the_reader(text: str) -> None:
    assert len(text) <= MAX_BYTES
    try:
        read(text, "x.yaml")
    except Faulty as error:
        assert all(fault.line > 0 and fault.column > 0 for fault in error.faults)


PIECES = (
    "[",
    "]",
    "{",
    "}",
    ":",
    "：",
    "，",
    ",",
    "-",
    " ",
    "  ",
    "\n",
    "\n  ",
    "#",
    '"',
    "'",
    "\t",
    "a",
    "9",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "?",
    "\u2028",
    "\x85",
    "null",
    "é",
    "工",
)


def test_a_text_of_anything_is_read_or_a_fault_with_its_place() -> None:
    chance = random.Random(15)
    for _ in range(3000):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 60)))
        try:
            read(text, "x.yaml")
        except Faulty as error:
            assert all(fault.line > 0 and fault.column > 0 and fault.message for fault in error.faults), text
