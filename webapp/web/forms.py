"""The base of every form, and the fields to build one from.

class PhoneForm(Form):
    phone = PhoneField(hint="用来接收验证码")

form = PhoneForm()
if form.validate_on_submit():
    ...
    return redirect(url_for(...))
return page_or_fragment("accounts/phone.html", form=form)
"""

from hashlib import sha256
from typing import Any, NamedTuple

from flask import request
from flask_wtf import FlaskForm

from webapp.web.fields import (
    CheckboxField,
    Choice,
    ChoiceField,
    ChoicesField,
    CodeField,
    IdentityNumberField,
    LongTextField,
    SelectField,
    TextField,
)
from webapp.web.typed.day import DateField
from webapp.web.typed.phones import PhoneField

__all__ = [
    "CheckboxField",
    "Choice",
    "ChoiceField",
    "ChoicesField",
    "CodeField",
    "DateField",
    "Form",
    "IdentityNumberField",
    "LongTextField",
    "PhoneField",
    "SelectField",
    "TextField",
    "WholeForm",
]


SURE = "sure"


class Question(NamedTuple):
    """Something unlikely that a person confirms before it counts; `key` stands for these very words, with the values in them."""

    key: str
    words: str
    confirmed: bool


class Form(FlaskForm):
    """A form with the session's token, Chinese messages and links from its error summary.

    What is unlikely but possible is asked about: `ask` in a validation refuses the form until the same question was ticked on the page
    (`questions` of components/forms.html draws them). Another value makes another question.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.questions: list[Question] = []
        super().__init__(*args, **kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field is right, and every question was answered."""
        self.questions = []
        return bool(super().validate(extra_validators))

    def ask(self, name: str, words: str) -> None:
        """Ask about what stands in a field, in words that name the value."""
        key = sha256(words.encode()).hexdigest()[:16]
        confirmed = key in request.form.getlist(SURE)
        self.questions.append(Question(key, words, confirmed))
        if not confirmed:
            self.add_error(name, f"{words}。请检查；没有写错的，请在页面下方勾选后再提交")

    def add_error(self, name: str, message: str) -> None:
        """Hang a message on a field after validation (a duplicate found by the store, say)."""
        field = self[name]
        field.errors = [*field.errors, message]

    def error_links(self) -> list[tuple[str, str]]:
        """(id of the element, message) for the error summary, in the order of the page; first message of each field."""
        links = [("", str(message)) for message in self.form_errors]
        for field in self:
            if field.errors:
                links.append((getattr(field, "target", field.id), str(field.errors[0])))
        return links


class WholeForm(Form):
    """A form that writes anew what stands: what comes empty is emptied. A request without one of its fields is not the form, and
    changes nothing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            if hasattr(field, "marked"):
                field.marked = True

    def validate(self, extra_validators: Any = None) -> bool:
        """All of it was sent, and each field is right."""
        if not all(getattr(field, "was_sent", True) for field in self):
            self.form_errors.append("提交的内容不完整，什么也没有改。请刷新页面，重新填写后提交")
            return False
        return bool(super().validate(extra_validators))
