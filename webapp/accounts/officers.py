"""Officers: their sign-in, passwords and roles. Nothing here commits."""

import hashlib
import logging
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from webapp.accounts import limits
from webapp.accounts.codes import TooOften
from webapp.accounts.models import ACTIVE, SUSPENDED, Officer, PasswordLink, Role
from webapp.accounts.passwords import hash_password, is_right_password
from webapp.persistence import db, now, record_event
from webapp.web import sessions

ADMINISTRATOR = "administrator"
REVIEWER = "reviewer"
AUDITOR = "auditor"
TREASURER = "treasurer"
POLICY_AUTHOR = "policy_author"
POLICY_APPROVER = "policy_approver"
ROLES = {
    ADMINISTRATOR: "管理员",
    REVIEWER: "经办人",
    AUDITOR: "审计员",
    TREASURER: "财务",
    POLICY_AUTHOR: "政策起草人",
    POLICY_APPROVER: "政策复核人",
}
LINK_LIFE = timedelta(hours=72)

log = logging.getLogger("webapp.security")


class LoginTaken(ValueError):
    """Another officer has this login name; the message is for the user."""


class WrongPassword(Exception):
    """No such login, a wrong password, or an account that may not sign in: nobody is told which."""


def owner_name(officer_id: UUID) -> str:
    """How sessions and events name an officer."""
    return f"officer:{officer_id}"


def add_officer(*, name: str, login: str, password: str | None = None) -> Officer:
    """A new officer, who cannot sign in before he has a password; raises LoginTaken."""
    officer = Officer(
        name=name, login=login.strip().lower(), password_hash=hash_password(password) if password else None
    )
    try:
        with db.session.begin_nested():
            db.session.add(officer)
    except IntegrityError as error:
        raise LoginTaken(f"登录名“{login}”已有人使用") from error
    return officer


def officer_by_id(identity: UUID) -> Officer | None:
    """The officer, or None."""
    return db.session.scalars(select(Officer).where(Officer.id == identity)).one_or_none()


def sign_in(login: str, password: str, *, address: str) -> Officer:
    """The active officer with this login and password; raises WrongPassword (counted) and TooOften."""
    login = login.strip().lower()
    here = (limits.WRONG_PASSWORDS_HERE, f"{login}|{address}")
    counted = [here, (limits.WRONG_PASSWORDS_ANYWHERE, login), (limits.WRONG_PASSWORDS_FROM_ADDRESS, address)]
    if wait := limits.wait_for(counted):
        log.warning("officer sign-in held off: too often")
        raise TooOften(wait)
    officer = db.session.scalars(select(Officer).where(Officer.login == login)).one_or_none()
    right = is_right_password(officer.password_hash if officer else None, password)
    if officer is None or not right or not officer.active:
        limits.count(counted)
        log.warning("wrong officer sign-in")
        raise WrongPassword
    limits.forget([here])
    officer.signed_in_at = now()
    log.info("%s signed in", owner_name(officer.id))
    return officer


def set_password(officer: Officer, password: str, *, keep_this_session: bool = False) -> None:
    """Give an officer a new password; whoever is signed in with the old one is signed out."""
    officer.password_hash = hash_password(password)
    sessions.end_all(owner_name(officer.id), but_this=keep_this_session)
    record_event(kind="password_set", subject=owner_name(officer.id), actor=owner_name(officer.id))


def one_time_link(officer: Officer) -> str:
    """The token of a new link to set his password; earlier links of his are void. The token is kept nowhere."""
    db.session.execute(delete(PasswordLink).where(PasswordLink.officer_id == officer.id))
    token = secrets.token_urlsafe(32)
    db.session.add(PasswordLink(officer_id=officer.id, token_hash=_hash(token), ends_at=now() + LINK_LIFE))
    db.session.flush()
    return token


def officer_of_link(token: str) -> Officer | None:
    """Whose link this is, while it works."""
    link = db.session.scalars(select(PasswordLink).where(*_works(token))).one_or_none()
    officer = officer_by_id(link.officer_id) if link else None
    return officer if officer is not None and officer.active else None


def use_link(token: str) -> Officer | None:
    """Use a link up: the officer once, None ever after, also for two requests at once."""
    officer = officer_of_link(token)
    statement = update(PasswordLink).where(*_works(token)).values(used_at=now())
    used = db.session.execute(statement.execution_options(synchronize_session=False))
    return officer if getattr(used, "rowcount", 0) == 1 else None


def suspend_officer(officer: Officer, *, actor: str | None = None) -> None:
    """From now on he cannot sign in, and every session of his ends."""
    officer.state = SUSPENDED
    sessions.end_all(owner_name(officer.id))
    record_event(kind="officer_suspended", subject=owner_name(officer.id), actor=actor)


def reinstate_officer(officer: Officer, *, actor: str | None = None) -> None:
    """He may sign in again."""
    officer.state = ACTIVE
    record_event(kind="officer_reinstated", subject=owner_name(officer.id), actor=actor)


def give_role(officer: Officer, union_id: UUID, role: str, *, actor: str | None = None) -> Role:
    """Bind an officer to one union in one role; one he has already is returned."""
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}")
    query = select(Role).where(Role.officer_id == officer.id, Role.union_id == union_id, Role.role == role)
    known = db.session.scalars(query).one_or_none()
    if known is not None:
        return known
    row = Role(officer_id=officer.id, union_id=union_id, role=role)
    db.session.add(row)
    record_event(kind="role_given", subject=owner_name(officer.id), actor=actor, data={"union": union_id, "role": role})
    db.session.flush()
    return row


def take_role(row: Role, *, actor: str | None = None) -> None:
    """Take a role away."""
    data = {"union": row.union_id, "role": row.role}
    record_event(kind="role_taken", subject=owner_name(row.officer_id), actor=actor, data=data)
    db.session.delete(row)
    db.session.flush()


def unions_of(officer: Officer, role: str | None = None) -> set[UUID]:
    """The unions an officer has a role at (or this role): those alone, nothing above or below them."""
    query = select(Role.union_id).where(Role.officer_id == officer.id)
    return set(db.session.scalars(query if role is None else query.where(Role.role == role)))


def roles_of(officer: Officer) -> set[str]:
    """Every role he has, at whatever union."""
    return set(db.session.scalars(select(Role.role).where(Role.officer_id == officer.id)))


def roles_held(officer: Officer) -> list[tuple[UUID, str]]:
    """Every role of an officer, with its union."""
    rows = db.session.execute(select(Role.union_id, Role.role).where(Role.officer_id == officer.id))
    return [(union_id, role) for union_id, role in rows]


def officers_of(union_id: UUID, role: str | None = None) -> list[Officer]:
    """The active officers of a union, by name."""
    bound = select(Role.officer_id).where(Role.union_id == union_id)
    bound = bound if role is None else bound.where(Role.role == role)
    query = select(Officer).where(Officer.id.in_(bound), Officer.state == ACTIVE).order_by(Officer.name, Officer.id)
    return list(db.session.scalars(query))


def _works(token: str) -> tuple[ColumnElement[bool], ...]:
    return PasswordLink.token_hash == _hash(token), PasswordLink.used_at.is_(None), PasswordLink.ends_at > now()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
