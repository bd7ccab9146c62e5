"""What a reviewer fills in about a claim."""

from collections.abc import Sequence

from webapp.claims.assessment.plans import RowWords
from webapp.claims.forms import question_fields, shown_answers
from webapp.claims.models import Accident, Bill
from webapp.policy.profile.benefits.rows import Question
from webapp.web.forms import CheckboxField, ChoiceField, Form, SelectField, TextField
from webapp.web.typed.yuan import YuanField

ACCIDENT, FILING = "accident", "filing"
HOLDS, HOLDS_NOT, EXCEPTION = "holds", "not", "exception"
NEW = "new"


class FindingForm(Form):
    """One finding: which row, about what, how it comes out, and why."""

    row = SelectField("认定哪一条", empty="请选择条款")
    about = SelectField("关于", empty="请选择")
    outcome = ChoiceField(
        "认定结果",
        choices=[
            (HOLDS, "成立", "除外责任：属于；其他条款：符合，可以计入或视为已交"),
            (HOLDS_NOT, "不成立", "除外责任：不属于；其他条款：不符合；“另行要求的材料”：请补交"),
            (EXCEPTION, "属于除外责任，但符合它的例外", "只用于写有例外的除外责任"),
        ],
        missing="请选择认定结果",
    )
    counts = YuanField("这张票据只计入（元）", hint="跨过期限的票据要拆分时填，例如只计入期限内的部分", optional=True)
    amount = YuanField("人工决定的金额（元）", hint="只用于由人工决定金额的给付项目", optional=True)
    note = TextField("依据和理由", hint="会记入操作日志", max_length=300, missing="请写明认定的依据和理由")


def finding_form(rows: Sequence[RowWords], bills: Sequence[Bill]) -> FindingForm:
    """The form with the rows of the edition and the things of this filing."""
    form = FindingForm(prefix="finding-")
    form.row.offer([(one.id, f"{'除外责任：' if one.is_exclusion else ''}{one.label}") for one in rows])
    about = [(ACCIDENT, "整件事"), (FILING, "这件申报")]
    form.about.offer([*about, *((str(bill.id), f"票据 {bill.key}，{bill.hospital}") for bill in bills)])
    return form


class PlacementForm(Form):
    """Which accident a filing belongs to."""

    to = ChoiceField("这件申报属于")
    note = TextField("理由", hint="会记入操作日志", max_length=300, missing="请写明为什么是（或不是）同一件事")


def placement_form(accident: Accident, others: Sequence[tuple[Accident, str]]) -> PlacementForm:
    """Its choices: another accident of the person (merge), or one of its own (split)."""
    form = PlacementForm(prefix="placement-")
    merged = [(str(one.id), f"和“{title}”是同一件事", "两件事的全部申报并在一起") for one, title in others]
    form.to.offer([*merged, (NEW, "另一件事", "这件申报分出来，单独算一件")])
    return form


class AnswersForm(Form):
    """The edition's questions that the union answers."""


def answers_form(accident: Accident, questions: Sequence[Question]) -> AnswersForm:
    """The form with those questions."""
    form_class = type("AnswersForm", (AnswersForm,), question_fields(questions))
    form: AnswersForm = form_class(prefix="facts-", data=shown_answers(questions, accident.answers))
    return form


class OriginalForm(Form):
    """The original of one kind of paper was seen."""

    document = TextField("材料")
    seen = CheckboxField("已核对原件", optional=True)
