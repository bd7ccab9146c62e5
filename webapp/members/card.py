"""电子会员证: a card whose code changes all the time, and what anybody learns who scans it. Nothing here commits.

The code is random (192 bits), good for a minute, kept as a hash only; it says nothing about the member by itself. Whoever opens it
in time sees the least: a masked name, the union, and that the membership lasts now.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from webapp.members.models import CardCode, Person
from webapp.members.store import active_seat, person_by_id
from webapp.persistence import db, mask_name, now
from webapp.unions import union_by_id

LIFE = timedelta(seconds=60)
REFRESH = timedelta(seconds=45)
TOKEN_BYTES = 24


@dataclass(frozen=True)
class Code:
    """A code just made: what the QR carries and until when it is good."""

    token: str
    made_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Checked:
    """What a scanned card says."""

    name: str
    union: str


def new_code(person: Person) -> Code:
    """A new code for a member's card; the one shown before stays good for its last seconds."""
    made_at = now()
    expired = delete(CardCode).where(CardCode.person_id == person.id, CardCode.ends_at <= made_at)
    db.session.execute(expired.execution_options(synchronize_session=False))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(CardCode(person_id=person.id, token_hash=_hash(token), ends_at=made_at + LIFE))
    db.session.flush()
    return Code(token, made_at, made_at + LIFE)


def person_of_code(token: str) -> Person | None:
    """Whose card shows this code now, or None."""
    statement = select(CardCode).where(CardCode.token_hash == _hash(token), CardCode.ends_at > now())
    code = db.session.scalars(statement).one_or_none()
    return person_by_id(code.person_id) if code else None


def check_code(token: str) -> Checked | None:
    """What a scanned code says; None for one that is unknown, past its time, or of somebody whose membership has ended."""
    person = person_of_code(token)
    seat = active_seat(person.id) if person else None
    union = union_by_id(seat.union_id) if seat else None
    if person is None or union is None:
        return None
    return Checked(mask_name(person.name), union.name)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
