"""Who may write and who may approve: kept by the administrator of the top federation. HTTP only."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from webapp.accounts import (
    POLICY_APPROVER,
    POLICY_AUTHOR,
    Officer,
    Role,
    add_officer,
    give_role,
    one_time_link,
    take_role,
)
from webapp.accounts.officers import ROLES, owner_name
from webapp.desk.forms import EditorForm
from webapp.desk.standing import Standing, standing
from webapp.persistence import db
from webapp.tenancy import address_of, current
from webapp.unions import Union, top_union
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("desk_editors", __name__, url_prefix="/desk/editors")
EDITORS = (POLICY_AUTHOR, POLICY_APPROVER)


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """The authors and approvers of this desk."""
    return _page(_administrator(), _form())


@bp.post("")
@audience("officer")
def appoint() -> ResponseReturnValue:
    """Give the role to a new officer (his link is shown once) or to one with this login name; or take it away."""
    here, top, form = _administrator(), _top(), _form()
    if request.form.get("act", "").startswith("take:"):
        _take(top, request.form["act"].removeprefix("take:"), here)
        return redirect(url_for("desk_editors.index"), 303)
    if not form.validate_on_submit():
        return _page(here, form)
    login = (form.login.data or "").lower()
    known = db.session.scalars(select(Officer).where(Officer.login == login)).one_or_none()
    officer = known or add_officer(name=form.name.data or "", login=login)
    give_role(officer, top.id, form.role.data or "", actor=owner_name(here.officer.id))
    link = "" if officer.password_hash else address_of(current(), f"/officers/password/{one_time_link(officer)}")
    return _page(here, _form(fresh=True), appointed=officer, link=link)


def _administrator() -> Standing:
    here = standing()
    if not here.appoints:
        raise Problem(403, "政策起草人和复核人由最上级工会的管理员指定。")
    return here


def _top() -> Union:
    top = top_union()
    assert top is not None, "who stands at a desk has a top union"
    return top


def _form(*, fresh: bool = False) -> EditorForm:
    form = EditorForm(formdata=None) if fresh else EditorForm()
    form.role.offer([(role, ROLES[role]) for role in EDITORS])
    return form


def _take(top: Union, role_id: str, here: Standing) -> None:
    for row, _officer in _rows(top):
        if str(row.id) == role_id:
            take_role(row, actor=owner_name(here.officer.id))


def _rows(top: Union) -> list[tuple[Role, Officer]]:
    bound = (Officer.id == Role.officer_id) & (Officer.jurisdiction == Role.jurisdiction)
    query = select(Role, Officer).join(Officer, bound).where(Role.union_id == top.id, Role.role.in_(EDITORS))
    return [(role, officer) for role, officer in db.session.execute(query.order_by(Officer.name, Role.role))]


def _page(here: Standing, form: EditorForm, *, appointed: Officer | None = None, link: str = "") -> ResponseReturnValue:
    return page_or_fragment(
        "desk/editors.html", here=here, form=form, rows=_rows(_top()), labels=ROLES, appointed=appointed, link=link
    )
