"""Upkeep of the register: the unions below one's own. HTTP only."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR
from webapp.accounts.acting import used_by
from webapp.cases.words import modality_words
from webapp.founding.register import Refusal, Registration, against, registration
from webapp.founding.terms import is_asked, record_term
from webapp.office.events import shown
from webapp.office.register.forms import DetailsForm, ParentForm, SearchForm, UnionForm
from webapp.office.register.routes import actor, part, tabs
from webapp.office.register.store import (
    children_of,
    count_unions_kept,
    history_of,
    holds,
    kind_choices,
    possible_parents,
    trade_choices,
    unions_kept,
)
from webapp.tenancy import profile
from webapp.unions import Union, divisions, employer_by_id, union_by_id
from webapp.unions.store import UnionLoop
from webapp.unions.upkeep import close_union, correct_union, move_union, register_union, reopen_union
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.errors import uuid_or_404
from webapp.web.pagination import Page, page_number
from webapp.web.shown import overtaken

bp = Blueprint("register_unions", __name__, url_prefix="/office/register/unions")
PAGE_SIZE = 50


def _union(union_id: UUID) -> Union:
    """A union of the officer's part; 404 otherwise."""
    found = union_by_id(union_id) if union_id in part().unions else None
    if found is None:
        abort(404)
    return found


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """Unions by name; without one his own and those directly below."""
    form, number = SearchForm(request.args), page_number()
    text = form.q.data or ""
    rows = unions_kept(part(), text, offset=Page.offset(number, PAGE_SIZE), limit=PAGE_SIZE)
    return page_or_fragment(
        "office/register/unions.html",
        search=form,
        page=Page(rows, number, PAGE_SIZE, count_unions_kept(part(), text)),
        label=_label,
        **tabs("unions"),
    )


def _label(kind: str) -> str:
    return profile().label("union_kind", kind)


@bp.get("/<uuid:union_id>")
@audience("officer")
def show(union_id: UUID) -> ResponseReturnValue:
    """One union: where it stands in the tree, what hangs on it, what happened to it."""
    union = _union(union_id)
    return page_or_fragment(
        "office/register/union.html",
        union=union,
        parent=union_by_id(union.parent_id) if union.parent_id else None,
        children=children_of(union),
        employer=employer_by_id(union.employer_id) if union.employer_id else None,
        is_top=union.parent_id is None,
        holds=holds(union) if union.open else [],
        trade_words="、".join(words for trade, words in trade_choices() if trade in union.trades),
        history=shown(history_of(f"union:{union.id}")),
        label=_label,
        **tabs("unions"),
    )


@bp.route("/<uuid:union_id>/below", methods=["GET", "POST"])
@audience("officer")
@used_by(ADMINISTRATOR)
def add(union_id: UUID) -> ResponseReturnValue:
    """Register a union below this one, as far as the province's rules let it."""
    parent = _union(union_id)
    form = UnionForm()
    form.kind.offer(kind_choices())
    form.trades.offer(trade_choices())
    decision = None
    if form.validate_on_submit() and _lies_in(form, parent):
        found = registration(form.facts(), parent)
        decision = found.decision
        if found.allowed:
            return _register(form, parent)
        form.form_errors += [_why_not(found), *map(str, found.refusals)]
    return page_or_fragment(
        "office/register/union_form.html",
        form=form,
        union=None,
        parent=parent,
        decision=decision,
        modality_words=modality_words(),
        **tabs("unions"),
    )


def _lies_in(form: UnionForm, parent: Union) -> bool:
    """A union works where the one above it does."""
    if divisions.within(form.division.data, parent.division):
        return True
    form.add_error("division", f"所在地应在{parent.name}管理的地方之内，请重新选择")
    return False


def _why_not(found: Registration) -> str:
    refused = found.decision.outcome == "refused"
    return "按规定不能登记，理由见下" if refused else "还缺规定的条件，补齐后再登记，理由见下"


def _register(form: UnionForm, parent: Union) -> ResponseReturnValue:
    values: dict[str, Any] = {"kind": form.kind.data, "division": form.division.data, "employer_id": form.employer_id()}
    union = register_union(form.details() | values, parent=parent, actor=actor())
    given = form.facts()
    if is_asked(union.kind) and given["term_years"] and given["elected_on"]:
        record_term(union, elected_on=given["elected_on"], years=given["term_years"], chair="", by=actor())
    flash(f"{union.name}已登记。等它受理的申请会自动转过来。")
    return redirect(url_for("register_unions.show", union_id=union.id), 303)


@bp.route("/<uuid:union_id>/correction", methods=["GET", "POST"])
@audience("officer")
@used_by(ADMINISTRATOR)
def correction(union_id: UUID) -> ResponseReturnValue:
    """Correct its name, address, hours, phone or trades."""
    union = _union(union_id)
    form = DetailsForm(data={name: getattr(union, name) for name in ("name", "trades", "address", "hours", "phone")})
    form.trades.offer(trade_choices())
    if form.validate_on_submit() and not overtaken(form):
        refusal = _against(union, address=form.details()["address"]) if union.open else None
        if refusal is None:
            correct_union(union, form.details(), actor=actor())
            flash("已更正。")
            return redirect(url_for("register_unions.show", union_id=union_id), 303)
        form.form_errors.append(f"不能这样更正：{refusal}")
    return page_or_fragment(
        "office/register/union_form.html", form=form, union=union, parent=None, decision=None, **tabs("unions")
    )


def _against(union: Union, **changed: Any) -> Refusal | None:
    """What the rules of the register say against a union where it hangs now; the province's own federation hangs nowhere."""
    parent = union_by_id(union.parent_id) if union.parent_id else None
    return against(union, parent, **changed) if parent else None


@bp.get("/<uuid:union_id>/parent")
@audience("officer")
@used_by(ADMINISTRATOR)
def parents(union_id: UUID) -> ResponseReturnValue:
    """Look for the union to hang this one under."""
    union = _union(union_id)
    search = SearchForm(request.args)
    return page_or_fragment(
        "office/register/union_parent.html",
        union=union,
        search=search,
        text=search.q.data or "",
        found=possible_parents(union, part(), search.q.data or ""),
        **tabs("unions"),
    )


@bp.post("/<uuid:union_id>/parent")
@audience("officer")
@used_by(ADMINISTRATOR)
def move(union_id: UUID) -> ResponseReturnValue:
    """Hang it there. A union without one above it is the province's own and stays."""
    union, form = _union(union_id), ParentForm()
    if not form.parent.data:
        return redirect(url_for("register_unions.parents", union_id=union_id), 303)
    parent = _union(uuid_or_404(form.parent.data))
    if union.parent_id is None or not parent.open or not form.validate_on_submit():
        raise Problem(409, "不能这样调整：上级工会要在册，省级总工会没有上级。")
    if refusal := against(union, parent):
        raise Problem(409, f"不能这样调整：{refusal}。")
    try:
        move_union(union, parent, actor=actor())
    except UnionLoop:
        raise Problem(409, "不能调整到自己或自己的下级工会之下。") from None
    flash(f"{union.name}的上级已改为{parent.name}。")
    return redirect(url_for("register_unions.show", union_id=union_id), 303)


@bp.post("/<uuid:union_id>/closure")
@audience("officer")
@used_by(ADMINISTRATOR)
def closure(union_id: UUID) -> ResponseReturnValue:
    """Close it where nothing hangs on it, or open it again."""
    union = _union(union_id)
    if not union.open and (refusal := _against(union, anew=True)):
        raise Problem(409, f"不能恢复：{refusal}。")
    if not union.open:
        reopen_union(union, actor=actor())
        flash(f"{union.name}已恢复。")
    elif union.parent_id is None or (reasons := holds(union)):
        why = "、".join(reasons) if union.parent_id else "省级总工会"
        raise Problem(409, f"还不能关闭：{why}。")
    else:
        close_union(union, actor=actor())
        flash(f"{union.name}已关闭，不再受理申请。")
    return redirect(url_for("register_unions.show", union_id=union_id), 303)
