"""Which members unions have: queries for their officers."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, func, select

from webapp.members.models import Membership, Person
from webapp.members.numbers import person_by_identity
from webapp.members.store import active_seat
from webapp.persistence import db
from webapp.unions import Union
from webapp.web.identity_number import DOCUMENTS
from webapp.web.typed.names import same_name


def seats_at(union_ids: Collection[UUID], *, offset: int, limit: int) -> list[tuple[Membership, Person, str]]:
    """Lasting seats at these unions, the newest first: (seat, person, name of the union)."""
    statement = (
        select(Membership, Person, Union.name)
        .join(Person, and_(Person.id == Membership.person_id, Person.jurisdiction == Membership.jurisdiction))
        .join(Union, and_(Union.id == Membership.union_id, Union.jurisdiction == Membership.jurisdiction))
        .where(Membership.union_id.in_(union_ids), Membership.until.is_(None))
        .order_by(Membership.since.desc(), Membership.id.desc())
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement.offset(offset).limit(limit))]


def count_seats(union_ids: Collection[UUID]) -> int:
    """How many members these unions have."""
    statement = select(func.count(Membership.id)).where(Membership.union_id.in_(union_ids), Membership.until.is_(None))
    return db.session.scalar(statement) or 0


def seat_by_id(seat_id: UUID) -> Membership | None:
    """A seat, lasting or ended."""
    return db.session.scalars(select(Membership).where(Membership.id == seat_id)).one_or_none()


def found_by_document(name: str, number: str, union_ids: Collection[UUID]) -> Membership | None:
    """The lasting seat at one of these unions of the person with this name and the number of any document."""
    for kind in DOCUMENTS:
        person = person_by_identity(kind, number)
        seat = active_seat(person.id) if person is not None and same_name(person.name, name) else None
        if seat is not None and seat.union_id in union_ids:
            return seat
    return None
