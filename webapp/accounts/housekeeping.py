"""What accounts need not keep."""

from datetime import timedelta

from sqlalchemy import select

from webapp.accounts import known_browsers
from webapp.accounts.codes import delete_old_codes
from webapp.accounts.limits import delete_old_attempts
from webapp.accounts.models import Officer
from webapp.accounts.officers import owner_name, tell
from webapp.jobs import sweep
from webapp.persistence import db, now, record_event
from webapp.tenancy import settings

MANY = 10
"""So many wrong passwords are no slip of the finger."""
WARNED_EVERY = timedelta(days=1)


@sweep("accounts.forget", every=timedelta(hours=1), everywhere=True)
def forget() -> bool:
    """Codes that open nothing any more, tries that no limit counts, and browsers that are known no more."""
    at = now()
    left = [
        delete_old_codes(at),
        delete_old_attempts(at - settings().keep.attempts),
        known_browsers.delete_old(at),
    ]
    return any(left)


@sweep("accounts.warn", every=timedelta(minutes=10), everywhere=True)
def warn() -> None:
    """Officers at whose accounts many wrong passwords were tried are told, once a day."""
    told_before = Officer.warned_at.is_(None) | (Officer.warned_at < now() - WARNED_EVERY)
    statement = select(Officer).where(Officer.wrong_tries >= MANY, told_before)
    for officer in db.session.scalars(statement):
        officer.warned_at = now()
        record_event(kind="wrong_passwords", subject=owner_name(officer.id), data={"tries": officer.wrong_tries})
        tell(officer, f"有人输错了 {officer.wrong_tries} 次密码")
