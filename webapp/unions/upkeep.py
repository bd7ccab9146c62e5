"""Upkeep of the register: employers and unions are added, corrected, moved and closed, reports of missing employers settled.

Every act is an event about the employer or union it changed. Whether a union of a kind may be added is the policy's word, asked
before these are called; rooms that wait for unions are told of a new one (`when_union_added`). Nothing here commits.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import false, func, or_, select

from webapp.persistence import Taken, db, now, record_event, unless_taken
from webapp.unions.credit_codes import credit_code_fault
from webapp.unions.models import CLOSED, MATCHED, OPEN, UNKNOWN, Employer, EmployerReport, Union
from webapp.unions.store import BadCreditCode, EmployerExists, add_employer, place_under

EMPLOYER_FIELDS = ("name", "credit_code", "kind", "division", "registered_place", "platform")
UNION_FIELDS = ("name", "address", "hours", "phone", "trades")

Told = Callable[[Union], None]
_told: list[Told] = []
_told_closed: list[Told] = []


class ReportSettled(Exception):
    """Somebody has looked into the report already."""


def when_union_added(tell: Told) -> None:
    """Have `tell` called, in the same transaction, with every union that is registered or works again. Repeatable."""
    if tell not in _told:
        _told.append(tell)


def when_union_closed(tell: Told) -> None:
    """Have `tell` called, in the same transaction, with every union that is closed."""
    if tell not in _told_closed:
        _told_closed.append(tell)


def register_employer(values: Mapping[str, Any], *, actor: str) -> Employer:
    """Add an employer (EMPLOYER_FIELDS). Raises BadCreditCode, EmployerExists."""
    given: dict[str, Any] = {name: values[name] for name in EMPLOYER_FIELDS if name in values}
    employer = add_employer(**given)
    record_event(kind="employer.added", subject=f"employer:{employer.id}", actor=actor, data={"name": employer.name})
    return employer


def correct_employer(employer: Employer, values: Mapping[str, Any], *, actor: str) -> list[str]:
    """Set EMPLOYER_FIELDS; the names of those that changed. Raises BadCreditCode, EmployerExists."""
    code = values.get("credit_code")
    if code and (fault := credit_code_fault(code)):
        raise BadCreditCode(fault)
    try:
        with unless_taken():
            changed = _set(employer, EMPLOYER_FIELDS, values)
    except Taken:
        db.session.refresh(employer)
        raise EmployerExists(f"统一社会信用代码 {code} 已登记在另一个单位") from None
    _tell(employer, "employer.corrected", changed, actor)
    return list(changed)


def close_employer(employer: Employer, *, actor: str) -> None:
    """Nobody finds it any more; what points at it stays. Closed or open already: nothing happens."""
    _turn(employer, OPEN, CLOSED, "employer.closed", actor)


def reopen_employer(employer: Employer, *, actor: str) -> None:
    """It can be found again."""
    _turn(employer, CLOSED, OPEN, "employer.reopened", actor)


def register_union(values: Mapping[str, Any], *, parent: Union, actor: str) -> Union:
    """Add a union below `parent` (UNION_FIELDS, kind, division, employer_id)."""
    union = Union(**values, parent_id=parent.id)
    db.session.add(union)
    db.session.flush()
    record_event(
        kind="union.added",
        subject=f"union:{union.id}",
        actor=actor,
        data={"name": union.name, "union_kind": union.kind, "parent": str(parent.id)},
    )
    _tell_added(union)
    return union


def correct_union(union: Union, values: Mapping[str, Any], *, actor: str) -> list[str]:
    """Set UNION_FIELDS; the names of those that changed."""
    changed = _set(union, UNION_FIELDS, values)
    db.session.flush()
    _tell(union, "union.corrected", changed, actor)
    return list(changed)


def move_union(union: Union, parent: Union, *, actor: str) -> None:
    """Hang a union under another. Raises UnionLoop."""
    before = union.parent_id
    place_under(union, parent)
    record_event(
        kind="union.moved",
        subject=f"union:{union.id}",
        actor=actor,
        data={"from": str(before) if before else None, "to": str(parent.id)},
    )


def close_union(union: Union, *, actor: str) -> None:
    """It receives nobody any more. That nothing hangs on it is the caller's check."""
    _turn(union, OPEN, CLOSED, "union.closed", actor)
    for tell in _told_closed:
        tell(union)


def reopen_union(union: Union, *, actor: str) -> None:
    """It works again."""
    _turn(union, CLOSED, OPEN, "union.reopened", actor)
    _tell_added(union)


def _tell_added(union: Union) -> None:
    for tell in _told:
        tell(union)


def report_by_id(report_id: UUID) -> EmployerReport | None:
    """The report, or None."""
    return db.session.scalars(select(EmployerReport).where(EmployerReport.id == report_id)).one_or_none()


def reports_waiting(divisions: Sequence[str], *, everywhere: bool, offset: int, limit: int) -> list[EmployerReport]:
    """Open reports about places under these division stems, oldest first; `everywhere` also those without a place."""
    statement = select(EmployerReport).where(*_waiting(divisions, everywhere))
    statement = statement.order_by(EmployerReport.created_at, EmployerReport.id)
    return list(db.session.scalars(statement.offset(offset).limit(limit)))


def count_waiting(divisions: Sequence[str], *, everywhere: bool) -> int:
    """How many there are."""
    statement = select(func.count(EmployerReport.id)).where(*_waiting(divisions, everywhere))
    return db.session.scalar(statement) or 0


def _waiting(divisions: Sequence[str], everywhere: bool) -> list[Any]:
    if everywhere:
        return [EmployerReport.state == OPEN]
    inside = or_(false(), *(EmployerReport.division.startswith(stem) for stem in divisions))
    return [EmployerReport.state == OPEN, inside]


def reports_alike(report: EmployerReport) -> list[EmployerReport]:
    """The other open reports that say the same name about the same kind of unit in the same place."""
    same_place = (
        EmployerReport.division.is_(None) if report.division is None else EmployerReport.division == report.division
    )
    statement = select(EmployerReport).where(
        EmployerReport.state == OPEN,
        EmployerReport.name == report.name,
        EmployerReport.unit == report.unit,
        EmployerReport.id != report.id,
        same_place,
    )
    return list(db.session.scalars(statement.order_by(EmployerReport.created_at, EmployerReport.id)))


def settle_report(report: EmployerReport, employer: Employer | None, *, actor: str) -> None:
    """It is this employer, or (None) nobody knows. Raises ReportSettled."""
    statement = select(EmployerReport).where(EmployerReport.id == report.id).with_for_update()
    report = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if report.state != OPEN:
        raise ReportSettled
    report.state, report.employer_id = (MATCHED, employer.id) if employer else (UNKNOWN, None)
    report.settled_at, report.settled_by = now(), actor
    db.session.flush()
    record_event(
        kind="employer.report_settled",
        subject=f"employer_report:{report.id}",
        actor=actor,
        data={"name": report.name, "outcome": report.state, "employer": str(employer.id) if employer else None},
    )


def _set(row: Any, names: Sequence[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Write the values given; name -> what stood there before, for those that changed."""
    changed = {name: getattr(row, name) for name in names if name in values and getattr(row, name) != values[name]}
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _tell(row: Employer | Union, kind: str, changed: Mapping[str, Any], actor: str) -> None:
    if changed:
        subject = f"{'employer' if isinstance(row, Employer) else 'union'}:{row.id}"
        record_event(kind=kind, subject=subject, actor=actor, data={"changed": list(changed), "before": dict(changed)})


def _turn(row: Employer | Union, before: str, after: str, kind: str, actor: str) -> None:
    if row.state == before:
        row.state = after
        db.session.flush()
        subject = f"{'employer' if isinstance(row, Employer) else 'union'}:{row.id}"
        record_event(kind=kind, subject=subject, actor=actor, data={"name": row.name})
