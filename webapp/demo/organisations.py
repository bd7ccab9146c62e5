"""Grows a province's unions and units over real places: which kinds there are is the profile's word, never this file's."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from stdnum.cn import uscc

from webapp.persistence import db
from webapp.policy import Profile
from webapp.unions import Employer, Union, divisions
from webapp.unions.divisions import Division

LEVEL_OF = {
    "township_street_union": "street",
    "small_second_level_union": "street",
    "village_community_union": "street",
    "union_group": "street",
    "joint_union": "street",
    "joint_grassroots_union": "street",
    "zone_union": "county",
    "regional_federation": "county",
    "trade_federation": "county",
    "newform_trade_federation": "city",
}
NAME_OF = {
    "township_street_union": "{place}总工会",
    "small_second_level_union": "{place}新就业形态“小二级”工会",
    "village_community_union": "{place}第一社区联合工会",
    "union_group": "{place}新业态工会小组",
    "joint_union": "{place}联合工会",
    "joint_grassroots_union": "{place}联合基层工会",
    "zone_union": "{place}科技园工会",
    "regional_federation": "{place}商圈工会联合会",
    "trade_federation": "{place}快递行业工会联合会",
    "newform_trade_federation": "{place}新就业形态劳动者行业工会联合会",
}
TRADES = {"trade_federation": ["courier"]}
GENERAL = {"province": "provincial_federation", "city": "city_federation_general", "county": "district_federation"}
CITIES, COUNTIES, STREETS = 3, 2, 3
HOURS = "工作日 9:00—12:00，14:00—17:30"


@dataclass
class Land:
    """What was grown: the places used and the rows made."""

    profile: Profile
    cities: list[Division] = field(default_factory=list)
    counties: list[Division] = field(default_factory=list)
    streets: list[Division] = field(default_factory=list)
    unions: dict[tuple[str, str], Union] = field(default_factory=dict)
    employers: dict[str, Employer] = field(default_factory=dict)

    def union(self, kind: str, place: str) -> Union:
        """The union of this kind made for this place."""
        return self.unions[kind, place]


def grow(profile: Profile) -> Land:
    """Make the province's federations, its area unions and a few units, and give back what was made."""
    land = Land(profile)
    _choose_places(land)
    _federations(land)
    for kind in _area_kinds(profile):
        for place in {"city": land.cities, "county": land.counties, "street": land.streets}[_level(profile, kind)]:
            _add_union(land, kind, place, _name(profile, kind, place), parent=_above(land, place))
    _units(land)
    db.session.flush()
    return land


def _choose_places(land: Land) -> None:
    below = divisions.table().children(land.profile.division)
    is_municipality = any(place.level == "county" for place in below) and not any(
        place.level == "city" for place in below
    )
    land.cities = [] if is_municipality else [place for place in below if place.level == "city"][:CITIES]
    tops = below[:CITIES] if is_municipality else [county for city in land.cities for county in _counties(city)]
    land.counties = tops
    streets = [street for county in tops for street in divisions.table().children(county.code)[:STREETS]]
    # The table lists streets only where a province was served when it was made; elsewhere counties are the smallest places.
    land.streets = streets or tops


def _counties(city: Division) -> list[Division]:
    return [place for place in divisions.table().children(city.code) if place.level == "county"][:COUNTIES]


def _federations(land: Land) -> None:
    province = divisions.table().get(land.profile.division or "")
    assert province is not None
    for level, places in (("province", [province]), ("city", land.cities), ("county", land.counties)):
        for place in places:
            _add_union(land, GENERAL[level], place, f"{place.name}总工会", parent=_above(land, place))


def _area_kinds(profile: Profile) -> list[str]:
    """Every area kind that the profile's or the nation's rules lead to."""
    named: list[str] = []
    for rules in (profile.rules, profile.nation):
        local = rules.join.local
        for group in (local, getattr(local, "first", None), getattr(local, "also", None)):
            named += list(getattr(group, "kinds", None) or ())
    for channel in profile.channels:
        receiver = getattr(channel.row, "receiver", None)
        if receiver is not None:
            named.append(receiver.kind)
    return [kind for kind in dict.fromkeys(named) if kind in LEVEL_OF]


def _level(profile: Profile, kind: str) -> str:
    stated = profile.union_kinds[kind].level if kind in profile.union_kinds else None
    level = stated if isinstance(stated, str) else (stated[0] if stated and len(stated) == 1 else LEVEL_OF[kind])
    return "county" if level == "district" else "street" if level == "village" else level


def _name(profile: Profile, kind: str, place: Division) -> str:
    known = profile.union_kinds.get(kind)
    if known is not None and known.name_pattern:
        return known.name_pattern.format(city=place.name, place=place.name)
    return NAME_OF[kind].format(place=place.name)


def _above(land: Land, place: Division) -> Union | None:
    for code in [division.code for division in divisions.table().path(place.code)][::-1]:
        for kind in GENERAL.values():
            if code != place.code and (kind, code) in land.unions:
                return land.unions[kind, code]
    return land.unions.get((GENERAL["county"], place.code)) or land.unions.get((GENERAL["city"], place.code))


def _add_union(land: Land, kind: str, place: Division, name: str, *, parent: Union | None) -> Union:
    union = Union(
        name=name,
        kind=kind,
        division=place.code,
        parent_id=parent.id if parent else None,
        trades=TRADES.get(kind, []),
        address=f"{place.name}职工服务中心",
        hours=HOURS,
    )
    db.session.add(union)
    land.unions[kind, place.code] = union
    return union


def _units(land: Land) -> None:
    """Units with and without a union, two platforms, a dispatch company: enough for every kind of situation."""
    county, street = land.counties[0], land.streets[0]
    rows: Iterable[tuple[str, str, str, Division, bool, bool]] = (
        ("courier_with", "迅达速运有限公司", "courier_firm", street, False, True),
        ("agent_without", "好邻居配送服务有限公司", "agent", street, False, False),
        ("agent_second", "同城快送信息服务有限公司", "agent", land.streets[-1], False, False),
        ("logistics_without", "顺安货运物流有限公司", "supply_chain", county, False, False),
        ("dispatch", "众合劳务派遣有限公司", "dispatch", county, False, True),
        ("affiliation", "联运汽车挂靠服务有限公司", "affiliation", county, False, True),
        ("platform_food", "小象外卖平台", "platform", county, True, True),
        ("platform_rides", "一路同行出行平台", "platform", county, True, False),
    )
    for number, (key, name, kind, place, platform, has_union) in enumerate(rows, start=1):
        full = name if platform else f"{_short(place)}{name}"
        employer = Employer(
            name=full, credit_code=credit_code(place, number), kind=kind, division=place.code, platform=platform
        )
        db.session.add(employer)
        land.employers[key] = employer
        if has_union:
            _unit_union(land, employer, place)


def _short(place: Division) -> str:
    return place.name.removesuffix("街道").removesuffix("区").removesuffix("镇")


def _unit_union(land: Land, employer: Employer, place: Division) -> None:
    above = _above(land, place)
    kind = "platform_union" if employer.platform else "employer_union"
    union = Union(
        name=f"{employer.name}工会",
        kind=kind,
        division=place.code,
        employer_id=employer.id,
        parent_id=above.id if above else None,
        address=f"{place.name}{employer.name}",
        hours=HOURS,
    )
    db.session.add(union)
    land.unions[kind, str(employer.id)] = union


def credit_code(place: Division, number: int) -> str:
    """A unified social credit code with a right check character, for a unit that does not exist."""
    body = f"91{place.code[:6]}DEM0{number:05d}"
    return body + uscc.calc_check_digit(body)
