"""The inbox. HTTP only."""

from collections.abc import Mapping

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from webapp.accounts import officer
from webapp.accounts.own import count_to_confirm
from webapp.cases.follow_ups import count_follow_ups
from webapp.cases.inbox import VIEWS, count_views, inbox, key_of_row
from webapp.cases.registry import kinds
from webapp.office.desk import asked_for, desk, kept
from webapp.office.forms import VERDICTS, FilterForm
from webapp.office.store import (
    inbox_rows,
    union_choices,
)
from webapp.web import audience, page_or_fragment
from webapp.web.pagination import Stretch, begin

bp = Blueprint("office", __name__, url_prefix="/office")
PAGE_SIZE = 50
HIDDEN_WHEN_EMPTY = ("others", "below")


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """The inbox: view, filters and where to begin stand in the address."""
    here, form = desk(), FilterForm(request.args)
    form.kind.offer([(kind.name, kind.label) for kind in kinds()])
    form.union.offer(union_choices(here))
    wanted = asked_for(form)
    counts = count_views(here, wanted)
    rows = inbox(here, wanted, begin=begin(), limit=PAGE_SIZE + 1)
    found = Stretch.of(rows, PAGE_SIZE, counts[wanted.view], key_of_row)
    return page_or_fragment(
        "office/inbox.html",
        "office/_inbox.html",
        officer=officer(),
        filters=form,
        wanted=wanted,
        views={name: words for name, words in VIEWS.items() if _is_shown(name, wanted.view, counts)},
        counts=counts,
        kept=kept(),
        several=bool(form.union.choices),
        all_ticked=request.args.get("all") == "1",
        verdicts=VERDICTS,
        acts=count_to_confirm(officer()),
        follow_ups=count_follow_ups(here.unions | here.below),
        stretch=found,
        rows=inbox_rows(found.rows, here),
    )


def _is_shown(view: str, here: str, counts: Mapping[str, int]) -> bool:
    """Whether the view has a tab: those that are for some offices only have one while there is something, or it is open."""
    return view == here or counts[view] > 0 or view not in HIDDEN_WHEN_EMPTY
