"""One case: its page, handing it to a colleague, the letter, full numbers, the application as a form. HTTP only."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR, officer, owner_name
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases import AlreadyDecided, Case, NotAColleague, Verdict, assign, kind_of
from webapp.cases.claims import claim
from webapp.cases.inbox import Desk, may_see, next_case, open_step, steps_here
from webapp.cases.letters import letters_of
from webapp.cases.registry import addressee_of
from webapp.cases.revising import revise
from webapp.cases.supplements import added_paper_of
from webapp.cases.workflow import verdicts_in
from webapp.files import send
from webapp.join.paper import paper_of
from webapp.office.desk import administered, asked_for, desk, kept
from webapp.office.forms import VERDICTS, AssignmentForm, VerdictForm, WhyForm
from webapp.office.store import (
    case_held_by,
    case_page,
    case_seen_by,
    clause_choices,
    colleague_choices,
    name_of,
    phrase_choices,
)
from webapp.persistence import record_event, writes
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("office_cases", __name__, url_prefix="/office/cases/<reference>")


@bp.get("")
@audience("officer")
@writes
def show(reference: str) -> ResponseReturnValue:
    """One case with its grounds and, where this officer can decide it, the verdict form; colleagues see that he has it open."""
    row = case_seen_by(reference, desk())
    revise(row)
    return case_page_of(row)


def verdict_form(row: Case) -> VerdictForm:
    """The verdicts that the case allows, with the clauses and phrases to choose from."""
    form = VerdictForm()
    form.verdict.offer([(verdict, *VERDICTS[verdict]) for verdict in verdicts_in(row.state)])
    form.clauses.offer(clause_choices(row))
    form.phrases.offer(phrase_choices(desk().unions))
    if not form.is_submitted():
        form.version.data = str(row.version)
    return form


def case_page_of(row: Case, form: VerdictForm | None = None) -> ResponseReturnValue:
    """The page of a case, with the verdict form as it was sent; colleagues see that this officer has it open."""
    here = desk()
    step = open_step(row, here)
    holder = claim(row, here.officer_id) if step else None
    return page_or_fragment(
        "office/case.html",
        case=row,
        form=form or verdict_form(row),
        step=step,
        holder=name_of(holder) if holder else None,
        following=next_case(here, asked_for(), after=row),
        kept=kept(),
        keys={Verdict.GRANT: "1", Verdict.RETURN: "2", Verdict.REFUSE: "3"},
        **case_page(row, here),
    )


@bp.post("/assignment")
@audience("officer")
@used_by(ADMINISTRATOR)
def assignment(reference: str) -> ResponseReturnValue:
    """An administrator hands a step of his union to a named officer, or back to all."""
    case, form = case_seen_by(reference, desk()), AssignmentForm()
    steps = {str(step.id): step for step in steps_here(case, desk()) if step.union_id in administered()}
    step = steps.get(form.step.data or "")
    if step is None:
        abort(404)
    form.officer.offer(colleague_choices(step.union_id))
    if not form.validate_on_submit():
        raise Problem(422, "只能交给本工会或上一级工会的在岗工作人员。请返回重新选择。")
    try:
        assign(case, step, UUID(form.officer.data) if form.officer.data else None, by=officer().id)
    except AlreadyDecided:
        raise Problem(409, "这一步已经办理，不用再交给别人。") from None
    except NotAColleague as refused:
        raise Problem(409, str(refused)) from None
    flash("已改派。", "success")
    return redirect(url_for("office_cases.show", reference=reference, **kept()), 303)


@bp.get("/letter")
@audience("officer")
def letter(reference: str) -> ResponseReturnValue:
    """The letter of a decided case, to print; `issue` counts from the first where an appeal made a second one."""
    case = case_seen_by(reference, desk())
    letters = letters_of(case)[::-1]
    issue = request.args.get("issue", len(letters), type=int)
    if not 1 <= issue <= len(letters):
        abort(404)
    back = url_for("office_cases.show", reference=reference)
    return page_or_fragment("cases/letter.html", letter=letters[issue - 1], addressee=addressee_of(case), back=back)


@bp.get("/papers/<uuid:file_id>")
@audience("officer")
def added_paper(reference: str, file_id: UUID) -> Response:
    """One paper that the asker added to his case."""
    file = added_paper_of(case_seen_by(reference, desk()), file_id)
    if file is None:
        abort(404)
    return send(file)


@bp.get("/full-numbers")
@audience("officer")
@used_by(*DECIDING)
def ask_full_numbers(reference: str) -> ResponseReturnValue:
    """Ask why the masked numbers are needed."""
    return _numbers_page(case_held_by(reference, desk()), WhyForm())


@bp.post("/full-numbers")
@audience("officer")
@used_by(*DECIDING)
def full_numbers(reference: str) -> ResponseReturnValue:
    """Show them once; the reading and its reason are an event."""
    case, form = case_held_by(reference, desk()), WhyForm()
    secrets = kind_of(case).secrets
    if not form.validate_on_submit() or secrets is None:
        return _numbers_page(case, form)
    rows = secrets(case)
    _record_reading(case, [term for term, _value in rows], form)
    return _numbers_page(case, form, rows)


def _record_reading(case: Case, terms: list[str], form: WhyForm) -> None:
    data = {"fields": terms, "reason": form.reason.data}
    record_event(kind="personal_data.read", case_id=case.id, actor=owner_name(officer().id), data=data)


def _numbers_page(case: Case, form: WhyForm, rows: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    shown = [{"label": term, "value": value, "change": None} for term, value in rows] if rows else None
    return page_or_fragment("office/full_numbers.html", case=case, form=form, rows=shown)


@bp.get("/form")
@audience("officer")
def paper(reference: str) -> ResponseReturnValue:
    """The application as a form on one sheet, its numbers masked."""
    return _paper_page(case_seen_by(reference, desk()), WhyForm())


@bp.post("/form")
@audience("officer")
@used_by(*DECIDING)
def full_paper(reference: str) -> ResponseReturnValue:
    """The same sheet with the whole numbers, for the member to sign; the reading and its reason are an event."""
    case, form = case_held_by(reference, desk()), WhyForm()
    secrets = kind_of(case).secrets
    if not form.validate_on_submit() or secrets is None:
        return _paper_page(case, form)
    _record_reading(case, [term for term, _value in secrets(case)], form)
    return _paper_page(case, None)


def _paper_page(case: Case, form: WhyForm | None) -> ResponseReturnValue:
    """`form` asks why the whole numbers are needed; None: they are shown."""
    if case.kind != "join":
        abort(404)
    asks = {"form": form} if form is not None and _may_read_numbers(case) else {}
    back = url_for("office_cases.show", reference=case.reference)
    return page_or_fragment("join/paper.html", paper=paper_of(case, full=form is None), back=back, **asks)


def _may_read_numbers(case: Case) -> bool:
    here = desk()
    return may_see(case, Desk(here.officer_id, here.unions))
