"""服务站点设立: a station that is proposed is a case, decided by whom the profile names; without a word of its, by the union that
sets it up (系统默认). A kind that the profile does not name never gets as far as a case.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from webapp.accounts import owner_name
from webapp.cases import (
    Case,
    Kind,
    Step,
    StepPlan,
    open_case,
    record_decision,
    register_kind,
    resubmit,
    submit,
    withdraw,
)
from webapp.cases.workflow import State
from webapp.persistence import db
from webapp.policy import Decision, StationAnswer, decide
from webapp.stations.facilities import labels
from webapp.stations.models import ServiceStation
from webapp.stations.store import move
from webapp.tenancy import business_date, profile
from webapp.unions import Union, ancestors, divisions, top_union, union_by_id

KIND = "station"


class NotAllowed(Exception):
    """The policy does not allow this station, or not yet; `decision` says why, with the clauses."""

    def __init__(self, decision: Decision[StationAnswer]) -> None:
        super().__init__(decision.outcome)
        self.decision = decision


def opening_decision(values: dict[str, Any]) -> Decision[StationAnswer]:
    """The policy's word on a station with these values (kind, host, division, answers)."""
    facts = {"act": "open", "kind": values["kind"], "division": values["division"], **values["answers"]}
    if values["host"]:
        facts["host"] = values["host"]
    return decide("station", facts, profile(), business_date())


def require_allowed(values: dict[str, Any]) -> Decision[StationAnswer]:
    """The decision, where it allows the station. Raises NotAllowed."""
    decision = opening_decision(values)
    if decision.outcome != "allowed":
        raise NotAllowed(decision)
    return decision


def send_in(station: ServiceStation, decision: Decision[StationAnswer], *, actor: str) -> Case:
    """Hand a proposed station to its deciders: a new case, or the returned one again."""
    union = union_by_id(station.union_id)
    assert union is not None, "a station has a union"
    case = case_of(station)
    again = case is not None and case.state == State.RETURNED
    if case is None or not again:
        case = open_case(
            kind=KIND,
            application_id=uuid7(),
            worker_id=None,
            union_id=union.id,
            title=station.name,
            governed_on=business_date(),
            data={"station": str(station.id)},
        )
        station.case_id = case.id
    case.title = f"{station.name} · {kind_label(station.kind)}"[:200]
    record_decision(case, decision)
    assert decision.answer.approval is not None, "a station that is allowed has its decider"
    plans = [StepPlan(1, decider(decision.answer.approval.by, union).id, "decides", basis_of(decision))]
    move(station, "submit", actor=actor)
    return resubmit(case, plans, actor=actor) if again else submit(case, plans, actor=actor)


def decider(by: str, union: Union) -> Union:
    """The union that a profile's word names: own_union the one that asks, a level the one of that level above it (province:
    the province's own), anything else the next one above.
    """
    line = [union, *ancestors(union)]
    if by == "own_union":
        return union
    if by == "province":
        return top_union() or line[-1]
    for one in line:
        place = divisions.get(one.division)
        if place is not None and place.level == by and one.employer_id is None:
            return one
    return line[1] if len(line) > 1 else union


def basis_of(decision: Decision[StationAnswer]) -> tuple[str, ...]:
    """What names this decider: a default of ours where no document does."""
    approval = decision.answer.approval
    return () if approval is not None and approval.basis == "document" else ("default",)


def kind_label(kind: str) -> str:
    """The profile's name of a kind of station."""
    return next((row.label for row in kinds() if row.id == kind), kind)


def kinds() -> tuple[Any, ...]:
    """The kinds of station that the profile names."""
    return tuple(getattr(profile().rules.stations, "kinds", None) or ())


def hosts() -> tuple[Any, ...]:
    """The hosts that the profile lists."""
    return tuple(getattr(getattr(profile().rules.stations, "hosts", None), "rows", None) or ())


def host_label(station: ServiceStation) -> str:
    """Where the station is housed: the profile's word, else the one it was given."""
    return next((row.label for row in hosts() if row.id == station.host), station.host_words)


def case_of(station: ServiceStation) -> Case | None:
    """The case that opens the station, or None."""
    return db.session.scalars(select(Case).where(Case.id == station.case_id)).one_or_none() if station.case_id else None


def station_of(case: Case) -> ServiceStation:
    """The station of a case of this kind."""
    return db.session.scalars(select(ServiceStation).where(ServiceStation.id == UUID(case.data["station"]))).one()


def take_back(station: ServiceStation, *, actor: str) -> None:
    """Withdraw the proposal. Raises IllegalMove once it is decided."""
    case = case_of(station)
    if case is not None:
        withdraw(case, actor=actor)


def grant(case: Case, step: Step) -> None:
    """The station is open from now on."""
    move(station_of(case), "open", actor=owner_name(step.decided_by))


def settled(case: Case, verb: str) -> None:
    """A returned station is proposed again; a refused or withdrawn one is closed."""
    move(station_of(case), "return" if verb == "return" else "drop", actor="system")


def summary(case: Case) -> list[tuple[str, Any]]:
    """What an officer reads."""
    station = station_of(case)
    union = union_by_id(station.union_id)
    return [
        ("站点名称", station.name),
        ("类型", kind_label(station.kind)),
        ("依托场所", host_label(station)),
        ("所在地", divisions.full_name(station.division)),
        ("地址", station.address),
        ("位置", f"北纬 {station.latitude:.6f}，东经 {station.longitude:.6f}（{station.datum}）"),
        ("开放时间", "；".join(station.opening.lines())),
        ("设施", "、".join(labels(station.facilities))),
        ("联系电话", station.phone),
        ("管理工会", union.name if union else ""),
        ("说明", station.answers.get("reason", "")),
    ]


def addressee(case: Case) -> str:
    """A letter goes to the union that proposed it."""
    union = union_by_id(station_of(case).union_id)
    return union.name if union else case.title


def register() -> None:
    """Make the opening of stations known to the one procedure."""
    register_kind(
        Kind(name=KIND, called="服务站点设立", grant=grant, settled=settled, summary=summary, addressee=addressee)
    )
