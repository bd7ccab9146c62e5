"""The member's pages: his cover and ledger, the filings he begins, hands in and takes back. HTTP only."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker
from webapp.cases import Case, IllegalMove, State, can_appeal, case_by_reference, withdraw
from webapp.cases.moving import locked
from webapp.cases.seen import Looker, seen_in_list
from webapp.cases.store import refusal_of
from webapp.cases.timeline import events_of
from webapp.cases.words import modality_words
from webapp.claims.asking import asking_on
from webapp.claims.assessment.membership import union_for
from webapp.claims.assessment.plans import edition_on, plan_by_id
from webapp.claims.assessment.trying import can_try
from webapp.claims.beside import links, links_on
from webapp.claims.cover import has_another, shown_accidents, shown_plans, silence
from webapp.claims.covered import watch
from webapp.claims.enrolments import enrol
from webapp.claims.forms import SubmissionForm, submission_form
from webapp.claims.models import Filing
from webapp.claims.pages import Task, against, can_submit, filing_page, tasks_of
from webapp.claims.procedure import hand_in
from webapp.claims.store import KIND, accident_of, accidents_of, filing_of, new_accident, new_filing
from webapp.claims.workflow import EDITABLE, WITHDRAWABLE
from webapp.members import Person, keep_consents, person_of_worker
from webapp.tenancy import business_date, profile
from webapp.unions import union_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.shown import changed, seals, sentence

bp = Blueprint("claims", __name__, url_prefix="/claims")
PURPOSE = "claim"


def worker() -> Worker:
    """Who is signed in; the gate let nobody else in."""
    found = current_worker()
    assert found is not None, "the gate lets only workers in"
    return found


def own(reference: str, *, editable: bool = False) -> tuple[Filing, Case]:
    """The worker's own filing. 404 for another's; a Problem where it is to be changed and cannot be any more."""
    case = case_by_reference(reference)
    if case is None or case.kind != KIND or case.worker_id != worker().id:
        abort(404)
    if editable and case.state not in EDITABLE:
        raise Problem(409, "这件申报已经提交，不能再改。审核退回后可以补充；有新的票据，可以在同一件事下再报一次。")
    return filing_of(case), case


def _person() -> Person | None:
    signed_in = current_worker()
    return person_of_worker(signed_in.id) if signed_in is not None else None


@bp.get("")
@audience("public")
def index() -> ResponseReturnValue:
    """Cover, ledger, accidents; where the province has no plan, that it has none."""
    person = _person()
    plans, accidents = shown_plans(person), shown_accidents(person) if person is not None else []
    union_id = union_for(person) if person is not None else None
    return page_or_fragment(
        "claims/index.html",
        plans=plans,
        silence=None if plans else silence(),
        accidents=accidents,
        seen=seen_in_list([case for one in accidents for _filing, case in one.filings], Looker.ASKER),
        signed_in=current_worker() is not None,
        person=person,
        union=union_by_id(union_id) if union_id is not None else None,
        beside=links(),
        tries=can_try(profile(), business_date()),
        modality_words=modality_words(),
    )


@bp.post("")
@audience("worker")
def begin() -> ResponseReturnValue:
    """A new draft: on a new accident under `plan`, or on the one numbered `accident`."""
    person = _person()
    if person is None:
        raise Problem(409, "还没有您的会员资料。请先申请入会。")
    number = request.form.get("accident", "")
    if number:
        accident = next((one for one in accidents_of(person.id) if str(one.number) == number), None)
        if accident is None:
            abort(404)
    else:
        plan = plan_by_id(profile(), request.form.get("plan", ""))
        if plan is None or not plan.editions:
            raise Problem(409, "这里没有可以申报的保障计划。")
        accident = new_accident(person, plan=plan.id)
    _filing, case = new_filing(person, accident, union_id=union_for(person))
    return redirect(url_for("claims.show", reference=case.reference), 303)


@bp.post("/enrolment")
@audience("worker")
def enrolment() -> ResponseReturnValue:
    """Take part in the edition in force; a second time is kept as void and changes nothing."""
    person, plan = _person(), plan_by_id(profile(), request.form.get("plan", ""))
    edition = edition_on(plan, business_date()) if plan is not None else None
    if person is None or plan is None or edition is None:
        raise Problem(409, "现在没有可以参加的保障。")
    if has_another(person, plan):
        raise Problem(409, f"已有另一个同类的保障，和“{plan.label}”每人只能有一个，所以没有参加。")
    most = edition.shares.max if edition.shares is not None else None
    row = enrol(person, plan=plan.id, edition=edition.id, on=business_date(), most=most)
    watch(person)
    if row.void:
        flash("您已经参加过，这一次无效：每人的份数有限，保障照旧。", "warning")
    else:
        flash("已参加。", "success")
    return redirect(url_for("claims.index"), 303)


@bp.get("/<reference>")
@audience("worker")
def show(reference: str) -> ResponseReturnValue:
    """A draft: what is still to be filled in. Later: how it stands, and how the sum comes about."""
    filing, case = own(reference)
    if case.state in EDITABLE:
        return _draft_page(filing, case, _submission(filing))
    return page_or_fragment(
        "claims/filing.html",
        events=events_of(case),
        can_withdraw=case.state in WITHDRAWABLE,
        can_appeal=can_appeal(case),
        modality_words=modality_words(),
        refusal=_why_refused(case),
        links=links_on(case),
        **filing_page(filing, case, Looker.ASKER),
    )


def _why_refused(case: Case) -> str:
    refusal = refusal_of(case) if case.state == State.REFUSED else None
    return (refusal.reason or "") if refusal is not None else ""


def _submission(filing: Filing) -> SubmissionForm:
    return submission_form(asking_on(accident_of(filing)).consent)


def _seen(tasks: list[Task]) -> list[tuple[str, str]]:
    """What the overview stands for: each part with what it says."""
    return [(task.title, f"{task.done} {task.note}") for task in tasks]


def _draft_page(filing: Filing, case: Case, form: SubmissionForm) -> ResponseReturnValue:
    page, tasks = filing_page(filing, case, Looker.ASKER), tasks_of(filing, accident_of(filing))
    return page_or_fragment(
        "claims/draft.html",
        form=form,
        tasks=tasks,
        against=against(filing),
        ready=can_submit(tasks),
        shown=seals(_seen(tasks)),
        reasons=[event["note"] for event in events_of(case) if event["note"]] if case.state == State.RETURNED else [],
        modality_words=modality_words(),
        **page,
    )


@bp.post("/<reference>/submission")
@audience("worker")
def submission(reference: str) -> ResponseReturnValue:
    """Hand it in; a second click finds it handed in."""
    filing, case = own(reference)
    case, form = locked(case), _submission(filing)
    if case.state not in EDITABLE:
        return redirect(url_for("claims.show", reference=reference), 303)
    if not can_submit(tasks_of(filing, accident_of(filing))):
        form.form_errors.append("还有没填完的部分，填完再提交")
        return _draft_page(filing, case, form)
    if not form.validate_on_submit():
        return _draft_page(filing, case, form)
    different = changed(_seen(tasks_of(filing, accident_of(filing))))
    if different is not None:
        form.form_errors.append(sentence(different))
        return _draft_page(filing, case, form)
    keep_consents(worker().id, {PURPOSE: str(form.consent.label.text)}, channel="online")
    hand_in(filing, case)
    flash("已提交。", "success")
    return redirect(url_for("claims.show", reference=reference), 303)


@bp.post("/<reference>/withdrawal")
@audience("worker")
def withdrawal(reference: str) -> ResponseReturnValue:
    """Take it back while it is undecided; a draft is taken back too, and stays where it is."""
    _filing, case = own(reference)
    try:
        withdraw(case)
    except IllegalMove:
        raise Problem(409, "这件申报已经办结，不能撤回。") from None
    flash("已撤回。需要时可以重新申报。", "success")
    return redirect(url_for("claims.index"), 303)
