"""What the pages of the register read: who keeps which part of it, what hangs on an employer or a union. Writes happen in `unions`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from webapp.accounts import ADMINISTRATOR, Officer, Role, officer_unions
from webapp.cases.models import Case, Step
from webapp.cases.workflow import OPEN_STATES, StepState
from webapp.members.models import Membership
from webapp.persistence import Event, db
from webapp.policy.language.divisions import stem
from webapp.stations.models import ServiceStation
from webapp.stations.workflow import StationState
from webapp.tenancy import profile
from webapp.unions import Employer, Union, descendant_ids, union_of_employer
from webapp.unions.models import OPEN, EmployerReport
from webapp.unions.upkeep import count_waiting


@dataclass(frozen=True)
class Part:
    """The part of the register that an administrator keeps.

    `unions`: those he runs and all below; `stems`: the divisions of those he runs; `whole`: the province's own federation is his;
    `employers`: the units whose unions he runs.
    """

    own: frozenset[UUID]
    unions: frozenset[UUID]
    stems: tuple[str, ...]
    employers: frozenset[UUID]
    whole: bool

    def keeps(self, employer: Employer) -> bool:
        """Whether he may correct this employer."""
        return self.whole or employer.id in self.employers or employer.division.startswith(self.stems)

    def keeps_place(self, division: str | None) -> bool:
        """Whether a place lies in his part; a report without a place is for the province's own federation."""
        return self.whole or (division is not None and division.startswith(self.stems))


def part_of(officer: Officer) -> Part | None:
    """The officer's part, or None where he administers no union. A union inside an employer keeps that employer, no place."""
    run = officer_unions(officer, ADMINISTRATOR)
    unions = list(db.session.scalars(select(Union).where(Union.id.in_(run), Union.state == OPEN))) if run else []
    if not unions:
        return None
    places = tuple(sorted({stem(union.division) for union in unions if union.employer_id is None}))
    return Part(
        own=frozenset(union.id for union in unions),
        unions=frozenset(descendant_ids(union.id for union in unions)),
        stems=places,
        employers=frozenset(union.employer_id for union in unions if union.employer_id is not None),
        whole=any(union.parent_id is None and not union.outside for union in unions),
    )


def count_reports(part: Part) -> int:
    """How many units workers could not find wait for this officer."""
    return count_waiting(part.stems, everywhere=part.whole)


@dataclass(frozen=True)
class Hanging:
    """What hangs on an employer: its union, lasting seats, open reports matched to it, unions inside it."""

    union: Union | None
    members: int
    branches: int


def hanging_on(employer: Employer) -> Hanging:
    """Counted now."""
    seats = select(func.count(Membership.id)).where(Membership.employer_id == employer.id, Membership.until.is_(None))
    inside = select(func.count(Union.id)).where(Union.employer_id == employer.id, Union.state == OPEN)
    return Hanging(union_of_employer(employer.id), db.session.scalar(seats) or 0, db.session.scalar(inside) or 0)


def holds(union: Union) -> list[str]:
    """Why a union cannot be closed, each reason with its number; empty where it can."""
    undecided = select(func.count(Step.id)).where(
        Step.union_id == union.id, Step.state.in_((StepState.OPEN, StepState.PENDING))
    )
    counts = {
        "下级工会": select(func.count(Union.id)).where(Union.parent_id == union.id, Union.state == OPEN),
        "会员": select(func.count(Membership.id)).where(Membership.union_id == union.id, Membership.until.is_(None)),
        "待办事项": undecided,
        "没有办结的申请": select(func.count(Case.id)).where(Case.union_id == union.id, Case.state.in_(OPEN_STATES)),
        "服务站点": select(func.count(ServiceStation.id)).where(
            ServiceStation.union_id == union.id, ServiceStation.state != StationState.CLOSED
        ),
        "工作人员": select(func.count(func.distinct(Role.officer_id))).where(Role.union_id == union.id),
    }
    found = {what: db.session.scalar(statement) or 0 for what, statement in counts.items()}
    return [f"{what} {number}" for what, number in found.items() if number]


def unions_kept(part: Part, text: str, *, offset: int, limit: int) -> list[Union]:
    """Unions of the part whose name holds the text; without one those he runs and directly below, by name."""
    statement = _unions(part, text).order_by(Union.state.desc(), Union.name, Union.id)
    return list(db.session.scalars(statement.offset(offset).limit(limit)))


def count_unions_kept(part: Part, text: str) -> int:
    """How many there are."""
    return db.session.scalar(_unions(part, text).with_only_columns(func.count(Union.id))) or 0


def _unions(part: Part, text: str) -> Select[Any]:
    if text:
        return select(Union).where(Union.id.in_(part.unions), Union.name.contains(text, autoescape=True))
    return select(Union).where(or_(Union.id.in_(part.own), Union.parent_id.in_(part.own)))


def children_of(union: Union) -> list[Union]:
    """The unions directly below, open ones first, by name."""
    statement = select(Union).where(Union.parent_id == union.id).order_by(Union.state.desc(), Union.name, Union.id)
    return list(db.session.scalars(statement.limit(200)))


def possible_parents(union: Union, part: Part, text: str) -> list[Union]:
    """Unions that this one could hang under: of the part, open, neither itself nor below it."""
    if not text:
        return []
    below = descendant_ids([union.id])
    named = Union.name.contains(text, autoescape=True)
    statement = select(Union).where(Union.id.in_(part.unions - below), Union.state == OPEN, named)
    return list(db.session.scalars(statement.order_by(Union.name, Union.id).limit(20)))


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of union that the profile names, in its own words."""
    rules = profile()
    return [(kind, rules.label("union_kind", kind)) for kind in rules.union_kinds if kind != "any"]


def trade_choices() -> list[tuple[str, str]]:
    """The worker groups a union can be for."""
    return [(group.id, group.label) for group in profile().worker_groups]


def history_of(subject: str) -> list[Event]:
    """What happened to an employer or a union, the newest first."""
    statement = select(Event).where(Event.subject == subject).order_by(Event.position.desc()).limit(50)
    return list(db.session.scalars(statement))


def employers_by_id(ids: Sequence[UUID]) -> dict[UUID, Employer]:
    """Employer id -> employer, closed ones too."""
    return {row.id: row for row in db.session.scalars(select(Employer).where(Employer.id.in_(ids)))} if ids else {}


def reports_matched(employer_id: UUID) -> list[str]:
    """The names workers wrote for this employer, each once."""
    statement = select(EmployerReport.name).where(EmployerReport.employer_id == employer_id).distinct()
    return list(db.session.scalars(statement.order_by(EmployerReport.name).limit(20)))
