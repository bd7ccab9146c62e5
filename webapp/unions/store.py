"""Queries and writes of unions and employers. Nothing here commits."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from webapp.persistence import add_once, db
from webapp.policy.language.divisions import stem
from webapp.unions import divisions
from webapp.unions.credit_codes import credit_code_fault
from webapp.unions.models import OPEN, Employer, EmployerReport, Union

INSIDE_ANOTHER = frozenset({"branch_union", "union_group"})
"""Kinds that live inside a union; the union of an employer is never one of them."""


class BadCreditCode(ValueError):
    """The credit code cannot be right; the message is for the user."""


class EmployerExists(ValueError):
    """An employer with this credit code is on the register already."""


class UnionLoop(ValueError):
    """A union would become its own ancestor."""


def union_by_id(identity: UUID) -> Union | None:
    """The union, or None."""
    return db.session.get(Union, identity)


def union_of_employer(employer_id: UUID) -> Union | None:
    """The open union of an employer, or None. Branches and groups inside it are not meant."""
    query = select(Union).where(_own(Union.employer_id == employer_id)).order_by(Union.created_at, Union.id).limit(1)
    return db.session.scalars(query).first()


def employers_with_union(employer_ids: Collection[UUID]) -> set[UUID]:
    """Those of the employers that have an open union of their own."""
    if not employer_ids:
        return set()
    query = select(Union.employer_id).where(_own(Union.employer_id.in_(employer_ids)))
    return {found for found in db.session.scalars(query) if found is not None}


def _own(employer: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(employer, Union.state == OPEN, Union.kind.not_in(INSIDE_ANOTHER))


def unions_in(
    kinds: Collection[str], places: str | Collection[str], trades: Collection[str] = (), *, inside: bool = True
) -> list[Union]:
    """Open unions of these kinds for places (division codes), nearest first.

    A union counts for a place when its division is the place, covers it (a street's county, that county's city …), or,
    with `inside`, lies in it. Order: its own place and what lies inside, then cover by cover outwards; at one distance
    unions for one of `trades` first, then those for all trades; then in the order of `kinds`, then by name. With `trades` given, unions
    that are for other trades alone are left out: they would refuse whoever is sent to them.
    """
    codes = [places] if isinstance(places, str) else list(places)
    if not kinds or not codes:
        return []
    reach: list[ColumnElement[bool]] = [Union.division.in_({step for code in codes for step in _covers(code)})]
    if inside:
        reach += [Union.division.startswith(stem(code)) for code in codes]
    query = select(Union).where(Union.kind.in_(kinds), Union.state == OPEN, or_(*reach))
    wanted = set(trades)

    order = list(kinds)

    def nearness(union: Union) -> tuple[int, int, int, str, UUID]:
        distance = min(_distance(union.division, code) for code in codes)
        return distance, _trade_rank(union, wanted), order.index(union.kind), union.name, union.id

    found = [union for union in db.session.scalars(query) if not wanted or _trade_rank(union, wanted) < OTHERS]
    return sorted(found, key=nearness)


def _covers(code: str) -> list[str]:
    """The place itself and the divisions above it; a code the table does not list is read by its digits."""
    listed = [division.code for division in divisions.path(code)]
    return listed[::-1] or list(dict.fromkeys([code, code[:6], f"{code[:4]}00", f"{code[:2]}0000"]))


def _distance(division: str, place: str) -> int:
    covers = _covers(place)
    if division in covers:
        return covers.index(division)
    return 0 if divisions.within(division, place) else len(covers)


OTHERS = 2
"""The rank of a union that is for other trades."""


def _trade_rank(union: Union, wanted: set[str]) -> int:
    if not union.trades:
        return 1
    return 0 if wanted & set(union.trades) else OTHERS


def ancestors(union: Union) -> list[Union]:
    """The unions above, the nearest first."""
    above: list[Union] = []
    seen = {union.id}
    parent_id = union.parent_id
    while parent_id is not None and parent_id not in seen:
        seen.add(parent_id)
        parent = union_by_id(parent_id)
        if parent is None:
            break
        above.append(parent)
        parent_id = parent.parent_id
    return above


def descendant_ids(union_ids: Iterable[UUID]) -> set[UUID]:
    """The unions given and all below them."""
    return set(db.session.scalars(descendants(union_ids)))


def descendants(union_ids: Iterable[UUID]) -> Select[UUID]:
    """A select of the ids of the unions given and of all below them."""
    tree = select(Union.jurisdiction, Union.id).where(Union.id.in_(set(union_ids))).cte("tree", recursive=True)
    child = aliased(Union)
    below = select(child.jurisdiction, child.id).where(
        child.parent_id == tree.c.id, child.jurisdiction == tree.c.jurisdiction
    )
    tree = tree.union(below)
    return select(Union.id).where(Union.id.in_(select(tree.c.id)))


def unions_named(text: str, limit: int = 5) -> list[Union]:
    """Open unions with this very name; else those whose name holds the text, shortest first."""
    open_ones = select(Union).where(Union.state == OPEN)
    exact = list(db.session.scalars(open_ones.where(Union.name == text).limit(limit)))
    alike = open_ones.where(Union.name.contains(text, autoescape=True)).order_by(func.length(Union.name), Union.name)
    return exact or list(db.session.scalars(alike.limit(limit)))


def top_union() -> Union | None:
    """The province's own federation: the one union without a parent that is not an outside one."""
    query = (
        select(Union).where(Union.parent_id.is_(None), Union.outside.is_(False)).order_by(Union.created_at, Union.id)
    )
    return db.session.scalars(query.limit(1)).first()


def place_under(union: Union, parent: Union) -> None:
    """Hang a union under another; raises UnionLoop."""
    if union.id == parent.id or any(above.id == union.id for above in ancestors(parent)):
        raise UnionLoop(f"{union.name} 不能成为自己的上级")
    union.parent_id = parent.id
    db.session.flush()


def add_employer(
    *,
    name: str,
    kind: str,
    division: str,
    credit_code: str | None = None,
    registered_place: str | None = None,
    platform: bool = False,
) -> Employer:
    """Put an employer on the register; raises BadCreditCode and EmployerExists."""
    if credit_code is not None and (fault := credit_code_fault(credit_code)):
        raise BadCreditCode(fault)
    employer = Employer(
        name=name,
        kind=kind,
        division=division,
        credit_code=credit_code,
        registered_place=registered_place,
        platform=platform,
    )
    if not add_once(employer):
        raise EmployerExists(f"统一社会信用代码 {credit_code} 已登记")
    return employer


def longest_union_name() -> str:
    """The longest name of an open union of the province; empty where there is none."""
    query = select(Union.name).where(Union.state == OPEN).order_by(func.length(Union.name).desc(), Union.name).limit(1)
    return db.session.scalars(query).first() or ""


def report_employer(
    *, name: str, division: str | None = None, note: str = "", subject: str | None = None, unit: str = "employer"
) -> EmployerReport:
    """Keep that a worker did not find his employer (不确定 / 找不到), for somebody to look into.

    `subject`: what waits for the answer; `unit`: which of its units is meant.
    """
    report = EmployerReport(name=name, division=division, note=note, subject=subject, unit=unit)
    db.session.add(report)
    db.session.flush()
    return report


def open_reports(limit: int = 50) -> list[EmployerReport]:
    """Reports nobody has looked into, oldest first."""
    query = select(EmployerReport).where(EmployerReport.state == OPEN).order_by(EmployerReport.created_at)
    return list(db.session.scalars(query.limit(limit)))
