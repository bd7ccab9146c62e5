"""Officers: their sign-in, passwords and roles. Every change of an account is an event, and its holder is told. Nothing here commits."""

import logging
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from webapp.accounts import limits
from webapp.accounts.codes import TooOften
from webapp.accounts.known_browsers import forget_all, knows
from webapp.accounts.models import ACTIVE, SUSPENDED, Officer, Role
from webapp.accounts.passwords import hash_password, is_right_password
from webapp.notices import register_template, send
from webapp.persistence import add_once, blind_index, db, now, record_event
from webapp.web import sessions
from webapp.web.refused import Refused
from webapp.web.typed.readings import read_person

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

log = logging.getLogger("webapp.security")

register_template(
    "account_changed",
    "您的工作账号 {login} 有变动：{what}。不是您本人知道的，请马上联系工会管理员，并登录查看“我的账号”。",
)


class LoginTaken(Refused):
    """Another officer has this login name; the message is for the user."""


class PhoneTaken(Refused):
    """Another officer is reached at this phone; the message is for the user."""


class WrongPassword(Exception):
    """No such login, a wrong password, or an account that may not sign in: nobody is told which."""


def owner_name(officer_id: UUID | None) -> str:
    """How sessions and events name an officer; that of no officer is nobody's."""
    return f"officer:{officer_id}"


def add_officer(
    *,
    name: str,
    login: str,
    password: str | None = None,
    phone: str | None = None,
    named_by: str | None = None,
    confirmed_by: str | None = None,
) -> Officer:
    """A new officer, who cannot sign in before he has a password; raises LoginTaken and PhoneTaken.

    `phone` is his own channel; `named_by` and `confirmed_by` say who brought the account about, named as in events.
    """
    officer = Officer(
        name=name,
        login=login.strip().lower(),
        password_hash=hash_password(password) if password else None,
        phone=phone or None,
        phone_index=phone_index(phone) if phone else None,
        named_by=named_by,
        confirmed_by=confirmed_by,
    )
    refuse_taken(login=officer.login, phone=phone)
    if not add_once(officer):
        refuse_taken(login=officer.login, phone=phone)
        raise LoginTaken(f"登录名“{login}”已有人使用")
    return officer


def refuse_taken(*, login: str = "", phone: str | None = None) -> None:
    """Raises LoginTaken or PhoneTaken where another account has it."""
    if login and officer_by_login(login) is not None:
        raise LoginTaken(f"登录名“{login}”已有人使用")
    query = select(Officer).where(Officer.phone_index == phone_index(phone or ""))
    if phone and (other := db.session.scalars(query).one_or_none()) is not None:
        raise PhoneTaken(f"这个手机号是{other.name}（{other.login}）的。一个人用一个账号：请给那个账号加上这项职责")


def phone_index(phone: str) -> str:
    """The index by which an officer's phone is found."""
    return blind_index("officers.phone", phone)


def officer_by_login(login: str) -> Officer | None:
    """The officer with this login name, in capitals or small letters, or None."""
    return db.session.scalars(select(Officer).where(Officer.login == login.strip().lower())).one_or_none()


def vouch(officer: Officer, *, phone: str, by: str) -> None:
    """Whoever runs the deployment gives his word (`by`) that this account is a person of its own, reached at this phone.

    Raises PhoneTaken. The account still has to use a link that goes there.
    """
    if officer.phone_index == phone_index(phone) and officer.confirmed_by:
        return
    refuse_taken(phone=phone)
    officer.phone, officer.phone_index, officer.proved_at = phone, phone_index(phone), None
    officer.named_by, officer.confirmed_by = by, by
    record_event(kind="channel_set", subject=owner_name(officer.id), actor=by)
    db.session.flush()


def officer_by_id(identity: UUID) -> Officer | None:
    """The officer, or None."""
    return db.session.scalars(select(Officer).where(Officer.id == identity)).one_or_none()


def sign_in(login: str, password: str, *, address: str, browser: str = "") -> Officer:
    """The active officer with this login and password; raises WrongPassword (counted) and TooOften.

    In a `browser` (known_browsers) in which he has signed in before, wrong passwords from elsewhere do not count against him.
    """
    login = login.strip().lower()
    if browser and knows(browser, login):
        counted = [here := (limits.WRONG_PASSWORDS_HERE, f"{login}|{browser}")]
    else:
        here = (limits.WRONG_PASSWORDS_HERE, f"{login}|{address}")
        counted = [here, (limits.WRONG_PASSWORDS_ANYWHERE, login), (limits.WRONG_PASSWORDS_FROM_ADDRESS, address)]
    if wait := limits.wait_for(counted):
        log.warning("officer sign-in held off: too often")
        raise TooOften(wait)
    officer = db.session.scalars(select(Officer).where(Officer.login == login)).one_or_none()
    right = is_right_password(officer.password_hash if officer else None, password)
    if officer is None or not right or not officer.active:
        limits.count(counted)
        one_more = update(Officer).where(Officer.login == login).values(wrong_tries=Officer.wrong_tries + 1)
        db.session.execute(one_more.execution_options(synchronize_session=False))
        log.warning("wrong officer sign-in")
        raise WrongPassword
    limits.forget([here])
    officer.signed_in_at = now()
    log.info("%s signed in", owner_name(officer.id))
    return officer


def set_password(officer: Officer, password: str, *, keep_this_session: bool = False) -> None:
    """Give an officer a new password; whoever is signed in with the old one is signed out."""
    officer.password_hash = hash_password(password)
    record_event(kind="password_set", subject=owner_name(officer.id), actor=owner_name(officer.id))
    _end_sessions(officer, actor=owner_name(officer.id), but_this=keep_this_session)
    forget_all(officer.id)
    tell(officer, "设置了新密码，其他设备上的登录已退出")


def suspend_officer(officer: Officer, *, actor: str | None = None) -> None:
    """From now on he cannot sign in, and every session of his ends."""
    officer.state = SUSPENDED
    record_event(kind="officer_suspended", subject=owner_name(officer.id), actor=actor)
    _end_sessions(officer, actor=actor)
    tell(officer, "账号已停用")


def reinstate_officer(officer: Officer, *, actor: str | None = None) -> None:
    """He may sign in again."""
    officer.state = ACTIVE
    record_event(kind="officer_reinstated", subject=owner_name(officer.id), actor=actor)
    tell(officer, "账号已恢复")


def tell(officer: Officer, what: str) -> None:
    """A notice about his account to his own phone, where one is on record."""
    if officer.phone:
        send(to=officer.phone, template="account_changed", about=owner_name(officer.id), login=officer.login, what=what)


def _end_sessions(officer: Officer, *, actor: str | None, but_this: bool = False) -> None:
    sessions.end_all(owner_name(officer.id), but_this=but_this)
    record_event(kind="sessions_ended", subject=owner_name(officer.id), actor=actor)


def give_role(officer: Officer, union_id: UUID, role: str, *, actor: str | None = None) -> Role:
    """Bind an officer to one union in one role; one he has already is returned. Acts of officers go through `acts`."""
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}")
    query = select(Role).where(Role.officer_id == officer.id, Role.union_id == union_id, Role.role == role)
    known = db.session.scalars(query).one_or_none()
    if known is not None:
        return known
    row = Role(officer_id=officer.id, union_id=union_id, role=role)
    if not add_once(row):
        return db.session.scalars(query).one()
    record_event(kind="role_given", subject=owner_name(officer.id), actor=actor, data={"union": union_id, "role": role})
    db.session.flush()
    return row


def take_role(row: Role, *, actor: str | None = None) -> None:
    """Take a role away."""
    data = {"union": row.union_id, "role": row.role}
    record_event(kind="role_taken", subject=owner_name(row.officer_id), actor=actor, data=data)
    db.session.delete(row)
    db.session.flush()
    holder = officer_by_id(row.officer_id)
    if holder is not None:
        tell(holder, f"免去职责“{ROLES[row.role]}”")


def unions_of(officer: Officer, role: str | None = None) -> set[UUID]:
    """The unions an officer has a role at (or this role): those alone, nothing above or below them."""
    return {union_id for union_id, held in roles_held(officer) if role in (None, held)}


def roles_of(officer: Officer) -> set[str]:
    """Every role he has, at whatever union."""
    return {role for _union_id, role in roles_held(officer)}


def roles_held(officer: Officer) -> list[tuple[UUID, str]]:
    """Every role of an officer, with its union."""
    rows = db.session.execute(select(Role.union_id, Role.role).where(Role.officer_id == officer.id))
    return [(union_id, role) for union_id, role in rows]


def officers_of(union_id: UUID, role: str | None = None) -> list[Officer]:
    """The active officers of a union, by name."""
    bound = select(Role.officer_id).where(Role.union_id == union_id)
    bound = bound if role is None else bound.where(Role.role == role)
    query = select(Officer).where(Officer.id.in_(bound), Officer.state == ACTIVE).order_by(Officer.id)
    return sorted(db.session.scalars(query), key=lambda officer: read_person(officer.name))


def holders_at(union_id: UUID, roles: Sequence[str]) -> list[tuple[Role, Officer]]:
    """Who holds one of these roles in this union, each role with its officer, by the reading of the name."""
    bound = (Officer.id == Role.officer_id) & (Officer.jurisdiction == Role.jurisdiction)
    query = select(Role, Officer).join(Officer, bound).where(Role.union_id == union_id, Role.role.in_(roles))
    rows = [(role, officer) for role, officer in db.session.execute(query.order_by(Role.role))]
    return sorted(rows, key=lambda row: read_person(row[1].name))


def officers_at(union_ids: Sequence[UUID], roles: Sequence[str]) -> list[Officer]:
    """The active officers with these roles, union by union, role by role, by name; each once."""
    joined = (Role.officer_id == Officer.id) & (Role.jurisdiction == Officer.jurisdiction)
    query = select(Officer, Role.union_id, Role.role).join(Role, joined)
    query = query.where(Role.union_id.in_(union_ids), Role.role.in_(roles), Officer.state == ACTIVE)
    rows = db.session.execute(query.order_by(Officer.id))
    by_place = sorted(rows, key=lambda row: (union_ids.index(row[1]), roles.index(row[2]), read_person(row[0].name)))
    return list({officer.id: officer for officer, _union_id, _role in by_place}.values())
