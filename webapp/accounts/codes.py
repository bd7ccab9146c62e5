"""Workers' sign-in: a code to a phone, and what it opens. Nothing here commits.

Sending never looks whether the number is known, so neither page nor time can tell.
"""

import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from webapp.accounts import limits
from webapp.accounts.models import LoginCode, Worker
from webapp.notices import send
from webapp.persistence import add_once, blind_index, db, delete_some, mask_phone, now

DIGITS = 6
MOST_TRIES = 5
LIFE = timedelta(minutes=10)

log = logging.getLogger("webapp.security")


@dataclass(frozen=True)
class TooOften(Exception):
    """Not now; `wait` says how long."""

    wait: timedelta


class NoCode(Exception):
    """The code is wrong, used up, out of date, or another browser's; the message is for the user."""


def send_code(phone: str, *, address: str) -> LoginCode:
    """Send a new code to a phone and count it; raises TooOften. Its id belongs into this browser's session."""
    counted = [
        (limits.CODES_FOR_PHONE, phone),
        (limits.CODES_FOR_ADDRESS, address),
        (limits.CODES_FOR_PROVINCE, ""),
    ]
    if wait := limits.wait_for(counted):
        log.warning("code not sent: too often")
        raise TooOften(wait)
    limits.count(counted)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = LoginCode(phone=phone, code_hash="", ends_at=now() + LIFE)
    row.code_hash = _hash(row.id, code)
    db.session.add(row)
    send(to=phone, template="login_code", code=code, minutes=int(LIFE.total_seconds() // 60))
    return row


def code_sent(identity: UUID | None) -> LoginCode | None:
    """The code this browser asked for, also when it is used up."""
    if identity is None:
        return None
    return db.session.scalars(select(LoginCode).where(LoginCode.id == identity)).one_or_none()


def good_for(row: LoginCode) -> timedelta:
    """How long a code can still be used; nothing (0) where it is used up, out of tries or out of time."""
    if row.used_at is not None or row.tries >= MOST_TRIES:
        return timedelta(0)
    return max(timedelta(0), row.ends_at - now())


def sent_to(row: LoginCode) -> str:
    """The masked number a code went to."""
    return mask_phone(row.phone)


def redeem(identity: UUID | None, typed: str, *, address: str) -> Worker:
    """The worker whom the right code signs in, new or known; raises NoCode and TooOften. A wrong code is counted."""
    counted = [(limits.WRONG_CODES_FROM_ADDRESS, address)]
    if wait := limits.wait_for(counted):
        raise TooOften(wait)
    row = _take_a_try(identity)
    if row is None:
        raise NoCode("验证码已失效，请重新获取")
    if not hmac.compare_digest(row.code_hash, _hash(row.id, typed)):
        limits.count(counted)
        log.warning("wrong code")
        left = MOST_TRIES - row.tries
        raise NoCode(f"验证码不正确，还可以试 {left} 次" if left else "验证码输错次数太多，已失效，请重新获取")
    row.used_at = now()
    worker = worker_with_phone(row.phone)
    if not worker.was_long_away(now()):
        worker.signed_in_at = now()
    log.info("worker %s signed in", worker.id)
    return worker


def release_phone(worker: Worker) -> Worker:
    """The number has a new holder: it leaves the account, which keeps all its rows, and the holder gets an account of his own."""
    phone = worker.phone
    worker.phone, worker.phone_index = "", f"released:{worker.id}"
    db.session.flush()
    log.info("worker %s: the phone has a new holder", worker.id)
    fresh = worker_with_phone(phone)
    fresh.signed_in_at = now()
    return fresh


def worker_by_id(identity: UUID) -> Worker | None:
    """The worker, or None."""
    return db.session.scalars(select(Worker).where(Worker.id == identity)).one_or_none()


def delete_old_codes(at: datetime) -> bool:
    """Delete some codes that can open nothing any more; whether there may be more."""
    return delete_some(LoginCode, LoginCode.ends_at < at - LIFE)


def _take_a_try(identity: UUID | None) -> LoginCode | None:
    """Use one of the tries before looking at the code: two requests at once can neither share a try nor a code."""
    usable = (
        LoginCode.id == identity,
        LoginCode.tries < MOST_TRIES,
        LoginCode.used_at.is_(None),
        LoginCode.ends_at > now(),
    )
    statement = update(LoginCode).where(*usable).values(tries=LoginCode.tries + 1)
    taken = db.session.execute(statement.execution_options(synchronize_session=False))
    if getattr(taken, "rowcount", 0) != 1:
        return None
    query = select(LoginCode).where(LoginCode.id == identity).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def worker_with_phone(phone: str) -> Worker:
    """The worker of a phone number, made where there is none yet."""
    index = blind_index("workers.phone", phone)
    query = select(Worker).where(Worker.phone_index == index)
    known = db.session.scalars(query).one_or_none()
    if known is not None:
        return known
    worker = Worker(phone=phone, phone_index=index)
    return worker if add_once(worker) else db.session.scalars(query).one()


def _hash(identity: UUID, code: str) -> str:
    return blind_index("login_code", f"{identity}:{code}")
