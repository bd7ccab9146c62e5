"""Shapes of what officers fill in."""

from typing import Any

from wtforms import HiddenField

from webapp.accounts.forms import OF_NO_ACCOUNT
from webapp.accounts.officers import officer_by_login
from webapp.cases import Verdict
from webapp.web.forms import (
    ChoiceField,
    ChoicesField,
    Form,
    LongTextField,
    PhoneField,
    SelectField,
    TextField,
    WholeForm,
)

VERDICTS = {
    Verdict.GRANT: ("同意", "批准这件申请，立即生效"),
    Verdict.RETURN: ("退回补充", "请申请人补充或更正，已填内容都保留"),
    Verdict.REFUSE: ("不同意", "不予批准，理由会原文告知申请人"),
}
MISSING_REASON = "请写明理由：申请人要知道为什么、接下来怎么办"


class FilterForm(Form):
    """What of the inbox is wanted; sent with the address."""

    class Meta:
        """A filter changes nothing."""

        csrf = False

    kind = SelectField("事项", empty="全部事项")
    union = SelectField("工会", empty="全部工会")
    q = TextField("编号或其中几位", max_length=20, attributes={"type": "search"})


class ReasonForm(Form):
    """A reason out of the union's phrases, own words, or both, and the clauses it rests on."""

    phrases = ChoicesField("常用语", optional=True)
    reason = LongTextField("理由", hint="申请人会看到这段话", optional=True, max_length=500, rows=3)
    clauses = ChoicesField("依据条款", optional=True)

    def reason_given(self) -> str:
        """The phrases ticked, then the own words."""
        return "".join([*(self.phrases.data or ()), (self.reason.data or "").strip()])

    def needs_reason(self) -> bool:
        """Whether this may not go without words."""
        return True

    def validate_reason(self, _field: LongTextField) -> None:
        """Only a plain grant goes without words."""
        if self.needs_reason() and not self.reason_given():
            self.add_error("reason", MISSING_REASON)


class VerdictForm(ReasonForm):
    """A verdict on one step; a return and a refusal need a reason that the worker will read."""

    verdict = ChoiceField("办理意见", missing="请选择办理意见")
    version = HiddenField()

    def needs_reason(self) -> bool:
        """Returns and refusals."""
        return self.verdict.data in (Verdict.RETURN, Verdict.REFUSE)


class BulkForm(ReasonForm):
    """One verdict on the cases of the list `chosen`, each written `reference@version`."""

    verdict = HiddenField()

    def needs_reason(self) -> bool:
        """Returns and refusals."""
        return self.verdict.data != Verdict.GRANT


class AssignmentForm(WholeForm):
    """Who is to decide a step; empty: any officer of the union."""

    step = HiddenField()
    officer = SelectField("交给", optional=True, empty="不指定，本工会的人都能办")


class WhyForm(Form):
    """Why an act outside the ordinary is needed; kept in the record of events."""

    reason = TextField("查看的理由", hint="会记入操作日志", max_length=200, missing="请写明为什么要查看完整号码")


class SettlementForm(Form):
    """How a follow-up was done by hand."""

    note = TextField("处理结果", max_length=200, missing="请写明怎么处理的")


class InvitationForm(Form):
    """A new officer of a union."""

    name = TextField("姓名", max_length=60, autocomplete="off")
    login = TextField(
        "登录名",
        hint="字母、数字和 . _ -，以后不能改",
        max_length=60,
        autocomplete="off",
        attributes={"autocapitalize": "none"},
    )
    role = ChoiceField("职责", inline=True)
    phone = PhoneField("本人手机号", hint="设置密码的链接只发到这个手机", optional=True, needed=OF_NO_ACCOUNT)

    def validate_phone(self, field: PhoneField) -> None:
        """Somebody new needs a channel of his own."""
        if not field.data and officer_by_login(self.login.data or "") is None:
            self.add_error("phone", "请填写他本人的手机号：设置密码的链接只发到那里")

    def validate_login(self, field: TextField) -> None:
        """Only what can be typed on every keyboard."""
        if not all(character.isascii() and (character.isalnum() or character in "._-") for character in field.data):
            self.add_error("login", "登录名只能用字母、数字和 . _ -")


OF_SOMEBODY_NEW = "另请新人时必填"


class HandoverForm(Form):
    """换届: who comes in. Either an officer of the union, or somebody new by name and login."""

    successor = SelectField("新任管理员", optional=True, empty="另请新人，在下面填写")
    name = TextField("新人姓名", optional=True, needed=OF_SOMEBODY_NEW, max_length=60, autocomplete="off")
    login = TextField("新人登录名", optional=True, needed=OF_SOMEBODY_NEW, max_length=60, autocomplete="off")
    phone = PhoneField("新人本人手机号", hint="设置密码的链接只发到这个手机", optional=True, needed=OF_SOMEBODY_NEW)

    def validate_successor(self, _field: SelectField) -> None:
        """One of the two ways."""
        if not self.successor.data and not (self.name.data and self.login.data and self.phone.data):
            self.add_error("successor", "请选一位同事，或者填写新人的姓名、登录名和手机号")


class PhraseForm(Form):
    """A new phrase."""

    text = TextField(
        "新的常用语", hint="写成完整的一句话，申请人会原文看到", max_length=200, missing="请写一句常用的理由"
    )


class SettingsForm(WholeForm):
    """The province's own words around its pages; what is empty is not shown."""

    operator = TextField("主办单位", optional=True, max_length=120)
    icp = TextField("网站备案号", optional=True, max_length=60)
    police_record = TextField("公安备案号", optional=True, max_length=60)
    site_code = TextField("网站标识码", optional=True, max_length=40)
    hotline = TextField("服务热线", hint="不填就显示文件写明的号码；都没有的不显示", optional=True, max_length=40)
    signature = TextField("短信签名", hint="短信开头【】里的名称；不填就用省总工会的名称", optional=True, max_length=40)
    privacy_text = LongTextField(
        "个人信息保护说明",
        hint="不填，就用系统的默认说明。改动是新的一版，以前的版本保留",
        optional=True,
        max_length=8000,
        rows=12,
    )


class EventFilterForm(Form):
    """What of the record of events is wanted."""

    class Meta:
        """A filter changes nothing."""

        csrf = False

    reference = TextField("编号", max_length=20)
    actor = TextField("登录名", max_length=60)
    kind = SelectField("事件", empty="全部事件")


def filled(form: Form, **values: Any) -> Form:
    """Fill a form that was not sent with values of rows."""
    if not form.is_submitted():
        for name, value in values.items():
            form[name].data = value
    return form
