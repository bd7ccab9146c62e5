"""Account acts that wait for a second human. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.acting import EVERY_OFFICER, used_by
from webapp.accounts.acts import (
    LABELS,
    WAITING,
    able_to_confirm,
    act_by_id,
    asker_of,
    concerned_by,
    confirm,
    refuse,
    words_of,
)
from webapp.accounts.forms import ObjectionForm
from webapp.accounts.four_eyes import Act
from webapp.accounts.models import AccountAct
from webapp.accounts.officers import ADMINISTRATOR, ROLES
from webapp.accounts.own import acts_seen_by, decided_words
from webapp.accounts.signed_in import officer
from webapp.persistence import mask_phone
from webapp.unions import union_by_id
from webapp.web import Problem, audience, page_or_fragment
from webapp.web.dates import moment
from webapp.web.refused import Refused

bp = Blueprint("account", __name__, url_prefix="/officers")


@bp.get("/acts")
@audience("officer")
def acts() -> ResponseReturnValue:
    """What waits for a confirmation that this officer may give, has asked for, or is concerned by; then what was decided lately."""
    me = officer()
    waiting, decided = acts_seen_by(me)
    rows = [(act, me.id in {one.id for one in able_to_confirm(act)}) for act in waiting]
    return page_or_fragment(
        "accounts/acts.html", rows=rows, decided=decided, words=words_of, became=decided_words, moment=moment
    )


def _seen(act_id: UUID) -> AccountAct:
    act, me = act_by_id(act_id), officer()
    if act is None or act.id not in {one.id for part in acts_seen_by(me) for one in part}:
        abort(404)
    return act


@bp.get("/acts/<uuid:act_id>")
@audience("officer")
def act(act_id: UUID) -> ResponseReturnValue:
    """One act: who asks what of whom, and who may say yes."""
    return _page(_seen(act_id), ObjectionForm())


def _page(found: AccountAct, form: ObjectionForm) -> ResponseReturnValue:
    me, able = officer(), able_to_confirm(found)
    may = me.id in {one.id for one in able}
    asker = asker_of(found)
    union = union_by_id(found.union_id)
    return page_or_fragment(
        "accounts/act.html",
        act=found,
        form=form,
        label=LABELS[Act(found.kind)],
        role=ROLES.get(found.role, ""),
        union=union.name if union else "",
        asker=asker.name if asker else "",
        phone=(found.phone if may else mask_phone(found.phone)) if found.phone else "",
        able=able,
        may_confirm=may,
        may_object=may or me.id in {one.id for one in concerned_by(found)} or (asker is not None and asker.id == me.id),
        moment=moment,
    )


@bp.post("/acts/<uuid:act_id>/confirmation")
@audience("officer")
@used_by(ADMINISTRATOR)
def confirmation(act_id: UUID) -> ResponseReturnValue:
    """Yes: it takes effect, and a link goes to the phone of whom it concerns."""
    found = _seen(act_id)
    try:
        confirm(found, officer())
    except Refused as refused:
        raise Problem(409, f"{refused}。请提出的人改正后重新提出。") from None
    flash("已确认，立即生效。需要设置密码的，链接已发到他本人的手机。")
    return redirect(url_for("account.acts"), 303)


@bp.post("/acts/<uuid:act_id>/refusal")
@audience("officer")
@used_by(*EVERY_OFFICER)
def refusal(act_id: UUID) -> ResponseReturnValue:
    """No, with a reason; where it was decided meanwhile, its page says so."""
    found, form = _seen(act_id), ObjectionForm()
    if found.state != WAITING:
        return redirect(url_for("account.act", act_id=act_id), 303)
    if not form.validate_on_submit():
        return _page(found, form)
    refuse(found, officer(), form.reason.data or "")
    flash("已记下，这件事不会生效。")
    return redirect(url_for("account.acts"), 303)
