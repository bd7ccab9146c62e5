"""The page that shows a demo's messages: a province's own on its host, all of them on the bare domain. HTTP only."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, Flask, abort
from flask.typing import ResponseReturnValue

from webapp.notices import housekeeping as housekeeping
from webapp.notices.delivery import shows_messages
from webapp.notices.store import messages_of
from webapp.persistence import mask_phone, unit_of_work
from webapp.tenancy import library, maybe_current, profile, scope
from webapp.web import audience, page_or_fragment

bp = Blueprint("notices", __name__)


class Shown(NamedTuple):
    """A message as the page shows it."""

    province: str
    phone: str
    text: str
    at: datetime


@bp.get("/messages")
@audience("any")
def messages() -> ResponseReturnValue:
    """What was sent, newest first; 404 in production."""
    if not shows_messages():
        abort(404)
    own = maybe_current()
    rows = _shown(own) if own else [row for name in library().jurisdictions() for row in _shown(name)]
    rows.sort(key=lambda row: row.at, reverse=True)
    return page_or_fragment("notices/messages.html", "notices/_messages.html", messages=rows, own=own is not None)


def _shown(jurisdiction: str) -> list[Shown]:
    with unit_of_work(jurisdiction, write=False), scope(jurisdiction):
        name = profile().name
        return [Shown(name, mask_phone(row.phone), row.text, row.created_at) for row in messages_of()]


def init_app(app: Flask) -> None:
    """Install the page."""
    app.register_blueprint(bp)
