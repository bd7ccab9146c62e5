"""What people say of a station, and the answer of the union that runs it: the worker is told and reads it on his page."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, func, select

from webapp.accounts import Worker, owner_name
from webapp.accounts.codes import worker_by_id
from webapp.notices import register_template, send
from webapp.persistence import db, now, record_event
from webapp.stations.models import ServiceStation, StationFeedback
from webapp.web.refused import Refused

FAULT, VISIT = "fault", "visit"
ABOUT = {FAULT: "报告问题", VISIT: "评价到访"}
SCORES = {5: "很好", 4: "好", 3: "一般", 2: "不好", 1: "很不好"}
MOST_UNANSWERED = 5

register_template(
    "station_answered", "关于{station}，工会答复了您反映的情况。请登录 {site}，在“找服务站点—我的反馈”里查看。"
)


class TooMany(Refused):
    """He has said enough of this station for now; the message is Chinese."""


class AlreadyAnswered(Exception):
    """Somebody answered meanwhile."""


def say(worker: Worker, station: ServiceStation, *, about: str, score: int | None, text: str) -> StationFeedback:
    """Keep what a worker says. Raises TooMany while several of his still wait for an answer."""
    waiting = select(func.count(StationFeedback.id)).where(
        StationFeedback.worker_id == worker.id,
        StationFeedback.station_id == station.id,
        StationFeedback.answered_at.is_(None),
    )
    if (db.session.scalar(waiting) or 0) >= MOST_UNANSWERED:
        raise TooMany(f"您对这个站点已有 {MOST_UNANSWERED} 条反馈在等答复，请等工会答复后再写。")
    row = StationFeedback(
        station_id=station.id, worker_id=worker.id, about=about, score=score if about == VISIT else None, text=text
    )
    db.session.add(row)
    db.session.flush()
    record_event(kind=f"station.{about}", subject=f"station:{station.id}", actor="worker", data={"feedback": row.id})
    return row


def answer(row: StationFeedback, text: str, *, officer_id: UUID) -> None:
    """Answer once; the worker is told. Raises AlreadyAnswered."""
    held = select(StationFeedback).where(StationFeedback.id == row.id).with_for_update()
    row = db.session.scalars(held.execution_options(populate_existing=True)).one()
    if row.answered_at is not None:
        raise AlreadyAnswered
    row.answer, row.answered_by, row.answered_at = text, officer_id, now()
    record_event(
        kind="station.answered",
        subject=f"station:{row.station_id}",
        actor=owner_name(officer_id),
        data={"feedback": row.id},
    )
    worker = worker_by_id(row.worker_id)
    station = db.session.scalars(select(ServiceStation).where(ServiceStation.id == row.station_id)).one()
    if worker is not None:
        send(to=worker, template="station_answered", station=station.name)
    db.session.flush()


def feedback_by_id(identity: UUID) -> StationFeedback | None:
    """One, or None."""
    return db.session.scalars(select(StationFeedback).where(StationFeedback.id == identity)).one_or_none()


def of_worker(worker_id: UUID) -> list[tuple[StationFeedback, ServiceStation]]:
    """What he said, the newest first, each with its station."""
    statement = _with_stations().where(StationFeedback.worker_id == worker_id)
    rows = db.session.execute(statement.order_by(StationFeedback.created_at.desc()).limit(50))
    return [(row, station) for row, station in rows]


def of_station(station_id: UUID) -> list[StationFeedback]:
    """What was said of it: unanswered first, then the newest."""
    statement = select(StationFeedback).where(StationFeedback.station_id == station_id)
    order = (StationFeedback.answered_at.is_not(None), StationFeedback.created_at.desc())
    return list(db.session.scalars(statement.order_by(*order).limit(100)))


def unanswered(union_ids: Collection[UUID]) -> list[tuple[StationFeedback, ServiceStation]]:
    """What waits for an answer of these unions: faults first, the oldest first."""
    statement = _with_stations().where(ServiceStation.union_id.in_(union_ids), StationFeedback.answered_at.is_(None))
    rows = db.session.execute(statement.order_by(StationFeedback.about, StationFeedback.created_at).limit(100))
    return [(row, station) for row, station in rows]


def _with_stations() -> Select[StationFeedback, ServiceStation]:
    joined = (ServiceStation.id == StationFeedback.station_id) & (
        ServiceStation.jurisdiction == StationFeedback.jurisdiction
    )
    return select(StationFeedback, ServiceStation).join(ServiceStation, joined)


def rating(station_id: UUID) -> tuple[float, int]:
    """The mean score of a station and how many gave one; (0.0, 0) without any."""
    statement = select(func.avg(StationFeedback.score), func.count(StationFeedback.score)).where(
        StationFeedback.station_id == station_id, StationFeedback.score.is_not(None)
    )
    mean, number = db.session.execute(statement).one()
    return float(mean or 0), int(number)
