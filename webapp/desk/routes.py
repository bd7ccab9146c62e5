"""The desk: its texts, one text being edited, its approval, and comparing. HTTP only."""

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR, POLICY_APPROVER, POLICY_AUTHOR
from webapp.accounts.acting import used_by
from webapp.desk import beginning, pages
from webapp.desk.acting import ACTS
from webapp.desk.asked import Asked, of_request
from webapp.desk.comparing import SECTIONS, compare, texts_to_compare
from webapp.desk.forms import CompareForm, DecisionForm, DocumentForm, ProvinceForm
from webapp.desk.ownership import remember_foreign
from webapp.desk.source import faults_of, unknown_year
from webapp.desk.standing import approver, author, standing
from webapp.desk.store import Subject, open_draft, publications, publish, send_back, subject, subjects
from webapp.desk.words import words_of
from webapp.desk.workflow import NotNow
from webapp.tenancy import NATIONAL, current, library
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """Every text of this desk, what waits, and the ways to begin a new one."""
    return _index(ProvinceForm(), DocumentForm())


@bp.post("")
@audience("officer")
@used_by(POLICY_AUTHOR)
def begin() -> ResponseReturnValue:
    """Begin a new province (the nation's desk only) or a new document, from its skeleton."""
    who, province, document = author(), ProvinceForm(), DocumentForm()
    form: ProvinceForm | DocumentForm = province if "name" in request.form else document
    if form is province and current() != NATIONAL:
        abort(404)
    if not form.validate_on_submit():
        return _index(province, document)
    try:
        begun = beginning.province(province, who) if form is province else beginning.document(document, who)
    except NotNow as refused:
        form.add_error("name" if form is province else "document", str(refused))
        return _index(province, document)
    return redirect(url_for("desk.text", name=begun), 303)


def _index(province: ProvinceForm, document: DocumentForm) -> ResponseReturnValue:
    here = standing()
    wrong = next((form for form in (province, document) if form.errors), None)
    return page_or_fragment(
        "desk/index.html",
        here=here,
        rows=subjects(),
        province=province if current() == NATIONAL else None,
        document=document,
        faults=faults_of(current()),
        unknown_year=unknown_year(),
        form=wrong,
        status=422 if wrong else 200,
    )


@bp.get("/texts/<name>")
@audience("officer")
def text(name: str) -> ResponseReturnValue:
    """One text: its draft or what governs, with the panel that the address asks for; an earlier publication read-only."""
    here, found = standing(), _subject(name)
    at = request.args.get("at", "")
    if at:
        row = next((one for one in publications(found.kind, name) if str(one.id) == at), None)
        if row is None:
            abort(404)
        return page_or_fragment("desk/publication.html", here=here, subject=found, row=row)
    return pages.show(here, found, of_request(found), panel=request.args.get("show", ""))


@bp.post("/texts/<name>")
@audience("officer")
@used_by(POLICY_AUTHOR, POLICY_APPROVER, ADMINISTRATOR)
def write(name: str) -> ResponseReturnValue:
    """Check, save, propose, drop: `act` says which; without one the text is checked."""
    found = _written(name)
    asked: Asked = of_request(found)
    act, _, argument = request.form.get("act", "check").partition(":")
    do = ACTS.get(act)
    if do is None:
        return pages.check(standing(), found, asked, panel=argument if act == "show" else "")
    if act != "drop" and asked.form.body.data and not asked.form.validate_on_submit():
        return pages.show(standing(), found, asked, panel="")
    return do(author(), found, asked, argument)


@bp.post("/texts/<name>/decision")
@audience("officer")
@used_by(POLICY_APPROVER)
def decision(name: str) -> ResponseReturnValue:
    """The approver publishes, or sends the text back with a reason."""
    who, found, form = approver(), _written(name), DecisionForm()
    draft = open_draft(found.kind, name)
    if draft is None or str(draft.version) != request.form.get("version", ""):
        raise Problem(409, "这份文本在您打开页面后有了改动，没有发布。请重新打开，看过现在的文本再办理。")
    try:
        if request.form.get("act") == "publish":
            if not pages.checked(found, draft.text, draft.examples).good:
                raise NotNow("这份文本现在通不过校验，不能发布。请退回起草人。")
            publish(draft, approver=who)
            flash("已发布，几秒内在全部服务器生效。")
        else:
            if not form.validate_on_submit() or not form.note.data:
                form.add_error("note", "请写明退回的理由")
                return pages.show(standing(), found, of_request(found), panel="", decision=form)
            send_back(draft, form.note.data, approver=who)
            flash("已退回起草人。")
    except NotNow as refused:
        raise Problem(409, str(refused)) from None
    return redirect(url_for("desk.index"), 303)


@bp.get("/compare")
@audience("officer")
def comparison() -> ResponseReturnValue:
    """Two provinces or two revisions over all keys; the choice stands in the address."""
    standing()
    form = CompareForm(request.args)
    offered = texts_to_compare()
    for field in (form.before, form.after):
        field.offer([(key, one.title) for key, one in offered.items()])
    rows = None
    if request.args.get("before") and form.validate():
        rows = compare(offered[form.before.data], offered[form.after.data])
    return page_or_fragment("desk/compare.html", chosen=form, rows=rows, meanings=SECTIONS)


@bp.get("/words")
@audience("officer")
def words() -> ResponseReturnValue:
    """For the editor in the browser: the keys of the language with their meanings, and the clauses of this desk's documents."""
    standing()
    return jsonify(
        words_of(library().profile(current()) if current() in _served() else None, request.args.get("q", ""))
    )


def _served() -> list[str]:
    return [NATIONAL, *library().jurisdictions()]


def _subject(name: str) -> Subject:
    found = subject(name)
    if found is None:
        abort(404)
    return found


def _written(name: str) -> Subject:
    """The text that is to be written. Another desk's is not found here, and that somebody tried stays as an event."""
    found = subject(name)
    if found is None:
        remember_foreign(name, standing().officer)
        abort(404)
    return found
