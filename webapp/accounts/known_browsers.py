"""Browsers in which an officer has signed in: whoever guesses passwords elsewhere does not lock him out there. Nothing here commits."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from webapp.accounts.models import KnownBrowser, Officer
from webapp.persistence import db, delete_some, now

COOKIE = "__Host-gonghui-known"
LIFE = timedelta(days=180)


def knows(token: str, login: str) -> bool:
    """Whether the officer with this login has signed in in the browser that shows this token."""
    owner = (Officer.id == KnownBrowser.officer_id) & (Officer.jurisdiction == KnownBrowser.jurisdiction)
    query = select(KnownBrowser.id).join(Officer, owner)
    found = query.where(
        KnownBrowser.token_hash == _hash(token), KnownBrowser.ends_at > now(), Officer.login == login.strip().lower()
    )
    return db.session.scalars(found).first() is not None


def remember(officer: Officer) -> str:
    """The token of a new known browser of his; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    db.session.add(KnownBrowser(officer_id=officer.id, token_hash=_hash(token), ends_at=now() + LIFE))
    return token


def forget_all(officer_id: UUID) -> None:
    """None of his browsers is known any more."""
    db.session.execute(delete(KnownBrowser).where(KnownBrowser.officer_id == officer_id))


def delete_old(at: datetime) -> bool:
    """Forget some browsers whose time has passed; whether there may be more."""
    return delete_some(KnownBrowser, KnownBrowser.ends_at < at)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
