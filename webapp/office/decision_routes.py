"""A verdict: on one case from its page, or on many, where first it is shown what it would lead to. HTTP only."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import officer
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases import AlreadyDecided, Case, EffectRefused, IllegalMove, NotYours, Verdict, decide_all, decide_step
from webapp.cases.inbox import next_case, open_step, waits_for_another
from webapp.cases.undoing import CannotTakeBack, can_take_back_until, take_back
from webapp.cases.workflow import verdicts_in
from webapp.office.case_routes import case_page_of, verdict_form
from webapp.office.desk import asked_for, desk, kept
from webapp.office.forms import VERDICTS, BulkForm, VerdictForm
from webapp.office.store import Previewed, case_seen_by, chosen_cases, common_clauses, phrase_choices
from webapp.persistence import writes
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.shell import Link, flash_with_link
from webapp.web.text import whole_number

bp = Blueprint("office_bulk", __name__, url_prefix="/office/decisions")
one = Blueprint("office_decision", __name__, url_prefix="/office/cases/<reference>/decision")
MOST = 50


@one.post("")
@audience("officer")
@used_by(*DECIDING)
def decide(reference: str) -> ResponseReturnValue:
    """Write the verdict, then on to the next case."""
    here = desk()
    row = case_seen_by(reference, here)
    form, step = verdict_form(row), open_step(row, here)
    if step is None and waits_for_another(row, here):
        raise Problem(409, "第一步是您同意的，您的意见没有写入。第二步要由另一位同事办理，第二位不能是同一个人。")
    if step is None:
        raise _already(row)
    if not form.validate_on_submit():
        return case_page_of(row, form)
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
        back = Link("回到这件事项", url_for("office_cases.show", reference=row.reference, **kept()))
        raise Problem(409, str(refused), title="还不能办理", back=back) from None
    return _to(row, following)


@one.post("/undoing")
@audience("officer")
@used_by(*DECIDING)
def undoing(reference: str) -> ResponseReturnValue:
    """Take one's own verdict back, while nobody was told of it."""
    row = case_seen_by(reference, desk())
    try:
        take_back(row, officer_id=desk().officer_id)
    except CannotTakeBack as refused:
        raise Problem(409, str(refused), title="不能收回") from None
    flash("已收回，这件事项又等您办理。")
    return redirect(url_for("office_cases.show", reference=reference, **kept()), 303)


def _to(row: Case, following: Case | None) -> ResponseReturnValue:
    said = f"{row.reference} 已办理。{'待办已清空。' if following is None else '这是下一件。'}"
    if can_take_back_until(row, desk().officer_id) is not None:
        back = Link(
            f"一分钟之内可以收回 {row.reference}", url_for("office_cases.show", reference=row.reference, **kept())
        )
        flash_with_link(said, back)
    else:
        flash(said, "success")
    if following is None:
        return redirect(url_for("office.index", **kept()), 303)
    return redirect(url_for("office_cases.show", reference=following.reference, **kept()), 303)


def _version_seen(form: VerdictForm) -> int:
    """The version of the case that stood on the page; what is no number is none."""
    return whole_number(form.version.data) or 0


def _already(row: Case) -> Problem:
    return Problem(
        409, f"{row.reference} 在您打开页面后有了新的进展，您的意见没有写入。请重新打开这件申请，查看最新情况。"
    )


@bp.get("")
@audience("officer")
@used_by(*DECIDING)
@writes
def preview() -> ResponseReturnValue:
    """What the verdict would do to each case; no verdict is written. A limit that a union set meanwhile brings its second officer."""
    verdict = request.args.get("verdict", "")
    cases = _chosen(request.args.getlist("chosen"), verdict)
    if not cases:
        return redirect(url_for("office.index", **kept()), 303)
    form = _form(cases)
    form.verdict.data = verdict
    return _preview_page(form, cases)


@bp.post("")
@audience("officer")
@used_by(*DECIDING)
def decisions() -> ResponseReturnValue:
    """Decide them; each that cannot be decided says why and stays as it was."""
    verdict = request.form.get("verdict", "")
    cases = _chosen(request.form.getlist("chosen"), verdict)
    if not cases:
        return redirect(url_for("office.index", **kept()), 303)
    form = _form(cases)
    if not form.validate_on_submit():
        return _preview_page(form, cases)
    results = decide_all(
        [one.choice for one in cases if one.problem is None],
        Verdict(verdict),
        officer_id=officer().id,
        reason=form.reason_given(),
        clauses=form.clauses.data or (),
    )
    problems = [(one.choice.case, one.problem) for one in cases if one.problem is not None]
    problems += [(one.case, one.problem) for one in results if one.problem is not None]
    done = [one.case for one in results if one.problem is None]
    until = can_take_back_until(done[-1], officer().id) if done else None
    return page_or_fragment(
        "office/decided.html", undo_until=until, done=done, problems=problems, verdict=VERDICTS[Verdict(verdict)][0]
    )


def _chosen(tokens: list[str], verdict: str) -> list[Previewed]:
    known = verdict in set(Verdict)
    return chosen_cases(tokens[:MOST], Verdict(verdict), desk()) if known else []


def _form(cases: list[Previewed]) -> BulkForm:
    form = BulkForm()
    form.phrases.offer(phrase_choices({one.choice.step.union_id for one in cases}))
    form.clauses.offer(common_clauses([one.choice.case for one in cases]))
    return form


def _preview_page(form: BulkForm, cases: list[Previewed]) -> ResponseReturnValue:
    verdict = Verdict(form.verdict.data or "")
    possible = [one for one in cases if one.problem is None and verdict in verdicts_in(one.choice.case.state)]
    return page_or_fragment(
        "office/preview.html",
        form=form,
        cases=cases,
        possible=len(possible),
        verdict=verdict,
        words=VERDICTS[verdict],
        kept=kept(),
    )
