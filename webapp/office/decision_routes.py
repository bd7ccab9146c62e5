"""One verdict on many cases: first what it would lead to, then the decision. HTTP only."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.cases import Verdict, decide_all
from webapp.cases.workflow import verdicts_in
from webapp.office.desk import desk, kept, officer
from webapp.office.forms import VERDICTS, BulkForm
from webapp.office.store import Previewed, chosen_cases, common_clauses, phrase_choices
from webapp.web import audience, page_or_fragment

bp = Blueprint("office_bulk", __name__, url_prefix="/office/decisions")
MOST = 50


@bp.get("")
@audience("officer")
def preview() -> ResponseReturnValue:
    """What the verdict would do to each case; nothing is written."""
    verdict = request.args.get("verdict", "")
    cases = _chosen(request.args.getlist("chosen"), verdict)
    if not cases:
        return redirect(url_for("office.index", **kept()), 303)
    form = _form(cases)
    form.verdict.data = verdict
    return _preview_page(form, cases)


@bp.post("")
@audience("officer")
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
    return page_or_fragment("office/decided.html", done=done, problems=problems, verdict=VERDICTS[Verdict(verdict)][0])


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
