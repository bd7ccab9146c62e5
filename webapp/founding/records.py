"""What a union keeps of its own governance: the yearly duties it held, the units that a federation covers."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from webapp.accounts import owner_name
from webapp.founding.models import DutyRecord, MemberUnit
from webapp.founding.register import Refusal
from webapp.persistence import add_once, db, record_event
from webapp.policy import Decision, TargetAnswer, decide
from webapp.policy.language.rows import Refer
from webapp.policy.profile.governance import Covered, Governance
from webapp.policy.profile.targets import Duty
from webapp.policy.reading.layered import stated_rows
from webapp.tenancy import business_date, profile
from webapp.unions import Union
from webapp.unions.spelling import read_unit

KEPT = {"leadership": "隶属关系", "funds": "经费关系", "seat": "会籍"}


class NotAMember(Exception):
    """This cannot be a member unit; `refusal` says why and by which clause."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def duties_of(union_kind: str) -> list[Duty]:
    """What the profile asks of such a union each year; none where it states nothing."""
    return [row for row in stated_rows(profile().rules.duties) if union_kind in row.of]


def held_in(union: Union, year: int) -> dict[str, int]:
    """Duty -> how often the union held it in a year; every duty of its kind is named."""
    of_year = (DutyRecord.held_on >= date(year, 1, 1), DutyRecord.held_on <= date(year, 12, 31))
    statement = select(DutyRecord.duty, func.count(DutyRecord.id)).where(DutyRecord.union_id == union.id, *of_year)
    found = {row[0]: row[1] for row in db.session.execute(statement.group_by(DutyRecord.duty))}
    return {duty.id: found.get(duty.id, 0) for duty in duties_of(union.kind)}


def year_of(union: Union, year: int) -> Decision[TargetAnswer]:
    """How far the union is with a year's duties; the answer's `duties` names what is missing."""
    facts = {"duties": held_in(union, year), "union_kind": union.kind, "year": year}
    return decide("target", facts, profile(), business_date())


def record_duty(union: Union, *, duty: str, held_on: date, note: str, by: UUID) -> DutyRecord:
    """Write down that a duty was held."""
    row = DutyRecord(union_id=union.id, duty=duty, held_on=held_on, note=note, by=by)
    db.session.add(row)
    db.session.flush()
    record_event(kind="union.duty", subject=f"union:{union.id}", actor=owner_name(by), data={"name": duty})
    return row


def duty_records(union_id: UUID, limit: int = 50) -> list[DutyRecord]:
    """What a union held, the last first."""
    statement = select(DutyRecord).where(DutyRecord.union_id == union_id)
    return list(db.session.scalars(statement.order_by(DutyRecord.held_on.desc(), DutyRecord.id.desc()).limit(limit)))


def duty_record_by_id(identity: UUID) -> DutyRecord | None:
    """The record, or None."""
    return db.session.scalars(select(DutyRecord).where(DutyRecord.id == identity)).one_or_none()


def takes_units(union_kind: str) -> bool:
    """Whether unions of this kind have member units."""
    row = profile().union_kinds.get(union_kind)
    return row is not None and row.members is not None and "unions" in row.members.of


def cover(federation: Union, unit: Union | None, *, by: UUID) -> MemberUnit:
    """Make a union a member unit. It keeps its place in the tree, its funds and its members. Raises NotAMember."""
    row = profile().union_kinds.get(federation.kind)
    clauses = profile().register.cited(row.members.source if row is not None and row.members is not None else ())
    if unit is None:
        raise NotAMember(Refusal("会员单位是工会；单位没有工会的，先建会", clauses))
    if not takes_units(federation.kind) or unit.id == federation.id or not unit.open:
        raise NotAMember(Refusal(f"{unit.name}不能成为这里的会员单位", clauses))
    member = MemberUnit(federation_id=federation.id, union_id=unit.id, since=business_date(), by=by)
    if not add_once(member):
        return next(one for one, found in member_units(federation.id) if found.id == unit.id)
    record_event(kind="union.covers", subject=f"union:{federation.id}", actor=owner_name(by), data={"name": unit.name})
    return member


def member_units(federation_id: UUID) -> Sequence[tuple[MemberUnit, Union]]:
    """The member units of a federation, by name."""
    of_it = (Union.id == MemberUnit.union_id) & (Union.jurisdiction == MemberUnit.jurisdiction)
    statement = select(MemberUnit, Union).join(Union, of_it).where(MemberUnit.federation_id == federation_id)
    rows = [(row[0], row[1]) for row in db.session.execute(statement.order_by(Union.id))]
    return sorted(rows, key=lambda row: read_unit(row[1].name))


def covered() -> Refusal | None:
    """What stays as it is when a federation covers a union, with its clause; None where the profile does not say."""
    governance = profile().rules.governance
    rule = governance.covered_unions if isinstance(governance, Governance) else None
    if not isinstance(rule, Covered) or isinstance(rule, Refer):
        return None
    kept = "、".join(KEPT[what] for what in rule.kept)
    word = profile().label("modality", rule.modality)
    return Refusal(f"被覆盖的工会{word}保持原有的{kept}不变", profile().register.cited(rule.source))
