"""What a member fills in about an accident: one form a page, each read back into rows."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from webapp.claims.accounts import HolderField, bank_field, check_account, check_again, number_field
from webapp.claims.asking import Asking
from webapp.claims.assessment.plans import SELF
from webapp.claims.models import Accident, Bill, Filing
from webapp.files import UploadField
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.rows import Question
from webapp.tenancy import business_date, profile
from webapp.unions.forms import DivisionField
from webapp.web.dates import CHINA, day
from webapp.web.forms import CheckboxField, ChoiceField, DateField, Form, LongTextField, SelectField, TextField
from webapp.web.text import clean_number
from webapp.web.typed.yuan import YuanField

UNCLEAR = "unclear"
YES_NO_UNCLEAR = [("yes", "是"), ("no", "不是"), (UNCLEAR, "不清楚")]
GRADES = [("3", "三级"), ("2", "二级"), ("1", "一级"), (UNCLEAR, "不清楚，或没有定级")]
CARE = ("outpatient", "emergency", "inpatient")
NOON = time(12)


class WhenForm(Form):
    """When it happened."""

    day = DateField("哪一天的事？", hint="填事情发生那一天，不是看病或申报那一天", missing="请填写日期")
    time = TextField(
        "几点？", hint="24 小时制，例如 9:30。记不清可以不填", optional=True, width=6, inputmode="numeric", max_length=5
    )

    def __init__(self, today: date, asked: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today
        self.day.label.text = asked

    def validate_day(self, field: DateField) -> None:
        """Not a day to come."""
        if field.data is not None and field.data > self._today:
            self.add_error("day", "日期不能在今天之后")

    def validate_time(self, field: TextField) -> None:
        """A time of day."""
        if field.data and _time(field.data) is None:
            self.add_error("time", "时间写成 9:30 这样，0:00 到 23:59")

    def at(self) -> datetime:
        """The moment, at noon where the time of day is not known."""
        return datetime.combine(self.day.data, _time(self.time.data) or NOON, CHINA)


def _time(text: str | None) -> time | None:
    found = re.fullmatch(r"([0-9]{1,2})[:：.]?([0-9]{2})", (text or "").replace(" ", ""))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


class WhatForm(Form):
    """What happened; what the plan does not look at is left out, and an edition's own questions are added."""

    kind = ChoiceField("是什么事？")
    place = TextField("在哪里？", hint="例如 人民路和解放路路口", max_length=100, missing="请写明在哪里出的事")
    story = LongTextField("是怎么回事？", max_length=500, missing="请写明事情的经过")
    third_party = ChoiceField(
        "有没有别人要负责赔偿？",
        hint="例如对方司机、保险公司。有赔偿不影响申报，如实填写",
        choices=[("no", "没有"), ("yes", "有"), (UNCLEAR, "不清楚")],
        missing="请选择有没有别人要负责赔偿",
    )


WHAT = ("kind", "place", "story", "third_party")


def what_form(accident: Accident, asking: Asking, questions: Sequence[Question]) -> WhatForm:
    """The form with what the plan asks, the edition's questions and what was said before."""
    form_class = type("WhatForm", (WhatForm,), question_fields(questions))
    before = {name: getattr(accident, name) for name in WHAT}
    form: WhatForm = form_class(data=before | shown_answers(questions, accident.answers))
    form.kind.offer(asking.kinds)
    form.story.hint = asking.story
    form.story.label.text = "怎么发生的？" if asking.place else "是怎么回事？"
    asked = {"kind": len(asking.kinds) > 1, "place": asking.place, "third_party": asking.third_party, "story": True}
    for name in WHAT:
        if not asked[name]:
            del form[name]
    return form


def question_fields(questions: Sequence[Question]) -> dict[str, Any]:
    """A field for each question of an edition, by `answer_<id>`."""
    return {f"answer_{one.id}": _MAKE[one.type](one) for one in questions}


def _bool(one: Question) -> ChoiceField:
    return ChoiceField(_asked(one), choices=[("yes", "是"), ("no", "不是")], inline=True)


def _asked(one: Question) -> str:
    return one.label if one.label.endswith("？") else f"{one.label}？"


_MAKE: dict[str, Callable[[Question], Any]] = {
    "bool": _bool,
    "choice": lambda one: ChoiceField(
        _asked(one), choices=[(name, profile().label("choice", name)) for name in one.choices]
    ),
    "date": lambda one: DateField(one.label),
    "money": lambda one: YuanField(one.label),
    "int": lambda one: TextField(
        one.label, inputmode="numeric", width=6, reject=lambda text: None if text.isdecimal() else "请填写数字"
    ),
    "division": lambda one: DivisionField(one.label, down_to="county"),
}


def answers_in(form: Form, questions: Sequence[Question]) -> dict[str, Any]:
    """What was answered, as the facts of a claim hold it."""
    found = {}
    for one in questions:
        value = form[f"answer_{one.id}"].data
        if value in (None, ""):
            continue
        found[one.id] = _READ.get(one.type, lambda given: given)(value)
    return found


_READ: dict[str, Callable[[Any], Any]] = {
    "bool": lambda value: value == "yes",
    "date": lambda value: value.isoformat(),
    "money": lambda value: yuan(int(Decimal(value) * 100)),
    "int": int,
}


def shown_answers(questions: Sequence[Question], answers: dict[str, Any]) -> dict[str, Any]:
    """Answers of an accident as the fields show them."""
    shown = {}
    for one in questions:
        value = answers.get(one.id)
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif one.type == "date" and value:
            value = date.fromisoformat(value)
        elif one.type == "int" and value is not None:
            value = str(value)
        shown[f"answer_{one.id}"] = value
    return shown


class BillForm(Form):
    """One bill. The sums are those printed on it."""

    hospital = TextField("医院名称", hint="照票据上的写", max_length=100)
    hospital_public = ChoiceField("是公立医院吗？", choices=YES_NO_UNCLEAR, inline=True)
    hospital_grade = SelectField("医院等级", hint="不知道就选“不清楚”，由工作人员核对", choices=GRADES)
    hospital_kind = SelectField("医院类别")
    hospital_division = DivisionField(
        "医院在哪里", hint="不在本省的不用选，由工作人员核对", down_to="county", optional=True
    )
    care = ChoiceField("怎么看的病？", inline=True)
    begins_on = DateField("就医日期", hint="住院的填入院那天")
    ends_on = DateField("出院日期", hint="门诊、急诊不用填", optional=True)
    hospital_days = TextField(
        "住院天数", hint="住院的才填，照出院小结写", optional=True, inputmode="numeric", width=4, max_length=4
    )
    invoice = TextField("票据号码", hint="票据右上角的号码", optional=True, max_length=40, autocomplete="off")
    total = YuanField("票据总额（元）")
    self_paid_in_scope = YuanField("个人自付（元）", hint="票据上“个人自付”一栏：医保范围内、由您自己付的")
    out_of_scope = YuanField("个人自费（元）", hint="票据上“个人自费”一栏：医保范围外的。没有填 0", optional=True)
    reimbursed = YuanField("医保已报销（元）", hint="没有填 0", optional=True)
    third_party = YuanField("别人已赔偿（元）", hint="有人赔了这张票据的钱才填", optional=True)

    def __init__(self, happened_on: date | None, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._happened_on, self._today = happened_on, today

    def validate_begins_on(self, field: DateField) -> None:
        """Not a day to come; one before the accident is asked about."""
        if field.data is None:
            return
        if field.data > self._today:
            self.add_error("begins_on", "就医日期不能在今天之后")
        elif self._happened_on is not None and field.data < self._happened_on:
            self.ask("begins_on", f"就医日期 {day(field.data)} 早于出事那天（{day(self._happened_on)}）")

    def validate_ends_on(self, field: DateField) -> None:
        """Not before the first day."""
        if field.data and self.begins_on.data and field.data < self.begins_on.data:
            self.add_error("ends_on", "出院日期早于入院日期")
        elif field.data and field.data > self._today:
            self.add_error("ends_on", "出院日期不能在今天之后；还没有出院的，出院以后再填这张票据")

    def validate_hospital_days(self, field: TextField) -> None:
        """A number of days."""
        if field.data and not field.data.isdecimal():
            self.add_error("hospital_days", "天数填数字")

    def validate_self_paid_in_scope(self, field: YuanField) -> None:
        """The parts of a bill are not more than its sum."""
        sums = (self.total, field, self.out_of_scope, self.reimbursed)
        if any(one.data and YuanField.fault(one) for one in sums) or not (self.total.data and field.data):
            return
        total, *parts = [one.fen or 0 for one in sums]
        if sum(parts) > total:
            self.add_error("self_paid_in_scope", "自付、自费和已报销加起来多于票据总额，请对照票据检查")
        elif self.out_of_scope.data and self.reimbursed.data and sum(parts) < total:
            words = f"自付、自费和已报销加起来是 {yuan(sum(parts))} 元，比票据总额少 {yuan(total - sum(parts))} 元"
            self.ask("self_paid_in_scope", words)

    def values(self) -> dict[str, Any]:
        """The columns of a bill."""
        grade, days = self.hospital_grade.data, self.hospital_days.data
        return {
            "hospital": self.hospital.data,
            "hospital_public": self.hospital_public.data,
            "hospital_grade": None if grade == UNCLEAR else int(grade),
            "hospital_kind": None if self.hospital_kind.data == UNCLEAR else self.hospital_kind.data,
            "hospital_division": self.hospital_division.data or None if self.hospital_division else None,
            "care": self.care.data,
            "begins_on": self.begins_on.data,
            "ends_on": self.ends_on.data or self.begins_on.data,
            "hospital_days": int(days) if days else None,
            "invoice": clean_number(self.invoice.data) or "",
            "total": self.total.fen,
            "self_paid_in_scope": self.self_paid_in_scope.fen,
            "out_of_scope": self.out_of_scope.fen or 0,
            "reimbursed": self.reimbursed.fen or 0,
            "third_party": self.third_party.fen if self.third_party else None,
        }


def bill_form(
    bill: Bill | None, accident: Accident, kinds: Sequence[tuple[str, str]], cares: Sequence[tuple[str, str]]
) -> BillForm:
    """The form of a bill, filled where there is one."""
    happened_on = accident.at.astimezone(CHINA).date() if accident.at is not None else None
    form = BillForm(
        happened_on, business_date(), data=_shown(bill) if bill is not None else {"hospital_kind": "general"}
    )
    form.hospital_kind.offer([*kinds, (UNCLEAR, "不清楚")])
    form.care.offer(cares)
    return form


def _shown(bill: Bill) -> dict[str, Any]:
    sums = {
        name: None if getattr(bill, name) is None else yuan(getattr(bill, name))
        for name in ("total", "self_paid_in_scope", "out_of_scope", "reimbursed", "third_party")
    }
    return sums | {
        "hospital": bill.hospital,
        "hospital_public": bill.hospital_public,
        "hospital_grade": str(bill.hospital_grade or UNCLEAR),
        "hospital_kind": bill.hospital_kind or UNCLEAR,
        "hospital_division": bill.hospital_division,
        "care": bill.care,
        "begins_on": bill.begins_on,
        "ends_on": bill.ends_on if bill.ends_on != bill.begins_on else None,
        "hospital_days": str(bill.hospital_days) if bill.hospital_days else "",
        "invoice": bill.invoice,
    }


class AccountForm(Form):
    """Where the money goes."""

    payee = ChoiceField("收款人是")
    holder = HolderField(hint="要和会员本人的姓名一致")
    bank = bank_field()
    number = number_field()
    again = number_field("再填一遍账号")

    def validate_number(self, _field: TextField) -> None:
        """What an account's number is."""
        check_account(self)

    def validate_again(self, _field: TextField) -> None:
        """The same number."""
        check_again(self)


def account_form(filing: Filing, payees: Sequence[tuple[str, str]]) -> AccountForm:
    """The form of the account; the number is never shown again, only typed anew."""
    only_own = [value for value, _label in payees] == [SELF]
    form = AccountForm(
        data={"payee": SELF if only_own else filing.payee, "holder": filing.account_holder, "bank": filing.bank}
    )
    form.payee.offer(payees)
    if only_own:
        form.payee.data = SELF
    else:
        form.holder.hint = "和银行卡上的一致"
    return form


class PapersForm(Form):
    """Photographs of one kind of paper, which `purpose` names; each is kept by itself."""

    files = UploadField("添加照片或文件", each=True, missing="请选择照片或文件")

    def __init__(self, purpose: str, **kwargs: Any) -> None:
        super().__init__(prefix=f"{purpose}-", **kwargs)
        self.purpose = purpose


class SubmissionForm(Form):
    """Consent and the button."""

    consent = CheckboxField("我同意", missing="要同意，才能在网上申报；不同意可以到工会现场办理")


def submission_form(consent: str) -> SubmissionForm:
    """The form with the text that is agreed to."""
    form = SubmissionForm()
    form.consent.label.text = consent
    return form
