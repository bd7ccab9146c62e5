"""A union's page: its officers, the handover, its phrases. What changes accounts is asked here and confirmed by a second human. HTTP only."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR, AUDITOR, Officer, officer, officer_unions, owner_name, suspend_officer
from webapp.accounts.acting import used_by
from webapp.accounts.acts import acts_waiting, ask_channel, ask_reset, words_of
from webapp.accounts.forms import ChannelForm
from webapp.accounts.links import NoChannel, send_link
from webapp.accounts.models import AccountAct
from webapp.accounts.officers import LoginTaken, PhoneTaken, reinstate_officer
from webapp.cases import give_back
from webapp.cases.phrases import add_phrase, drop_phrase, phrases_of
from webapp.office.desk import administered
from webapp.office.forms import HandoverForm, InvitationForm, PhraseForm
from webapp.office.staff import (
    Standing,
    ask_handover,
    invite,
    invited_roles,
    member_of,
    members_of,
    remove,
    standing_at,
    unions_around,
)
from webapp.unions import Union, top_union, union_by_id
from webapp.web import Problem, audience, page_or_fragment

bp = Blueprint("office_unions", __name__, url_prefix="/office/unions")


def _union(union_id: UUID) -> tuple[Union, Standing]:
    union = union_by_id(union_id)
    standing = standing_at(union, officer()) if union else None
    if union is None or standing is None:
        abort(404)
    return union, standing


def _run(union_id: UUID) -> Union:
    """A union that the signed-in officer administers; 403 where he only sees it."""
    union, standing = _union(union_id)
    if not standing.administers:
        abort(403)
    return union


def _actor() -> str:
    return owner_name(officer().id)


@bp.get("")
@audience("officer")
def index() -> ResponseReturnValue:
    """The officer's unions and those below them; without anybody to decide first."""
    top = top_union()
    return page_or_fragment(
        "office/unions.html",
        rows=unions_around(officer()),
        may_set=top is not None and top.id in administered(),
        may_audit=top is not None and top.id in officer_unions(officer(), AUDITOR),
        keeps_register=bool(administered()),
    )


@bp.get("/<uuid:union_id>")
@audience("officer")
def show(union_id: UUID) -> ResponseReturnValue:
    """One union."""
    return _page(*_union(union_id))


@bp.post("/<uuid:union_id>/officers")
@audience("officer")
@used_by(ADMINISTRATOR)
def invitation(union_id: UUID) -> ResponseReturnValue:
    """Invite an officer; from above, only the first administrator."""
    union, standing = _union(union_id)
    form = _invitation(union, standing)
    if not form.role.choices:
        abort(403)
    if not form.validate_on_submit():
        return _page(union, standing, invitation=form)
    try:
        act = invite(
            union,
            name=form.name.data,
            login=form.login.data,
            role=form.role.data,
            phone=form.phone.data,
            asker=officer(),
        )
    except (LoginTaken, PhoneTaken) as taken:
        form.add_error("login" if isinstance(taken, LoginTaken) else "phone", str(taken))
        return _page(union, standing, invitation=form)
    return _asked(act)


@bp.post("/<uuid:union_id>/officers/<uuid:officer_id>/link")
@audience("officer")
@used_by(ADMINISTRATOR)
def link(union_id: UUID, officer_id: UUID) -> ResponseReturnValue:
    """A new one-time link to his own phone: at once while he never signed in, afterwards once a second human confirms."""
    union, found = _colleague(union_id, officer_id)
    if found.signed_in_at is not None:
        return _asked(ask_reset(union, found, asker=officer()))
    try:
        flash(f"新的链接已发到{found.name}的手机（{send_link(found, actor=_actor())}），旧的作废。")
    except NoChannel as missing:
        raise Problem(409, str(missing)) from None
    return redirect(url_for("office_unions.show", union_id=union_id), 303)


@bp.route("/<uuid:union_id>/officers/<uuid:officer_id>/phone", methods=["GET", "POST"])
@audience("officer")
@used_by(ADMINISTRATOR)
def phone(union_id: UUID, officer_id: UUID) -> ResponseReturnValue:
    """Another phone of his own for an officer, once a second human confirms."""
    union, found = _colleague(union_id, officer_id)
    form = ChannelForm()
    if form.validate_on_submit():
        try:
            return _asked(ask_channel(union, found, form.phone.data or "", asker=officer()))
        except PhoneTaken as taken:
            form.add_error("phone", str(taken))
    return page_or_fragment("office/phone.html", union=union, officer=found, form=form)


@bp.post("/<uuid:union_id>/officers/<uuid:officer_id>/suspension")
@audience("officer")
@used_by(ADMINISTRATOR)
def suspension(union_id: UUID, officer_id: UUID) -> ResponseReturnValue:
    """Suspend an officer, or let him in again; what was handed to him goes back to the union."""
    _union_row, found = _colleague(union_id, officer_id)
    if found.active:
        suspend_officer(found, actor=_actor())
        steps = give_back(found.id)
        flash(f"{found.name}已停用，不能再登录。" + (f"交给他的 {steps} 件已退回工会。" if steps else ""))
    else:
        reinstate_officer(found, actor=_actor())
        flash(f"{found.name}已恢复。")
    return redirect(url_for("office_unions.show", union_id=union_id), 303)


@bp.post("/<uuid:union_id>/officers/<uuid:officer_id>/absence")
@audience("officer")
@used_by(ADMINISTRATOR)
def absence(union_id: UUID, officer_id: UUID) -> ResponseReturnValue:
    """An officer is away: what was handed to him here goes back to the union."""
    _run(union_id)
    steps = give_back(officer_id, unions=[union_id])
    flash(f"{steps} 件已退回工会，大家都能办理。")
    return redirect(url_for("office_unions.show", union_id=union_id), 303)


@bp.post("/<uuid:union_id>/officers/<uuid:officer_id>/removal")
@audience("officer")
@used_by(ADMINISTRATOR)
def removal(union_id: UUID, officer_id: UUID) -> ResponseReturnValue:
    """Take an officer's roles at this union; his account and his roles elsewhere stay."""
    union = _run(union_id)
    found = member_of(union.id, officer_id)
    if found is None or found.id == officer().id:
        abort(404)
    remove(union.id, found, actor=_actor())
    flash(f"{found.name}不再是{union.name}的工作人员。")
    return redirect(url_for("office_unions.show", union_id=union_id), 303)


@bp.post("/<uuid:union_id>/handover")
@audience("officer")
@used_by(ADMINISTRATOR)
def handover(union_id: UUID) -> ResponseReturnValue:
    """换届: the new administrator in, the old out, in one act."""
    union = _run(union_id)
    form = _handover(union)
    if not form.validate_on_submit():
        return _page(union, Standing(True, False), handover=form)
    incoming = member_of(union.id, UUID(form.successor.data)) if form.successor.data else None
    try:
        act = ask_handover(
            union,
            incoming=incoming,
            name=form.name.data or "",
            login=form.login.data or "",
            phone=form.phone.data or "",
            asker=officer(),
        )
    except (LoginTaken, PhoneTaken) as taken:
        form.add_error("login" if isinstance(taken, LoginTaken) else "phone", str(taken))
        return _page(union, Standing(True, False), handover=form)
    return _asked(act)


@bp.post("/<uuid:union_id>/phrases")
@audience("officer")
@used_by(ADMINISTRATOR)
def phrase(union_id: UUID) -> ResponseReturnValue:
    """Keep one more phrase."""
    union, form = _run(union_id), PhraseForm()
    if not form.validate_on_submit():
        return _page(union, Standing(True, False), phrase=form)
    add_phrase(union.id, form.text.data)
    return redirect(url_for("office_unions.show", union_id=union_id, _anchor="phrases"), 303)


@bp.post("/<uuid:union_id>/phrases/<uuid:phrase_id>/removal")
@audience("officer")
@used_by(ADMINISTRATOR)
def phrase_removal(union_id: UUID, phrase_id: UUID) -> ResponseReturnValue:
    """Forget a phrase."""
    drop_phrase(_run(union_id).id, phrase_id)
    return redirect(url_for("office_unions.show", union_id=union_id, _anchor="phrases"), 303)


def _colleague(union_id: UUID, officer_id: UUID) -> tuple[Union, Officer]:
    """Another officer of a union we run, all of whose unions we run: only then his account is ours to change."""
    union = _run(union_id)
    found = member_of(union.id, officer_id)
    if found is None or found.id == officer().id:
        abort(404)
    ours = next(member for member in members_of(union.id, administered()) if member.officer.id == found.id)
    if not ours.ours_alone:
        raise Problem(403, f"{found.name}还在别的工会任职，您只能免去他在本工会的职责，不能停用他的账号。")
    return union, found


def _asked(act: AccountAct) -> ResponseReturnValue:
    """Its page says who may confirm it, or when it takes effect where nobody can."""
    flash(f"已提出，等另一位管理员确认。确认以后，设置密码的链接只发到{act.name}本人的手机，72 小时内有效。")
    return redirect(url_for("account.act", act_id=act.id), 303)


def _invitation(union: Union, standing: Standing) -> InvitationForm:
    form = InvitationForm(prefix="new")
    form.role.offer(list(invited_roles(union, standing).items()))
    if not form.is_submitted() and standing.appoints:
        form.role.data = ADMINISTRATOR
    return form


def _handover(union: Union) -> HandoverForm:
    form = HandoverForm(prefix="in")
    members = [
        member for member in members_of(union.id, set()) if not member.is_administrator and member.officer.active
    ]
    form.successor.offer([(str(member.officer.id), member.officer.name) for member in members])
    return form


def _page(
    union: Union,
    standing: Standing,
    *,
    invitation: InvitationForm | None = None,
    handover: HandoverForm | None = None,
    phrase: PhraseForm | None = None,
) -> ResponseReturnValue:
    forms = [form for form in (invitation, handover, phrase) if form is not None]
    return page_or_fragment(
        "office/union.html",
        union=union,
        parent=union_by_id(union.parent_id) if union.parent_id else None,
        standing=standing,
        me=officer(),
        members=members_of(union.id, administered()),
        phrases=phrases_of([union.id]),
        waiting=acts_waiting({union.id}) if standing.administers or standing.appoints else [],
        words=words_of,
        form=forms[0] if forms else None,
        invitation=invitation or _invitation(union, standing),
        handover=handover or _handover(union),
        phrase=phrase or PhraseForm(),
    )
