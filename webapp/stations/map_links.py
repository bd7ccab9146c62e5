"""Addresses that open a place in a map app, each with the order and the datum that this app reads.

They carry the station's place only; where the reader is stays with him and his map app.
"""

from typing import NamedTuple
from urllib.parse import quote, urlencode

from webapp.stations.datums import Datum, Point, convert

SOURCE = "gonghui"


class MapLink(NamedTuple):
    """A map app and the address that opens the place in it."""

    label: str
    url: str


def map_links(point: Point, datum: Datum, *, name: str, address: str) -> list[MapLink]:
    """One link for each of the usual apps. `point` is in `datum`."""
    return [
        MapLink("高德地图", _amap(convert(point, datum, Datum.GCJ02), name)),
        MapLink("百度地图", _baidu(convert(point, datum, Datum.BD09), name, address)),
        MapLink("腾讯地图", _tencent(convert(point, datum, Datum.GCJ02), name, address)),
    ]


def _amap(point: Point, name: str) -> str:
    asked = {
        "position": f"{point.longitude:.6f},{point.latitude:.6f}",
        "name": name,
        "coordinate": "gaode",
        "callnative": "1",
        "src": SOURCE,
    }
    return f"https://uri.amap.com/marker?{urlencode(asked, safe=',')}"


def _baidu(point: Point, name: str, address: str) -> str:
    asked = {
        "location": f"{point.latitude:.6f},{point.longitude:.6f}",
        "title": name,
        "content": address,
        "coord_type": "bd09ll",
        "output": "html",
        "src": SOURCE,
    }
    return f"https://api.map.baidu.com/marker?{urlencode(asked, safe=',')}"


def _tencent(point: Point, name: str, address: str) -> str:
    marker = f"coord:{point.latitude:.6f},{point.longitude:.6f};title:{_part(name)};addr:{_part(address)}"
    return f"https://apis.map.qq.com/uri/v1/marker?marker={quote(marker, safe=':,;')}&referer={SOURCE}"


def _part(text: str) -> str:
    """Text inside the marker, where a semicolon or colon would begin the next part."""
    return text.replace(";", "；").replace(":", "：")
