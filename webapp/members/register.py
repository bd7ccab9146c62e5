"""Which members unions have: queries for their officers."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from webapp.members.models import Membership, Person
from webapp.members.numbers import person_by_identity
from webapp.members.store import active_seat
from webapp.persistence import db
from webapp.persistence.stretches import after, count_up_to, first_of_each, key_of
from webapp.unions import Union
from webapp.web.identity_number import DOCUMENTS
from webapp.web.typed.names import same_name

NEWEST = (Membership.since, Membership.id)
Listed = tuple[Membership, Person, str]


def seats_at(union_ids: Collection[UUID], *, begin: str = "", limit: int) -> list[Listed]:
    """Lasting seats at these unions behind the key `begin`, the newest first: (seat, person, name of the union)."""

    def newest(here: ColumnElement[bool]) -> Select[Any]:
        wanted = select(Membership.id).where(here, Membership.until.is_(None), after(NEWEST, begin, newest_first=True))
        return wanted.order_by(*(key.desc() for key in NEWEST)).limit(limit)

    found = first_of_each(Membership.union_id, union_ids, newest)
    statement = (
        select(Membership, Person, Union.name)
        .join(found, found.c.id == Membership.id)
        .join(Person, and_(Person.id == Membership.person_id, Person.jurisdiction == Membership.jurisdiction))
        .join(Union, and_(Union.id == Membership.union_id, Union.jurisdiction == Membership.jurisdiction))
        .order_by(*(key.desc() for key in NEWEST))
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement.limit(limit))]


def key_of_seat(listed: Listed) -> str:
    """Where a list of seats goes on behind this one."""
    return key_of((listed[0].since, listed[0].id))


def count_seats(union_ids: Collection[UUID]) -> int:
    """How many members these unions have, up to BOUND + 1."""
    seats = select(Membership.id).where(Membership.union_id.in_(union_ids), Membership.until.is_(None))
    return db.session.scalar(count_up_to(seats)) or 0


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
