"""Rows of stations (places), what people say about them, recognitions; of depots and their branches; of service lists."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, Float, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, UtcDateTime, now, ref
from webapp.stations.datums import Datum, Point, convert
from webapp.stations.grid import cell
from webapp.stations.hours import Hours


class ServiceStation(Scoped):
    """A place of service (服务站点). `kind` and `host` are ids of the profile; a host that it does not list keeps its words.

    The position is kept as it was given, with its datum; `cell_north` and `cell_east` are its cell of the search grid, in GCJ-02.
    `hours` as of `Hours.as_json`. `note` says why it is suspended or closed. `case_id` is the case that opened it.
    """

    __tablename__ = "service_stations"
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(60))
    host: Mapped[str] = mapped_column(String(60), default="")
    host_words: Mapped[str] = mapped_column(String(60), default="")
    division: Mapped[str] = mapped_column(String(9))
    address: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    datum: Mapped[str] = mapped_column(String(10))
    cell_north: Mapped[int] = mapped_column(Integer)
    cell_east: Mapped[int] = mapped_column(Integer)
    hours: Mapped[dict[str, Any]] = mapped_column(JSON)
    facilities: Mapped[list[str]] = mapped_column(JSON, default=list)
    phone: Mapped[str] = mapped_column(String(40), default="")
    union_id: Mapped[UUID] = mapped_column(Uuid)
    case_id: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200), default="")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("union_id", "unions"),
        ref("case_id", "cases"),
        Index("ix_service_stations_grid", "jurisdiction", "state", "cell_north", "cell_east"),
        Index("ix_service_stations_place", "jurisdiction", "state", "division"),
        Index("ix_service_stations_union", "jurisdiction", "union_id"),
    )

    def put_at(self, point: Point, datum: Datum) -> None:
        """Set the position and with it the cell."""
        self.latitude, self.longitude, self.datum = point.latitude, point.longitude, datum
        shown = convert(point, datum, Datum.GCJ02)
        self.cell_north, self.cell_east = cell(shown.latitude), cell(shown.longitude)

    @property
    def point(self) -> Point:
        """The position in its own datum."""
        return Point(self.latitude, self.longitude)

    @property
    def opening(self) -> Hours:
        """The opening hours."""
        return Hours.from_json(self.hours)


class StationFeedback(Scoped):
    """What somebody said of a station: a fault (报修、问题) or a visit with a score of 1 to 5; and what the union answered."""

    __tablename__ = "station_feedback"
    station_id: Mapped[UUID] = mapped_column(Uuid)
    worker_id: Mapped[UUID] = mapped_column(Uuid)
    about: Mapped[str] = mapped_column(String(10))
    score: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[UUID | None] = mapped_column(Uuid)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("station_id", "service_stations"),
        ref("worker_id", "workers"),
        ref("answered_by", "officers"),
        Index("ix_station_feedback_station", "jurisdiction", "station_id", "created_at"),
        Index("ix_station_feedback_worker", "jurisdiction", "worker_id"),
    )


class StationRecognition(Scoped):
    """A station's nomination for a recognition of the profile; `recognised_on` is set once it is decided in its favour.

    `open_key` is set while the nomination is undecided or stands, so that a station has a recognition once.
    """

    __tablename__ = "station_recognitions"
    station_id: Mapped[UUID] = mapped_column(Uuid)
    recognition: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[UUID] = mapped_column(Uuid)
    evidence: Mapped[str] = mapped_column(Text)
    open_key: Mapped[str | None] = mapped_column(String(120))
    recognised_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("station_id", "service_stations"),
        ref("case_id", "cases"),
        UniqueConstraint("jurisdiction", "open_key"),
        Index("ix_station_recognitions_year", "jurisdiction", "recognition", "recognised_on"),
    )


class Depot(Scoped):
    """A firm's depot (配送站点): where its workers start from. Never a service station. `workers` and `members` as counted there."""

    __tablename__ = "depots"
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(80))
    division: Mapped[str] = mapped_column(String(9))
    address: Mapped[str] = mapped_column(String(200), default="")
    workers: Mapped[int] = mapped_column(Integer, default=0)
    members: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(10), default="open")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("employer_id", "employers"),
        UniqueConstraint("jurisdiction", "employer_id", "name"),
        Index("ix_depots_place", "jurisdiction", "state", "division"),
    )


class DepotBranch(Scoped):
    """The organisation at a depot (站点分工会、工会小组), of a union kind that the profile gives more than one parent.

    `parents`: parent kind -> id of the union chosen, None while there is none. `union_id` is the union it became.
    `open_key` is the depot's id until the branch is dissolved: a depot has one at a time.
    """

    __tablename__ = "depot_branches"
    depot_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    parents: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    case_id: Mapped[UUID | None] = mapped_column(Uuid)
    union_id: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(String(20))
    open_key: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("depot_id", "depots"),
        ref("case_id", "cases"),
        ref("union_id", "unions"),
        UniqueConstraint("jurisdiction", "open_key"),
        Index("ix_depot_branches_depot", "jurisdiction", "depot_id"),
    )


class DutyRecord(Scoped):
    """Something a branch did of what the profile asks of it."""

    __tablename__ = "depot_duty_records"
    branch_id: Mapped[UUID] = mapped_column(Uuid)
    duty: Mapped[str] = mapped_column(String(60))
    done_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(200), default="")
    written_by: Mapped[UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        ref("branch_id", "depot_branches"),
        ref("written_by", "officers"),
        Index("ix_depot_duty_records_branch", "jurisdiction", "branch_id", "done_on"),
    )


class ServiceItem(Scoped):
    """One line of the service list (服务清单) that a firm or platform publishes for its workers; `ended_on` once taken back."""

    __tablename__ = "service_list_items"
    employer_id: Mapped[UUID] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(String(60))
    details: Mapped[str] = mapped_column(String(400), default="")
    how: Mapped[str] = mapped_column(String(200), default="")
    published_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        ref("employer_id", "employers"),
        Index("ix_service_list_items_firm", "jurisdiction", "employer_id"),
    )
