"""Who is at the browser: a session kept on the server, one a browser and province.

The cookie is host-only and holds a random name; the row holds its hash, so a copy of the database opens no session.
Content is encrypted in the row. A session ends when it was idle or has lived too long, when it is ended, and it is
never another host's. Nothing is kept about a browser of which only the form token is to be known: a signed cookie carries it,
here until there is something to keep, and always on the bare domain.

What an answer stands on (a sign-in, the draft that the next page shows) is written in the view's transaction, by `rotate`
and `keep`. The rest (a message, when it was seen) is written after it: an answer that is true without it goes out without it.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, g, has_request_context
from flask.globals import request_ctx
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.persistence import db, now, unit_of_work, when_undone
from webapp.tenancy import UnknownHost, hosts, scope
from webapp.web import form_tokens, session_rows
from webapp.web.cookies import COOKIE, NATIONAL_COOKIE, cookie_of, delete_cookie, form_cookie_of, set_cookie
from webapp.web.errors import Problem
from webapp.web.session_rows import ABSOLUTE, IDLE, Kept, WebSession, delete_dead_sessions, token_hash

__all__ = [
    "COOKIE",
    "CSRF_FIELD",
    "NATIONAL_COOKIE",
    "WebSession",
    "delete_dead_sessions",
    "end",
    "end_all",
    "init_app",
    "is_live",
    "keep",
    "lead_on",
    "officer_until",
    "owner_of_ended",
    "rotate",
    "token_hash",
]

SEEN_EVERY = timedelta(minutes=1)
LED_ON = timedelta(minutes=1)
"""How long a second tap on a sign-in leads where the first one did."""
CSRF_FIELD = "csrf_token"

log = logging.getLogger("webapp.security")
_json = TaggedJSONSerializer()


class ServerSession(SessionMixin):
    """The session as a view sees it. The row is read on first use and written after the response if something changed."""

    def __init__(self, jurisdiction: str, token: str | None, form_cookie: str | None) -> None:
        self.jurisdiction = jurisdiction
        self.form_cookie = form_cookie
        self.modified = False
        self.ended = False
        self.named = False
        self._shown = self.token = token
        self._row: Kept | None = None
        self._content: dict[str, Any] | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What is in it, read from the database when first asked for."""
        if self._content is None:
            self._row = self._find()
            self._content = _json.loads(self._row.data) if self._row else self._without_row()
        return self._content

    @property
    def row(self) -> Kept | None:
        """What the live row said that the browser's cookie names, or None."""
        assert self.content is not None
        return self._row

    @property
    def loaded(self) -> bool:
        """Whether anybody looked into it."""
        return self._content is not None

    def _without_row(self) -> dict[str, Any]:
        token = form_tokens.token_in(self.form_cookie, self.jurisdiction)
        return {CSRF_FIELD: token} if token else {}

    @property
    def needs_row(self) -> bool:
        """Whether there is more to keep than a form token."""
        return self.row is not None or bool(self.content.keys() - {CSRF_FIELD})

    def _find(self) -> Kept | None:
        if self.token is None:
            return None
        with scope(self.jurisdiction):
            return session_rows.find(self.token)

    def write(self, work: Session) -> None:
        """Write what is in it, under a new name where it has none yet."""
        if self._row is None:
            self.write_anew(work, None, IDLE, ABSOLUTE)
        else:
            session_rows.write(work, self._row, _json.dumps(self.content))
            self.modified = False

    def write_anew(
        self, work: Session, owner: str | None, idle: timedelta, absolute: timedelta, answer: str = ""
    ) -> None:
        """Write it as a new session; the name it had is worthless from now on, but to `lead_on` with the same answer."""
        if self.row is not None:
            session_rows.delete_one(work, self.row)
        follows = self.token is not None and answer
        token = (
            session_rows.token_after(self.token or "", answer) if follows else session_rows.new_token(self.jurisdiction)
        )
        data = _json.dumps(self.content)
        self._row = session_rows.write_new(work, token, data=data, owner=owner, idle=idle, absolute=absolute)
        self.token, self.named, self.modified = token, True, False

    def lead_on(self, answer: str) -> bool:
        """Go on as the session that this answer opened a moment ago, where it did."""
        if self._shown is None:
            return False
        with scope(self.jurisdiction):
            token = session_rows.token_after(self._shown, answer)
            row = session_rows.find(token)
        if row is None or now() - row.created_at > LED_ON:
            return False
        self.token, self._row, self._content = token, row, _json.loads(row.data)
        self.named, self.modified = True, False
        return True

    def was_long_unseen(self) -> bool:
        """Whether the row should be told that the session is in use."""
        return self._row is not None and now() - self._row.seen_at > SEEN_EVERY

    def touch(self, work: Session) -> None:
        """Tell it."""
        assert self._row is not None
        session_rows.touch(work, self._row)

    def undo(self) -> None:
        """The request has failed: what it put in is undone like everything else, and the browser's cookie names what it did."""
        self.token, self._row, self._content = self._shown, None, None
        self.named = self.ended = self.modified = False

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    def __setitem__(self, key: str, value: Any) -> None:
        if isinstance(value, str) and self.content.get(key) == value:
            return
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
        token = _own_token(request.cookies.get(cookie_of(jurisdiction)), jurisdiction)
        return ServerSession(jurisdiction, token, request.cookies.get(form_cookie_of(jurisdiction)))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed, in a transaction of its own after the view's: what that one did stands either way."""
        if not isinstance(session, ServerSession):
            self._signed.save_session(app, session, response)
            return
        if session.loaded:
            response.vary.add("Cookie")
        if session.ended:
            delete_cookie(response, cookie_of(session.jurisdiction))
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
            return
        if session.modified and not session.needs_row:
            _show_form_token(session, response)
        elif session.modified or session.was_long_unseen():
            _save(session)
        if session.named:
            _show_name(session, response)


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
    app.add_template_global(officer_until)
    when_undone(app, _undo)


def officer_until() -> datetime | None:
    """When the officer's session at this browser ends if nothing is done from now on; None where none is at work here."""
    session = request_ctx.session if has_request_context() else None
    if not isinstance(session, ServerSession) or not session.loaded or session.row is None:
        return None
    row = session.row
    if not (row.owner or "").startswith("officer:"):
        return None
    return min(row.ends_at, now() + timedelta(seconds=row.idle_seconds))


def rotate(
    *, owner: str | None = None, idle: timedelta = IDLE, absolute: timedelta = ABSOLUTE, answer: str = ""
) -> None:
    """Give this browser a new session name, at sign-in, in the running transaction: who cannot be remembered is not signed in
    (Problem 503). The old name is worthless; what was put in so far stays, but the form token. `owner` is who signed in; the limits
    count from now. `answer` is the secret that proved it, where a second tap with it is to be led on (`lead_on`).
    """
    session = _open()
    session.content.pop(CSRF_FIELD, None)
    try:
        with db.session.begin_nested():
            session.write_anew(db.session(), owner, idle, absolute, answer)
    except SQLAlchemyError as error:
        if isinstance(error, IntegrityError) and answer and session.lead_on(answer):
            return  # another tap with this very answer was there a moment before
        log.exception("a sign-in could not be kept")
        raise Problem(503, "登录没有成功：系统暂时记不住您的登录。请过几分钟再试一次。") from None


def lead_on(answer: str) -> bool:
    """Whether the name that the browser shows was given up a moment ago for this very answer; then it goes on as that session.

    A second tap sends the old name, since the answer to the first, with the new one, never reached the page.
    """
    return _open().lead_on(answer)


def keep() -> None:
    """Write the session in the running transaction, so that it is kept exactly when the rest is: for what the next page
    cannot do without. Raises Problem 503.
    """
    session = _open()
    try:
        session.write(db.session())
    except SQLAlchemyError:
        log.exception("a session could not be kept")
        raise Problem(503, "系统暂时记不住您办到哪一步，所以没有往下办。请过几分钟再试一次。") from None


def is_live() -> bool:
    """Whether this browser has a session that has not ended."""
    return _open().row is not None


def owner_of_ended() -> str | None:
    """Whose the session was that the browser still names although its time has passed; None where it lives or is not known."""
    session = _open()
    if session.token is None or session.row is not None:
        return None
    with scope(session.jurisdiction):
        return session_rows.owner_of(session.token)


def end() -> None:
    """End this browser's session, on the server and in the browser. Part of the running transaction."""
    session = _open()
    session.content.clear()
    if session.row is not None:
        session_rows.delete_one(db.session(), session.row)
    session.ended = True


def end_all(owner: str, *, but_this: bool = False) -> None:
    """End every session of an owner, or every other one. Part of the running transaction."""
    session_rows.delete_of(owner, but=_open().row if but_this else None)


def _open() -> ServerSession:
    session = request_ctx.session
    if not isinstance(session, ServerSession):
        raise RuntimeError("there is no session of anybody on this host")
    return session


def _undo() -> None:
    session = getattr(request_ctx, "_session", None)
    if isinstance(session, ServerSession):
        session.undo()
        g.pop(CSRF_FIELD, None)


def _own_token(cookie: str | None, jurisdiction: str) -> str | None:
    """The cookie's value if it was given out by this host."""
    if not cookie:
        return None
    home, _, _ = cookie.partition(".")
    if home != jurisdiction:
        log.warning("a session of another host was shown to %s", jurisdiction)
        return None
    return cookie


def _save(session: ServerSession) -> None:
    """Write what the view did not. Where that fails, the answer goes out as it is: what it says was kept before."""
    named = session.named
    db.session.close()
    try:
        with unit_of_work(session.jurisdiction) as work:
            session.write(work) if session.modified else session.touch(work)
    except SQLAlchemyError:
        log.exception("a session could not be written after its answer was made")
        session.named = named


def _show_name(session: ServerSession, response: Response) -> None:
    """The browser is known by its session from now on; the form token it had goes along in there."""
    assert session.token is not None
    set_cookie(response, cookie_of(session.jurisdiction), session.token)
    if session.form_cookie is not None:
        delete_cookie(response, form_cookie_of(session.jurisdiction))


def _show_form_token(session: ServerSession, response: Response) -> None:
    if CSRF_FIELD in session.content:
        cookie = form_tokens.signed(session.content[CSRF_FIELD], session.jurisdiction)
        set_cookie(response, form_cookie_of(session.jurisdiction), cookie)
