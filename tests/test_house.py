"""The house stays one that can be held in the head: no circles, no crowded folder, no long file; its map and picture are true."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tools.picture import PICTURE, Graph, cycles, draw, imports, modules

MOST_MODULES, MOST_LINES = 25, 350
MOST_ANY = 1097
"""How often the program may say `Any`, imports included; it goes down, never up."""
MOST_ONES = 619
"""How often a loop may call what it walks `one`, and not what it is; it goes down, never up."""
LONGER = {
    "webapp/policy/profile/meanings.py": "a table of words: what each key of a profile means, in Chinese",
}
"""Files that may be longer, each with the reason."""

MAP = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")


@cache
def graph() -> Graph:
    """Who imports whom."""
    return imports(modules())


def code() -> list[Path]:
    """The program, its tools and its tests; migrations are written once and never read from top to bottom."""
    paths = [path for place in ("webapp", "tests", "tools", "bench") for path in (REPOSITORY / place).rglob("*.py")]
    return [path for path in paths if not {"migrations", "_bundled", "vendor"} & set(path.parts)]


def test_the_graph_sees_imports_in_functions_and_for_types() -> None:
    assert "webapp.claims.routes" in graph()["webapp.claims"]
    assert "webapp.cases.models" in graph()["webapp.cases.registry"]


def test_a_circle_is_found() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]


def test_no_modules_import_one_another_in_a_circle() -> None:
    assert cycles(graph()) == []


def test_no_folder_is_crowded() -> None:
    folders: dict[Path, int] = {}
    for path in code():
        folders[path.parent] = folders.get(path.parent, 0) + 1
    assert {
        str(folder.relative_to(REPOSITORY)): count for folder, count in folders.items() if count > MOST_MODULES
    } == {}


def test_no_file_is_long() -> None:
    lengths = {str(path.relative_to(REPOSITORY)): len(path.read_text("utf-8").splitlines()) for path in code()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES and name not in LONGER} == {}
    assert {name for name in LONGER if lengths.get(name, 0) <= MOST_LINES} == set(), (
        "no longer long: take it off the list"
    )


def test_the_map_names_every_room_and_no_other() -> None:
    table = MAP.partition("| room | what it is for |")[2].partition("\n\n")[0]
    named = set(re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE))
    rooms = {
        name.split(".")[1] for name, path in modules().items() if name.count(".") == 1 and path.name == "__init__.py"
    }
    assert named == rooms - {"migrations"}


def test_the_picture_is_drawn_from_the_imports_as_they_are() -> None:
    assert draw() == PICTURE.read_text("utf-8"), "run: python tools/picture.py"


@pytest.mark.parametrize("path", re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", MAP))
def test_files_named_on_the_map_exist(path: str) -> None:
    assert (REPOSITORY / path).is_file() or (REPOSITORY / "webapp" / path).is_file()


def test_pages_ask_their_rooms_and_not_the_database() -> None:
    """`*routes` hold no query: none of them imports SQLAlchemy, not even in a function."""
    edge = {name: path for name, path in modules().items() if name.endswith("routes")}
    asking = {name for name, path in edge.items() if "sqlalchemy" in packages_of(path)}
    assert edge and asking == set(), "the query belongs into the room's store"


def packages_of(path: Path) -> set[str]:
    """The packages that a file imports from, ours and others'."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.partition(".")[0] for name in plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}


def test_what_has_a_type_says_it() -> None:
    said = {
        path: len(re.findall(r"\bAny\b", path.read_text("utf-8"))) for path in (REPOSITORY / "webapp").rglob("*.py")
    }
    worst = [f"{many} in {path.relative_to(REPOSITORY)}" for path, many in said.items() if many > 8]
    assert sum(said.values()) <= MOST_ANY, f"Any at the edges only; most of it: {', '.join(worst)}"


def test_loops_name_what_they_walk() -> None:
    said = sum(
        len(re.findall(r"\bfor one in\b", path.read_text("utf-8"))) for path in (REPOSITORY / "webapp").rglob("*.py")
    )
    assert said <= MOST_ONES, "a filing, a step, an officer: say which"
