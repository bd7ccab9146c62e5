"""Datums and the links to map apps: each gets the order and the datum that it reads."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.stations.datums import Datum, Point, convert, metres
from webapp.stations.forms import PositionField
from webapp.stations.map_links import map_links

# A place in the capital in the three datums, as commonly published to check converters with.
KNOWN = {
    Datum.WGS84: Point(39.907375, 116.391349),
    Datum.GCJ02: Point(39.908778, 116.397590),
    Datum.BD09: Point(39.915119, 116.403963),
}


@pytest.mark.parametrize("source", KNOWN)
@pytest.mark.parametrize("target", KNOWN)
def test_a_known_place_is_converted_to_a_few_metres(source: Datum, target: Datum) -> None:
    assert metres(convert(KNOWN[source], source, target), KNOWN[target]) < 5


PLACES = st.builds(Point, st.floats(18.5, 50), st.floats(76, 132))


@settings(max_examples=100, deadline=None)
@given(PLACES, st.sampled_from(list(Datum)), st.sampled_from(list(Datum)))
def test_there_and_back_is_where_one_was(point: Point, one: Datum, other: Datum) -> None:
    assert metres(convert(convert(point, one, other), other, one), point) < 1


def test_abroad_all_datums_agree() -> None:
    paris = Point(48.8566, 2.3522)
    assert convert(paris, Datum.WGS84, Datum.GCJ02) == paris


def test_each_map_app_gets_its_own_order_and_datum() -> None:
    links = {
        link.label: link.url for link in map_links(KNOWN[Datum.WGS84], Datum.WGS84, name="驿站;一", address="路:1")
    }
    amap, baidu, tencent = (parse_qs(urlsplit(links[label]).query) for label in ("高德地图", "百度地图", "腾讯地图"))

    east, north = (float(part) for part in amap["position"][0].split(","))
    assert metres(Point(north, east), KNOWN[Datum.GCJ02]) < 5
    assert amap["coordinate"] == ["gaode"]
    north, east = (float(part) for part in baidu["location"][0].split(","))
    assert metres(Point(north, east), KNOWN[Datum.BD09]) < 5
    assert baidu["coord_type"] == ["bd09ll"]
    where, title, address = tencent["marker"][0].split(";")
    north, east = (float(part) for part in where.removeprefix("coord:").split(","))
    assert metres(Point(north, east), KNOWN[Datum.GCJ02]) < 5
    assert (title, address) == ("title:驿站；一", "addr:路：1")


@pytest.mark.parametrize("text", ["113.264385,23.129112", "23.129112， 113.264385", "113.264385 23.129112"])
def test_a_position_is_understood_in_either_order(text: str) -> None:
    field = object.__new__(PositionField)
    field.data = text
    assert field.pair() == Point(23.129112, 113.264385)


@pytest.mark.parametrize("text", ["113", "a,b", "0,0", "1,2,3", "200,23"])
def test_what_is_no_position_in_the_country_is_refused(text: str) -> None:
    field = object.__new__(PositionField)
    field.data = text
    assert field.fault() is not None
