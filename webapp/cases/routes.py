"""What a worker does with a case of any kind: ask for another look at a refusal. HTTP only."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import current_worker
from webapp.cases.forms import AppealForm
from webapp.cases.letters import letter_of_asker, letters_of
from webapp.cases.models import Case
from webapp.cases.moving import AppealRefused, appeal, appeal_until, can_appeal
from webapp.cases.registry import addressee_of, kind_of
from webapp.cases.store import case_by_reference, refusal_of
from webapp.cases.supplements import added_paper_of, keep_papers, papers_of
from webapp.cases.workflow import IllegalMove
from webapp.files import FileRefused, send, takes_files
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.errors import answer
from webapp.web.forms import Form

bp = Blueprint("cases", __name__, url_prefix="/cases")
MOVED_ON = "这件事在您打开页面以后有了新的进展，也可能您刚才已经提交成功。请重新打开这一页，看看最新情况。"


def _own(reference: str) -> Case:
    worker, case = current_worker(), case_by_reference(reference)
    if worker is None or case is None or case.worker_id != worker.id:
        abort(404)
    return case


@bp.app_errorhandler(IllegalMove)
def moved_on(_error: IllegalMove) -> ResponseReturnValue:
    """Whatever was asked for was done before, or the case went another way: a second tap, a page that was open for long."""
    return answer(Problem(409, MOVED_ON))


@bp.get("/<reference>/appeal")
@audience("worker")
def appeal_form(reference: str) -> ResponseReturnValue:
    """Ask why; where an appeal is not possible (any more), back to the case."""
    case = _own(reference)
    return _appeal_page(case, AppealForm()) if can_appeal(case) else _to_case(case)


@bp.post("/<reference>/appeal")
@audience("worker")
@takes_files
def send_appeal(reference: str) -> ResponseReturnValue:
    """Send the appeal to another officer, with what he adds; papers that came are kept even if the page comes back."""
    case, form = _own(reference), AppealForm()
    right = form.validate_on_submit()
    if can_appeal(case) and not take_papers(case, form) or not right:
        return _appeal_page(case, form)
    try:
        appeal(case, reason=form.reason.data)
    except AppealRefused as refused:
        raise Problem(409, str(refused)) from None
    except IllegalMove:
        raise Problem(409, "这件申请现在不能申请复核。请打开它，查看最新情况。") from None
    flash("复核申请已提交，由另一位工作人员办理。")
    return _to_case(case)


def take_papers(case: Case, form: Form) -> bool:
    """Keep the papers that a form brought, if they are right; what cannot be kept stands beside the field."""
    if form["files"].errors:
        return False
    try:
        keep_papers(case, form["files"].data, by=f"worker:{case.worker_id}")
    except FileRefused as refused:
        form.add_error("files", str(refused))
        return False
    form["files"].data = []
    return True


@bp.get("/<reference>/papers/<uuid:file_id>")
@audience("worker")
def paper(reference: str, file_id: UUID) -> Response:
    """One of the papers that he added to his case."""
    file = added_paper_of(_own(reference), file_id)
    if file is None:
        abort(404)
    return send(file)


@bp.get("/<reference>/letter")
@audience("worker")
def letter(reference: str) -> ResponseReturnValue:
    """The newest letter of his case, to print."""
    case = _own(reference)
    letters = letters_of(case)
    if not letters:
        abort(404)
    found = letter_of_asker(case)
    if found is None:
        raise Problem(409, "告知单要过一分钟才能打印，请稍等一下再打开。", title="告知单还没有好")
    return page_or_fragment("cases/letter.html", letter=found, addressee=addressee_of(case), back=_address(case))


def _appeal_page(case: Case, form: AppealForm) -> ResponseReturnValue:
    refusal = refusal_of(case)
    return page_or_fragment(
        "cases/appeal.html",
        form=form,
        case=case,
        papers=papers_of(case),
        kind=kind_of(case),
        back=_address(case),
        refused_because=refusal.reason if refusal else "",
        until=appeal_until(case),
    )


def _to_case(case: Case) -> ResponseReturnValue:
    return redirect(_address(case), 303)


def _address(case: Case) -> str:
    endpoint = kind_of(case).show_endpoint
    return url_for(endpoint, reference=case.reference) if endpoint else "/me"
