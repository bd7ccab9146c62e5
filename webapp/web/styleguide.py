"""The living page of every component in every state: for designers, and for the tests of how pages look."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response

from webapp.web.access import audience
from webapp.web.forms import (
    CheckboxField,
    ChoiceField,
    ChoicesField,
    CodeField,
    DateField,
    Form,
    IdentityNumberField,
    LongTextField,
    PhoneField,
    SelectField,
    TextField,
)
from webapp.web.htmx import page_or_fragment
from webapp.web.pagination import Page
from webapp.web.tags import TAGS

blueprint = Blueprint("styleguide", __name__)

WORK = [
    ("courier", "快递员", "在站点揽件、分拣、派送"),
    ("rider", "外卖配送员"),
    ("driver", "网约车司机"),
    ("truck", "货车司机", "含挂靠在运输公司的车辆"),
    ("other", "其他"),
]
LONG = "阿不都热合曼·买买提依明江市高新技术产业开发区运输物流配送行业新就业形态劳动者联合工会委员会"


class SampleForm(Form):
    """Each kind of field once."""

    name = TextField("姓名", autocomplete="name", hint="与身份证上一致", width=16)
    phone = PhoneField(hint="用来接收验证码和办理进度")
    code = CodeField()
    identity_number = IdentityNumberField(hint="18 位，最后一位可以是 X")
    work = ChoiceField("您主要做什么工作？", choices=WORK, hint="做几样的，选花时间最多的")
    contract = ChoiceField(
        "签了劳动合同吗？", choices=[("yes", "签了"), ("no", "没有"), ("unknown", "不确定")], inline=True
    )
    platforms = ChoicesField(
        "在哪些平台接单？", choices=[("a", "甲平台"), ("b", "乙平台"), ("c", "都不在")], optional=True
    )
    district = SelectField("在哪个区工作？", choices=[("1", "东区"), ("2", "西区")])
    since = DateField("从哪天开始做的？", hint="记不清就写大概的日子，例如 2021 年 9 月 1 日")
    remark = LongTextField("还有什么要说的？", optional=True)
    agreed = CheckboxField("我同意工会为办理入会使用上面的资料", missing="请先勾选同意，才能提交")


def _clause(place: str, text: str, modality: str) -> dict[str, Any]:
    return {"id": place, "document": "示工总〔2021〕1号", "place": place, "text": text, "modality": modality}


OWN_UNION = _clause("二(四)1", "有劳动关系或事实上够得上劳动关系的人，应当加入所在单位的工会", "must")
NEARBY = _clause("二(四)1", "单位没有工会的，可以按属地、行业就近，向单位所在地的区域、行业工会申请", "may")
PLATFORM = _clause("二(四)2", "按平台要求干活拿报酬、受平台管理的人，倡导平台企业工会接收", "encouraged")
WORDS = {"must": "应当", "may": "可以", "encouraged": "倡导"}


def _decision(**changes: Any) -> dict[str, Any]:
    given = {
        "on": "2021-12-07",
        "digest": "4f1c09ab77e2d5",
        "ask": [],
        "reasons": [
            {"text": "您和快递公司签了劳动合同，属于有劳动关系。", "clauses": [OWN_UNION]},
            {"text": "您所在的公司还没有工会，所以可以就近加入公司所在地的工会。", "clauses": [NEARBY]},
        ],
        "why_not": [
            {
                "text": "没有推荐平台企业工会。",
                "because": [{"label": "与平台的关系", "found": "有劳动关系", "wanted": "不完全符合确立劳动关系"}],
                "clauses": [PLATFORM],
            }
        ],
        "clauses": [OWN_UNION, NEARBY, PLATFORM],
        "interpretations": [],
        "warnings": [],
    }
    return {**given, **changes}


READING = {
    "reading": "公司所在地按注册地址算",
    "reason": "文件只说“单位所在地”，没有说按注册地址还是经营地址。",
    "otherwise": "按经营地址，会是西区的联合工会",
    "turned": True,
}
DECISIONS = [
    ("good", "您可以加入东区快递行业联合工会", _decision(), None),
    ("wait", "可以申请，但东区的工会还在筹建", _decision(interpretations=[READING], why_not=[]), None),
    ("no", "这次费用不在保障范围内", _decision(reasons=[_decision()["reasons"][0]] * 6, interpretations=[]), None),
    ("ask", "还差一个问题：您签劳动合同了吗？", _decision(reasons=[], why_not=[], clauses=[], ask=["contract"]), None),
    (
        "good",
        "这次可以领 1,000 元",
        _decision(),
        [
            {"label": "门诊自付费用", "amount": "2,460.50 元", "note": "2 张票据"},
            {"label": "档位", "amount": "第三档", "note": "自付超过 2,000 元"},
            {"label": "此前已领", "amount": "−500 元"},
            {"label": "本次给付", "amount": "1,000 元", "total": True},
        ],
    ),
]


def _forms() -> tuple[SampleForm, SampleForm, SampleForm]:
    empty, filled, wrong = (SampleForm(formdata=None, meta={"csrf": False}) for _ in range(3))
    filled.process(
        data={
            "name": "陈小明",
            "phone": "13800138000",
            "work": "courier",
            "contract": "yes",
            "platforms": ["a"],
            "agreed": True,
        }
    )
    wrong.process(data={"name": LONG, "phone": "1380013"})
    for field in wrong:
        field.errors = [getattr(field, "missing", "请检查") + ("" if field.name != "phone" else "，11 位数字")]
    for prefix, form in (("empty", empty), ("filled", filled), ("wrong", wrong)):
        for field in form:
            field.id = f"{prefix}-{field.id}"
    return empty, filled, wrong


def _samples() -> dict[str, Any]:
    empty, filled, wrong = _forms()
    events = [
        SimpleNamespace(title="提交申请", time="2021年12月7日 14:05", who="本人", note="", phase="done"),
        SimpleNamespace(title="东区联合工会审核", time="", who="由东区联合工会办理", note="已等 2 天", phase="now"),
        SimpleNamespace(title="批准入会", time="", who="", note="", phase="todo"),
    ]
    returned = [
        events[0],
        SimpleNamespace(
            title="退回补充", time="2021年12月9日 09:12", who="东区联合工会", note="照片看不清，请重拍", phase="bad"
        ),
    ]
    return {
        "empty_form": empty,
        "filled_form": filled,
        "wrong_form": wrong,
        "long": LONG,
        "states": TAGS,
        "words": WORDS,
        "decisions": DECISIONS,
        "events": events,
        "returned": returned,
        "page": Page(rows=[], number=4, size=20, total=187),
    }


@blueprint.get("/styleguide")
@audience("any")
def show() -> Response:
    """Every component in every state."""
    return page_or_fragment("styleguide/index.html", **_samples())
