"""The house as a picture, drawn from the imports themselves: which room stands on which.

    python tools/picture.py        writes docs/rooms.svg

Rooms lie on the floors that `[tool.importlinter]` gives them. An arrow that follows from others is left out: who stands on a room
stands on what that room stands on.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "webapp"
PICTURE = ROOT / "docs" / "rooms.svg"
APART = ("_bundled", "migrations", "static")
"""Folders of the package that are no rooms."""

Graph = dict[str, set[str]]

WIDTH, MARGIN, ROW, BOX, GAP, LANE, LETTER, SWEEPS = 900, 20, 76, 32, 34, 6, 8.2, 24
STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1f2933; text-anchor: middle; dominant-baseline: central }
  rect { fill: #f3f6fa; stroke: #7b8794 }
  path { fill: none; stroke: #9aa5b1; stroke-width: 1.2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb } rect { fill: #323f4b; stroke: #9aa5b1 } path { stroke: #7b8794 }
  }
"""


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Every module of the package by its dotted name; a package by its `__init__`."""
    found = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if not set(parts) & set(APART):
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(files: Mapping[str, Path]) -> Graph:
    """Who imports whom, wherever the import stands: at the top, in a function, or for types alone."""
    return {name: set(_imported(path, files)) - {name} for name, path in files.items()}


def _imported(path: Path, files: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in files)
        elif isinstance(node, ast.ImportFrom) and node.module in files:
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                yield below if below in files else node.module


def cycles(graph: Graph) -> list[list[str]]:
    """Every group of modules that reach one another (Tarjan)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        number[node] = low[node] = len(number)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in number:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], number[other])
        if low[node] == number[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in graph:
        if node not in number:
            visit(node)
    return found


def floors(root: Path = ROOT) -> list[list[str]]:
    """The floors of the house from the top down, as the import layers name them; rooms that exist alone."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "rooms")
    named = [[room.strip(" ()") for room in layer.split("|")] for layer in layers]
    rooms = {name.split(".")[1] for name in modules(root) if "." in name}
    return [kept for floor in named if (kept := [room for room in floor if room in rooms])]


def rooms_of(graph: Graph) -> Graph:
    """The same between rooms."""
    found: Graph = {}
    for name, others in graph.items():
        if "." in name:
            room = name.split(".")[1]
            found.setdefault(room, set()).update(one.split(".")[1] for one in others if "." in one)
            found[room].discard(room)
    return found


def without_what_follows(graph: Graph) -> Graph:
    """The arrows that do not follow from others (of a graph without circles)."""

    def below(node: str) -> set[str]:
        return graph[node] | {deep for other in graph[node] for deep in below(other)}

    return {
        node: {one for one in others if not any(one in below(other) for other in others if other != one)}
        for node, others in graph.items()
    }


def _with_lanes(rows: list[list[str]], arrows: Graph) -> tuple[list[list[str]], list[list[str]]]:
    """Rows in which an arrow has a lane (`one>other>level`) on each floor it passes, and the arrows as the places they go through."""
    level = {room: at for at, row in enumerate(rows) for room in row}
    laned, ways = [list(row) for row in rows], []
    for room in sorted(level):
        for other in sorted(arrows[room] & level.keys()):
            lanes = [f"{room}>{other}>{at}" for at in range(level[room] + 1, level[other])]
            for at, lane in enumerate(lanes, level[room] + 1):
                laned[at].append(lane)
            ways.append([room, *lanes, other])
    return laned, ways


def _in_order(rows: list[list[str]], ways: list[list[str]]) -> list[list[str]]:
    """Each floor in the order of what stands over it and under it, so that few arrows cross."""
    near: Graph = {place: set() for row in rows for place in row}
    for way in ways:
        for upper, lower in pairwise(way):
            near[upper].add(lower)
            near[lower].add(upper)
    rows = [sorted(row) for row in rows]
    for turn in range(SWEEPS):
        for at in range(len(rows)) if turn % 2 == 0 else reversed(range(len(rows))):
            beside = rows[at - 1 if turn % 2 == 0 else (at + 1) % len(rows)]
            where = {place: index / max(len(beside) - 1, 1) for index, place in enumerate(beside)}
            rows[at] = sorted(
                rows[at], key=lambda place, where=where: _middle([where[one] for one in near[place] if one in where])
            )
    return rows


def _middle(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.5


def _places(rows: list[list[str]]) -> dict[str, tuple[float, float]]:
    """The middle of each box and lane."""
    places: dict[str, tuple[float, float]] = {}
    for level, row in enumerate(rows):
        left = (WIDTH - sum(_width(place) for place in row) - GAP * (len(row) - 1)) / 2
        for place in row:
            places[place] = (left + _width(place) / 2, MARGIN + BOX / 2 + level * ROW)
            left += _width(place) + GAP
    return places


def _width(place: str) -> float:
    return LANE if ">" in place else len(place) * LETTER + 28


def draw(root: Path = ROOT) -> str:
    """The picture as SVG."""
    laned, ways = _with_lanes(floors(root), without_what_follows(rooms_of(imports(modules(root)))))
    rows = _in_order(laned, ways)
    places = _places(rows)
    height = 2 * MARGIN + BOX + (len(rows) - 1) * ROW
    boxes = [(room, places[room]) for row in rows for room in row if ">" not in room]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            "<title>The rooms of webapp, and which stands on which</title>",
            f"<style>{STYLE}</style>",
            *(_arrow([places[place] for place in way]) for way in ways),
            *(_box(room, x, y) for room, (x, y) in boxes),
            "</svg>",
            "",
        ]
    )


def _box(room: str, x: float, y: float) -> str:
    width = _width(room)
    return (
        f'<rect x="{x - width / 2:.0f}" y="{y - BOX / 2:.0f}" width="{width:.0f}" height="{BOX}" rx="6"/>'
        f'<text x="{x:.0f}" y="{y:.0f}">{room}</text>'
    )


def _arrow(points: list[tuple[float, float]]) -> str:
    """From the foot of one box to the top of another, straight down through its lanes."""
    steps = []
    for (x1, y1), (x2, y2) in pairwise(points):
        half = (ROW - BOX) / 2
        steps.append(f"M{x1:.0f} {y1:.0f}V{y1 + BOX / 2:.0f}")
        steps.append(
            f"C{x1:.0f} {y1 + BOX / 2 + half:.0f} {x2:.0f} {y2 - BOX / 2 - half:.0f} {x2:.0f} {y2 - BOX / 2:.0f}"
        )
        steps.append(f"V{y2:.0f}")
    return f'<path d="{"".join(steps)}"/>'


if __name__ == "__main__":
    PICTURE.write_text(draw(), "utf-8")
