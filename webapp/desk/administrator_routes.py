"""The page on which an editor of the nation's desk names one first administrator of a new province. HTTP only."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import POLICY_APPROVER, POLICY_AUTHOR
from webapp.accounts.acting import written_by
from webapp.desk.first_administrators import name_one, named, wanted
from webapp.desk.forms import FirstForm
from webapp.desk.standing import Standing, standing
from webapp.desk.store import Subject, subject
from webapp.desk.workflow import NotNow
from webapp.persistence import mask_phone
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("desk_first", __name__, url_prefix="/desk/texts")


def _new_province(name: str) -> tuple[Standing, Subject]:
    here, found = standing(), subject(name)
    if found is None or not wanted(found.kind, found.name):
        abort(404)
    return here, found


@bp.route("/<name>/administrators", methods=["GET", "POST"])
@audience("officer")
@written_by(POLICY_AUTHOR, POLICY_APPROVER)
def administrators(name: str) -> ResponseReturnValue:
    """Who was named, and the form for this editor's one."""
    here, found = _new_province(name)
    form = FirstForm()
    if form.is_submitted() and not (here.writes or here.approves):
        raise Problem(403, "首任管理员由起草人和复核人各指定一位。")
    if form.validate_on_submit():
        try:
            name_one(name, name=form.name.data, login=form.login.data, phone=form.phone.data, by=here.officer)
        except NotNow as refused:
            form.add_error("phone", str(refused))
        else:
            flash("已记下。发布以后，设置密码的链接会发到他本人的手机。")
            return redirect(url_for("desk.text", name=name), 303)
    rows = [(row.name, row.login, mask_phone(row.phone), row.named_by == here.officer.id) for row in named(name)]
    return page_or_fragment("desk/administrators.html", here=here, subject=found, form=form, rows=rows)
