"""The register of depots and how far they have a branch: the share of each firm and the list of those without. Nothing commits."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from webapp.accounts import owner_name
from webapp.persistence import Taken, db, record_event, unless_taken
from webapp.policy import Decision, TargetAnswer, decide
from webapp.policy.language.divisions import stem
from webapp.stations.models import Depot, DepotBranch, DutyRecord
from webapp.stations.recognition import indicator_counting
from webapp.stations.workflow import BranchState
from webapp.tenancy import business_date, profile
from webapp.unions import Employer, Union
from webapp.unions.spelling import read_unit

BRANCHES, MEMBERS = "stations_with_union", "station_members"
"""What the profile's indicators count: depots with a branch, and members among the workers of depots."""


class DepotExists(Exception):
    """The firm has a depot of this name."""


@dataclass(frozen=True)
class Reach:
    """Whose depots a set of unions looks after: of firms whose unions they are, and in the places of the others."""

    employers: frozenset[UUID]
    stems: tuple[str, ...]

    def covers(self, depot: Depot) -> bool:
        """Whether this depot is among them."""
        return depot.employer_id in self.employers or bool(self.stems and depot.division.startswith(self.stems))

    def covers_place(self, employer_id: UUID, division: str) -> bool:
        """Whether a depot of this firm at this place would be."""
        return employer_id in self.employers or bool(self.stems and division.startswith(self.stems))


@dataclass
class Share:
    """One firm's depots: how many there are and have a branch, which have none, and the people."""

    firm: str
    depots: int = 0
    with_branch: int = 0
    workers: int = 0
    members: int = 0
    without: list[Depot] = field(default_factory=list)
    of_depots: Decision[TargetAnswer] | None = None
    of_workers: Decision[TargetAnswer] | None = None


def reach_of(union_ids: Collection[UUID]) -> Reach:
    """What these unions look after."""
    unions = list(db.session.scalars(select(Union).where(Union.id.in_(union_ids))))
    return Reach(
        frozenset(union.employer_id for union in unions if union.employer_id is not None),
        tuple(sorted({stem(union.division) for union in unions if union.employer_id is None})),
    )


def depots_in(reach: Reach) -> list[Depot]:
    """The open depots of a reach, by name."""
    places = [Depot.division.startswith(prefix) for prefix in reach.stems]
    statement = select(Depot).where(Depot.state == "open", or_(Depot.employer_id.in_(reach.employers), *places))
    return sorted(db.session.scalars(statement.order_by(Depot.id)), key=lambda depot: read_unit(depot.name))


def depot_by_id(identity: UUID) -> Depot | None:
    """The depot, or None."""
    return db.session.scalars(select(Depot).where(Depot.id == identity)).one_or_none()


def save_depot(values: dict[str, Any], *, actor: str, depot: Depot | None = None) -> Depot:
    """Add a depot, or correct one: employer_id, name, division, address, workers, members. Raises DepotExists."""
    known = depot
    depot = depot or Depot()
    try:
        with unless_taken():
            for name, value in values.items():
                setattr(depot, name, value)
            db.session.add(depot)
    except Taken:
        raise DepotExists from None
    kind = "depot.changed" if known else "depot.added"
    record_event(kind=kind, subject=f"depot:{depot.id}", actor=actor, data={"name": depot.name})
    return depot


def shares(depots: Collection[Depot]) -> list[Share]:
    """Firm by firm, those with the most depots without a branch first; measured against the profile's targets if it has them."""
    names = _firms({depot.employer_id for depot in depots})
    with_branch = depots_with_branch([depot.id for depot in depots])
    found: dict[UUID, Share] = {}
    for depot in depots:
        share = found.setdefault(depot.employer_id, Share(names.get(depot.employer_id, "")))
        share.depots += 1
        share.workers += depot.workers
        share.members += min(depot.members, depot.workers)
        if depot.id in with_branch:
            share.with_branch += 1
        else:
            share.without.append(depot)
    for share in found.values():
        share.of_depots = _rate(BRANCHES, share.with_branch, share.depots)
        share.of_workers = _rate(MEMBERS, share.members, share.workers)
    return sorted(found.values(), key=lambda share: (-len(share.without), share.firm))


def depots_with_branch(depot_ids: Collection[UUID]) -> set[UUID]:
    """Those that have a working branch."""
    statement = select(DepotBranch.depot_id).where(
        DepotBranch.depot_id.in_(depot_ids), DepotBranch.state == BranchState.ACTIVE
    )
    return set(db.session.scalars(statement))


def _rate(what: str, number: int, of: int) -> Decision[TargetAnswer] | None:
    indicator = indicator_counting(what)
    if indicator is None or not of:
        return None
    return decide("target", {"indicator": indicator, "count": number, "of": of}, profile(), business_date())


def _firms(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(select(Employer.id, Employer.name).where(Employer.id.in_(ids)))
    return {row.id: row.name for row in rows}


def write_duty(branch: DepotBranch, *, duty: str, done_on: date, note: str, officer_id: UUID) -> DutyRecord:
    """Keep that a branch did one of its duties."""
    row = DutyRecord(branch_id=branch.id, duty=duty, done_on=done_on, note=note, written_by=officer_id)
    db.session.add(row)
    db.session.flush()
    data = {"duty": duty, "done_on": done_on}
    record_event(kind="branch.duty", subject=f"branch:{branch.id}", actor=owner_name(officer_id), data=data)
    return row


def records_of(branch: DepotBranch) -> dict[str, list[DutyRecord]]:
    """Duty -> what was written of it, the newest first."""
    statement = select(DutyRecord).where(DutyRecord.branch_id == branch.id)
    found: dict[str, list[DutyRecord]] = {}
    for row in db.session.scalars(statement.order_by(DutyRecord.done_on.desc(), DutyRecord.id.desc()).limit(200)):
        found.setdefault(row.duty, []).append(row)
    return found
