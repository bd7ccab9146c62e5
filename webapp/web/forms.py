"""The base of every form, and the fields to build one from.

class PhoneForm(Form):
    phone = PhoneField(hint="用来接收验证码")

form = PhoneForm()
if form.validate_on_submit():
    ...
    return redirect(url_for(...))
return page_or_fragment("accounts/phone.html", form=form)
"""

from flask_wtf import FlaskForm

from webapp.web.fields import (
    CheckboxField,
    Choice,
    ChoiceField,
    ChoicesField,
    CodeField,
    DateField,
    IdentityNumberField,
    LongTextField,
    PhoneField,
    SelectField,
    TextField,
)

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
]


class Form(FlaskForm):
    """A form with the session's token, Chinese messages and links from its error summary."""

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
