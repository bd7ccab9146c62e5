"""短语: sentences that a union's officers use often as a reason."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from webapp.cases.models import Phrase
from webapp.persistence import add_once, db


def phrases_of(union_ids: Collection[UUID]) -> list[Phrase]:
    """The phrases of these unions, in the order they were added."""
    statement = select(Phrase).where(Phrase.union_id.in_(union_ids)).order_by(Phrase.created_at, Phrase.id)
    return list(db.session.scalars(statement))


def add_phrase(union_id: UUID, text: str) -> bool:
    """Keep a phrase; False where the union has it already."""
    return add_once(Phrase(union_id=union_id, text=text))


def drop_phrase(union_id: UUID, phrase_id: UUID) -> None:
    """Forget a phrase of this union; one that is gone already is no fault."""
    statement = select(Phrase).where(Phrase.union_id == union_id, Phrase.id == phrase_id)
    row = db.session.scalars(statement).one_or_none()
    if row is not None:
        db.session.delete(row)
        db.session.flush()
