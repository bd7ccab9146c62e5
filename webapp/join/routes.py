"""The join pages. HTTP only: load, form, decide, store, redirect."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker, limits
from webapp.cases import cases_of_application
from webapp.cases.words import modality_words
from webapp.join import housekeeping as housekeeping
from webapp.join.consider import Outcome, consider
from webapp.join.doors.channels import Closed, NoSuchEntrance, by_way, online
from webapp.join.doors.drafts import draft_here, hold, in_the_way
from webapp.join.entrance_routes import closed_page, gone_page
from webapp.join.forms import IdentityForm, SubmissionForm, choice_form, question_form
from webapp.join.models import JoinDraft
from webapp.join.pages import AnswerRow, check_rows, legs_shown, verdict_of
from webapp.join.questions import BY_ID, asked, previous_question
from webapp.join.seats.moving import seat_kind_of
from webapp.join.store import (
    AccountTaken,
    AlreadyMember,
    DuplicateApplication,
    application_of_draft,
    new_draft,
    save_answers,
    save_identity,
)
from webapp.join.submitting import submit_application
from webapp.join.wording import WORDING
from webapp.members.acts import brought_by_membership
from webapp.tenancy import profile
from webapp.web import audience, page_or_fragment, sessions
from webapp.web.identity_number import RESIDENT_CARD
from webapp.web.shown import changed, seals, sentence

bp = Blueprint("join", __name__, url_prefix="/join")
CAN_APPLY = frozenset({"join", "waits"})
REFUSALS = (AlreadyMember, DuplicateApplication, AccountTaken)
TRANSFER = "transfer"
PLACE = "place"
"""The question whose choices hang on what the policy says of the answers before it."""


def _to_start() -> ResponseReturnValue:
    return redirect(url_for("join.start"), 303)


def _submitted(draft: JoinDraft) -> ResponseReturnValue | None:
    """Where a worker's draft that became an application leads: nothing in it can be changed any more."""
    done = application_of_draft(draft) if draft.entered_by is None else None
    return _to_application(done.id) if done is not None else None


def _onwards(draft: JoinDraft) -> ResponseReturnValue:
    """To the next open question; with all answered to the check page if he came from there, else to the result."""
    outcome = consider(draft)
    if outcome.question is None and draft.identity_number and outcome.chosen and draft.entered_by is None:
        return redirect(url_for("join.check"), 303)
    return _to_question(outcome.question)


def _to_question(question: str | None) -> ResponseReturnValue:
    if question is None:
        return redirect(url_for("join.result"), 303)
    return redirect(url_for("join.question", question=question), 303)


@bp.get("")
@audience("public")
def start() -> ResponseReturnValue:
    """What joining takes, and the way in; a draft begun earlier can be continued."""
    draft = draft_here()
    begun = draft is not None and bool(draft.answers) and application_of_draft(draft) is None
    try:
        return page_or_fragment(
            "join/start.html", entrance=online(), way="", begun=begun, **in_the_way(), benefits=brought_by_membership()
        )
    except Closed as closed:
        return closed_page(closed)


@bp.post("")
@audience("public")
def begin() -> ResponseReturnValue:
    """A new draft for this browser, by the entrance whose start page he saw."""
    worker = current_worker()
    try:
        entrance = by_way(request.form.get("way", ""))
    except Closed as closed:
        return closed_page(closed)
    except NoSuchEntrance as unknown:
        return gone_page(str(unknown))
    draft = new_draft(
        channel=entrance.channel,
        worker_id=worker.id if worker else None,
        origin=entrance.origin,
        answers=entrance.answers,
    )
    hold(draft)
    sessions.keep()
    return _to_question(BY_ID["group"].id)


@bp.get("/draft")
@audience("public")
def resume() -> ResponseReturnValue:
    """Where the worker left off."""
    draft = draft_here()
    if draft is None:
        return _to_start()
    hold(draft)
    return _to_question(consider(draft).question)


@bp.route("/questions/<question>", methods=["GET", "POST"])
@audience("public")
def question(question: str) -> ResponseReturnValue:
    """One question; its answer is saved at once."""
    draft = draft_here()
    if draft is None or question not in BY_ID:
        return _to_start()
    if (done := _submitted(draft)) is not None:
        return done
    bases = consider(draft).bases if question == PLACE else ()
    form = question_form(question, profile(), draft.answers, bases)
    if form.validate_on_submit():
        save_answers(draft, form.answers())
        return _onwards(draft)
    back = previous_question(question, draft.answers)
    return page_or_fragment(
        "join/question.html",
        form=form,
        question=question,
        words=WORDING[question],
        back=back,
        number=len(asked(draft.answers)),
    )


@bp.route("/result", methods=["GET", "POST"])
@audience("public")
def result() -> ResponseReturnValue:
    """Which union, and why; where several can take him, the worker picks."""
    draft = draft_here()
    if draft is None:
        return _to_start()
    if (done := _submitted(draft)) is not None:
        return done
    outcome = consider(draft, seat_kind_of(current_worker()))
    if outcome.question is not None:
        return _to_question(outcome.question)
    form = choice_form(outcome.legs)
    if outcome.decision.outcome == TRANSFER and form.validate_on_submit():
        save_answers(draft, form.answers())
        return redirect(url_for("join_transfer.check"), 303)
    if outcome.decision.outcome in CAN_APPLY and form.validate_on_submit():
        save_answers(draft, form.answers())
        if draft.entered_by is not None:
            return redirect(url_for("join_entries.person", draft_id=draft.id), 303)
        return redirect(url_for("join.check" if draft.identity_number else "join.identity"), 303)
    return page_or_fragment("join/result.html", form=form, back=asked(draft.answers)[-1], **_result_page(outcome))


def _result_page(outcome: Outcome) -> dict[str, Any]:
    return {
        "decision": outcome.decision,
        "legs": legs_shown(outcome),
        "verdict": verdict_of(outcome),
        "modality_words": modality_words(),
        "can_apply": outcome.decision.outcome in CAN_APPLY,
        "can_transfer": outcome.decision.outcome == TRANSFER and any(leg.candidates for leg in outcome.legs),
    }


@bp.route("/identity", methods=["GET", "POST"])
@audience("worker")
def identity() -> ResponseReturnValue:
    """Who the worker is; the phone is the one he signed in with."""
    draft, worker = draft_here(), current_worker()
    if draft is None or worker is None:
        return _to_start()
    if (done := _submitted(draft)) is not None:
        return done
    hold(draft)
    form = IdentityForm(
        data={
            "name": draft.name,
            "identity_kind": draft.identity_kind or RESIDENT_CARD,
            "identity_number": draft.identity_number,
        }
    )
    if form.validate_on_submit() and _may_try(form, draft, worker):
        try:
            save_identity(
                draft,
                worker_id=worker.id,
                name=form.name.data,
                kind=form.identity_kind.data,
                number=form.identity_number.data,
            )
            return redirect(url_for("join.check"), 303)
        except REFUSALS as refused:
            form.add_error("identity_number", _why_refused(refused))
    return page_or_fragment("join/identity.html", form=form, worker=worker)


def _may_try(form: IdentityForm, draft: JoinDraft, worker: Worker) -> bool:
    """Whether this account may name one more number; the one that stands in the draft already costs nothing."""
    if form.identity_number.data == draft.identity_number:
        return True
    counted = limits.numbers_named(worker.id, request.remote_addr)
    wait = limits.wait_for(counted)
    if wait is None:
        limits.count(counted)
        return True
    form.add_error("identity_number", f"填写号码的次数太多，请过 {limits.minutes(wait)} 分钟再试")
    return False


def _why_refused(refused: Exception) -> str:
    if isinstance(refused, AlreadyMember):
        return "您已经是工会会员，会籍只有一个。要换工会，请到“我的”页面或原工会办理会籍接转"
    if isinstance(refused, DuplicateApplication) and refused.reference:
        how = "不用重复申请。要重新填，请先在“我的”页面撤回那一件"
        return f"您已有一件在办的入会申请（编号 {refused.reference}），{how}"
    if isinstance(refused, DuplicateApplication):
        return "您刚刚已提交一件入会申请，不用重复申请"
    return "这个手机号已登记为另一个人，每个人要用自己的手机号申请。登记错了，请带身份证到工会更正"


@bp.get("/check")
@audience("worker")
def check() -> ResponseReturnValue:
    """Everything the worker said, each row with a way to change it, and the consents."""
    return _check_page(SubmissionForm())


def _check_page(form: SubmissionForm) -> ResponseReturnValue:
    draft = draft_here()
    if draft is None:
        return _to_start()
    done = application_of_draft(draft)
    if done is not None:
        return _to_application(done.id)
    outcome = consider(draft)
    if outcome.question is not None:
        return _to_question(outcome.question)
    if not outcome.chosen or outcome.decision.outcome not in CAN_APPLY:
        return redirect(url_for("join.result"), 303)
    if not draft.identity_number:
        return redirect(url_for("join.identity"), 303)
    sections = check_rows(draft, outcome, current_worker())
    return page_or_fragment(
        "join/check.html", form=form, sections=sections, shown=seals(_seen(draft, sections)), **_result_page(outcome)
    )


def _seen(draft: JoinDraft, sections: list[tuple[str, list[AnswerRow]]]) -> list[tuple[str, str]]:
    """What the check page stands for: its rows, and the number that it shows masked."""
    return [
        *((row.label, row.value) for _, rows in sections for row in rows),
        ("证件号码", draft.identity_number or ""),
    ]


@bp.post("/submission")
@audience("worker")
def submission() -> ResponseReturnValue:
    """Submit once; a second click leads to the same confirmation."""
    draft, worker, form = draft_here(), current_worker(), SubmissionForm()
    if draft is None or worker is None:
        return _to_start()
    done = application_of_draft(draft)
    if done is not None:
        return _to_application(done.id)
    outcome = consider(draft)
    if not form.validate_on_submit() or not _is_ready(draft, outcome):
        return _check_page(form)
    different = changed(_seen(draft, check_rows(draft, outcome, worker)))
    if different is not None:
        form.form_errors.append(sentence(different))
        return _check_page(form)
    try:
        application = submit_application(draft, worker, outcome)
    except REFUSALS as refused:
        form.form_errors.append(_why_refused(refused))
        return _check_page(form)
    return _to_application(application.id)


def _is_ready(draft: JoinDraft, outcome: Outcome) -> bool:
    """Whether nothing is left to answer, to pick or to say of himself, and the rules let him apply this way."""
    can_apply = outcome.question is None and outcome.decision.outcome in CAN_APPLY
    return can_apply and outcome.chosen and bool(draft.identity_number)


def _to_application(application_id: Any) -> ResponseReturnValue:
    reference = cases_of_application(application_id)[0].reference
    return redirect(url_for("join_applications.show", reference=reference), 303)
