"""A form that was sent twice is taken once: the second time it leads where the first one did (docs/decisions/0021).

A form that makes something carries a key that its page made (`{{ once() }}` in its template). The request that does the work keeps, in
its own transaction, where it led; another with the same key and the same content is led there and does nothing, whether it comes a
moment later, at the same moment, or after an answer that was lost. What was not done keeps nothing: a corrected form is a new one.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, add_once, before_commit, db, delete_some, now, undo
from webapp.tenancy import maybe_current

FIELD = "once"
LIFE = timedelta(hours=20)
"""How long a form may be sent again; as long as its token holds."""
BLOCK = 1 << 20


class SentForm(Scoped):
    """A form that was taken, by what it brought, and where it led."""

    __tablename__ = "sent_forms"
    key: Mapped[str] = mapped_column(String(64))
    led_to: Mapped[str] = mapped_column(SecretText("sent_forms.led_to"))
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("jurisdiction", "key"), Index("ix_sent_forms_at", "jurisdiction", "at"))


def new_key() -> str:
    """A key for the forms of one page."""
    if "once_new" not in g:
        g.once_new = secrets.token_urlsafe(12)
    made: str = g.once_new
    return made


def led_on() -> Response | None:
    """Where the same form led that was sent before; None where it is the first, or needs no key."""
    if "once_key" not in g:
        return None
    row = select(SentForm.led_to).where(SentForm.key == g.once_key, SentForm.at > now() - LIFE)
    to = db.session.scalars(row).first()
    return None if to is None else make_response(redirect(to, 303))


def delete_old(at: datetime) -> bool:
    """Forget some forms whose time has passed; whether there may be more."""
    return delete_some(SentForm, SentForm.at < at - LIFE)


def _look_first() -> Response | None:
    if request.method != "POST" or maybe_current() is None or not request.form.get(FIELD):
        return None
    g.once_key = key_here()
    return led_on()


def key_here() -> str:
    """What was sent, and where to: fields and files in their order."""
    digest = hashlib.sha256(repr((request.path, list(request.form.items(multi=True)))).encode())
    for name, file in request.files.items(multi=True):
        digest.update(repr((name, file.filename)).encode())
        while block := file.stream.read(BLOCK):
            digest.update(block)
        file.stream.seek(0)
    return digest.hexdigest()


def _keep(answer: ResponseReturnValue) -> ResponseReturnValue:
    """Before the commit: note where it leads. Where the same form was taken meanwhile, all of this one is undone."""
    if "once_key" not in g:
        return answer
    response = current_app.make_response(answer)
    done = response.status_code == 303
    if done and add_once(SentForm(key=g.once_key, led_to=response.location or request.path)):
        return response
    if done:
        undo()
    before = led_on()
    if before is not None and not done:
        undo()
    return before or response


def init_app(app: Flask) -> None:
    """Install behind the gates: who may not send the form is not led on either."""
    app.add_template_global(new_key, FIELD)
    app.before_request(_look_first)
    before_commit(app, _keep)
