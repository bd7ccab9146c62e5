"""Events as an auditor reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from webapp.accounts import Officer, owner_name
from webapp.accounts.own import EVENT_WORDS as ACCOUNT_WORDS
from webapp.cases.models import Case
from webapp.cases.timeline import WORDS as CASE_WORDS
from webapp.office.store import officer_names
from webapp.persistence import Event, db
from webapp.persistence.stretches import after, count_up_to, key_of
from webapp.web.dates import moment

WORDS = {
    **CASE_WORDS,
    "claim.told": "更正申报的其他情况",
    "claim.found": "审核认定",
    "claim.finding_taken_back": "撤销审核认定",
    "claim.answered": "工会填写申报情况",
    "claim.granted": "核定给付",
    "claim.money_back": "登记收回",
    "claim.reversal_asked": "提出冲正",
    "claim.reversal_refused": "没有冲正",
    "relief.proposed": "填写入户情况和救助金额",
    "relief.granted": "批准救助",
    "payments.frozen": "冻结付款名单",
    "payments.approved": "复核付款名单",
    "payments.exported": "导出付款名单",
    "payments.cancelled": "取消付款名单",
    "payments.answered": "读入银行结果",
    "payments.downloaded": "下载付款名单",
    "seat.ended": "会籍终止或转出",
    "member.found": "按证件查会员",
    "member.not_found": "按证件查会员，没有找到",
    "person.recognised": "核对为同一人，登记转到新的手机号",
    "person.number_given_up": "证件号码不再算作这个人的",
    "person.number_used": "有人用同一证件号码申请，已告知会员",
    "step.assign": "改派办理人",
    "follow_up.done": "后续事项办结",
    "personal_data.read": "查看完整号码",
    "settings.changed": "修改网站设置",
    "privacy.published": "发布个人信息保护说明的新版本",
    "real_name.verified": "实名核验通过",
    "real_name.failed": "实名核验未通过",
    "union.hand_over": "换届",
    "union.term": "记下任期",
    "union.duty": "记下年度事项",
    "union.covers": "加入会员单位",
    "union.dues": "设定会费",
    "union.channels": "设定入会渠道",
    "union.second_approval": "设定理赔复核",
    "station.proposed": "提出设立服务站点",
    "station.changed": "更正服务站点",
    "station.submit": "服务站点提交审核",
    "station.return": "服务站点退回补充",
    "station.open": "服务站点开放",
    "station.drop": "服务站点没有设立",
    "station.suspend": "服务站点暂停",
    "station.resume": "服务站点恢复",
    "station.close": "服务站点关闭",
    "station.fault": "职工报告站点问题",
    "station.visit": "职工评价站点",
    "station.answered": "答复站点反馈",
    "station.recognised": "服务站点获得认定",
    "depot.added": "登记配送站点",
    "depot.changed": "更正配送站点",
    "branch.proposed": "提出站点工会组织",
    "branch.active": "站点工会组织成立",
    "branch.incomplete": "站点工会组织失去一个上级，不完整",
    "branch.dissolved": "撤销站点工会组织",
    "branch.duty": "登记站点工会组织的工作",
    "service_list.published": "发布服务清单",
    "service_list.ended": "撤下服务清单",
    "union.added": "登记工会",
    "union.corrected": "更正工会",
    "union.moved": "调整上级工会",
    "union.closed": "关闭工会",
    "union.reopened": "恢复工会",
    "employer.added": "登记单位",
    "employer.corrected": "更正单位",
    "employer.closed": "关闭单位",
    "employer.reopened": "恢复单位",
    "employer.merged": "合并单位",
    "employer.merge_undone": "撤销合并",
    "employer.report_settled": "处理找不到的单位",
    "policy.proposed": "政策提交复核",
    "policy.sent_back": "政策退回",
    "policy.dropped": "放弃政策草稿",
    "policy.published": "发布政策",
    "policy.refused": "试图改动别处的政策文本，没有办理",
    "policy.first_administrator": "指定新省份的首任管理员",
    **ACCOUNT_WORDS,
}
DATA_WORDS = {
    "reason": "理由",
    "fields": "内容",
    "role": "职责",
    "outcome": "结果",
    "clauses": "条款",
    "changed": "改动",
    "name": "名称",
    "owner": "归属",
    "what": "内容",
    "tries": "次数",
}
VALUE_WORDS = {
    "administrator": "管理员",
    "reviewer": "经办人",
    "auditor": "审计员",
    "treasurer": "财务",
    "policy_author": "政策起草人",
    "policy_approver": "政策复核人",
    "operator": "主办单位",
    "icp": "网站备案号",
    "police_record": "公安备案号",
    "site_code": "网站标识码",
    "hotline": "服务热线",
    "signature": "短信签名",
    "privacy_text": "个人信息保护说明",
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "kind": "类型",
    "division": "经营地",
    "registered_place": "注册地",
    "platform": "是否平台",
    "address": "地址",
    "hours": "办公时间",
    "phone": "电话",
    "trades": "面向的行业",
    "matched": "对上了名录里的单位",
    "unknown": "查不到",
    "holds": "成立",
    "not": "不成立",
    "exception": "属于例外",
    "relief_terms": "救助的金额范围",
}
WHO = {"worker": "申请人", "system": "系统"}


@dataclass(frozen=True)
class EventFilter:
    """A case's reference, an officer's login name, a kind; empty is all."""

    reference: str = ""
    login: str = ""
    kind: str = ""


@dataclass(frozen=True)
class EventRow:
    """One event in words."""

    at: str
    what: str
    who: str
    reference: str
    details: str


def _filtered(statement: Select[Any], wanted: EventFilter) -> Select[Any]:
    if wanted.reference:
        case = db.session.scalars(select(Case.id).where(Case.reference == wanted.reference)).one_or_none()
        statement = statement.where(Event.case_id == case)
    if wanted.login:
        found = db.session.scalars(select(Officer.id).where(Officer.login == wanted.login)).one_or_none()
        statement = statement.where(Event.actor == owner_name(found))
    return statement.where(Event.kind == wanted.kind) if wanted.kind else statement


NEWEST = (Event.at, Event.id)


def events(wanted: EventFilter, *, begin: str = "", limit: int) -> list[Event]:
    """Those behind the key `begin`, the newest first."""
    statement = _filtered(select(Event), wanted).where(after(NEWEST, begin, newest_first=True))
    return list(db.session.scalars(statement.order_by(*(key.desc() for key in NEWEST)).limit(limit)))


def key_of_event(row: Event) -> str:
    """Where the list goes on behind this one."""
    return key_of((row.at, row.id))


def count_events(wanted: EventFilter) -> int:
    """How many there are, up to BOUND + 1."""
    return db.session.scalar(count_up_to(_filtered(select(Event.id), wanted))) or 0


def shown(rows: Sequence[Event]) -> list[EventRow]:
    """The events in words, names looked up once for all."""
    people = officer_names(
        {identity for row in rows for name in (row.actor, row.subject) if (identity := _officer(name))}
    )
    ids = {row.case_id for row in rows if row.case_id}
    cases = (
        {case.id: case.reference for case in db.session.scalars(select(Case).where(Case.id.in_(ids)))} if ids else {}
    )
    return [
        EventRow(
            at=moment(row.at),
            what=WORDS.get(row.kind, row.kind),
            who=_who(row.actor, people),
            reference=cases.get(row.case_id, "") if row.case_id else "",
            details=_details(row, people),
        )
        for row in rows
    ]


def _officer(name: str | None) -> UUID | None:
    kind, _, identity = (name or "").partition(":")
    try:
        return UUID(identity) if kind == "officer" else None
    except ValueError:
        return None


def _who(actor: str | None, people: dict[UUID | None, str]) -> str:
    known = _officer(actor)
    if known:
        return people.get(known, "工作人员")
    return WHO.get((actor or "system").partition(":")[0], "系统")


def _details(row: Event, people: dict[UUID | None, str]) -> str:
    about = people.get(_officer(row.subject), "")
    parts = [f"对象：{about}"] if about else []
    for name, words in DATA_WORDS.items():
        value = row.data.get(name)
        if value:
            texts = value if isinstance(value, list) else [value]
            parts.append(f"{words}：{'、'.join(VALUE_WORDS.get(str(text), str(text)) for text in texts)}")
    return "；".join(parts)
