"""Whose a document's number is. Anybody can type one; it counts for a person once an officer gave him a seat or an affiliation or
compared him with the document, and then for nobody else (docs/decisions/0016). Nothing here commits.
"""

from uuid import UUID

from sqlalchemy import exists, or_, select

from webapp.members.models import Affiliation, Membership, Person
from webapp.persistence import Taken, blind_index, db, record_event, unless_taken


class NumberHeld(Exception):
    """The number counts for somebody else; `holder` is he."""

    def __init__(self, holder: Person) -> None:
        super().__init__(str(holder.id))
        self.holder = holder


def identity_index(kind: str, number: str) -> str:
    """The keyed index under which a document's number is found again."""
    return blind_index("identity", f"{kind}:{number}")


def person_by_identity(kind: str, number: str) -> Person | None:
    """The person for whom this document counts in the present jurisdiction, or None."""
    return holder_of(identity_index(kind, number))


def holder_of(index: str) -> Person | None:
    """The person for whom the number with this index counts, or None."""
    return db.session.scalars(select(Person).where(Person.number_key == index)).one_or_none()


def own_registration(worker_id: UUID | None, index: str) -> Person | None:
    """What this account registered under a number. What others did is no worker's business."""
    mine = Person.worker_id == worker_id if worker_id is not None else Person.worker_id.is_(None)
    return db.session.scalars(select(Person).where(mine, Person.identity_index == index)).one_or_none()


def others_with_number(person: Person) -> list[Person]:
    """Everybody else who registered the same number and still has an account, or for whom it counts; the holder first."""
    statement = select(Person).where(
        Person.identity_index == person.identity_index,
        Person.id != person.id,
        or_(Person.worker_id.is_not(None), Person.number_key.is_not(None)),
    )
    return list(db.session.scalars(statement.order_by(Person.number_key.is_(None), Person.created_at, Person.id)))


def hold_number(person: Person) -> None:
    """Let the number count for this person from now on. Raises NumberHeld where it counts for another."""
    if person.number_key is not None:
        return
    holder = holder_of(person.identity_index)
    if holder is None:
        try:
            with unless_taken():
                person.number_key = person.identity_index
            return
        except Taken:
            holder = holder_of(person.identity_index)
    assert holder is not None, "somebody took the number just now"
    raise NumberHeld(holder)


def belongs_somewhere(person: Person) -> bool:
    """Whether he has a lasting seat or affiliation."""
    lasting = [exists().where(row.person_id == person.id, row.until.is_(None)) for row in (Membership, Affiliation)]
    return bool(db.session.scalar(select(or_(*lasting))))


def give_up_number(person: Person, *, actor: str) -> None:
    """The number is not his: it counts for nobody until an officer says for whom."""
    if person.number_key is None:
        return
    person.number_key = None
    db.session.flush()
    record_event(kind="person.number_given_up", subject=f"person:{person.id}", actor=actor)
