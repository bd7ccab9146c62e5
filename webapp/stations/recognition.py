"""站点认定: the managing union nominates an open station with evidence, whoever the profile names decides, and what was recognised
in a year counts against the year's target. Which recognitions there are, for which kinds, and every number is the profile's.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from webapp.accounts import owner_name
from webapp.cases import Case, Kind, Step, StepPlan, open_case, record_decision, register_kind, resubmit, submit
from webapp.cases.workflow import State
from webapp.persistence import add_once, db, record_event
from webapp.policy import Decision, StationAnswer, TargetAnswer, decide
from webapp.stations.models import ServiceStation, StationRecognition
from webapp.stations.opening import decider, kind_label
from webapp.stations.store import station_by_id
from webapp.tenancy import business_date, profile
from webapp.unions import union_by_id

KIND = "station_recognition"


class AlreadyNominated(Exception):
    """The station has this recognition, or its nomination is under way."""


@dataclass(frozen=True)
class Progress:
    """A recognition with its count of the year and what the policy says of it; `decision` None where no target names it."""

    label: str
    count: int
    decision: Decision[TargetAnswer] | None


def decision_of(station: ServiceStation) -> Decision[StationAnswer]:
    """Whether, and as what, the policy knows a recognition for this kind of station."""
    return decide("station", {"act": "recognise", "kind": station.kind}, profile(), business_date())


def nominate(station: ServiceStation, evidence: str, *, actor: str) -> Case:
    """Nominate an open station; its returned nomination is handed in again. Raises AlreadyNominated.

    The caller has looked that `decision_of` allows it.
    """
    decision = decision_of(station)
    found = decision.answer.recognition
    assert found is not None, "what is allowed is a recognition"
    union = union_by_id(station.union_id)
    assert union is not None, "a station has a union"
    plans = [StepPlan(1, decider(found.by, union).id, "decides", tuple(one.id for one in decision.clauses))]
    known = under_way(station.id, found.id)
    case = case_of(known) if known is not None else None
    if known is not None and case is not None and case.state == State.RETURNED:
        known.evidence = evidence
        return resubmit(case, plans, actor=actor)
    case = open_case(
        kind=KIND,
        application_id=uuid7(),
        worker_id=None,
        union_id=union.id,
        title=f"{station.name} · {found.label}"[:200],
        governed_on=business_date(),
        data={"station": str(station.id)},
    )
    row = StationRecognition(
        station_id=station.id,
        recognition=found.id,
        case_id=case.id,
        evidence=evidence,
        open_key=f"{station.id}:{found.id}",
    )
    if not add_once(row):
        raise AlreadyNominated
    record_decision(case, decision)
    return submit(case, plans, actor=actor)


def under_way(station_id: UUID, recognition: str) -> StationRecognition | None:
    """The nomination that is undecided or stands, or None."""
    key = f"{station_id}:{recognition}"
    return db.session.scalars(select(StationRecognition).where(StationRecognition.open_key == key)).one_or_none()


def of_station(station_id: UUID) -> list[tuple[StationRecognition, Case]]:
    """A station's nominations with their cases, the newest first."""
    joined = (Case.id == StationRecognition.case_id) & (Case.jurisdiction == StationRecognition.jurisdiction)
    statement = select(StationRecognition, Case).join(Case, joined).where(StationRecognition.station_id == station_id)
    return [(row, case) for row, case in db.session.execute(statement.order_by(StationRecognition.created_at.desc()))]


def progress(year: int) -> list[Progress]:
    """Every recognition of the profile with the year's count, measured against the profile's target where it has one."""
    rows = getattr(profile().rules.stations, "recognition", None) or ()
    rows = rows if isinstance(rows, tuple) else ()
    return [
        Progress(row.label, number, _measured(row.id, number, year))
        for row in rows
        for number in [_count(row.id, year)]
    ]


def _count(recognition: str, year: int) -> int:
    statement = select(func.count(StationRecognition.id)).where(
        StationRecognition.recognition == recognition,
        StationRecognition.recognised_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return db.session.scalar(statement) or 0


def _measured(recognition: str, number: int, year: int) -> Decision[TargetAnswer] | None:
    indicator = indicator_counting(recognition)
    if indicator is None:
        return None
    facts = {"indicator": indicator, "count": number, "year": year}
    return decide("target", facts, profile(), business_date())


def indicator_counting(what: str) -> str | None:
    """The profile's indicator that counts this, or None."""
    rows = getattr(profile().rules.targets, "indicators", None) or ()
    return next((row.id for row in rows if row.counts == what), None)


def recognition_of(case: Case) -> StationRecognition:
    """The nomination of a case of this kind."""
    return db.session.scalars(select(StationRecognition).where(StationRecognition.case_id == case.id)).one()


def case_of(row: StationRecognition) -> Case:
    """The case of a nomination."""
    return db.session.scalars(select(Case).where(Case.id == row.case_id)).one()


def label_of(recognition: str) -> str:
    """The profile's name of a recognition."""
    rows = getattr(profile().rules.stations, "recognition", None) or ()
    return next((row.label for row in rows if row.id == recognition), recognition)


def grant(case: Case, step: Step) -> None:
    """It counts from today."""
    row = recognition_of(case)
    row.recognised_on = business_date()
    actor, data = owner_name(step.decided_by), {"recognition": row.recognition}
    record_event(kind="station.recognised", subject=f"station:{row.station_id}", actor=actor, data=data)
    db.session.flush()


def settled(case: Case, verb: str) -> None:
    """After a refusal it may be nominated anew; a returned nomination waits to be mended."""
    if verb in ("refuse", "withdraw"):
        recognition_of(case).open_key = None
        db.session.flush()


def summary(case: Case) -> list[tuple[str, Any]]:
    """What an officer reads: the station and the evidence."""
    row = recognition_of(case)
    station = station_by_id(row.station_id)
    assert station is not None, "a nomination has a station"
    union = union_by_id(station.union_id)
    return [
        ("认定", label_of(row.recognition)),
        ("站点名称", station.name),
        ("类型", kind_label(station.kind)),
        ("地址", station.address),
        ("推荐工会", union.name if union else ""),
        ("推荐理由和材料", row.evidence),
    ]


def register() -> None:
    """Make recognitions known to the one procedure."""
    register_kind(Kind(name=KIND, called="服务站点认定", grant=grant, settled=settled, summary=summary))
