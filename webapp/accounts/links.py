"""One-time links by which officers set a password: made, sent to the officer's own phone and nowhere else, used once. Nothing commits."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update

from webapp.accounts.models import Officer, PasswordLink
from webapp.accounts.officers import officer_by_id, owner_name
from webapp.notices import register_template, send
from webapp.persistence import db, mask_phone, now, record_event
from webapp.tenancy import address_of, current
from webapp.web import sessions
from webapp.web.refused import Refused

LINK_LIFE = timedelta(hours=72)

register_template(
    "account_link",
    "请打开链接给工作账号 {login} 设置密码，72 小时内有效，只能用一次：{link} 不是您本人的账号，请不要打开，并告诉工会。",
    secret=True,
    lasts=LINK_LIFE,
)


class NoChannel(Refused):
    """The officer has no phone of his own on record, so no link can reach him; the message is for the user."""


def one_time_link(officer: Officer, *, actor: str | None = None, sent_to: str | None = None) -> str:
    """The token of a new link to set his password; earlier links of his are void. The token is kept nowhere.

    `sent_to` is the index of the phone it goes to; a link that went to nobody's phone proves nobody.
    """
    db.session.execute(delete(PasswordLink).where(PasswordLink.officer_id == officer.id))
    token = secrets.token_urlsafe(32)
    db.session.add(
        PasswordLink(officer_id=officer.id, token_hash=_hash(token), ends_at=now() + LINK_LIFE, sent_to=sent_to)
    )
    record_event(kind="link_made", subject=owner_name(officer.id), actor=actor)
    db.session.flush()
    return token


def send_link(officer: Officer, *, actor: str | None) -> str:
    """Send a new link to his own phone; where it went, masked. Raises NoChannel."""
    if officer.phone is None or officer.phone_index is None:
        raise NoChannel(f"{officer.name}没有登记本人的手机号，不能发送链接。请先登记他的手机号。")
    token = one_time_link(officer, actor=actor, sent_to=officer.phone_index)
    link = address_of(current(), f"/officers/password/{token}")
    send(to=officer.phone, template="account_link", about=owner_name(officer.id), login=officer.login, link=link)
    return mask_phone(officer.phone)


def has_live_link(officer: Officer) -> bool:
    """Whether a link of his still works."""
    query = select(PasswordLink.id).where(PasswordLink.officer_id == officer.id, *_open())
    return db.session.scalars(query).first() is not None


def officer_of_link(token: str) -> Officer | None:
    """Whose link this is, while it works."""
    link = db.session.scalars(select(PasswordLink).where(*_works(token))).one_or_none()
    officer = officer_by_id(link.officer_id) if link else None
    return officer if officer is not None and officer.active else None


def officer_of_used_link(token: str) -> Officer | None:
    """Whose link this was, where it was used a moment ago (`sessions.LED_ON`); as the rows say now."""
    just_now = PasswordLink.used_at > now() - sessions.LED_ON
    link = db.session.scalars(
        select(PasswordLink).where(PasswordLink.token_hash == _hash(token), just_now)
    ).one_or_none()
    if link is None:
        return None
    query = select(Officer).where(Officer.id == link.officer_id).execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()


def use_link(token: str) -> Officer | None:
    """Use a link up: the officer once, None ever after, also for two requests at once. One that went to his phone proves him."""
    link = db.session.scalars(select(PasswordLink).where(*_works(token))).one_or_none()
    officer = officer_of_link(token)
    statement = update(PasswordLink).where(*_works(token)).values(used_at=now())
    used = db.session.execute(statement.execution_options(synchronize_session=False))
    if officer is None or link is None or getattr(used, "rowcount", 0) != 1:
        return None
    if link.sent_to is not None and link.sent_to == officer.phone_index:
        officer.proved_at = now()
    record_event(kind="link_used", subject=owner_name(officer.id), actor=owner_name(officer.id))
    return officer


def _works(token: str) -> tuple[ColumnElement[bool], ...]:
    return PasswordLink.token_hash == _hash(token), *_open()


def _open() -> tuple[ColumnElement[bool], ...]:
    return PasswordLink.used_at.is_(None), PasswordLink.ends_at > now()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
