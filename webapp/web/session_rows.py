"""The rows of sessions. Nothing here commits, and no row is kept as an object: it must be readable when its transaction is gone."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Index, Integer, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from webapp.persistence import Scoped, SecretText, blind_index, db, delete_some, now

IDLE = timedelta(hours=2)
"""The longest a session may be idle; nobody's is longer."""
ABSOLUTE = timedelta(hours=20)


class WebSession(Scoped):
    """One browser's session. `owner` is whoever signed in, such as `officer:<id>`; nobody yet: None."""

    __tablename__ = "web_sessions"
    token_hash: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str | None] = mapped_column(String(100))
    data: Mapped[str] = mapped_column(SecretText("web_sessions.data"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    idle_seconds: Mapped[int] = mapped_column(Integer)
    ends_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("jurisdiction", "token_hash"),
        Index("ix_web_sessions_owner", "jurisdiction", "owner"),
        Index("ix_web_sessions_seen", "jurisdiction", "seen_at"),
    )


class Kept(NamedTuple):
    """What a row said when it was read."""

    id: UUID
    data: str
    owner: str | None
    created_at: datetime
    seen_at: datetime
    idle_seconds: int
    ends_at: datetime

    def is_live(self, at: datetime) -> bool:
        """Whether neither limit has passed."""
        return at < self.ends_at and at < self.seen_at + timedelta(seconds=self.idle_seconds)


def new_token(jurisdiction: str) -> str:
    """A random name for a session, which tells the host that gave it out."""
    return f"{jurisdiction}.{secrets.token_urlsafe(32)}"


def token_after(token: str, answer: str) -> str:
    """The name that a session of this name gets by an answer: nobody finds it who lacks the name, the answer or our key."""
    return f"{token.partition('.')[0]}.{blind_index('session', f'{token}:{answer}')}"


def token_hash(token: str) -> str:
    """What the row keeps of a session name."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> Kept | None:
    """The live session of this name, or None."""
    columns = (getattr(WebSession, name) for name in Kept._fields)
    found = db.session.execute(select(*columns).where(WebSession.token_hash == token_hash(token))).one_or_none()
    kept = Kept(*found) if found is not None else None
    return kept if kept is not None and kept.is_live(now()) else None


def owner_of(token: str) -> str | None:
    """Who had the session of this name, be its time over; None where nobody had, or where it is deleted."""
    return db.session.scalars(select(WebSession.owner).where(WebSession.token_hash == token_hash(token))).one_or_none()


def write_new(work: Session, token: str, *, data: str, owner: str | None, idle: timedelta, absolute: timedelta) -> Kept:
    """Insert a session; its limits count from now."""
    at = now()
    kept = Kept(uuid7(), data, owner, at, at, int(idle.total_seconds()), at + absolute)
    work.add(WebSession(token_hash=token_hash(token), **kept._asdict()))
    work.flush()
    return kept


def write(work: Session, kept: Kept, data: str) -> None:
    """Change what is in a session; one that was ended meanwhile stays ended."""
    work.execute(update(WebSession).where(WebSession.id == kept.id).values(data=data, seen_at=now()))


def touch(work: Session, kept: Kept) -> None:
    """Note that the session was used."""
    work.execute(update(WebSession).where(WebSession.id == kept.id).values(seen_at=now()))


def delete_one(work: Session, kept: Kept) -> None:
    """End a session."""
    work.execute(delete(WebSession).where(WebSession.id == kept.id))


def delete_of(owner: str, *, but: Kept | None = None) -> None:
    """End every session of an owner, or every other one."""
    statement = delete(WebSession).where(WebSession.owner == owner)
    db.session.execute(statement if but is None else statement.where(WebSession.id != but.id))


def delete_dead_sessions(at: datetime) -> bool:
    """Delete some sessions whose time has passed; whether there may be more. Part of the running transaction."""
    return delete_some(WebSession, WebSession.seen_at < at - IDLE)
