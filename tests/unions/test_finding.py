"""Places are found by what people write: names, pinyin, names that were, names run together as an address begins."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.unions.divisions import Division, Divisions, within
from webapp.unions.finding import Finder, Former

REFERENCE = Path(__file__).parents[2] / "reference"
TABLE = Divisions.load(REFERENCE / "divisions.csv")
FINDER = Finder.load(REFERENCE, TABLE)
with (REFERENCE / "former_divisions.csv").open(encoding="utf-8", newline="") as lines:
    FORMER = list(csv.DictReader(lines))
SOME = [one for one in TABLE.all() if one.until is None and len(TABLE.path(one.code)) > 1][::23]


def codes(typed, under=None):
    return [found.place.code for found in FINDER.find(typed, under=under)]


@pytest.mark.parametrize(
    ("typed", "under", "first"),
    [
        ("天河", "440000", "440106"),
        ("tianhe", "440000", "440106"),
        ("Tian'He", "440000", "440106"),
        ("thq", "440000", "440106"),
        ("ｔｉａｎｈｅ", "440000", "440106"),
        ("minhang", "310000", "310112"),
        ("huadu", "440000", "440114"),
        ("luhe", "320000", "320116"),
        ("广州 石牌", "440000", "440106006"),
        ("guangzhou shipai", "440000", "440106006"),
        ("东莞", None, "441900"),
    ],
)
def test_a_place_is_found_by_name_pinyin_or_initials(typed, under, first):
    assert codes(typed, under)[0] == first


@pytest.mark.parametrize(
    ("typed", "under", "first"),
    [
        ("广州市荔湾区", "440000", "440103"),
        ("广东省广州市荔湾区", "440000", "440103"),
        ("广州荔湾", "440000", "440103"),
        ("广东省广州市荔湾区", "440100", "440103"),
        ("广州市，荔湾区", "440000", "440103"),
        ("南海区大沥", "440000", "440605125"),
        ("佛山市南海区大沥镇", "440000", "440605125"),
        ("南京市鼓楼区", "320000", "320106"),
        ("徐州鼓楼", "320000", "320302"),
        ("上海市浦东新区", "310000", "310115"),
        ("东莞市虎门镇", "440000", "441900121"),
        ("东莞 虎门", "440000", "441900121"),
        ("佛山 南海区大沥", "440000", "440605125"),
        ("南通海门市", "320000", "320614"),
    ],
)
def test_names_run_together_are_read_as_an_address_begins(typed, under, first):
    assert codes(typed, under)[0] == first


@pytest.mark.parametrize("place", SOME)
def test_every_name_as_the_site_writes_it_finds_its_place(place):
    path = TABLE.path(place.code)
    for written in ("".join(step.name for step in path), "".join(step.name for step in path[1:])):
        assert codes(written, path[0].code)[0] == place.code


@pytest.mark.parametrize(
    ("typed", "under", "now"),
    [
        ("海门市", "320000", ["320614"]),
        ("haimenshi", "320000", ["320614"]),
        ("南通市港闸区", "320000", ["320613"]),
        ("闸北", "310000", ["310106"]),
        ("卢湾区", "310000", ["310101"]),
        ("南汇", "310000", ["310115"]),
        ("萝岗区", "440000", ["440112"]),
        ("吴县市", "320000", ["320506", "320507"]),
        ("广化区", "320000", ["320402", "320404"]),
    ],
)
def test_a_name_that_exists_no_longer_leads_to_the_places_of_today(typed, under, now):
    once = [found for found in FINDER.find(typed, under=under) if found.once is not None and not found.exact]
    assert [found.place.code for found in once] == now
    assert {found.once.name[:2] for found in once} == {typed.removeprefix("南通市")[:2]} or typed.isascii()


def test_a_former_name_says_in_which_year_it_ended():
    found = FINDER.find("海门市", under="320000")[0]
    assert (found.once.name, found.once.city, found.once.until) == ("海门市", "南通市", 2020)


@pytest.mark.parametrize("row", FORMER, ids=lambda row: row["code"] + row["until"])
def test_every_former_name_leads_inside_its_province(row):
    found = {one.place.code for one in FINDER.find(row["name"], under=row["code"][:2] + "0000")}
    assert set(row["now"].split()) <= found
    assert row["name"] not in {place.name for place in TABLE.children(row["code"][:2] + "0000")}
    assert all(within(code, row["code"][:2] + "0000") for code in row["now"].split())
    assert row["from"] == "" or 1981 < int(row["from"]) < int(row["until"]) < 2025


def test_a_search_stays_inside_its_province():
    assert {code[:2] for code in codes("鼓楼", under="320000")} == {"32"}
    assert codes("鼓楼", under="440000") == []
    assert codes("江苏省南通市海门区", under="440000") == []


@given(st.text(max_size=30))
def test_any_text_can_be_searched(text):
    assert len(FINDER.find(text, under="310000", limit=5)) <= 5


def test_a_long_text_of_names_is_read_in_a_bounded_number_of_ways():
    assert codes("上海市" * 40, under="310000") == []


def test_a_former_name_that_leads_nowhere_is_refused():
    province = Division("990000", "某省", None, "province", "mousheng", "ms")
    with pytest.raises(ValueError, match="no place of today: 990101"):
        Finder(Divisions([province]), [Former("990100", "旧市", "", 2001, ("990101",), "jiushi", "js")])
