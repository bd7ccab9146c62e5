"""Who is at the browser: a session kept on the server, one a browser and province.

The cookie is host-only and holds a random name; the row holds its hash, so a copy of the database opens no session.
Content is encrypted in the row. A session ends when it was idle or has lived too long, when it is ended, and it is
never another host's. The bare domain keeps nothing about anybody: there a signed cookie carries the form token.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.globals import request_ctx
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin
from sqlalchemy import Index, Integer, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, db, now, unit_of_work
from webapp.tenancy import NATIONAL, UnknownHost, hosts, scope

COOKIE = "__Host-gonghui"
NATIONAL_COOKIE = "__Host-gonghui-national"
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=20)
SEEN_EVERY = timedelta(minutes=1)
CSRF_FIELD = "csrf_token"

log = logging.getLogger("webapp.security")
_json = TaggedJSONSerializer()


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
        Index("ix_web_sessions_ends", "jurisdiction", "ends_at"),
    )

    def is_live(self, at: datetime) -> bool:
        """Whether neither limit has passed."""
        return at < self.ends_at and at < self.seen_at + timedelta(seconds=self.idle_seconds)


class ServerSession(SessionMixin):
    """The session as a view sees it. The row is read on first use and written after the response if something changed."""

    def __init__(self, jurisdiction: str, token: str | None) -> None:
        self.jurisdiction = jurisdiction
        self.token = token
        self.modified = False
        self.idle, self.absolute = IDLE, ABSOLUTE
        self.owner: str | None = None
        self.ended = False
        self._row: WebSession | None = None
        self._content: dict[str, Any] | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What is in it, read from the database when first asked for."""
        if self._content is None:
            self._row = self._find()
            self._content = _json.loads(self._row.data) if self._row else {}
            self.owner = self._row.owner if self._row else None
        return self._content

    @property
    def row(self) -> WebSession | None:
        """The live row the browser's cookie names, or None."""
        assert self.content is not None
        return self._row

    @property
    def loaded(self) -> bool:
        """Whether anybody looked into it."""
        return self._content is not None

    def _find(self) -> WebSession | None:
        if self.token is None:
            return None
        with scope(self.jurisdiction):
            row: WebSession | None = db.session.scalar(
                select(WebSession).where(WebSession.token_hash == token_hash(self.token))
            )
        return row if row is not None and row.is_live(now()) else None

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.content[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        del self.content[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)


class Sessions(SessionInterface):
    """Opens and saves sessions by host."""

    def __init__(self) -> None:
        self._signed = SecureCookieSessionInterface()

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """A province's session, or the signed cookie of the bare domain (and of hosts that are nobody's)."""
        try:
            jurisdiction = hosts().scope_of(request.host, request.path)
        except UnknownHost:
            jurisdiction = None
        if jurisdiction is None:
            return self._signed.open_session(app, request)
        return ServerSession(jurisdiction, _own_token(request.cookies.get(cookie_of(jurisdiction)), jurisdiction))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed, in a transaction of its own after the view's."""
        if not isinstance(session, ServerSession):
            self._signed.save_session(app, session, response)
            return
        if session.loaded:
            response.vary.add("Cookie")
        if session.ended:
            response.delete_cookie(cookie_of(session.jurisdiction), secure=True, httponly=True, samesite="Lax")
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        elif session.modified:
            _keep(session)
            _set_cookie(session, response)
        elif session.loaded and session.row is not None and now() - session.row.seen_at > SEEN_EVERY:
            _touch(session)


def init_app(app: Flask) -> None:
    """Use these sessions on `app`."""
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    app.session_interface = Sessions()


def rotate(*, owner: str | None = None, idle: timedelta = IDLE, absolute: timedelta = ABSOLUTE) -> None:
    """Give this browser a new session name, at sign-in. The old name is worthless; what was kept stays, but the form
    token.

    `owner` is who signed in; the limits count from now.
    """
    session = _open()
    session.content.pop(CSRF_FIELD, None)
    session.token, session.modified = None, True
    session.owner, session.idle, session.absolute = owner, idle, absolute


def end() -> None:
    """End this browser's session, on the server and in the browser. Part of the running transaction."""
    session = _open()
    session.content.clear()
    if session.row is not None:
        db.session.execute(delete(WebSession).where(WebSession.id == session.row.id))
    session.ended = True


def end_all(owner: str, *, but_this: bool = False) -> None:
    """End every session of an owner, or every other one. Part of the running transaction."""
    statement = delete(WebSession).where(WebSession.owner == owner)
    row = _open().row if but_this else None
    db.session.execute(statement if row is None else statement.where(WebSession.id != row.id))


def delete_dead_sessions(at: datetime) -> None:
    """Delete the rows whose time has passed. Part of the running transaction."""
    for row in db.session.scalars(select(WebSession).where(WebSession.seen_at < at - IDLE)):
        if not row.is_live(at):
            db.session.delete(row)


def cookie_of(jurisdiction: str) -> str:
    """The cookie of a scope: the nation's editors share their host with the directory, whose cookie is another."""
    return NATIONAL_COOKIE if jurisdiction == NATIONAL else COOKIE


def token_hash(token: str) -> str:
    """What the row keeps of a session name."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open() -> ServerSession:
    session = request_ctx.session
    if not isinstance(session, ServerSession):
        raise RuntimeError("there is no session of anybody on this host")
    return session


def _own_token(cookie: str | None, jurisdiction: str) -> str | None:
    """The cookie's value if it was given out by this host."""
    if not cookie:
        return None
    home, _, _ = cookie.partition(".")
    if home != jurisdiction:
        log.warning("a session of another host was shown to %s", jurisdiction)
        return None
    return cookie


def _set_cookie(session: ServerSession, response: Response) -> None:
    assert session.token is not None
    response.set_cookie(
        cookie_of(session.jurisdiction), session.token, path="/", secure=True, httponly=True, samesite="Lax"
    )


def _keep(session: ServerSession) -> None:
    """Insert or update the row; a session that was ended meanwhile stays ended."""
    renewed = session.token is None or session.row is None
    if renewed:
        session.token = f"{session.jurisdiction}.{secrets.token_urlsafe(32)}"
    values: dict[str, Any] = {"data": _json.dumps(session.content), "owner": session.owner, "seen_at": now()}
    if renewed:
        values |= {
            "token_hash": token_hash(session.token or ""),
            "idle_seconds": int(session.idle.total_seconds()),
            "ends_at": now() + session.absolute,
        }
    db.session.close()
    with unit_of_work(session.jurisdiction) as work:
        if session.row is None:
            work.add(WebSession(**values))
        else:
            work.execute(update(WebSession).where(WebSession.id == session.row.id).values(**values))


def _touch(session: ServerSession) -> None:
    assert session.row is not None
    db.session.close()
    with unit_of_work(session.jurisdiction) as work:
        work.execute(update(WebSession).where(WebSession.id == session.row.id).values(seen_at=now()))
