"""The inbox. HTTP only."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from webapp.accounts import officer
from webapp.accounts.own import count_to_confirm
from webapp.cases.follow_ups import count_follow_ups
from webapp.cases.inbox import VIEWS, count_views, inbox
from webapp.cases.registry import kinds
from webapp.office.desk import asked_for, desk, kept
from webapp.office.forms import VERDICTS, FilterForm
from webapp.office.store import (
    inbox_rows,
    union_choices,
)
from webapp.web import audience, page_or_fragment
from webapp.web.pagination import Page, page_number

bp = Blueprint("office", __name__, url_prefix="/office")
PAGE_SIZE = 50
HIDDEN_WHEN_EMPTY = ("others", "below")


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """The inbox: view, filters and page stand in the address."""
    here, form, number = desk(), FilterForm(request.args), page_number()
    form.kind.offer([(kind.name, kind.label) for kind in kinds()])
    form.union.offer(union_choices(here))
    wanted = asked_for(form)
    counts = count_views(here, wanted)
    rows = inbox(here, wanted, offset=Page.offset(number, PAGE_SIZE), limit=PAGE_SIZE)
    return page_or_fragment(
        "office/inbox.html",
        "office/_inbox.html",
        officer=officer(),
        filters=form,
        wanted=wanted,
        views={name: words for name, words in VIEWS.items() if counts[name] or name not in HIDDEN_WHEN_EMPTY},
        counts=counts,
        kept=kept(),
        several=bool(form.union.choices),
        all_ticked=request.args.get("all") == "1",
        verdicts=VERDICTS,
        acts=count_to_confirm(officer()),
        follow_ups=count_follow_ups(here.unions | here.below),
        page=Page(inbox_rows(rows, here), number, PAGE_SIZE, counts[wanted.view]),
    )
