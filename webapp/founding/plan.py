"""The plan of founding (建会计划): employers without a union (空白点), by district, with who is responsible and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from webapp.accounts import Officer
from webapp.cases import Case
from webapp.founding.models import PlanEntry
from webapp.founding.store import foundings_of
from webapp.members import Membership
from webapp.persistence import db
from webapp.policy.language.divisions import stem
from webapp.unions import Employer, Union, divisions
from webapp.unions.models import OPEN
from webapp.unions.store import INSIDE_ANOTHER


@dataclass(frozen=True)
class Area:
    """The places an officer looks after: those of his unions that are no employer's; `whole`: the province."""

    codes: tuple[str, ...]
    whole: bool

    def holds(self, place: str) -> bool:
        """Whether a place lies in it."""
        return self.whole or any(divisions.within(place, code) for code in self.codes)

    def condition(self, place: str | None) -> ColumnElement[bool]:
        """Employers that work in it, or in the part of it that `place` names."""
        if place and self.holds(place):
            return Employer.division.startswith(stem(place))
        if self.whole:
            return Employer.id.is_not(None)
        return or_(false(), *(Employer.division.startswith(stem(code)) for code in self.codes))

    def parts(self) -> list[tuple[str, str]]:
        """The districts to choose from: code, name."""
        found = [part for code in self.codes for part in divisions.children(code)]
        return [(part.code, part.name) for part in found]


@dataclass(frozen=True)
class Blank:
    """One employer without a union: where, how many members it has, whether one is being founded, who sees to it."""

    employer: Employer
    place: str
    members: int
    case: Case | None
    responsible: str
    last: str


def area_of(union_ids: Sequence[UUID] | frozenset[UUID]) -> Area:
    """The places of these unions."""
    unions = list(db.session.scalars(select(Union).where(Union.id.in_(union_ids)))) if union_ids else []
    own = [union for union in unions if union.employer_id is None and not union.outside]
    codes = tuple(sorted({union.division for union in own}))
    return Area(codes, any(union.parent_id is None for union in own))


def _blanks(area: Area, place: str | None) -> Select[Any]:
    has_union = select(Union.employer_id).where(
        Union.employer_id.is_not(None), Union.state == OPEN, Union.kind.not_in(INSIDE_ANOTHER)
    )
    return select(Employer).where(Employer.state == OPEN, Employer.id.not_in(has_union), area.condition(place))


def blanks(area: Area, place: str | None, *, offset: int, limit: int) -> list[Blank]:
    """Employers without a union, by district; those with most members first inside one."""
    members = _members().subquery()
    statement = (
        _blanks(area, place)
        .outerjoin(members, members.c.employer_id == Employer.id)
        .order_by(func.substr(Employer.division, 1, 6), func.coalesce(members.c.number, 0).desc(), Employer.name)
    )
    rows = list(db.session.scalars(statement.offset(offset).limit(limit)))
    return _shown(rows)


def count_blanks(area: Area, place: str | None) -> int:
    """How many there are."""
    return db.session.scalar(_blanks(area, place).with_only_columns(func.count(Employer.id))) or 0


def _members() -> Any:
    number = func.count(Membership.id).label("number")
    statement = select(Membership.employer_id, number).where(
        Membership.until.is_(None), Membership.employer_id.is_not(None)
    )
    return statement.group_by(Membership.employer_id)


def _shown(rows: Sequence[Employer]) -> list[Blank]:
    ids = [row.id for row in rows]
    members = {row[0]: row[1] for row in db.session.execute(_members().where(Membership.employer_id.in_(ids)))}
    running, entries = foundings_of(ids), _entries(ids)
    names = _names([entry for found in entries.values() for entry in found])
    return [
        Blank(
            employer=row,
            place=divisions.full_name(row.division[:6]),
            members=members.get(row.id, 0),
            case=running[row.id][1] if row.id in running else None,
            responsible=names.get(responsible_for(entries.get(row.id, [])), ""),
            last=next((entry.note for entry in entries.get(row.id, []) if entry.note), ""),
        )
        for row in rows
    ]


def _entries(employer_ids: Sequence[UUID]) -> dict[UUID, list[PlanEntry]]:
    statement = select(PlanEntry).where(PlanEntry.employer_id.in_(employer_ids))
    found: dict[UUID, list[PlanEntry]] = {}
    for entry in db.session.scalars(statement.order_by(PlanEntry.at.desc(), PlanEntry.id.desc())):
        found.setdefault(entry.employer_id, []).append(entry)
    return found


def entries_of(employer_id: UUID) -> list[PlanEntry]:
    """What was done about an employer, the last first."""
    return _entries([employer_id]).get(employer_id, [])


def responsible_for(entries: Sequence[PlanEntry]) -> UUID | None:
    """Who is responsible now, by entries with the last first."""
    return next((entry.responsible_id for entry in entries if entry.responsible_id), None)


def _names(entries: Sequence[PlanEntry]) -> dict[UUID | None, str]:
    wanted = {one for entry in entries for one in (entry.responsible_id, entry.by) if one is not None}
    if not wanted:
        return {}
    return {officer.id: officer.name for officer in db.session.scalars(select(Officer).where(Officer.id.in_(wanted)))}


def names_in(entries: Sequence[PlanEntry]) -> dict[UUID | None, str]:
    """Officer id -> name, for everybody the entries name."""
    return _names(entries)


def note_down(employer: Employer, *, note: str, responsible_id: UUID | None, by: UUID) -> PlanEntry:
    """Write what was done, or who is responsible from now on."""
    entry = PlanEntry(employer_id=employer.id, responsible_id=responsible_id, note=note, by=by)
    db.session.add(entry)
    db.session.flush()
    return entry
