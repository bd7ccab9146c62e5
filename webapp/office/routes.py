"""The inbox and the case page. HTTP only."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.own import count_to_confirm
from webapp.cases import AlreadyDecided, Case, EffectRefused, IllegalMove, NotYours, Verdict, decide_step
from webapp.cases.claims import claim
from webapp.cases.follow_ups import count_follow_ups
from webapp.cases.inbox import VIEWS, count_views, inbox, next_case, open_step
from webapp.cases.registry import kinds
from webapp.cases.revising import revise
from webapp.cases.workflow import verdicts_in
from webapp.office.desk import asked_for, desk, kept, officer
from webapp.office.forms import VERDICTS, FilterForm, VerdictForm
from webapp.office.store import (
    case_page,
    case_seen_by,
    clause_choices,
    inbox_rows,
    name_of,
    phrase_choices,
    union_choices,
)
from webapp.persistence import writes
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.pagination import Page, page_number
from webapp.web.shell import Link
from webapp.web.text import whole_number

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


@bp.get("/cases/<reference>")
@audience("officer")
@writes
def case(reference: str) -> ResponseReturnValue:
    """One case with its grounds and, where this officer can decide it, the verdict form; colleagues see that he has it open."""
    row = case_seen_by(reference, desk())
    revise(row)
    return _case_page(row, _verdict_form(row))


@bp.post("/cases/<reference>/decision")
@audience("officer")
def decision(reference: str) -> ResponseReturnValue:
    """Write the verdict, then on to the next case."""
    here = desk()
    row = case_seen_by(reference, here)
    form, step = _verdict_form(row), open_step(row, here)
    if step is None:
        raise _already(row)
    if not form.validate_on_submit():
        return _case_page(row, form)
    following = next_case(here, asked_for(), after=row)
    try:
        decide_step(
            row,
            step,
            Verdict(form.verdict.data),
            officer_id=here.officer_id,
            reason=form.reason_given(),
            clauses=form.clauses.data or (),
            seen_version=_version_seen(form),
        )
    except (AlreadyDecided, IllegalMove):
        raise _already(row) from None
    except (EffectRefused, NotYours) as refused:
        back = Link("回到这件事项", url_for("office.case", reference=row.reference, **kept()))
        raise Problem(409, str(refused), title="还不能办理", back=back) from None
    return _to(row, following)


def _to(row: Case, following: Case | None) -> ResponseReturnValue:
    if following is None:
        flash(f"{row.reference} 已办理。待办已清空。", "success")
        return redirect(url_for("office.index", **kept()), 303)
    flash(f"{row.reference} 已办理。这是下一件。", "success")
    return redirect(url_for("office.case", reference=following.reference, **kept()), 303)


def _version_seen(form: VerdictForm) -> int:
    """The version of the case that stood on the page; what is no number is none."""
    return whole_number(form.version.data) or 0


def _already(row: Case) -> Problem:
    return Problem(
        409, f"{row.reference} 在您打开页面后有了新的进展，您的意见没有写入。请重新打开这件申请，查看最新情况。"
    )


def _verdict_form(row: Case) -> VerdictForm:
    form = VerdictForm()
    form.verdict.offer([(verdict, *VERDICTS[verdict]) for verdict in verdicts_in(row.state)])
    form.clauses.offer(clause_choices(row))
    form.phrases.offer(phrase_choices(desk().unions))
    if not form.is_submitted():
        form.version.data = str(row.version)
    return form


def _case_page(row: Case, form: VerdictForm) -> ResponseReturnValue:
    here = desk()
    step = open_step(row, here)
    holder = claim(row, here.officer_id) if step else None
    return page_or_fragment(
        "office/case.html",
        case=row,
        form=form,
        step=step,
        holder=name_of(holder) if holder else None,
        following=next_case(here, asked_for(), after=row),
        kept=kept(),
        keys={Verdict.GRANT: "1", Verdict.RETURN: "2", Verdict.REFUSE: "3"},
        **case_page(row, here),
    )
