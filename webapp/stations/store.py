"""Queries and writes of stations: nearest, in a place, kept by a union; proposing and changing. Nothing here commits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from webapp.persistence import db, now, record_event
from webapp.policy.language.divisions import stem
from webapp.stations.datums import Datum, Point, convert, metres
from webapp.stations.grid import FARTHEST, START, square, wider
from webapp.stations.hours import Hours
from webapp.stations.models import ServiceStation
from webapp.stations.workflow import StationState, move_station
from webapp.tenancy import business_date
from webapp.unions import Union
from webapp.web.dates import CHINA

PAGE = 20
_LIGHT = (
    ServiceStation.id,
    ServiceStation.latitude,
    ServiceStation.longitude,
    ServiceStation.datum,
    ServiceStation.hours,
    ServiceStation.facilities,
)


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: facilities that all must be there, and a local moment at which it must be open."""

    facilities: frozenset[str] = field(default_factory=frozenset)
    at: datetime | None = None

    def suits(self, row: Any) -> bool:
        """Whether a station's row has it."""
        return self.facilities <= set(row.facilities) and (
            self.at is None or Hours.from_json(row.hours).is_open(self.at)
        )


@dataclass(frozen=True)
class Found:
    """A station of a result, and how far away it is in metres where that was asked."""

    station: ServiceStation
    metres: float | None = None


def local_now() -> datetime:
    """The business day at this time of day, in the time of China, as opening hours count it."""
    return datetime.combine(business_date(), now().astimezone(CHINA).time())


def station_by_id(identity: UUID) -> ServiceStation | None:
    """The station, or None."""
    return db.session.scalars(select(ServiceStation).where(ServiceStation.id == identity)).one_or_none()


def nearest(point: Point, datum: Datum, wish: Wish | None = None, *, wanted: int = PAGE) -> list[Found]:
    """The open stations nearest to a point, at most `wanted`, the nearest first; none farther than about 200 km.

    Reads squares of the grid that grow until enough stations lie surely nearer than anything outside.
    """
    here, wish = convert(point, datum, Datum.GCJ02), wish or Wish()
    half = START
    while True:
        area = square(here, half)
        rows = db.session.execute(_in_square(area.south, area.north, area.west, area.east)).all()
        ranked = sorted((_distance(row, here), row.id) for row in rows if wish.suits(row))
        sure = [(far, identity) for far, identity in ranked if far <= area.metres]
        if len(sure) >= wanted or half >= FARTHEST:
            return _load(sure[:wanted])
        half = wider(half, len(sure), wanted)


def _in_square(south: int, north: int, west: int, east: int) -> Select[Any]:
    return select(*_LIGHT).where(
        ServiceStation.state == StationState.OPEN,
        ServiceStation.cell_north.in_(range(south, north + 1)),
        ServiceStation.cell_east.between(west, east),
    )


def _distance(row: Row[Any], here: Point) -> float:
    there = convert(Point(row.latitude, row.longitude), Datum(row.datum), Datum.GCJ02)
    return metres(here, there)


def _load(ranked: Iterable[tuple[float | None, UUID]]) -> list[Found]:
    wanted = list(ranked)
    rows = db.session.scalars(select(ServiceStation).where(ServiceStation.id.in_([identity for _, identity in wanted])))
    by_id = {row.id: row for row in rows}
    return [Found(by_id[identity], far) for far, identity in wanted]


def in_place(division: str, wish: Wish, *, offset: int = 0, limit: int = PAGE) -> tuple[list[Found], int]:
    """Open stations of a division and all in it by name, `limit` from `offset` on; and how many there are."""
    statement = select(*_LIGHT).where(
        ServiceStation.state == StationState.OPEN, ServiceStation.division.startswith(stem(division))
    )
    rows = db.session.execute(statement.order_by(ServiceStation.name, ServiceStation.id)).all()
    suiting = [(None, row.id) for row in rows if wish.suits(row)]
    return _load(suiting[offset : offset + limit]), len(suiting)


def count_open() -> int:
    """How many stations are open in the province."""
    return (
        db.session.scalar(select(func.count(ServiceStation.id)).where(ServiceStation.state == StationState.OPEN)) or 0
    )


def kept_by(union_ids: Collection[UUID], *, state: str = "", offset: int = 0, limit: int = 50) -> list[ServiceStation]:
    """The stations of unions, of one state where one is named, the newest first."""
    statement = _kept(union_ids, state).order_by(ServiceStation.created_at.desc(), ServiceStation.id.desc())
    return list(db.session.scalars(statement.offset(offset).limit(limit)))


def count_kept(union_ids: Collection[UUID]) -> dict[str, int]:
    """State -> number of stations of these unions."""
    statement = select(ServiceStation.state, func.count()).where(ServiceStation.union_id.in_(union_ids))
    return {str(state): number for state, number in db.session.execute(statement.group_by(ServiceStation.state))}


def _kept(union_ids: Collection[UUID], state: str) -> Select[Any]:
    statement = select(ServiceStation).where(ServiceStation.union_id.in_(union_ids))
    return statement.where(ServiceStation.state == state) if state else statement


def union_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """Union id -> name."""
    rows = db.session.execute(select(Union.id, Union.name).where(Union.id.in_(ids)))
    return {row.id: row.name for row in rows}


def add_station(values: dict[str, Any], *, union_id: UUID, actor: str) -> ServiceStation:
    """A station that is proposed. values: as of `change_station`."""
    station = ServiceStation(union_id=union_id, state=StationState.PROPOSED)
    _write(station, values)
    db.session.add(station)
    db.session.flush()
    record_event(kind="station.proposed", subject=f"station:{station.id}", actor=actor, data={"name": station.name})
    return station


def change_station(station: ServiceStation, values: dict[str, Any], *, actor: str) -> None:
    """Write name, kind, host, host_words, division, address, point, datum, hours (Hours), facilities, phone and answers
    (facts that a person states: many_women, reason); the event names what changed.
    """
    before = {name: getattr(station, name) for name in _PLAIN}
    _write(station, values)
    changed = [name for name in _PLAIN if getattr(station, name) != before[name]]
    record_event(kind="station.changed", subject=f"station:{station.id}", actor=actor, data={"changed": changed})
    db.session.flush()


_PLAIN = ("name", "kind", "host", "host_words", "division", "address", "facilities", "phone", "answers")


def _write(station: ServiceStation, values: dict[str, Any]) -> None:
    for name in _PLAIN:
        setattr(station, name, values[name])
    station.put_at(values["point"], values["datum"])
    station.hours = values["hours"].as_json()


def move(station: ServiceStation, verb: str, *, actor: str, note: str = "") -> None:
    """Move a station by `verb`, its row held until the transaction ends. Raises NotPossible."""
    held = select(ServiceStation).where(ServiceStation.id == station.id).with_for_update()
    station = db.session.scalars(held.execution_options(populate_existing=True)).one()
    station.state = move_station(verb, station.state)
    station.note = note
    record_event(kind=f"station.{verb}", subject=f"station:{station.id}", actor=actor, data={"reason": note})
    db.session.flush()
