"""The inbox and the case page. HTTP only."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_officer, officer_unions
from webapp.cases import AlreadyDecided, Case, IllegalMove, Verdict, decide_step
from webapp.cases.inbox import VIEWS, count_inbox, inbox, next_case, open_step
from webapp.cases.registry import EffectRefused
from webapp.office.forms import VerdictForm
from webapp.office.store import case_page, case_seen_by, clause_choices, inbox_rows
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.pagination import Page, page_number

bp = Blueprint("office", __name__, url_prefix="/office")
PAGE_SIZE = 50


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """The inbox: `view` and `page` stand in the URL."""
    unions = officer_unions()
    view = request.args.get("view", "open")
    view = view if view in VIEWS else "open"
    number = page_number()
    counts = {name: count_inbox(unions, view=name) for name in VIEWS}
    rows = inbox(unions, view=view, offset=Page.offset(number, PAGE_SIZE), limit=PAGE_SIZE)
    return page_or_fragment(
        "office/inbox.html",
        "office/_inbox.html",
        officer=current_officer(),
        view=view,
        views=VIEWS,
        counts=counts,
        page=Page(inbox_rows(rows), number, PAGE_SIZE, counts[view]),
    )


@bp.get("/cases/<reference>")
@audience("officer")
def case(reference: str) -> ResponseReturnValue:
    """One case with its grounds and, where this officer can decide it, the verdict form."""
    unions = officer_unions()
    row = case_seen_by(reference, unions)
    return _case_page(row, _verdict_form(row), unions)


@bp.post("/cases/<reference>/decision")
@audience("officer")
def decision(reference: str) -> ResponseReturnValue:
    """Write the verdict, then on to the next case."""
    unions, officer = officer_unions(), current_officer()
    row = case_seen_by(reference, unions)
    form = _verdict_form(row)
    step = open_step(row, unions)
    if not form.validate_on_submit():
        return _case_page(row, form, unions)
    if step is None or officer is None:
        raise _already(row)
    try:
        decide_step(
            row,
            step,
            Verdict(form.verdict.data),
            officer_id=officer.id,
            reason=form.reason.data or "",
            clauses=form.clauses.data or (),
            seen_version=int(form.version.data or 0),
        )
    except (AlreadyDecided, IllegalMove):
        raise _already(row) from None
    except EffectRefused as refused:
        raise Problem(409, str(refused)) from None
    return _to_next(row, unions)


def _to_next(row: Case, unions: set[UUID]) -> ResponseReturnValue:
    following = next_case(unions, after=row)
    if following is None:
        flash(f"{row.reference} 已办理。待办已清空。", "success")
        return redirect(url_for("office.index"))
    flash(f"{row.reference} 已办理。这是下一件。", "success")
    return redirect(url_for("office.case", reference=following.reference))


def _already(row: Case) -> Problem:
    return Problem(
        409, f"{row.reference} 在您打开页面后已由他人办理，您的意见没有写入。请重新打开这件申请，查看最新情况。"
    )


def _verdict_form(row: Case) -> VerdictForm:
    form = VerdictForm()
    form.clauses.offer(clause_choices(row))
    if not form.is_submitted():
        form.version.data = str(row.version)
    return form


def _case_page(row: Case, form: VerdictForm, unions: set[UUID]) -> ResponseReturnValue:
    return page_or_fragment("office/case.html", case=row, form=form, step=open_step(row, unions), **case_page(row))
