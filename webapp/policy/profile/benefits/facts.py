"""The facts of a claim: what a row of a benefit plan may read, of which type, and how a sentence names it.

Money is held in whole fen and days as dates, so a condition's bounds are turned into fen when it is read. A plan's own
questions (`answers.…`) are facts of that edition alone.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, InstanceOf, WithJsonSchema

from webapp.policy.language.conditions import Condition, Test, parse
from webapp.policy.language.facts import BOOL, DAY, INT, LIST, MOMENT, MONEY, NAME, PLACE, FactType, Vocabulary, choice
from webapp.policy.language.vocabularies import RELATION, SEAT_KINDS

MEMBER: Final = {
    "applied_on": DAY,
    "channel": NAME,
    "admitted_on": DAY,
    "left_on": DAY,
    "real_name_on": DAY,
    "worker_group": NAME,
    "relation_kind": RELATION,
    "sex": choice("male", "female"),
    "born_on": DAY,
    "retires_on": DAY,
    "division": PLACE,
    "level": NAME,
    "seat_kind": choice(*SEAT_KINDS),
    "other_plans": LIST,
}
UNIT: Final = {
    "kind": NAME,
    "size": INT,
    "enrolled": INT,
    "pays_union_funds": BOOL,
    "started_on": DAY,
    "contract_months": INT,
}
PLAN: Final = {"id": NAME, "persons": INT, "spent": MONEY}
ENROLMENT: Final = {"edition": NAME, "enrolled_on": DAY, "shares": INT, "first_time": BOOL}
EVENT: Final = {"id": NAME, "kind": NAME, "at": MOMENT}
FILING: Final = {
    "id": NAME,
    "event": NAME,
    "filed_on": DAY,
    "refiled_on": DAY,
    "decided": choice("granted", "refused"),
    "documents": LIST,
    "originals": LIST,
    "payee": NAME,
}
RESULT: Final = {"degree": NAME, "death": BOOL}
BILL: Final = {
    "id": NAME,
    "from": DAY,
    "to": DAY,
    "care": choice("inpatient", "outpatient", "emergency"),
    "total": MONEY,
    "in_scope": MONEY,
    "reimbursed": MONEY,
    "self_paid_in_scope": MONEY,
    "out_of_scope": MONEY,
    "third_party": MONEY,
    "hospital_days": INT,
}
HOSPITAL: Final = {"public": BOOL, "grade": INT, "kind": NAME, "division": PLACE}
DAY_NAMES: Final = ("event", "filing", "discharge", "start", "cover_from", "cover_to")
MONEY_OF_A_BILL: Final = (
    "total",
    "in_scope",
    "reimbursed",
    "self_paid_in_scope",
    "out_of_scope",
    "third_party",
)

_GROUPS: Final[Mapping[str, Mapping[str, FactType]]] = {
    "member": MEMBER,
    "unit": UNIT,
    "plan": PLAN,
    "enrolment": ENROLMENT,
    "event": EVENT,
    "filing": FILING,
    "result": RESULT,
    "bill": BILL,
    "hospital": HOSPITAL,
}
CLAIM_FACTS: Final = Vocabulary(
    {
        **{f"{group}.{name}": kind for group, facts in _GROUPS.items() for name, kind in facts.items()},
        **dict.fromkeys(DAY_NAMES, DAY),
    }
)
"""Every fact that `holds`, `when`, `waived` and `only` of a benefit plan may name."""

QUESTION_TYPES: Final = {
    "date": DAY,
    "money": MONEY,
    "bool": BOOL,
    "int": INT,
    "choice": NAME,
    "division": PLACE,
}

LABELS: Final = {
    "member.applied_on": "申请入会日",
    "member.channel": "入会渠道",
    "member.admitted_on": "入会批准日",
    "member.left_on": "会员资格终止日",
    "member.real_name_on": "实名登记日",
    "member.worker_group": "职业群体",
    "member.relation_kind": "劳动关系情形",
    "member.sex": "性别",
    "member.born_on": "出生日",
    "member.retires_on": "退休日",
    "member.division": "所在地区",
    "member.level": "会员级别",
    "member.seat_kind": "会籍状态",
    "member.other_plans": "已参加的其他保障",
    "unit.kind": "单位类型",
    "unit.size": "单位人数",
    "unit.enrolled": "单位参保人数",
    "unit.pays_union_funds": "单位拨缴工会经费",
    "unit.started_on": "单位成立日",
    "unit.contract_months": "合同月数",
    "plan.persons": "已参加人数",
    "plan.spent": "已支出金额",
    "enrolment.enrolled_on": "参保日",
    "enrolment.shares": "份数",
    "enrolment.first_time": "首次参保",
    "event.kind": "事件性质",
    "event.at": "发生时间",
    "event": "出险日",
    "filing": "申报日",
    "filing.filed_on": "申报日",
    "filing.refiled_on": "补正日",
    "filing.payee": "收款人",
    "filing.documents": "已交材料",
    "filing.originals": "已交原件",
    "result.degree": "等级",
    "result.death": "身故",
    "discharge": "出院日",
    "start": "保障起算日",
    "cover_from": "保障期首日",
    "cover_to": "保障期末日",
    "bill.from": "就医开始日",
    "bill.to": "就医结束日",
    "bill.care": "就医方式",
    "bill.total": "票据总额",
    "bill.in_scope": "医保范围内金额",
    "bill.reimbursed": "已报销金额",
    "bill.self_paid_in_scope": "范围内自付",
    "bill.out_of_scope": "范围外自费",
    "bill.third_party": "第三方赔付",
    "bill.hospital_days": "住院天数",
    "hospital.public": "公立医院",
    "hospital.grade": "医院等级",
    "hospital.kind": "医院类别",
    "hospital.division": "医院所在地",
}
"""How a sentence names a fact of a claim."""


def fen(amount: Decimal) -> int:
    """Yuan with at most two decimals as whole fen."""
    return int(amount.scaleb(2))


def yuan(amount: int) -> str:
    """Whole fen as the text of yuan with two decimals: 20000 -> `200.00`."""
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100}.{amount % 100:02d}"


def in_fen(condition: Condition) -> Condition:
    """The condition with every bound of money in whole fen, as the facts of a claim hold it."""
    return Condition(
        tuple(_test_in_fen(test) for test in condition.tests),
        tuple(in_fen(branch) for branch in condition.any_of),
    )


def _test_in_fen(test: Test) -> Test:
    if isinstance(test.bound, Decimal):
        return dataclasses.replace(test, bound=fen(test.bound))
    if isinstance(test.bound, tuple):
        bound = tuple(fen(one) if isinstance(one, Decimal) else one for one in test.bound)
        return dataclasses.replace(test, bound=bound)
    return test


def claim_condition(value: object, vocabulary: Vocabulary = CLAIM_FACTS) -> Condition:
    """Read a condition over the facts of a claim. Raises PydanticCustomError."""
    return value if isinstance(value, Condition) else in_fen(parse(value, vocabulary))


def with_questions(questions: Iterable[Any]) -> Vocabulary:
    """The facts of a claim together with an edition's own questions, `answers.<id>`."""
    own = {
        f"answers.{one['id']}": QUESTION_TYPES[one["type"]]
        for one in questions
        if isinstance(one, dict) and isinstance(one.get("id"), str) and one.get("type") in QUESTION_TYPES
    }
    return Vocabulary({**dict(CLAIM_FACTS), **own})


ClaimWhen = Annotated[
    InstanceOf[Condition],
    BeforeValidator(claim_condition),
    WithJsonSchema({"type": "object", "description": "条件：每一行都要成立；列表 = 其中之一；any_of = 至少一组成立"}),
]
