"""The record of events, for auditors of the province. HTTP only."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from webapp.accounts import AUDITOR, officer, officer_unions
from webapp.office.events import WORDS, EventFilter, count_events, events, key_of_event, shown
from webapp.office.forms import EventFilterForm
from webapp.unions import top_union
from webapp.web import audience, page_or_fragment
from webapp.web.pagination import Stretch, begin

bp = Blueprint("office_events", __name__, url_prefix="/office/events")
PAGE_SIZE = 100


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """All events, the newest first; filters and where to begin stand in the address. Only for auditors of the top federation."""
    top = top_union()
    if top is None or top.id not in officer_unions(officer(), AUDITOR):
        abort(403)
    form = EventFilterForm(request.args)
    form.kind.offer(sorted(WORDS.items(), key=lambda row: row[1]))
    wanted = EventFilter(
        (form.reference.data or "").upper(),
        (form.actor.data or "").lower(),
        form.kind.data if form.kind.data in WORDS else "",
    )
    rows = events(wanted, begin=begin(), limit=PAGE_SIZE + 1)
    found = Stretch.of(rows, PAGE_SIZE, count_events(wanted), key_of_event)
    return page_or_fragment(
        "office/events.html", "office/_events.html", stretch=found, rows=shown(found.rows), filters=form
    )
