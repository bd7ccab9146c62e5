"""Pairs of passages in webapp/ that are written twice: alike in shape once every name and constant is taken out.

`python tools/alike.py` prints each pair with its lines; `python tools/alike.py 8` looks for shorter ones. A passage is a run of
statements of one block. Left out: migrations, tables (`models.py`, literals, classes of nothing but fields), imports, docstrings.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
MOST = 12
"""So many lines may be alike."""
OUTSIDE = ("migrations", "static")
TABLES = "models.py"
DECLARATIONS = (ast.Import, ast.ImportFrom, ast.AnnAssign)


class Passage(NamedTuple):
    """A run of statements: its file, its first and last line, and how many lines of code it has."""

    file: str
    first: int
    last: int
    lines: int

    def __str__(self) -> str:
        return f"{self.file}:{self.first}-{self.last}"


class Pair(NamedTuple):
    """Two passages of the same shape."""

    one: Passage
    other: Passage

    @property
    def lines(self) -> int:
        """How many lines are alike."""
        return min(self.one.lines, self.other.lines)


def pairs(files: Iterable[Path], most: int = MOST) -> list[Pair]:
    """All pairs of more than `most` alike lines, the longest first; a part of a longer pair is not told again."""
    alike: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for path in files:
        for shape, passage in _passages(path, most):
            alike[shape].append(passage)
    found = [
        Pair(one, other)
        for passages in alike.values()
        for place, one in enumerate(passages)
        for other in passages[place + 1 :]
        if not _overlap(one, other)
    ]
    found.sort(key=lambda pair: (-pair.lines, pair))
    kept: list[Pair] = []
    for pair in found:
        if not any(_inside(pair.one, known.one) and _inside(pair.other, known.other) for known in kept):
            kept.append(pair)
    return kept


def sources() -> list[Path]:
    """The modules that are compared."""
    found = sorted((ROOT / "webapp").rglob("*.py"))
    return [path for path in found if path.name != TABLES and not set(OUTSIDE) & set(path.parts)]


def _passages(path: Path, most: int) -> Iterator[tuple[tuple[str, ...], Passage]]:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
    before = [0, *accumulate(_lines_of_code(tree, text))]
    for block in _blocks(tree):
        shapes = [_shape(statement) for statement in block]
        for start in range(len(block)):
            for end in range(start, len(block)):
                first, last = _first_line(block[start]), block[end].end_lineno or 0
                lines = before[last + 1] - before[first]
                if lines > most:
                    yield tuple(shapes[start : end + 1]), Passage(name, first, last, lines)


def _blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for _name, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                block = [each for each in value if not _is_docstring(each)]
                yield from _runs(block, tables=isinstance(node, ast.Module | ast.ClassDef))


def _runs(block: list[ast.stmt], *, tables: bool) -> Iterator[list[ast.stmt]]:
    """The block in the runs that lie between declarations; outside functions a literal with a name is one."""
    run: list[ast.stmt] = []
    for statement in [*block, None]:
        if statement is not None and not _declares(statement, tables=tables):
            run.append(statement)
        elif run:
            yield run
            run = []


def _declares(statement: ast.stmt, *, tables: bool) -> bool:
    if isinstance(statement, ast.ClassDef):
        return all(isinstance(each, ast.AnnAssign | ast.Pass) or _is_docstring(each) for each in statement.body)
    if tables and isinstance(statement, ast.Assign):
        return not any(
            isinstance(node, ast.Call | ast.Lambda | ast.comprehension) for node in ast.walk(statement.value)
        )
    return isinstance(statement, DECLARATIONS)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def _lines_of_code(tree: ast.AST, text: str) -> list[int]:
    """For each line 1 if it is code, 0 if it is empty, a comment or a docstring."""
    lines = [0, *(int(bool(line.strip()) and not line.strip().startswith("#")) for line in text.splitlines())]
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and _is_docstring(node):
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                lines[number] = 0
    return lines


def _shape(node: ast.AST) -> str:
    """The tree with names and constants taken out; docstrings and annotations too."""
    if isinstance(node, ast.Constant):
        return "c"
    if isinstance(node, ast.Name):
        return "n"
    parts = []
    for name, value in ast.iter_fields(node):
        if name in ("ctx", "type_comment", "kind", "annotation", "returns", "type_params"):
            continue
        if isinstance(value, ast.AST):
            parts.append(_shape(value))
        elif isinstance(value, list):
            inner = (each for each in value if isinstance(each, ast.AST))
            parts.append("[" + ",".join(_shape(each) for each in inner if not _is_docstring(each)) + "]")
    return f"{type(node).__name__}({','.join(parts)})"


def _overlap(one: Passage, other: Passage) -> bool:
    return one.file == other.file and one.first <= other.last and other.first <= one.last


def _inside(one: Passage, other: Passage) -> bool:
    return one.file == other.file and other.first <= one.first and one.last <= other.last


if __name__ == "__main__":
    for pair in pairs(sources(), int(sys.argv[1]) if len(sys.argv) > 1 else MOST):
        print(f"{pair.lines:3} lines  {pair.one}  {pair.other}")
