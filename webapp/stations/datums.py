"""Geodetic datums of maps used in China, and converting between them.

WGS-84 is what a phone's receiver gives, GCJ-02 what public maps in China must use, BD-09 one map maker's own on top of it.
The formulas are the commonly published ones: GCJ-02 to about a metre of what the maps show. Outside China all three agree.
"""

import math
from enum import StrEnum
from typing import NamedTuple


class Datum(StrEnum):
    """Which datum a pair of coordinates is in."""

    GCJ02 = "GCJ-02"
    WGS84 = "WGS-84"
    BD09 = "BD-09"


LABELS = {
    Datum.GCJ02: "GCJ-02（高德地图、腾讯地图）",
    Datum.BD09: "BD-09（百度地图）",
    Datum.WGS84: "WGS-84（手机定位、GPS 设备）",
}


class Point(NamedTuple):
    """Degrees north and east, in a datum that the reader knows from the context."""

    latitude: float
    longitude: float


CHINA = (Point(3.0, 73.0), Point(54.0, 136.0))
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_EARTH = 6371008.8


def in_china(point: Point) -> bool:
    """Whether a point lies in the box around the country."""
    low, high = CHINA
    return low.latitude <= point.latitude <= high.latitude and low.longitude <= point.longitude <= high.longitude


def convert(point: Point, source: Datum, target: Datum) -> Point:
    """The same place in another datum."""
    if source == target or not in_china(point):
        return point
    common = _FROM[source](point)
    return _TO[target](common)


def metres(one: Point, other: Point) -> float:
    """The distance of two points in the same datum."""
    high = math.radians(one.latitude), math.radians(other.latitude)
    wide = math.radians(other.longitude - one.longitude)
    half = math.sin((high[1] - high[0]) / 2) ** 2 + math.cos(high[0]) * math.cos(high[1]) * math.sin(wide / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, half)))


def _shift(point: Point) -> Point:
    """By how much GCJ-02 lies off WGS-84 at a point."""
    east, north = point.longitude - 105.0, point.latitude - 35.0
    root = math.sqrt(abs(east))
    waves = _wave(20.0, east, 6.0) + _wave(20.0, east, 2.0)
    up = -100.0 + 2.0 * east + 3.0 * north + 0.2 * north**2 + 0.1 * east * north + 0.2 * root
    up += (waves + _wave(20.0, north, 1.0) + _wave(40.0, north, 1 / 3)) * 2 / 3
    up += (_wave(160.0, north, 1 / 12) + _wave(320.0, north, 1 / 30)) * 2 / 3
    right = 300.0 + east + 2.0 * north + 0.1 * east**2 + 0.1 * east * north + 0.1 * root
    right += (waves + _wave(20.0, east, 1.0) + _wave(40.0, east, 1 / 3)) * 2 / 3
    right += (_wave(150.0, east, 1 / 12) + _wave(300.0, east, 1 / 30)) * 2 / 3
    angle = math.radians(point.latitude)
    curve = 1 - _ECCENTRICITY * math.sin(angle) ** 2
    tall = math.radians(_AXIS * (1 - _ECCENTRICITY) / (curve * math.sqrt(curve)))
    wide = math.radians(_AXIS / math.sqrt(curve) * math.cos(angle))
    return Point(up / tall, right / wide)


def _wave(height: float, at: float, pace: float) -> float:
    return height * math.sin(pace * at * math.pi)


def _wgs84_to_gcj02(point: Point) -> Point:
    off = _shift(point)
    return Point(point.latitude + off.latitude, point.longitude + off.longitude)


def _gcj02_to_wgs84(point: Point) -> Point:
    found = point
    for _ in range(4):
        there = _wgs84_to_gcj02(found)
        found = Point(
            found.latitude + point.latitude - there.latitude, found.longitude + point.longitude - there.longitude
        )
    return found


_TURN = math.pi * 3000.0 / 180.0


def _gcj02_to_bd09(point: Point) -> Point:
    far = math.hypot(point.longitude, point.latitude) + 0.00002 * math.sin(point.latitude * _TURN)
    angle = math.atan2(point.latitude, point.longitude) + 0.000003 * math.cos(point.longitude * _TURN)
    return Point(far * math.sin(angle) + 0.006, far * math.cos(angle) + 0.0065)


def _bd09_to_gcj02(point: Point) -> Point:
    north, east = point.latitude - 0.006, point.longitude - 0.0065
    far = math.hypot(east, north) - 0.00002 * math.sin(north * _TURN)
    angle = math.atan2(north, east) - 0.000003 * math.cos(east * _TURN)
    return Point(far * math.sin(angle), far * math.cos(angle))


def _same(point: Point) -> Point:
    return point


_FROM = {Datum.GCJ02: _same, Datum.WGS84: _wgs84_to_gcj02, Datum.BD09: _bd09_to_gcj02}
_TO = {Datum.GCJ02: _same, Datum.WGS84: _gcj02_to_wgs84, Datum.BD09: _gcj02_to_bd09}
