"""Upkeep of the register: employers, and merges of two entries of one. HTTP only."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR, officer, owner_name
from webapp.accounts.acting import used_by
from webapp.office.events import shown
from webapp.office.forms import filled
from webapp.office.register.forms import KIND_LABELS, EmployerForm, MergerForm, SearchForm
from webapp.office.register.store import (
    Part,
    count_reports,
    employers_by_id,
    hanging_on,
    history_of,
    part_of,
    reports_matched,
)
from webapp.unions import Employer, divisions, employer_by_id, find_employers
from webapp.unions.credit_codes import credit_code_doubt
from webapp.unions.merging import (
    NotMergeable,
    NotUndoable,
    cells_of,
    merge_by_id,
    merge_employers,
    merges_of,
    undo_merge,
)
from webapp.unions.store import BadCreditCode, EmployerExists
from webapp.unions.upkeep import close_employer, correct_employer, register_employer, reopen_employer
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.errors import uuid_or_404
from webapp.web.shown import overtaken

bp = Blueprint("register", __name__, url_prefix="/office/register")
MOST_FOUND = 50


def part() -> Part:
    """What the signed-in officer keeps; 403 for whoever administers no union."""
    if "office_part" not in g:
        g.office_part = part_of(officer())
    if g.office_part is None:
        raise Problem(403, "单位和工会名录由各级工会的管理员维护。需要更正，请联系您所在工会的管理员。")
    found: Part = g.office_part
    return found


def actor() -> str:
    """How events name him."""
    return owner_name(officer().id)


def tabs(here: str) -> dict[str, Any]:
    """What the tabs of the register's pages show."""
    return {
        "here": here,
        "waiting": count_reports(part()),
        "report": None,
        "place_name": divisions.full_name,
        "kinds": KIND_LABELS,
    }


def _employer(employer_id: UUID, *, keeps: bool = False) -> Employer:
    found = employer_by_id(employer_id)
    if found is None:
        abort(404)
    if keeps and not part().keeps(found):
        raise Problem(403, "这个单位不在您管理的范围内，请联系当地工会的管理员更正。")
    return found


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """Look for employers by name, pinyin or credit code."""
    part()
    form = SearchForm(request.args)
    text = form.q.data or ""
    return page_or_fragment(
        "office/register/employers.html",
        search=form,
        text=text,
        found=find_employers(text, limit=MOST_FOUND) if text else [],
        **tabs("employers"),
    )


@bp.route("/employers/new", methods=["GET", "POST"])
@audience("officer")
@used_by(ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Put an employer on the register."""
    part()
    form = filled(EmployerForm(), name=request.args.get("name", ""))
    if form.validate_on_submit() and may_write(form):
        try:
            employer = register_employer(form.values(), actor=actor())
        except (BadCreditCode, EmployerExists) as refused:
            form.add_error("credit_code", str(refused))
        else:
            flash(f"{employer.name}已登记。")
            return redirect(url_for("register.show", employer_id=employer.id), 303)
    return page_or_fragment("office/register/employer_form.html", form=form, employer=None, **tabs("employers"))


def may_write(form: EmployerForm) -> bool:
    """Only what lies in his own part."""
    if part().keeps_place(form.division.data):
        return True
    form.add_error("division", "这个地方不在您管理的范围内，请由当地工会登记")
    return False


@bp.get("/employers/<uuid:employer_id>")
@audience("officer")
def show(employer_id: UUID) -> ResponseReturnValue:
    """One employer, what hangs on it and what happened to it."""
    part()
    employer = _employer(employer_id)
    merges = merges_of(employer.id)
    return page_or_fragment(
        "office/register/employer.html",
        employer=employer,
        doubt=credit_code_doubt(employer.credit_code) if employer.credit_code else None,
        keeps=part().keeps(employer),
        hanging=hanging_on(employer),
        written=reports_matched(employer.id),
        merges=merges,
        others=employers_by_id([one for merge in merges for one in (merge.gone_id, merge.kept_id)]),
        history=shown(history_of(f"employer:{employer.id}")),
        **tabs("employers"),
    )


@bp.route("/employers/<uuid:employer_id>/correction", methods=["GET", "POST"])
@audience("officer")
@used_by(ADMINISTRATOR)
def correction(employer_id: UUID) -> ResponseReturnValue:
    """Correct an employer."""
    part()
    employer = _employer(employer_id, keeps=True)
    form = EmployerForm(data={name: getattr(employer, name) for name in _FIELDS})
    if employer.kind not in KIND_LABELS:
        form.kind.offer([*KIND_LABELS.items(), (employer.kind, employer.kind)])
    if form.validate_on_submit() and may_write(form) and not overtaken(form):
        try:
            correct_employer(employer, form.values(), actor=actor())
        except (BadCreditCode, EmployerExists) as refused:
            form.add_error("credit_code", str(refused))
        else:
            flash("已更正。")
            return redirect(url_for("register.show", employer_id=employer_id), 303)
    return page_or_fragment("office/register/employer_form.html", form=form, employer=employer, **tabs("employers"))


_FIELDS = ("name", "credit_code", "kind", "division", "platform")


@bp.post("/employers/<uuid:employer_id>/closure")
@audience("officer")
@used_by(ADMINISTRATOR)
def closure(employer_id: UUID) -> ResponseReturnValue:
    """Close it, or open it again."""
    part()
    employer = _employer(employer_id, keeps=True)
    if employer.state == "merged":
        raise Problem(409, "这个单位已并入别的单位。要恢复，请撤销合并。")
    if employer.state == "closed":
        reopen_employer(employer, actor=actor())
        flash(f"{employer.name}已恢复，职工可以查到。")
    else:
        close_employer(employer, actor=actor())
        flash(f"{employer.name}已关闭，职工不再查到它。")
    return redirect(url_for("register.show", employer_id=employer_id), 303)


@bp.get("/employers/<uuid:employer_id>/merger")
@audience("officer")
@used_by(ADMINISTRATOR)
def merger(employer_id: UUID) -> ResponseReturnValue:
    """Look for the entry to keep; once it is chosen, see what the merge would move."""
    part()
    gone = _employer(employer_id, keeps=True)
    form = MergerForm(request.args)
    kept = None
    if form.into.sent and form.validate() and form.into.data.id:
        kept = _employer(form.into.data.id)
        if kept.id == gone.id:
            form.add_error("into", "请选择另一个单位：不能和自己合并")
            kept = None
    return page_or_fragment(
        "office/register/merger.html",
        form=form,
        gone=gone,
        kept=kept,
        moved=sum(1 for _cell in cells_of(gone.id)) if kept else 0,
        **tabs("employers"),
    )


@bp.post("/employers/<uuid:employer_id>/merger")
@audience("officer")
@used_by(ADMINISTRATOR)
def merge(employer_id: UUID) -> ResponseReturnValue:
    """Merge: this entry goes, the other stays."""
    part()
    gone = _employer(employer_id, keeps=True)
    kept = _employer(uuid_or_404(request.form.get("into", "")), keeps=True)
    try:
        merge_employers(gone, kept, actor=actor())
    except NotMergeable as refused:
        raise Problem(409, f"{refused}。") from None
    flash(f"{gone.name}已并入{kept.name}。合并错了，可以在这一页撤销。")
    return redirect(url_for("register.show", employer_id=kept.id), 303)


@bp.post("/mergers/<uuid:merge_id>/undoing")
@audience("officer")
@used_by(ADMINISTRATOR)
def undoing(merge_id: UUID) -> ResponseReturnValue:
    """Take a merge back."""
    part()
    found = merge_by_id(merge_id)
    if found is None:
        abort(404)
    _employer(found.kept_id, keeps=True)
    gone = _employer(found.gone_id, keeps=True)
    try:
        restored = undo_merge(found, actor=actor())
    except NotUndoable as refused:
        raise Problem(409, f"{refused}。") from None
    flash(f"已撤销合并，{gone.name}恢复为单独的单位，{restored} 处资料恢复原样。")
    return redirect(url_for("register.show", employer_id=gone.id), 303)
