"""What an officer sees of accounts: acts that are his to know of, his roles, and what happened to his own account. Reads only."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from webapp.accounts.acts import BY_WAITING, DONE, WAITING, able_to_confirm, acts_waiting
from webapp.accounts.models import AccountAct, Officer
from webapp.accounts.officers import ADMINISTRATOR, AUDITOR, ROLES, officer_by_id, owner_name, roles_held
from webapp.accounts.signed_in import officer_unions
from webapp.persistence import Event, db, now
from webapp.unions import descendant_ids, top_union, union_by_id
from webapp.web.dates import moment

LATELY = timedelta(days=30)
SHOWN = 50
EVENT_WORDS = {
    "account.asked": "提出账号事项",
    "account.confirmed": "账号事项生效",
    "account.refused": "账号事项没有同意",
    "channel_set": "登记本人手机号",
    "link_made": "生成设置密码的链接",
    "link_used": "用链接设置密码",
    "message_delivered": "短信已发出",
    "officer_reinstated": "恢复工作人员",
    "officer_suspended": "停用工作人员",
    "password_set": "设置密码",
    "role_given": "授予职责",
    "role_taken": "免去职责",
    "sessions_ended": "退出已登录的设备",
    "wrong_passwords": "多次输错密码",
}
"""Kind of event -> its words: everything that can happen to an account."""
ACTORS = {"national": "全国政策台", "operator": "系统运维", "init": "系统运维", BY_WAITING: "到期生效"}


def acts_seen_by(officer: Officer) -> tuple[list[AccountAct], list[AccountAct]]:
    """(what waits, what was decided within 30 days) that is this officer's to know of, the newest first.

    His own, those he asked for, those at unions he works for or below those he administers; auditors of the top see all.
    """
    own, run = officer_unions(officer), officer_unions(officer, ADMINISTRATOR)
    statement = select(AccountAct).where(or_(AccountAct.state == WAITING, AccountAct.decided_at > now() - LATELY))
    top = top_union()
    if top is None or top.id not in officer_unions(officer, AUDITOR):
        mine = or_(AccountAct.asked_by == owner_name(officer.id), AccountAct.officer_id == officer.id)
        statement = statement.where(or_(mine, AccountAct.union_id.in_(own | descendant_ids(run))))
    rows = list(db.session.scalars(statement.order_by(AccountAct.asked_at.desc(), AccountAct.id.desc())))
    return [one for one in rows if one.state == WAITING], [one for one in rows if one.state != WAITING]


def count_to_confirm(officer: Officer) -> int:
    """How many acts wait for this officer's confirmation: asked once where nothing waits near him."""
    run = officer_unions(officer, ADMINISTRATOR)
    if not run:
        return 0
    near = acts_waiting(run | descendant_ids(run))
    return sum(officer.id in {one.id for one in able_to_confirm(act)} for act in near)


def decided_words(act: AccountAct) -> str:
    """What became of an act."""
    if act.state == DONE:
        return "到期生效（没有第二位管理员）" if act.decided_by == BY_WAITING else "已确认"
    return f"没有同意：{act.reason}" if act.reason else "没有同意"


def role_words(officer: Officer) -> list[str]:
    """Each of his roles with its union."""
    found = []
    for union_id, role in roles_held(officer):
        union = union_by_id(union_id)
        found.append(f"{union.name if union else ''}：{ROLES[role]}")
    return sorted(found)


def events_about(officer: Officer) -> list[tuple[str, str, str]]:
    """What happened to his account, the newest first: (when, what, who)."""
    subject = owner_name(officer.id)
    statement = select(Event).where(Event.chain == subject).order_by(Event.position.desc()).limit(SHOWN)
    return [(moment(row.at), _what(row), _who(row.actor, officer)) for row in db.session.scalars(statement)]


def _what(row: Event) -> str:
    words = EVENT_WORDS.get(row.kind, row.kind)
    role = ROLES.get(str(row.data.get("role", "")), "")
    more = role or str(row.data.get("what", ""))
    return f"{words}：{more}" if more else words


def _who(actor: str | None, himself: Officer) -> str:
    if actor is None:
        return "系统"
    if actor == owner_name(himself.id):
        return "您本人"
    kind, _, identity = actor.partition(":")
    other = officer_by_id(UUID(identity)) if kind == "officer" else None
    return other.name if other else ACTORS.get(kind, "系统")
