"""The pages on which a member fills in a filing, one part each; everything is kept at once. HTTP only."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.cases import Case, State
from webapp.claims.accounts import account_number, check_own
from webapp.claims.asking import Asking, asking_on
from webapp.claims.assessment.assessing import assess
from webapp.claims.assessment.facts import NO
from webapp.claims.assessment.plans import SELF
from webapp.claims.assessment.terms import edition_of
from webapp.claims.assessment.told import MEMBER, tell
from webapp.claims.forms import (
    CARE,
    WHAT,
    PapersForm,
    WhatForm,
    WhenForm,
    account_form,
    answers_in,
    bill_form,
    what_form,
)
from webapp.claims.models import Accident, Filing
from webapp.claims.more import more_of, reads
from webapp.claims.pages import (
    against,
    bill_line,
    papers_of,
    parts_of,
    payee_choices,
    terms_for_papers,
    words_of,
)
from webapp.claims.routes import own, worker
from webapp.claims.store import (
    accident_of,
    bill_by_id,
    bills_of,
    filed_beside,
    remove_bill,
    save_account,
    save_bill,
    subject_of,
)
from webapp.claims.told_forms import result_in, told_in
from webapp.files import FileRefused, files_of, get, keep, remove, send, takes_files
from webapp.members.store import person_by_id
from webapp.persistence import db
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.rows import Question
from webapp.tenancy import business_date
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.dates import CHINA
from webapp.web.errors import uuid_or_404
from webapp.web.shown import overtaken

bp = Blueprint("claim_entries", __name__, url_prefix="/claims/<reference>")


def _next(filing: Filing, reference: str, part: str) -> ResponseReturnValue:
    """After a part the next one, so that a first filling-in is one walk; after a change of a finished one the overview."""
    parts = parts_of(filing)
    following = parts[parts.index(part) + 1 :]
    if part in ("when", "what") and against(filing):
        return redirect(url_for("claims.show", reference=reference), 303)
    if request.form.get("walk") and following:
        return redirect(url_for(f"claim_entries.{following[0]}", reference=reference, walk=1), 303)
    return redirect(url_for("claims.show", reference=reference), 303)


def _walking() -> bool:
    return request.values.get("walk") == "1"


def _page(template: str, part: str, filing: Filing, case: Case, **values: Any) -> ResponseReturnValue:
    parts = parts_of(filing)
    if part not in parts:
        return redirect(url_for("claims.show", reference=case.reference), 303)
    at = parts.index(part)
    back = url_for("claims.show", reference=case.reference)
    if _walking() and at:
        back = url_for(f"claim_entries.{parts[at - 1]}", reference=case.reference, walk=1)
    return page_or_fragment(
        template, filing=filing, case=case, back=back, walk=_walking(), following=(*parts, None)[at + 1], **values
    )


@bp.route("/when", methods=["GET", "POST"])
@audience("worker")
def when(reference: str) -> ResponseReturnValue:
    """The day and the time of day."""
    filing, case = own(reference, editable=True)
    accident = _changeable(filing)
    asking = asking_on(accident)
    form = WhenForm(business_date(), asking.day, data=_when(accident))
    if form.validate_on_submit() and not overtaken(form):
        accident.at, accident.time_known, accident.edition = form.at(), bool(form.time.data), None
        db.session.flush()
        return _next(filing, reference, "when")
    return _page("claims/question.html", "when", filing, case, form=form, title="什么时候")


def _changeable(filing: Filing) -> Accident:
    """The accident, while nothing else was filed on it: what an earlier filing was decided on stays as it was said."""
    if filed_beside(filing):
        raise Problem(409, "这件事已经申报过，时间和经过不能再改。写错了的，请告诉审核的工作人员。")
    return accident_of(filing)


def _when(accident: Accident) -> dict[str, object]:
    if accident.at is None:
        return {}
    local = accident.at.astimezone(CHINA)
    return {"day": local.date(), "time": f"{local:%H:%M}" if accident.time_known else ""}


@bp.route("/what", methods=["GET", "POST"])
@audience("worker")
def what(reference: str) -> ResponseReturnValue:
    """What happened and where; the edition's own questions."""
    filing, case = own(reference, editable=True)
    accident = _changeable(filing)
    edition = edition_of(accident)
    questions = [one for one in (edition.questions if edition is not None else None) or () if one.who == "member"]
    asking = asking_on(accident)
    form = what_form(accident, asking, questions)
    if form.validate_on_submit() and not overtaken(form):
        _save_what(accident, asking, form, questions)
        return _next(filing, reference, "what")
    return _page("claims/question.html", "what", filing, case, form=form, title="怎么回事？")


def _save_what(accident: Accident, asking: Asking, form: WhatForm, questions: list[Question]) -> None:
    for name in WHAT:
        if name in form:
            setattr(accident, name, form[name].data)
    accident.kind = accident.kind if "kind" in form else asking.only_kind
    accident.answers = {**accident.answers, **answers_in(form, questions)}
    db.session.flush()


@bp.get("/bills")
@audience("worker")
def bills(reference: str) -> ResponseReturnValue:
    """The bills so far, and one more."""
    filing, case = own(reference, editable=True)
    return _page(
        "claims/bills.html", "bills", filing, case, bills=bills_of([filing.id]), bill_line=bill_line, yuan=yuan
    )


@bp.route("/bills/<bill>", methods=["GET", "POST"])
@audience("worker")
def bill(reference: str, bill: str) -> ResponseReturnValue:
    """One bill, `new` or to be changed."""
    filing, case = own(reference, editable=True)
    row = None if bill == "new" else bill_by_id(filing, uuid_or_404(bill))
    if row is None and bill != "new":
        abort(404)
    words = words_of("care")
    form = bill_form(
        row, accident_of(filing), list(words_of("hospital_kind").items()), [(one, words[one]) for one in CARE]
    )
    if accident_of(filing).third_party == NO:
        del form.third_party
    if not reads(accident_of(filing), "hospital.division"):
        del form.hospital_division
    if form.validate_on_submit() and not overtaken(form):
        save_bill(filing, row, form.values())
        return redirect(url_for("claim_entries.bills", reference=reference, walk=1 if _walking() else None), 303)
    back = url_for("claim_entries.bills", reference=reference, walk=1 if _walking() else None)
    return page_or_fragment(
        "claims/bill.html", filing=filing, case=case, form=form, bill=row, back=back, walk=_walking()
    )


@bp.post("/bills/<bill>/removal")
@audience("worker")
def bill_removal(reference: str, bill: str) -> ResponseReturnValue:
    """Take a bill out again."""
    filing, _case = own(reference, editable=True)
    row = bill_by_id(filing, uuid_or_404(bill))
    if row is not None:
        remove_bill(row)
        flash("已删除这张票据。", "success")
    return redirect(url_for("claim_entries.bills", reference=reference), 303)


@bp.route("/more", methods=["GET", "POST"])
@audience("worker")
def more(reference: str) -> ResponseReturnValue:
    """What the plan has to be told besides: what others paid, a degree, a day; what is left open goes to a person."""
    filing, case = own(reference, editable=True)
    if "more" not in parts_of(filing):
        return redirect(url_for("claims.show", reference=reference), 303)
    form, asks = more_of(filing)
    if form.validate_on_submit() and not overtaken(form):
        tell(accident_of(filing), told_in(form, asks), said_by=MEMBER)
        filing.result = result_in(form, filing)
        db.session.flush()
        return _next(filing, reference, "more")
    return _page("claims/question.html", "more", filing, case, form=form, title="其他情况")


@bp.route("/papers", methods=["GET", "POST"])
@audience("worker")
@takes_files
def papers(reference: str) -> ResponseReturnValue:
    """Photographs by kind of paper; each file is kept by itself, so that a bad one among them loses no other."""
    filing, case = own(reference, editable=True)
    sent = _papers_sent(filing) if request.method == "POST" else None
    if sent is not None and not sent.files.errors:
        return redirect(url_for("claim_entries.papers", reference=reference, walk=1 if _walking() else None), 303)
    found = assess(filing, case)
    rows = papers_of(filing, found)
    forms = {one.document.id: PapersForm(one.document.id, formdata=None) for one in rows}
    if sent is not None:
        forms[sent.purpose] = sent
    return _page(
        "claims/papers.html",
        "papers",
        filing,
        case,
        papers=rows,
        forms=forms,
        form=sent,
    )


def _papers_sent(filing: Filing) -> PapersForm:
    """Keep every file that can be kept; the field has the messages about the others."""
    purpose = request.form.get("purpose", "")
    edition = terms_for_papers(accident_of(filing))
    if purpose not in {row.id for row in (edition.documents if edition is not None else ())}:
        abort(404)
    form = PapersForm(purpose)
    try:
        for upload in form.files.data if form.validate() else ():
            keep(upload, subject=subject_of(filing), purpose=purpose, by=f"worker:{worker().id}")
    except FileRefused as refused:
        form.files.refused.append(str(refused))
    form.files.errors = form.files.errors or form.files.refused
    return form


@bp.get("/papers/<uuid:file_id>")
@audience("worker")
def paper(reference: str, file_id: UUID) -> Response | ResponseReturnValue:
    """One of his own papers."""
    filing, _case = own(reference)
    file = get(file_id)
    if file is None or file.subject != subject_of(filing):
        abort(404)
    return send(file)


@bp.post("/papers/<uuid:file_id>/removal")
@audience("worker")
def paper_removal(reference: str, file_id: UUID) -> ResponseReturnValue:
    """Take a paper back before it is handed in."""
    filing, _case = own(reference, editable=True)
    for file in files_of(subject_of(filing)):
        if file.id == file_id:
            remove(file)
            flash("已删除这个文件。", "success")
    return redirect(url_for("claim_entries.papers", reference=reference), 303)


@bp.route("/account", methods=["GET", "POST"])
@audience("worker")
def account(reference: str) -> ResponseReturnValue:
    """The bank account: where the plan pays to the member himself, it must bear his name. Of a granted claim it is put right elsewhere."""
    if own(reference)[1].state == State.GRANTED:
        return redirect(url_for("claim_corrections.mine", reference=reference), 303)
    filing, case = own(reference, editable=True)
    form = account_form(filing, payee_choices(filing))
    person = person_by_id(filing.person_id)
    if form.validate_on_submit() and (form.payee.data != SELF or check_own(form, person.name)) and not overtaken(form):
        save_account(
            filing,
            payee=form.payee.data,
            bank=form.bank.data,
            holder=form.holder.data,
            number=account_number(form),
        )
        return _next(filing, reference, "account")
    return _page("claims/account.html", "account", filing, case, form=form, only_own=len(form.payee.choices) == 1)
