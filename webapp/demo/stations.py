"""Believable stations, what people say of them, depots with and without a branch: all of kinds that the profile names."""

from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import select

from webapp.accounts import Officer, Worker
from webapp.cases import Case, Verdict, decide_step, steps_of
from webapp.demo.organisations import Land
from webapp.persistence import db
from webapp.policy.profile.listed import Listed
from webapp.stations import feedback, opening, recognition, service_lists, store
from webapp.stations.datums import Datum, Point
from webapp.stations.depots import branches
from webapp.stations.depots import store as depots
from webapp.stations.hours import Hours
from webapp.stations.models import ServiceStation
from webapp.tenancy import current, settings
from webapp.unions import Union
from webapp.unions.divisions import Division

Officers = dict[UUID, Officer]

PLACES = (
    (
        "人民路银行网点",
        "人民路 18 号一楼大堂",
        "工作日 9:00-17:30\n周末 9:00-16:00\n节假日 休息",
        ["water", "seats", "charging", "cooling", "medicine"],
    ),
    ("中心广场", "中心广场东门", "每天 全天", ["water", "seats", "toilet", "battery", "parking"]),
    (
        "党群服务中心",
        "解放街 5 号",
        "周一至周六 8:30-20:00\n周日 休息",
        ["water", "seats", "microwave", "wifi", "reading", "nursing"],
    ),
    ("夜归人", "江边路 77 号", "每天 18:00-次日6:00", ["water", "seats", "charging", "microwave", "fridge"]),
    ("西站货运", "西站路 1 号停车场内", "每天 6:00-23:00", ["water", "seats", "shower", "parking", "toilet"]),
    ("科技园", "科技园二期 3 栋一楼", "工作日 8:00-21:00", ["water", "wifi", "cooling", "charging"]),
)
HOSTS = {0: ("bank_outlet", "building"), 2: ("party_mass_centre", "city_complex"), 5: ("park_building", "building")}
"""The hosts of some of them, as far as the profile lists one."""
FALLBACK = (30.0, 110.0)


def furnish(land: Land, officers: Officers) -> int:
    """Open a few stations, propose one more, and set up depots where the profile has branches. Gives the number of stations."""
    counties = [place for place in land.counties if ("district_federation", place.code) in land.unions]
    kinds = opening.kinds()
    if not kinds or not counties:
        return 0
    made = []
    for number, place in enumerate(PLACES):
        county = counties[number % min(2, len(counties))]
        station, case = _propose(land, county, kinds[number % len(kinds)], number, place)
        if number < len(PLACES) - 1:
            _grant_all(case, officers)
            made.append(station)
    _say(made[0], officers)
    if recognition.decision_of(made[0]).outcome == "allowed":
        _grant_all(
            recognition.nominate(made[0], "全年开放，月均接待六百多人次，附职工评价。", actor="system"), officers
        )
    _depots(land, officers)
    return len(PLACES)


def _propose(
    land: Land, county: Division, kind: Any, number: int, place: tuple[str, str, str, list[str]]
) -> tuple[ServiceStation, Case]:
    name, address, hours, facilities = place
    union = land.union("district_federation", county.code)
    hosts = opening.hosts()
    host = next((row.id for row in hosts if row.id in HOSTS.get(number, ())), "other")
    north, east = _centre()
    values = {
        "name": f"{name}{kind.label.removeprefix('工会')}",
        "kind": kind.id,
        "host": host,
        "host_words": "" if host != "other" else "临街门店",
        "division": county.code,
        "address": address,
        "point": Point(north + 0.004 * number - 0.006, east + 0.003 * (number % 3)),
        "datum": Datum.GCJ02,
        "hours": Hours.read(hours),
        "facilities": facilities,
        "phone": "",
        "answers": {"many_women": True} if kind.where is not None else {},
    }
    station = store.add_station(values, union_id=union.id, actor="system")
    return station, opening.send_in(station, opening.require_allowed(values), actor="system")


def _centre() -> tuple[float, float]:
    """Where the province's stations lie, from reference/demo."""
    path = settings().reference_dir / "demo" / f"{current()}.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    north, east = (read or {}).get("stations_around", FALLBACK)
    return float(north), float(east)


def _grant_all(case: Case, officers: Officers) -> None:
    for step in steps_of(case):
        decide_step(
            case, step, Verdict.GRANT, officer_id=officers[step.union_id].id, reason="", seen_version=case.version
        )


def _say(station: ServiceStation, officers: Officers) -> None:
    workers = list(db.session.scalars(select(Worker).order_by(Worker.id).limit(2)))
    for worker, about, score, text in zip(
        workers, ("visit", "fault"), (5, None), ("热水一直有，空调也凉快。", "靠窗的插座没有电。"), strict=False
    ):
        row = feedback.say(worker, station, about=about, score=score, text=text)
        if about == "visit":
            feedback.answer(row, "谢谢您，欢迎常来。", officer_id=officers[station.union_id].id)


def _depots(land: Land, officers: Officers) -> None:
    kinds = branches.branch_kinds()
    if not kinds:
        return
    firm, street = land.employers["courier_with"], land.streets[0]
    for number, name in enumerate(("东门配送站", "北街配送站", "老码头配送站")):
        place = {"division": street.code, "address": f"{street.name}{name}"}
        people = {"workers": 18 - 6 * number, "members": 9 - 3 * number}
        depot = depots.save_depot({"employer_id": firm.id, "name": name, **place, **people}, actor="system")
        if number == 2:
            continue
        row = next(iter(kinds.values()))
        parents: dict[str, UUID | None] = {
            parent: _first(branches.candidates(parent, depot)) for parent in row.needs.parents
        }
        branches.propose(depot, kind=row.id, name=f"{name}分工会", parents=parents, actor="system")
        branch = branches.branch_of(depot)
        case = branches.case_of(branch) if branch else None
        if number == 0 and case is not None:
            _grant_all(case, officers)
    if isinstance(service_lists.asked_for(), Listed):
        line = {"title": "高温天免费饮品", "details": "6 月到 9 月，在站劳动者每天一份", "how": "到站长处领取"}
        service_lists.publish(firm.id, line, actor="system")


def _first(unions: list[Union]) -> UUID | None:
    return unions[0].id if unions else None
