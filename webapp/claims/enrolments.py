"""Taking part in an edition of a plan. Nothing here commits."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from webapp.claims.models import Enrolment
from webapp.members import Membership, Person, hold_person
from webapp.persistence import db


def enrolments_of(person_id: UUID, plan: str) -> list[Enrolment]:
    """A person's enrolments in a plan, oldest first, void ones too."""
    statement = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.plan == plan)
    return list(db.session.scalars(statement.order_by(Enrolment.created_at, Enrolment.id)))


def count_enrolled(plan: str, edition: str, *, employer_id: UUID | None = None) -> int:
    """How many persons take part in an edition; with `employer_id` those who have their seat as workers of this unit."""
    statement = select(func.count(Enrolment.person_id.distinct())).where(
        Enrolment.plan == plan, Enrolment.edition == edition, Enrolment.void.is_(False)
    )
    if employer_id is not None:
        seat = (Membership.person_id == Enrolment.person_id) & (Membership.jurisdiction == Enrolment.jurisdiction)
        statement = statement.join(Membership, seat).where(
            Membership.employer_id == employer_id, Membership.until.is_(None)
        )
    return db.session.scalar(statement) or 0


def enrol(person: Person, *, plan: str, edition: str, on: date, most: int | None) -> Enrolment:
    """Take part in an edition from `on`; one beyond `most` shares is kept as void, which gives nothing and blocks nothing."""
    hold_person(person.id)
    before = enrolments_of(person.id, plan)
    held = sum(one.shares for one in before if one.edition == edition and not one.void)
    row = Enrolment(
        person_id=person.id,
        plan=plan,
        edition=edition,
        enrolled_on=on,
        first_time=not before,
        void=most is not None and held + 1 > most,
    )
    db.session.add(row)
    db.session.flush()
    return row
