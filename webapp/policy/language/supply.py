"""The register of facts: each fact that a decision can read, with its type, its words, and who supplies it at run time.

A condition may name a fact only where somebody supplies it for that kind of decision; the loader refuses every other one. The
register is what docs/facts.md is written from (`gonghui policy facts`), and `tests/claims/test_every_fact.py` walks it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from webapp.policy.language.facts import (
    BOOL,
    COUNTS,
    DAY,
    INT,
    LIST,
    MOMENT,
    MONEY,
    NAME,
    PLACE,
    TABLE,
    TEXT,
    FactType,
    Vocabulary,
    choice,
)

RELATION_KINDS = ("employment", "meets_employment", "partial", "self_employed_platform", "freelance", "dispatched")
SEAT_KINDS = ("none", "reservoir", "full")
UNITS = ("employer", "platform", "affiliation_firm", "agency", "user_unit")

QUESTION, RECORD, OFFICER, PERSON, COMMAND = "question", "record", "officer", "person", "command"
SUPPLIERS: Final = {
    QUESTION: "a page asks the worker",
    RECORD: "a record of the site",
    OFFICER: "an officer enters it",
    PERSON: "a person finds it: the case goes to one, with the reason",
    COMMAND: "the command line only: no page asks for this decision, so that no condition may name the fact",
}


@dataclass(frozen=True, slots=True)
class Supply:
    """Who supplies a fact, and where in `webapp/` that is done."""

    who: str
    where: str


@dataclass(frozen=True, slots=True)
class Known:
    """One fact. `by` = its supply for each kind of decision that reads it."""

    name: str
    type: FactType
    words: str
    by: Mapping[str, Supply]


def _asked(where: str) -> Supply:
    return Supply(QUESTION, where)


def _kept(where: str) -> Supply:
    return Supply(RECORD, where)


def _entered(where: str) -> Supply:
    return Supply(OFFICER, where)


_COMMAND = Supply(COMMAND, "policy/commands/proving.py")
_JOIN, _CONSIDER, _SEAT = _asked("join/questions.py"), _kept("join/consider.py"), _kept("join/seats/moving.py")
_UNIT = _asked("join/facts.py")
_COUNT, _DUES, _REGISTER = _kept("founding/counting.py"), _kept("founding/dues.py"), _entered("founding/register.py")
_MEMBER, _BILL, _FACTS = (
    _kept("claims/assessment/membership.py"),
    _asked("claims/forms.py"),
    _kept("claims/assessment/facts.py"),
)
_MORE, _TOLD = _asked("claims/assessment/told.py"), _entered("claims/assessment/told.py")
_COVER = Supply(PERSON, "claims/assessment/told.py")
_DECIDED = _kept("policy/decisions/claim/run.py")


def _claim(name: str, type_: FactType, words: str, supply: Supply, cover: Supply | None = None) -> Known:
    return Known(name, type_, words, {"claim": supply} | ({"cover": cover} if cover is not None else {}))


def _of_member(name: str, type_: FactType, words: str) -> Known:
    return _claim(name, type_, words, _MEMBER, _MEMBER)


FACTS: Final[tuple[Known, ...]] = (
    Known("relation_kind", choice(*RELATION_KINDS), "劳动关系", {"join": _JOIN, "seat": _SEAT}),
    Known("employer_union", BOOL, "用人单位工会", {"join": _JOIN, "threshold": _COUNT}),
    Known("platform_union", BOOL, "平台企业工会", {"join": _JOIN}),
    Known("affiliation_firm_union", BOOL, "挂靠企业工会", {"join": _JOIN}),
    Known("agency_union", BOOL, "劳务派遣单位工会", {"join": _JOIN}),
    Known("user_unit_union", BOOL, "用工单位工会", {"join": _JOIN}),
    Known("has_labour_contract", BOOL, "劳动合同", {"join": _JOIN, "seat": _SEAT}),
    Known("station_branch", BOOL, "站点分工会或工会小组", {"join": _JOIN}),
    Known("works_to_platform_rules_for_pay", BOOL, "按平台要求提供劳动并获得报酬", {"join": _JOIN}),
    Known("completes_platform_tasks", BOOL, "完成平台发布的任务", {"join": _JOIN}),
    Known("accepts_platform_management", BOOL, "接受平台劳动管理", {"join": _JOIN}),
    Known("worker_group", NAME, "职业群体", {"join": _JOIN}),
    Known("platforms", LIST, "平台企业", {"join": _JOIN}),
    Known("employer_location", PLACE, "用人单位所在地", {"join": _UNIT, "seat": _SEAT}),
    Known("work_place", PLACE, "工作地", {"join": _JOIN}),
    Known("residence", PLACE, "居住地", {"join": _JOIN}),
    Known("agency_location", PLACE, "劳务派遣单位所在地", {"join": _UNIT, "seat": _SEAT}),
    Known("user_unit_location", PLACE, "用工单位所在地", {"join": _UNIT, "seat": _SEAT}),
    Known(
        "division",
        PLACE,
        "所在地区",
        {
            "join": _JOIN,
            "seat": _SEAT,
            "threshold": _COUNT,
            "dues": _DUES,
            "organisation": _REGISTER,
            "station": _entered("stations/opening.py"),
            "target": _kept("stations/recognition.py"),
            "report": _COMMAND,
        },
    ),
    Known("channel", NAME, "入会渠道", {"join": _kept("join/facts.py")}),
    Known("leads_to", choice("unit_union", "area_union"), "去向", {"join": _kept("policy/decisions/join.py")}),
    Known("choice", NAME, "选择的工会", {"join": _COMMAND}),
    Known("seat_kind", choice(*SEAT_KINDS), "会籍", {"join": _CONSIDER}),
    Known("receiver_state", choice("formed", "stand_in_named", "missing"), "受理工会", {"join": _CONSIDER}),
    Known("event", choice("union_founded", "relation_moved", "covered_by_federation"), "事项", {"seat": _SEAT}),
    Known("unit", choice(*UNITS), "单位", {"seat": _SEAT}),
    Known("task_open", BOOL, "任务已建立", {"threshold": _COUNT}),
    Known("members", LIST, "入会人员", {"threshold": _COUNT}),
    Known("union_kind", NAME, "工会类型", {"dues": _DUES, "target": _kept("founding/records.py")}),
    Known(
        "mode", choice("none", "fixed", "voluntary", "percentage"), "会费方式", {"dues": _entered("founding/dues.py")}
    ),
    Known("amount", MONEY, "会费金额", {"dues": _entered("founding/dues.py")}),
    Known("given", MONEY, "自愿缴纳的会费", {"dues": _COMMAND}),
    Known("wage", MONEY, "工资", {"dues": _COMMAND}),
    Known("kind", NAME, "组织类型", {"organisation": _REGISTER, "station": _entered("stations/opening.py")}),
    Known("province", TEXT, "省", {"organisation": _REGISTER}),
    Known("city", TEXT, "市", {"organisation": _REGISTER}),
    Known("county", TEXT, "县（区）", {"organisation": _REGISTER}),
    Known("existing_in_division", INT, "当地同类工会数", {"organisation": _kept("founding/register.py")}),
    Known("upper_union", BOOL, "上级工会", {"organisation": _REGISTER}),
    Known("address", BOOL, "地址", {"organisation": _REGISTER}),
    Known("parents", LIST, "上级组织", {"organisation": _REGISTER}),
    Known("committees", LIST, "专门委员会", {"organisation": _REGISTER}),
    Known("funds_independent", BOOL, "工会经费独立", {"organisation": _REGISTER}),
    Known(
        "many_women",
        BOOL,
        "女职工较多",
        {"organisation": _REGISTER, "station": _entered("stations/forms.py")},
    ),
    Known("term_years", INT, "任期年数", {"organisation": _REGISTER}),
    Known("elected_on", DAY, "选举日期", {"organisation": _REGISTER}),
    Known("act", choice("open", "recognise", "use"), "事项", {"station": _kept("stations/opening.py")}),
    Known("host", NAME, "依托单位", {"station": _entered("stations/opening.py")}),
    Known("reason", TEXT, "理由", {"station": _entered("stations/opening.py")}),
    Known("member", BOOL, "是会员", {"station": _kept("stations/routes.py")}),
    Known("indicator", NAME, "指标", {"target": _kept("stations/recognition.py")}),
    Known("count", INT, "数目", {"target": _kept("stations/recognition.py")}),
    Known("of", INT, "总数", {"target": _kept("stations/recognition.py")}),
    Known("duties", COUNTS, "每年的职责", {"target": _kept("founding/records.py")}),
    Known("year", INT, "年份", {"target": _kept("founding/records.py")}),
    Known("report", NAME, "报表", {"report": _COMMAND}),
    Known("filed_at", MOMENT, "报送时间", {"report": _COMMAND}),
    Known("due", DAY, "报送期限", {"report": _COMMAND}),
    Known("rows", TABLE, "报表各行", {"report": _COMMAND}),
    # One line of a threshold's `members`.
    Known("join_form", NAME, "入会形式", {"counted": _COUNT}),
    Known("relation_kind", choice(*RELATION_KINDS), "劳动关系", {"counted": _COUNT}),
    Known("street", PLACE, "所在街镇", {"counted": _COUNT}),
    Known("count", INT, "人数", {"counted": _COUNT}),
    # A benefit plan: the member.
    _of_member("member.applied_on", DAY, "申请入会日"),
    _of_member("member.channel", NAME, "入会渠道"),
    _of_member("member.admitted_on", DAY, "入会批准日"),
    _of_member("member.left_on", DAY, "会员资格终止日"),
    _of_member("member.real_name_on", DAY, "实名登记日"),
    _of_member("member.worker_group", NAME, "职业群体"),
    _of_member("member.relation_kind", choice(*RELATION_KINDS), "劳动关系情形"),
    _of_member("member.sex", choice("male", "female"), "性别"),
    _of_member("member.born_on", DAY, "出生日"),
    _claim("member.retires_on", DAY, "退休日", _MORE, _COVER),
    _of_member("member.division", PLACE, "所在地区"),
    _of_member("member.level", NAME, "会员级别"),
    _of_member("member.seat_kind", choice(*SEAT_KINDS), "会籍状态"),
    _of_member("member.other_plans", LIST, "已参加的同类保障"),
    # His unit.
    _of_member("unit.kind", NAME, "单位类型"),
    _claim("unit.size", INT, "单位人数", _TOLD, _COVER),
    _of_member("unit.enrolled", INT, "单位参保人数"),
    _claim("unit.pays_union_funds", BOOL, "单位拨缴工会经费", _TOLD, _COVER),
    _claim("unit.started_on", DAY, "单位成立日", _TOLD, _COVER),
    _claim("unit.contract_months", INT, "合同月数", _MORE, _COVER),
    # The plan, and the taking part in it.
    _of_member("plan.id", NAME, "计划"),
    _of_member("plan.persons", INT, "已参加人数"),
    _of_member("plan.spent", MONEY, "已支出金额"),
    _of_member("enrolment.edition", NAME, "参加的版次"),
    _of_member("enrolment.enrolled_on", DAY, "参保日"),
    _of_member("enrolment.shares", INT, "份数"),
    _of_member("enrolment.first_time", BOOL, "首次参保"),
    # What happened, and the filings on it.
    _claim("event.id", NAME, "事件", _FACTS),
    _claim("event.kind", NAME, "事件性质", _BILL),
    _claim("event.at", MOMENT, "发生时间", _BILL),
    _claim("filing.id", NAME, "申报", _FACTS),
    _claim("filing.event", NAME, "申报的事件", _FACTS),
    _claim("filing.filed_on", DAY, "申报日", _FACTS),
    _claim("filing.refiled_on", DAY, "补正日", _FACTS),
    _claim("filing.decided", choice("granted", "refused"), "此前的处理", _FACTS),
    _claim("filing.documents", LIST, "已交材料", _FACTS),
    _claim("filing.originals", LIST, "已交原件", _entered("claims/reviewing.py")),
    _claim("filing.payee", NAME, "收款人", _BILL),
    _claim("result.degree", NAME, "等级", _MORE),
    _claim("result.death", BOOL, "身故", _MORE),
    # Its bills.
    _claim("bill.id", NAME, "票据", _FACTS),
    _claim("bill.from", DAY, "就医开始日", _FACTS),
    _claim("bill.to", DAY, "就医结束日", _FACTS),
    _claim("bill.care", choice("inpatient", "outpatient", "emergency"), "就医方式", _BILL),
    _claim("bill.total", MONEY, "票据总额", _BILL),
    _claim("bill.in_scope", MONEY, "医保范围内金额", _FACTS),
    _claim("bill.reimbursed", MONEY, "已报销金额", _BILL),
    _claim("bill.self_paid_in_scope", MONEY, "范围内自付", _BILL),
    _claim("bill.out_of_scope", MONEY, "范围外自费", _BILL),
    _claim("bill.third_party", MONEY, "第三方赔付", _BILL),
    _claim("bill.hospital_days", INT, "住院天数", _BILL),
    _claim("hospital.public", BOOL, "公立医院", _BILL),
    _claim("hospital.grade", INT, "医院等级", _BILL),
    _claim("hospital.kind", NAME, "医院类别", _BILL),
    _claim("hospital.division", PLACE, "医院所在地", _BILL),
    # Named days, and what others paid (read by `basis.less`, never by a condition).
    Known("event", DAY, "发生日", {"claim": _DECIDED, "cover": _kept("policy/decisions/claim/cover.py")}),
    _claim("filing", DAY, "申报日", _kept("policy/decisions/claim/facts.py")),
    _claim("discharge", DAY, "出院日", _kept("policy/decisions/claim/facts.py")),
    Known("start", DAY, "保障起算日", {"claim": _DECIDED, "cover": _kept("policy/decisions/claim/cover.py")}),
    Known("cover_from", DAY, "保障期首日", {"claim": _DECIDED, "cover": _kept("policy/decisions/claim/cover.py")}),
    Known("cover_to", DAY, "保障期末日", {"claim": _DECIDED, "cover": _kept("policy/decisions/claim/cover.py")}),
    _claim("paid_elsewhere", MONEY, "其他保障已付的金额", _MORE),
)


WORDS: Final = {one.name: one.words for one in reversed(FACTS) if not set(one.by) & {"claim", "counted"}}
"""What a page calls a fact; `words` of a profile may call it otherwise. A plan's own facts are named by claims alone."""


def known_to(kind: str) -> Iterator[Known]:
    """The facts that a kind of decision reads, in the order to ask them."""
    return (one for one in FACTS if kind in one.by)


def fact_of(kind: str, name: str) -> Known:
    """One fact of a kind of decision. Raises KeyError."""
    found = next((one for one in known_to(kind) if one.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def vocabulary(kind: str, *, but: tuple[str, ...] = ()) -> Vocabulary:
    """Every fact that may be handed to a kind of decision."""
    return Vocabulary({one.name: one.type for one in known_to(kind) if one.name not in but})


def conditions(kind: str, names: tuple[str, ...] | None = None, **types: FactType) -> Vocabulary:
    """The facts that a condition on a kind of decision may name: those of `names` that somebody supplies for it.

    `types` are facts whose values are told apart further there.
    """
    found = {
        one.name: types.get(one.name, one.type)
        for one in known_to(kind)
        if one.by[kind].who != COMMAND and (names is None or one.name in names)
    }
    return Vocabulary(found, unsupplied={one.name: one.words for one in FACTS if one.name not in found})
