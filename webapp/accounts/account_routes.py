"""An officer's own account: where links go, what he may do, what was done with it. HTTP only."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.acting import EVERY_OFFICER, used_by
from webapp.accounts.acts import ask_channel
from webapp.accounts.forms import ChannelForm
from webapp.accounts.four_eyes import why_not_own_person
from webapp.accounts.models import Officer
from webapp.accounts.officers import PhoneTaken, roles_held
from webapp.accounts.own import events_about, role_words
from webapp.accounts.signed_in import officer
from webapp.persistence import mask_phone
from webapp.unions import Union, union_by_id
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("own_account", __name__, url_prefix="/officers/account")


@bp.get("")
@audience("officer")
def show() -> ResponseReturnValue:
    """His own account: where links go, what he may do, and everything that was done with it."""
    return _own_page(ChannelForm())


@bp.post("")
@audience("officer")
@used_by(*EVERY_OFFICER)
def phone() -> ResponseReturnValue:
    """He wants another phone on record: asked like every change, confirmed by somebody else."""
    me, form = officer(), ChannelForm()
    if not form.validate_on_submit():
        return _own_page(form)
    try:
        ask_channel(_home_of(me), me, form.phone.data or "", asker=me)
    except PhoneTaken as taken:
        form.add_error("phone", str(taken))
        return _own_page(form)
    flash("已提出。确认以后，新手机会收到一条链接，打开它设置密码就换好了。")
    return redirect(url_for("account.acts"), 303)


def _home_of(officer: Officer) -> Union:
    for union_id, _role in roles_held(officer):
        union = union_by_id(union_id)
        if union is not None:
            return union
    raise Problem(409, "您现在没有任何职责，不能更换手机号。请联系工会管理员。")


def _own_page(form: ChannelForm) -> ResponseReturnValue:
    me = officer()
    return page_or_fragment(
        "accounts/account.html",
        form=form,
        officer=me,
        phone=mask_phone(me.phone) if me.phone else "",
        wanting=why_not_own_person(me),
        roles=role_words(me),
        events=events_about(me),
    )
