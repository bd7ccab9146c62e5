"""The division table: complete where it must be, and never mistaken about who lies inside whom."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.unions import divisions
from webapp.unions.divisions import Division, Divisions
from webapp.unions.finding import Finder

TABLE = Divisions.load(Path(__file__).parents[2] / "reference" / "divisions.csv")
ALL = [TABLE.get(code) for code in sorted(TABLE._by_code)]


@pytest.mark.parametrize(
    ("province", "cities", "counties", "streets"),
    [("440000", 21, 122, 1747), ("320000", 13, 104, 1483), ("310000", 0, 16, 234)],
)
def test_the_provinces_served_are_complete_down_to_the_street(province, cities, counties, streets):
    inside = [place for place in ALL if divisions.within(place.code, province)]
    counted = [sum(place.level == level for place in inside) for level in ("city", "county", "street")]
    assert counted == [cities, counties, streets]


def test_the_whole_country_has_34_provinces():
    assert len(TABLE.children(None)) == 34


@pytest.mark.parametrize("city", ["441900", "442000"])
def test_a_city_without_districts_has_its_towns_directly_under_it(city):
    levels = {place.level for place in TABLE.children(city)}
    assert levels == {"street"}


def test_a_district_of_a_municipality_hangs_under_the_municipality():
    assert [place.name for place in TABLE.path("310115")] == ["上海市", "浦东新区"]
    assert len(TABLE.children("310000")) == 16


def test_every_county_of_the_provinces_served_can_be_narrowed_to_a_street():
    served = ("440000", "320000", "310000")
    counties = [
        place for place in ALL if place.level == "county" and any(divisions.within(place.code, p) for p in served)
    ]
    assert [place.name for place in counties if not TABLE.children(place.code)] == []


def test_codes_and_tree_agree_about_who_lies_inside_whom():
    for place in ALL:
        above = {step.code for step in TABLE.path(place.code)}
        assert all(divisions.within(place.code, code) for code in above)
        if place.level == "street":
            siblings = {other.code for other in TABLE.children(None)} - above
            assert not any(divisions.within(place.code, code) for code in siblings)


@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_a_division_lies_inside_exactly_those_on_its_path(place, other):
    assert divisions.within(place.code, other.code) == (other in TABLE.path(place.code))


@pytest.mark.parametrize(
    ("code", "ancestor", "inside"),
    [
        ("510100", "500000", False),  # zeros stripped one by one would leave "5"
        ("500101", "500000", True),
        ("431102", "431000", False),  # … or "431"
        ("431002", "431000", True),
        ("441900003", "441900", True),
        ("440106", "440106", True),
        ("440100", "440106", False),
    ],
)
def test_zeros_of_a_code_are_read_in_pairs(code, ancestor, inside):
    assert divisions.within(code, ancestor) is inside


def test_pinyin_and_initials_hold_letters_and_digits_only():
    assert [place.code for place in ALL if not (place.pinyin.isascii() and place.pinyin.isalnum())] == []
    assert [place.code for place in ALL if not (place.initials.isascii() and place.initials.isalnum())] == []


def test_a_division_that_has_ended_keeps_its_name_but_is_offered_no_more():
    old = Division("990101", "旧区", "990000", "county", "jiuqu", "jq", until=date(2020, 7, 1))
    new = Division("990102", "新区", "990000", "county", "xinqu", "xq", since=date(2020, 7, 1))
    small = Divisions([Division("990000", "某省", None, "province", "mousheng", "ms"), old, new])
    assert small.get("990101") is old
    assert small.children("990000") == [new]
    assert small.children("990000", on=date(2020, 6, 30)) == [old]
    assert small.children("990000", on=date(2020, 7, 1)) == [new]
    assert Finder(small).find("旧区") == []


def test_a_table_with_a_hole_or_a_double_is_refused():
    province = Division("990000", "某省", None, "province", "mousheng", "ms")
    with pytest.raises(ValueError, match="990000 stands twice"):
        Divisions([province, province])
    with pytest.raises(ValueError, match="unknown parents: 980000"):
        Divisions([province, Division("980100", "某市", "980000", "city", "moushi", "ms")])
