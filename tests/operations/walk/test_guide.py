"""What docs/operations.md says can be done: its blocks are marked, its commands exist, its settings are all there are."""

import re
import shlex
from contextlib import redirect_stderr
from io import StringIO

from tests.operations.walk.guide import GUIDE, blocks
from webapp.cli import build_parser

REPOSITORY = GUIDE.parents[1]
MARKS = {("yours",), ("walk",), ("walk", "serves"), ("walk", "doctor"), ("elsewhere",)}
_BY_JURISDICTION = re.compile(r"_(?:suffixed|urls)\(environ, \"([A-Z_]+)\"")


def test_every_block_says_whether_it_is_part_of_the_walk() -> None:
    commands = [block for block in blocks() if block.language == "sh"]
    assert [block for block in commands if block.marks not in MARKS] == []
    assert {block.language for block in blocks()} == {"sh", "ini", "text"}
    assert re.findall(r"^ {4,}\S", re.sub(r"^```.*?^```", "", GUIDE.read_text("utf-8"), flags=re.M | re.S), re.M) == []


def test_every_command_of_the_guides_exists() -> None:
    said = [
        line
        for block in blocks()
        if block.language == "sh"
        for line in re.findall(r"(?:^|\s)gonghui [a-z].*", block.text)
    ]
    for page in (GUIDE, REPOSITORY / "README.md", REPOSITORY / "README.zh-CN.md", REPOSITORY / "docs" / "security.md"):
        for inline in re.findall(r"`gonghui ([^`]+)`", page.read_text("utf-8")):
            *before, first = inline.split(" · ")[0].split()
            said += [f"gonghui {' '.join([*before, each])}" for each in (first, *inline.split(" · ")[1:])]
    assert len(said) > 20
    for line in said:
        assert _is_known(line), line


def _is_known(line: str) -> bool:
    """Whether the parser takes a command; in a sentence its arguments may be left out."""
    words = shlex.split(re.sub(r"\$[A-Z]+", "1", line.replace("…", "").rstrip(")")))[1:]
    parser = build_parser()
    with redirect_stderr(StringIO()) as said:
        try:
            parser.parse_args(words)
        except SystemExit:
            return "the following arguments are required" in said.getvalue()
    return True


def test_the_table_of_settings_holds_what_the_program_asks_for_and_nothing_else() -> None:
    table = GUIDE.read_text("utf-8").partition("## Settings")[2].partition("\n## ")[0]
    named = {name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`([^`]+)`", row)}
    by_jurisdiction = {name.partition("__")[0] for name in named if "__" in name}
    asked, suffixed = set[str](), set[str]()
    for path in (REPOSITORY / "webapp").rglob("*.py"):
        text = path.read_text("utf-8")
        if "environ" in text:
            asked |= set(re.findall(r"[\"']((?:GONGHUI|DATABASE|BASE)_[A-Z_]+)[\"']", text))
            asked |= set(re.findall(r"os\.environ(?:\.get\(|\[)[\"']([^\"']+)[\"']", text))
            suffixed |= set(_BY_JURISDICTION.findall(text))
    assert {name for name in named if "__" not in name} == asked
    assert by_jurisdiction == suffixed
