"""Forms of signing in."""

from typing import Any

from wtforms.validators import StopValidation

from webapp.accounts.passwords import LONGEST, password_fault
from webapp.web.forms import CodeField, Form, PhoneField, TextField

OF_NO_ACCOUNT = "登录名还没有账号的必填"
"""When the phone of somebody who is asked in is wanted."""


class PasswordField(TextField):
    """A password: taken as it was typed, and never shown again."""

    def __init__(self, label: str, *, autocomplete: str, **kwargs: Any) -> None:
        super().__init__(label, autocomplete=autocomplete, max_length=4 * LONGEST, **kwargs)
        self.attributes |= {"type": "password", "autocapitalize": "none", "spellcheck": "false"}

    def clean(self, value: str) -> str:
        """Spaces and all."""
        return value

    @property
    def shown(self) -> str:
        """Nothing."""
        return ""


class ChannelForm(Form):
    """The officer's own phone."""

    phone = PhoneField("新的手机号", hint="设置密码的链接只发到这个手机，不能和别的账号相同", missing="请填写手机号")


class PhoneForm(Form):
    """Where to send the code."""

    phone = PhoneField("手机号", hint="登录验证码会发到这个手机号", missing="请填写手机号")


class ObjectionForm(Form):
    """Why an account act is refused."""

    reason = TextField("理由", hint="提出的人会看到", max_length=200, missing="请写明为什么不同意")


class CodeForm(Form):
    """The code that was sent."""

    code = CodeField("验证码", hint="短信里的 6 位数字", missing="请填写短信里的 6 位验证码")


class OfficerLoginForm(Form):
    """An officer's name and password."""

    login = TextField("登录名", autocomplete="username", max_length=60, attributes={"autocapitalize": "none"})
    password = PasswordField("密码", autocomplete="current-password")


class NewPasswordForm(Form):
    """A password chosen by an officer, typed twice."""

    password = PasswordField("新密码", autocomplete="new-password", hint="至少 8 个字符，建议 15 个以上，可以用一句话")
    again = PasswordField("再输入一次新密码", autocomplete="new-password", missing="请再输入一次新密码")

    def __init__(self, *, login: str) -> None:
        self._login = login
        super().__init__()

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is short or common."""
        if fault := password_fault(field.data, login=self._login):
            raise StopValidation(fault)

    def validate_again(self, field: PasswordField) -> None:
        """Refuse a slip of the finger."""
        if field.data != self.password.data:
            raise StopValidation("两次输入的密码不一样")


class ChangePasswordForm(NewPasswordForm):
    """The same, with the password in use first."""

    present = PasswordField("现在的密码", autocomplete="current-password")
