"""The grid over the country that the search for near stations reads: cells of 0.002 degrees, about 220 m from north to south.

Pure arithmetic. How wide a search reads next is estimated from how many it has found, so that a search reads about as many
rows where stations are dense as where they are rare.
"""

import math
from typing import NamedTuple

from webapp.stations.datums import Point

CELL = 0.002
METRES_PER_CELL = CELL * 111_195
START, FARTHEST = 3, 900
"""The first half-side of a search in cells, and the last: about 200 km."""


class Square(NamedTuple):
    """Cells around a point; everything nearer than `metres` lies inside. All bounds inclusive."""

    south: int
    north: int
    west: int
    east: int
    metres: float


def cell(degrees: float) -> int:
    """The number of the cell that a latitude or a longitude lies in."""
    return math.floor(degrees / CELL)


def square(centre: Point, half: int) -> Square:
    """The cells up to `half` cells away, wider from west to east where meridians lie closer."""
    narrow = max(0.2, math.cos(math.radians(centre.latitude) + math.radians(half * CELL)))
    wide = math.ceil(half / narrow)
    north, east = cell(centre.latitude), cell(centre.longitude)
    return Square(north - half, north + half, east - wide, east + wide, half * METRES_PER_CELL)


def wider(half: int, found: int, wanted: int) -> int:
    """The half-side to read next, `found` of `wanted` stations lying within the last one."""
    growth = min(2.0, math.sqrt(1.5 * wanted / found)) if found >= 3 else 2.0
    return min(FARTHEST, max(half + 1, math.ceil(half * growth)))
