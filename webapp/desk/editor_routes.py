"""Who may write and who may approve: kept by the administrator of the top federation. HTTP only."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import (
    ADMINISTRATOR,
    POLICY_APPROVER,
    POLICY_AUTHOR,
    take_role,
)
from webapp.accounts.acting import used_by
from webapp.accounts.acts import Newcomer, acts_waiting, ask_appointment, words_of
from webapp.accounts.officers import ROLES, LoginTaken, PhoneTaken, holders_at, officer_by_login, owner_name
from webapp.desk.forms import EditorForm
from webapp.desk.standing import Standing, standing
from webapp.unions import Union, top_union
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("desk_editors", __name__, url_prefix="/desk/editors")
EDITORS = (POLICY_AUTHOR, POLICY_APPROVER)


@bp.get("")
@audience("officer")
@used_by(ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """The authors and approvers of this desk."""
    return _page(_administrator(), _form())


@bp.post("")
@audience("officer")
@used_by(ADMINISTRATOR)
def appoint() -> ResponseReturnValue:
    """Ask that a new officer, or one with this login name, gets the role: another administrator confirms; or take it away."""
    here, top, form = _administrator(), _top(), _form()
    if request.form.get("act", "").startswith("take:"):
        _take(top, request.form["act"].removeprefix("take:"), here)
        return redirect(url_for("desk_editors.index"), 303)
    if not form.validate_on_submit():
        return _page(here, form)
    new = Newcomer(form.name.data or "", form.login.data or "", form.phone.data or "")
    try:
        ask_appointment(top, form.role.data or "", officer_by_login(new.login) or new, asker=here.officer)
    except (LoginTaken, PhoneTaken) as taken:
        form.add_error("phone" if isinstance(taken, PhoneTaken) else "login", str(taken))
        return _page(here, form)
    flash("已提出，等另一位管理员确认。确认以后，设置密码的链接只发到他本人的手机。")
    return redirect(url_for("desk_editors.index"), 303)


def _administrator() -> Standing:
    here = standing()
    if not here.appoints:
        raise Problem(403, "政策起草人和复核人由最上级工会的管理员指定。")
    return here


def _top() -> Union:
    top = top_union()
    assert top is not None, "who stands at a desk has a top union"
    return top


def _form() -> EditorForm:
    form = EditorForm()
    form.role.offer([(role, ROLES[role]) for role in EDITORS])
    return form


def _take(top: Union, role_id: str, here: Standing) -> None:
    for row, _officer in holders_at(top.id, EDITORS):
        if str(row.id) == role_id:
            take_role(row, actor=owner_name(here.officer.id))


def _page(here: Standing, form: EditorForm) -> ResponseReturnValue:
    top = _top()
    waiting = [act for act in acts_waiting({top.id}) if act.role in EDITORS]
    return page_or_fragment(
        "desk/editors.html",
        here=here,
        form=form,
        rows=holders_at(top.id, EDITORS),
        labels=ROLES,
        waiting=waiting,
        words=words_of,
    )
