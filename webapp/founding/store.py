"""Queries and writes of foundings. Nothing here commits."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from webapp.cases import Case
from webapp.cases.workflow import OPEN_STATES
from webapp.founding.models import Founding, FoundingItem
from webapp.members.models import Transfer
from webapp.persistence import add_once, db

FIELDS = (
    "name",
    "union_kind",
    "address",
    "mode",
    "chair",
    "chair_from",
    "elected_on",
    "term_years",
    "funds_independent",
    "many_women",
    "stands_in_named",
    "officer_name",
    "officer_login",
    "officer_phone",
)


def founding_of(case: Case) -> Founding:
    """The founding of a case of this kind."""
    return db.session.scalars(select(Founding).where(Founding.case_id == case.id)).one()


def case_of(founding: Founding) -> Case:
    """The case that decides it."""
    return db.session.scalars(select(Case).where(Case.id == founding.case_id)).one()


def _under_way() -> Select[Any]:
    is_its_case = (Case.id == Founding.case_id) & (Case.jurisdiction == Founding.jurisdiction)
    return select(Founding).join(Case, is_its_case).where(Case.state.in_(OPEN_STATES)).order_by(Case.age_from, Case.id)


def founding_under_way(employer_id: UUID) -> Founding | None:
    """The employer's founding that is not settled yet, or None."""
    return db.session.scalars(_under_way().where(Founding.employer_id == employer_id).limit(1)).first()


def foundings_under_way(
    *, origin: str | None = None, upper_ids: Collection[UUID] | None = None, limit: int | None = None
) -> list[Founding]:
    """Foundings that are not settled yet, the longest waiting first: of this origin, decided by these unions, or all."""
    statement = _under_way().limit(limit)
    if origin is not None:
        statement = statement.where(Founding.origin == origin)
    if upper_ids is not None:
        statement = statement.where(Founding.upper_id.in_(upper_ids))
    return list(db.session.scalars(statement))


def foundings_of(employer_ids: Iterable[UUID]) -> dict[UUID, tuple[Founding, Case]]:
    """Employer id -> its last founding and that one's case."""
    is_its_case = (Case.id == Founding.case_id) & (Case.jurisdiction == Founding.jurisdiction)
    statement = select(Founding, Case).join(Case, is_its_case).where(Founding.employer_id.in_(list(employer_ids)))
    rows = db.session.execute(statement.order_by(Founding.created_at, Founding.id)).all()
    return {founding.employer_id: (founding, case) for founding, case in rows if founding.employer_id is not None}


def count_settled(employer_id: UUID) -> int:
    """How many foundings of the employer are settled."""
    is_its_case = (Case.id == Founding.case_id) & (Case.jurisdiction == Founding.jurisdiction)
    statement = select(func.count(Founding.id)).join(Case, is_its_case)
    statement = statement.where(Founding.employer_id == employer_id, Case.state.not_in(OPEN_STATES))
    return db.session.scalar(statement) or 0


def last_case_state(employer_id: UUID) -> str | None:
    """How the case of the employer's last founding stands, or None where there was none."""
    last = foundings_of([employer_id]).get(employer_id)
    return last[1].state if last else None


def set_details(founding: Founding, values: Mapping[str, Any]) -> list[str]:
    """Write the FIELDS given; the names of those that changed."""
    changed = [name for name in FIELDS if name in values and getattr(founding, name) != values[name]]
    for name in changed:
        setattr(founding, name, values[name])
    db.session.flush()
    return changed


def items_done(founding: Founding) -> dict[str, FoundingItem]:
    """Item -> what was written when it was done."""
    statement = select(FoundingItem).where(FoundingItem.founding_id == founding.id)
    return {row.item: row for row in db.session.scalars(statement)}


def do_item(founding: Founding, item: str, *, done_on: date, note: str, by: UUID) -> FoundingItem:
    """Write that an item is done, or correct what was written."""
    if item not in items_done(founding):
        add_once(FoundingItem(founding_id=founding.id, item=item, done_on=done_on, note=note, by=by))
    row = items_done(founding)[item]
    row.done_on, row.note, row.by = done_on, note, by
    db.session.flush()
    return row


def item_by_id(identity: UUID) -> tuple[FoundingItem, Founding] | None:
    """An item with its founding, or None."""
    of_it = (Founding.id == FoundingItem.founding_id) & (Founding.jurisdiction == FoundingItem.jurisdiction)
    row = db.session.execute(select(FoundingItem, Founding).join(Founding, of_it).where(FoundingItem.id == identity))
    found = row.one_or_none()
    return (found[0], found[1]) if found else None


def transfers_to(union_id: UUID) -> dict[str, int]:
    """The state of a transfer's case -> how many transfers to this union stand there."""
    of_it = (Case.id == Transfer.case_id) & (Case.jurisdiction == Transfer.jurisdiction)
    statement = select(Case.state, func.count(Case.id)).join(Transfer, of_it).where(Transfer.to_union_id == union_id)
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(Case.state))}
