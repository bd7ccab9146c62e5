"""Forms of the desk."""

import re
from typing import Any

from webapp.accounts.forms import OF_NO_ACCOUNT
from webapp.accounts.officers import officer_by_login
from webapp.policy.yaml_text import MAX_BYTES, unprintable
from webapp.web.forms import ChoiceField, DateField, Form, LongTextField, PhoneField, SelectField, TextField
from webapp.web.text import whole_number

PAUSE_MS = 700
"""How long an editor rests before her text is checked."""
KEEP, REOPEN = "keep", "reopen"
OPENS = (
    (KEEP, "照原来的版本办完", "已经提交的申请不受影响"),
    (REOPEN, "下一步之前重新判断", "每件受影响的申请留下记录，填过的内容不用再填"),
)


class RawTextField(LongTextField):
    """A text kept as it was typed; a browser's line ends become LF."""

    def clean(self, value: str) -> str:
        """Nothing else is touched."""
        return value.replace("\r\n", "\n")

    def fault(self) -> str | None:
        """Too long a text, or one with a character that no database keeps."""
        place = unprintable(self.data)
        if place is None:
            return super().fault()
        return f"第 {place[0]} 行第 {place[1]} 列：含有不能使用的控制字符，请删去"

    @property
    def shown(self) -> str:
        """What is in it, also after an error."""
        return str(self.data or "")


class TextForm(Form):
    """The part of a text that is being edited; `version` is the draft's as this editor saw it."""

    version = TextField("版本", max_length=9, optional=True)
    body = RawTextField("文本", max_length=MAX_BYTES, rows=28, missing="文本是空的")

    def __init__(self, label: str, check_url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.body.label.text = label
        self.body.attributes |= {
            "spellcheck": "false",
            "autocapitalize": "none",
            "wrap": "off",
            "hx-post": check_url,
            "hx-trigger": f"input changed delay:{PAUSE_MS}ms",
            "hx-target": "#panel",
            "hx-swap": "outerHTML",
        }

    @property
    def seen_version(self) -> int:
        """The version as a number; nonsense is none."""
        return whole_number(self.version.data) or 0


class ProposalForm(Form):
    """What goes with a proposal."""

    reason = LongTextField("为什么改", hint="依据哪份文件，改了什么；和文本一起永久保存", missing="请写明为什么改")
    effective = DateField("从哪一天起适用", hint="办理时看的是事情发生那天，不是今天")
    opens = ChoiceField("正在办理的申请", choices=OPENS, missing="请选择正在办理的申请怎么办")


class DecisionForm(Form):
    """An approver's word."""

    note = LongTextField("退回的理由", optional=True, needed="退回时必填", hint="起草人会看到")


def login_fault(text: str) -> str | None:
    """Only what can be typed on every keyboard."""
    return None if re.fullmatch(r"[A-Za-z0-9._-]+", text) else "登录名只能用字母、数字和 . _ -"


def _slug(text: str) -> str | None:
    return None if re.fullmatch("[a-z]{2,30}", text) else "请用小写拼音，例如 zhejiang"


def _document(text: str) -> str | None:
    return None if re.fullmatch("[A-Z]{2,6}[0-9]{1,4}", text) else "请用大写字母加数字，例如 ZJ12"


class ProvinceForm(Form):
    """A new province."""

    name = TextField("省份（拼音）", hint="也是子域名，例如 zhejiang", reject=_slug, max_length=30, width=16)
    division = TextField("行政区划代码", hint="两个省同音时才要填，例如 610000", optional=True, max_length=6, width=8)


class DocumentForm(Form):
    """A new document, or the anew registered clauses of one."""

    document = TextField(
        "文件编号", hint="自己起，条款编号以它开头，例如 ZJ12", reject=_document, max_length=10, width=8
    )
    number = TextField("文号", hint="没有文号的不填，引用时写标题", optional=True, max_length=60)
    title = TextField("标题", max_length=120)
    dated = DateField("成文日期", hint="文件上没有日期的不填", optional=True)
    issuers = TextField("发文机关", hint="几个机关用顿号隔开", max_length=200)
    full_text = RawTextField("全文", hint="只给起草人和复核人对照，不对外显示", max_length=MAX_BYTES, rows=12)


class EditorForm(Form):
    """A new editor."""

    name = TextField("姓名", max_length=60)
    login = TextField("登录名", max_length=60, hint="已有登录名的，只加职责", attributes={"autocapitalize": "none"})
    role = SelectField("职责")
    phone = PhoneField("本人手机号", hint="设置密码的链接只发到这个手机", optional=True, needed=OF_NO_ACCOUNT)

    def validate_phone(self, field: PhoneField) -> None:
        """Somebody new needs a channel of his own."""
        if not field.data and officer_by_login(self.login.data or "") is None:
            self.add_error("phone", "请填写他本人的手机号：设置密码的链接只发到那里")


class FirstForm(Form):
    """One first administrator of a new province."""

    name = TextField("姓名", max_length=60, autocomplete="off")
    login = TextField(
        "登录名",
        hint="字母、数字和 . _ -，以后不能改",
        max_length=60,
        autocomplete="off",
        attributes={"autocapitalize": "none"},
        reject=login_fault,
    )
    phone = PhoneField(
        "本人手机号", hint="设置密码的链接只发到这个手机", autocomplete="off", missing="请填写他本人的手机号"
    )


class CompareForm(Form):
    """Two texts to lay side by side."""

    class Meta:
        """Asked by GET: no token."""

        csrf = False

    before = SelectField("左边")
    after = SelectField("右边")
