"""What one officer asks about an account and a second human confirms: appointments, handovers, resets, new phones. Nothing commits.

Who may confirm is `four_eyes.second_humans`. Where nobody could, the act waits (`WAIT`, a default of ours: no document says how long),
everybody concerned is told and may object, and it stands in the auditors' list until it takes effect.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.four_eyes import Act, NeedsAnother, require_two, second_humans, why_not_own_person
from webapp.accounts.links import send_link
from webapp.accounts.models import AccountAct, Officer
from webapp.accounts.officers import (
    ADMINISTRATOR,
    AUDITOR,
    ROLES,
    add_officer,
    give_role,
    officer_by_id,
    officers_of,
    owner_name,
    phone_index,
    refuse_taken,
    roles_of,
    tell,
)
from webapp.jobs import sweep
from webapp.notices import register_template, send
from webapp.persistence import Event, db, now, record_event
from webapp.unions import Union, ancestors, top_union, union_by_id
from webapp.web import Problem
from webapp.web.dates import moment
from webapp.web.refused import Refused

WAITING, DONE, REFUSED = "waiting", "done", "refused"
WAIT = timedelta(hours=72)
ALONE_FOR = timedelta(days=30)
LABELS = {
    Act.APPOINTMENT: "任命",
    Act.HANDOVER: "换届",
    Act.RESET: "重设密码",
    Act.CHANNEL: "更换手机号",
}
BY_WAITING = "waited"

register_template("account_confirm", "{union}有一件账号事项等您确认：{what}。请登录 {site}，在“账号事项”里核对后办理。")
register_template(
    "account_waits",
    "{union}提出{what}。没有第二位管理员能确认，{until}自动生效。您认为不对的，请在此之前登录，在“账号事项”里提出异议。",
)


@dataclass(frozen=True)
class Newcomer:
    """Somebody without an account: his login name, and his own phone, to which the link will go."""

    name: str
    login: str
    phone: str


Effect = Callable[[AccountAct, Officer], None]
_effects: dict[str, Effect] = {}


def when_done(kind: Act, effect: Effect) -> None:
    """Let a room above add what else happens when an act of this kind takes effect."""
    _effects[kind] = effect


def ask_appointment(
    union: Union,
    role: str,
    who: Officer | Newcomer,
    *,
    asker: Officer,
    kind: Act = Act.APPOINTMENT,
) -> AccountAct:
    """Ask that somebody new or a known officer gets a role at a union.

    Raises LoginTaken and PhoneTaken, and NeedsAnother where the asker's own account counts for nobody.
    """
    act = AccountAct(kind=kind, union_id=union.id, role=role, name=who.name, login=who.login.strip().lower())
    if isinstance(who, Newcomer):
        refuse_taken(login=who.login, phone=who.phone)
        act.phone = who.phone
    else:
        act.officer_id = who.id
    return _ask(act, asker)


def ask_reset(union: Union, officer: Officer, *, asker: Officer) -> AccountAct:
    """Ask that an officer who lost his password gets a new link on his own phone."""
    act = AccountAct(kind=Act.RESET, union_id=union.id, officer_id=officer.id, name=officer.name, login=officer.login)
    return _ask(act, asker)


def ask_channel(union: Union, officer: Officer, phone: str, *, asker: Officer) -> AccountAct:
    """Ask that links and notices of an officer go to another phone from now on. Raises PhoneTaken."""
    if officer.phone_index != phone_index(phone):
        refuse_taken(phone=phone)
    act = AccountAct(
        kind=Act.CHANNEL,
        union_id=union.id,
        officer_id=officer.id,
        name=officer.name,
        login=officer.login,
        phone=phone,
    )
    return _ask(act, asker)


def _ask(act: AccountAct, asker: Officer) -> AccountAct:
    if why := why_not_own_person(asker):
        raise NeedsAnother(f"您的账号{why}，不能提出这件事。请由本会另一位管理员或上级工会管理员补办。")
    act.state, act.asked_by, act.asked_at = WAITING, owner_name(asker.id), now()
    able = second_humans(act.union_id, asker=asker, concerned=act.officer_id)
    if not able and _made_himself_alone(asker):
        raise NeedsAnother(
            "您最近停用或免去了另一位管理员，现在没有第二个人能确认，这件事不能靠等待生效。"
            "请先恢复他，或请系统运维另外登记一位管理员。"
        )
    until = now() + WAIT
    act.waits_until = None if able else until
    db.session.add(act)
    db.session.flush()
    _note("account.asked", act, act.asked_by, waits=act.waits_until.isoformat() if act.waits_until else "")
    union = union_by_id(act.union_id)
    assert union is not None
    words = {"union": union.name, "what": words_of(act)}
    for officer in able:
        if officer.phone:
            send(to=officer.phone, template="account_confirm", **words)
    if not able:
        for officer in concerned_by(act):
            if officer.phone:
                send(to=officer.phone, template="account_waits", until=moment(until), **words)
    return act


def _made_himself_alone(asker: Officer) -> bool:
    """Whether he lately put another administrator out: then nothing takes effect by waiting for a second human he removed himself."""
    statement = select(Event).where(
        Event.actor == owner_name(asker.id),
        Event.kind.in_(("officer_suspended", "role_taken")),
        Event.at > now() - ALONE_FOR,
    )
    for event in db.session.scalars(statement):
        other = officer_by_id(UUID(str(event.subject).partition(":")[2]))
        if event.data.get("role") == ADMINISTRATOR or (other is not None and ADMINISTRATOR in roles_of(other)):
            return True
    return False


def words_of(act: AccountAct) -> str:
    """What was asked for, as people read it: never a phone number."""
    who = f"{act.name}（登录名 {act.login}）"
    if act.kind in (Act.APPOINTMENT, Act.HANDOVER):
        return f"{LABELS[Act(act.kind)]}：{who}担任{ROLES[act.role]}"
    return f"{LABELS[Act(act.kind)]}：{who}"


def asker_of(act: AccountAct) -> Officer | None:
    """The officer who asked."""
    return officer_by_id(UUID(act.asked_by.partition(":")[2]))


def able_to_confirm(act: AccountAct) -> list[Officer]:
    """Who may confirm it now."""
    return second_humans(act.union_id, asker=asker_of(act), concerned=act.officer_id)


def concerned_by(act: AccountAct) -> list[Officer]:
    """Everybody whom an act that nobody can confirm concerns: officers here, administrators above, the top's auditors, himself."""
    union, top = union_by_id(act.union_id), top_union()
    found = {officer.id: officer for officer in officers_of(act.union_id)}
    for above in ancestors(union) if union is not None else []:
        found |= {officer.id: officer for officer in officers_of(above.id, ADMINISTRATOR)}
    if top is not None:
        found |= {officer.id: officer for officer in officers_of(top.id, AUDITOR)}
    himself = officer_by_id(act.officer_id) if act.officer_id else None
    if himself is not None:
        found[himself.id] = himself
    return [officer for officer in found.values() if owner_name(officer.id) != act.asked_by]


def confirm(act: AccountAct, by: Officer) -> None:
    """A second human says yes: it takes effect. Raises NeedsAnother, LoginTaken, PhoneTaken and NoChannel."""
    act = _held(act)
    asker = asker_of(act)
    require_two(Act(act.kind), [asker.id if asker else None], by.id)
    if by.id not in {officer.id for officer in able_to_confirm(act)}:
        raise NeedsAnother("这件账号事项要由本会另一位管理员确认；本会没有的，由最近一级有管理员的上级工会确认。")
    _take_effect(act, decided_by=owner_name(by.id))


def refuse(act: AccountAct, by: Officer, reason: str) -> None:
    """Somebody who may confirm or whom it concerns says no, or the asker takes it back; nothing happens. Raises NeedsAnother."""
    act = _held(act)
    may = {officer.id for officer in [*able_to_confirm(act), *concerned_by(act)]}
    if by.id not in may and owner_name(by.id) != act.asked_by:
        raise NeedsAnother("这件账号事项不归您确认。")
    act.state, act.reason = REFUSED, reason
    act.decided_by, act.decided_at = owner_name(by.id), now()
    _note("account.refused", act, act.decided_by, reason=reason)


def _held(act: AccountAct) -> AccountAct:
    """The act, held until the transaction ends. Raises Problem (409) where it was decided meanwhile."""
    statement = select(AccountAct).where(AccountAct.id == act.id).with_for_update()
    row = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if row.state != WAITING:
        raise Problem(409, "这件账号事项已经办过了，请刷新看看结果。")
    return row


def _take_effect(act: AccountAct, *, decided_by: str) -> None:
    act.state, act.decided_by, act.decided_at = DONE, decided_by, now()
    officer = officer_by_id(act.officer_id) if act.officer_id else None
    if officer is None:
        officer = add_officer(
            name=act.name, login=act.login, phone=act.phone, named_by=act.asked_by, confirmed_by=decided_by
        )
        act.officer_id = officer.id
        db.session.flush()
    _note("account.confirmed", act, decided_by)
    if act.kind == Act.CHANNEL:
        _set_channel(officer, act, decided_by)
    if act.role:
        give_role(officer, act.union_id, act.role, actor=act.asked_by)
        tell(officer, f"增加职责“{ROLES[act.role]}”")
    if act.kind in (Act.RESET, Act.CHANNEL) or officer.password_hash is None:
        send_link(officer, actor=act.asked_by)
    if act.kind in _effects:
        _effects[act.kind](act, officer)


def _set_channel(officer: Officer, act: AccountAct, decided_by: str) -> None:
    assert act.phone is not None
    refuse_taken(phone=act.phone)
    tell(officer, "登记的手机号换了")
    officer.phone, officer.phone_index, officer.proved_at = act.phone, phone_index(act.phone), None
    officer.named_by, officer.confirmed_by = act.asked_by, decided_by
    record_event(kind="channel_set", subject=owner_name(officer.id), actor=act.asked_by)
    db.session.flush()


def _note(kind: str, act: AccountAct, actor: str, **more: str) -> None:
    subject = owner_name(act.officer_id) if act.officer_id else f"account_act:{act.id}"
    data = {"act": str(act.id), "what": words_of(act), "union": str(act.union_id), **more}
    record_event(kind=kind, subject=subject, actor=actor, data=data)


def act_by_id(identity: UUID) -> AccountAct | None:
    """The act, or None."""
    return db.session.scalars(select(AccountAct).where(AccountAct.id == identity)).one_or_none()


def acts_waiting(union_ids: set[UUID] | None = None) -> list[AccountAct]:
    """What waits at these unions, or everywhere, the oldest first."""
    statement = select(AccountAct).where(AccountAct.state == WAITING)
    if union_ids is not None:
        statement = statement.where(AccountAct.union_id.in_(union_ids))
    return list(db.session.scalars(statement.order_by(AccountAct.asked_at, AccountAct.id)))


@sweep("accounts.acts_that_waited", every=timedelta(hours=1), everywhere=True)
def settle_waiting() -> None:
    """What waited long enough takes effect; where somebody can confirm it meanwhile, it waits for him instead."""
    for act in acts_waiting():
        if act.waits_until is None or act.waits_until > now():
            continue
        if able := able_to_confirm(act):
            act.waits_until = None
            union = union_by_id(act.union_id)
            for officer in able:
                if officer.phone and union is not None:
                    send(to=officer.phone, template="account_confirm", union=union.name, what=words_of(act))
            continue
        try:
            with db.session.begin_nested():
                _take_effect(_held(act), decided_by=BY_WAITING)
        except Problem:
            continue
        except Refused as refused:
            act.state, act.reason, act.decided_at = REFUSED, str(refused), now()
