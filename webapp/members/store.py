"""Queries and writes about persons, seats and affiliations. Nothing here commits."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp.cases.registry import EffectRefused
from webapp.members.acts import standing_changed
from webapp.members.models import Affiliation, Consent, Membership, Person
from webapp.members.numbers import belongs_somewhere, hold_number, identity_index, own_registration
from webapp.members.real_name import VERIFIED, ask_provider, forget_verification
from webapp.members.workflow import END_LABELS, SEAT_LABELS, EndReason, SeatState, first_state
from webapp.persistence import add_once, db, record_event
from webapp.web.typed.names import same_name


class SeatTaken(Exception):
    """The person has a seat already; `seat` is it. A second one is never given: it can be transferred."""

    def __init__(self, seat: Membership) -> None:
        super().__init__(str(seat.union_id))
        self.seat = seat


def person_by_id(person_id: UUID) -> Person:
    """The person of an application or a seat."""
    return db.session.scalars(select(Person).where(Person.id == person_id)).one()


def persons_of_worker(worker_id: UUID) -> list[Person]:
    """Everybody a worker registered as, the last one first: more than one where a wrong number was refused before."""
    statement = select(Person).where(Person.worker_id == worker_id)
    return list(db.session.scalars(statement.order_by(Person.created_at.desc(), Person.id.desc())))


def person_of_worker(worker_id: UUID) -> Person | None:
    """The person a signed-in worker is: the one with a seat, else the last he registered as; None before that."""
    persons = persons_of_worker(worker_id)
    return next((person for person in persons if active_seat(person.id)), persons[0] if persons else None)


def register_person(
    *, worker_id: UUID | None, name: str, identity_kind: str, identity_number: str, phone: str
) -> Person:
    """What this account registers under a document: the known person brought up to date, or a new one."""
    index = identity_index(identity_kind, identity_number)
    person = own_registration(worker_id, index)
    if person is None:
        person = Person(identity_kind=identity_kind, identity_index=index)
        person.identity_number = identity_number
        db.session.add(person)
    if not same_name(person.name, name):
        forget_verification(person)
    person.name, person.phone, person.worker_id = name, phone, worker_id
    db.session.flush()
    ask_provider(person)
    return person


def hold_person(person_id: UUID) -> Person:
    """The person's row, held until the transaction ends, so that what is counted by person is counted one after another."""
    return db.session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()


def active_seat(person_id: UUID, *, lock: bool = False) -> Membership | None:
    """The person's one seat, or None. `lock` holds the person's row first, so that two grants cannot both see none."""
    if lock:
        hold_person(person_id)
    return next((seat for seat in seats_of(person_id) if seat.until is None), None)


def give_seat(person: Person, *, union_id: UUID, seat_kind: str, since: date, **facts: Any) -> Membership:
    """Give the person a seat at the union from `since` on (inclusive); with it his number counts for him.

    Raises SeatTaken where he has one, NumberHeld where the number counts for somebody else.

    facts: worker_group, relation_kind, join_form, channel, employer_id, case_id.
    """
    seat = active_seat(person.id, lock=True)
    if seat is not None:
        raise SeatTaken(seat)
    hold_number(person)
    seat = Membership(
        person_id=person.id, union_id=union_id, seat_kind=seat_kind, state=first_state(seat_kind), since=since, **facts
    )
    db.session.add(seat)
    db.session.flush()
    record_event(
        kind="seat.given", case_id=facts.get("case_id"), subject=f"person:{person.id}", data={"union": str(union_id)}
    )
    standing_changed(person)
    return seat


def end_seat(seat: Membership, *, until: date) -> None:
    """End a seat that moves: `until` is the first day on which it no longer holds. See endings.py for a membership's end."""
    seat.until, seat.state = until, SeatState.ENDED
    db.session.flush()
    record_event(
        kind="seat.ended", case_id=seat.case_id, subject=f"person:{seat.person_id}", data={"union": str(seat.union_id)}
    )


def affiliate(person: Person, *, union_id: UUID, leg: str, since: date, case_id: UUID | None) -> Affiliation:
    """Affiliate the person with the union without a seat; an affiliation that lasts already is returned as it is.

    Raises NumberHeld.
    """
    statement = select(Affiliation).where(
        Affiliation.person_id == person.id, Affiliation.union_id == union_id, Affiliation.until.is_(None)
    )
    existing = db.session.scalars(statement).one_or_none()
    if existing is not None:
        return existing
    hold_number(person)
    row = Affiliation(person_id=person.id, union_id=union_id, leg=leg, since=since, case_id=case_id)
    if not add_once(row):
        return db.session.scalars(statement).one()
    record_event(
        kind="affiliation.given", case_id=case_id, subject=f"person:{person.id}", data={"union": str(union_id)}
    )
    return row


def seats_of(person_id: UUID) -> list[Membership]:
    """All seats the person has or had, newest first."""
    statement = (
        select(Membership)
        .where(Membership.person_id == person_id)
        .order_by(Membership.since.desc(), Membership.id.desc())
    )
    return list(db.session.scalars(statement))


def seat_words(seat: Membership) -> str:
    """Where a seat stands, in words; of one that ended with the membership also why."""
    label = SEAT_LABELS[SeatState(seat.state)]
    return f"{label}（{END_LABELS[EndReason(seat.ended_because)]}）" if seat.ended_because else label


def undo_given(case_id: UUID, person: Person) -> None:
    """What a case has just given, a seat or an affiliation, was never his. Raises EffectRefused where something stands on it already."""
    try:
        with db.session.begin_nested():
            for kind in (Membership, Affiliation):
                for row in db.session.scalars(select(kind).where(kind.case_id == case_id)):
                    db.session.delete(row)
    except IntegrityError:
        raise EffectRefused("这期间已经有别的事项以这个会籍办理，不能收回。请按退会或接转办理。") from None
    if not belongs_somewhere(person) and person.real_name_state != VERIFIED:
        person.number_key = None
    db.session.flush()
    record_event(kind="seat.undone", case_id=case_id, subject=f"person:{person.id}")


def affiliations_of(person_id: UUID) -> list[Affiliation]:
    """The person's lasting affiliations, oldest first."""
    statement = (
        select(Affiliation)
        .where(Affiliation.person_id == person_id, Affiliation.until.is_(None))
        .order_by(Affiliation.since, Affiliation.id)
    )
    return list(db.session.scalars(statement))


def count_members(union_id: UUID | None = None) -> int:
    """Persons with a lasting seat (at one union, or in the whole jurisdiction); affiliations are not counted."""
    statement = select(func.count(Membership.id)).where(Membership.until.is_(None))
    if union_id is not None:
        statement = statement.where(Membership.union_id == union_id)
    return db.session.scalar(statement) or 0


def keep_consents(worker_id: UUID, texts: Mapping[str, str], *, channel: str) -> None:
    """Write down each consent given: purpose -> the very wording that was shown."""
    for purpose, wording in texts.items():
        digest = hashlib.sha256(wording.encode()).hexdigest()
        db.session.add(Consent(worker_id=worker_id, purpose=purpose, text_hash=digest, channel=channel))
    db.session.flush()
