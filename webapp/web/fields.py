"""Form fields: each cleans what was typed, and knows its Chinese messages and what components/forms.html needs.

Common arguments: `hint` one short sentence; `optional` adds （选填）, or `needed` where it says when a value is wanted after
all; `missing` the message when nothing was given; `reject` a function from the cleaned value to a Chinese message, or None
if it is fine. Attributes for the template: `kind` (which macro draws it), `hint`, `optional`, `needed`, `attributes` (of
the input), `width` in characters, `target` (the id an error link jumps to).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import current_app
from wtforms import Field
from wtforms.validators import StopValidation

from webapp.web import identity_number
from webapp.web.mode import mode_of
from webapp.web.text import clean_line, clean_lines, clean_number

Reject = Callable[[Any], str | None]
Attributes = dict[str, str]


class Choice(NamedTuple):
    """One answer of a choice: stored value, label, and a hint below the label."""

    value: str
    label: str
    hint: str = ""


def as_choices(rows: Iterable[Sequence[str] | Choice]) -> list[Choice]:
    """Choices from (value, label) or (value, label, hint)."""
    return [Choice(*row) for row in rows]


class OurField(Field):
    """What all our fields share."""

    kind = "text"
    verb = "请填写"

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        optional: bool = False,
        needed: str = "选填",
        missing: str | None = None,
        reject: Reject | None = None,
        width: int | None = None,
        attributes: Attributes | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.hint = hint
        self.optional = optional
        self.needed = needed
        self.missing = missing or (f"请回答“{label}”" if label.endswith("？") else f"{self.verb}{label}")
        self.width = width
        self.attributes: Attributes = dict(attributes or {})
        self._reject = reject

    @property
    def target(self) -> str:
        """The id of the element that an error link jumps to."""
        return self.id

    @property
    def was_sent(self) -> bool:
        """Whether the request says anything of this field, be it that nothing was given."""
        return True

    def fault(self) -> str | None:
        """What is wrong with a value that is there, beyond `reject`."""
        return None

    def pre_validate(self, form: object) -> None:
        """Refuse a missing or wrong value with one message."""
        if self.data in (None, "", [], False):
            if not self.optional:
                raise StopValidation(self.missing)
            return
        message = self.fault() or (self._reject(self.data) if self._reject else None)
        if message:
            raise StopValidation(message)


class TextField(OurField):
    """One line of text, at most `max_length` characters."""

    def __init__(
        self, label: str, *, autocomplete: str = "", inputmode: str = "", max_length: int = 200, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        given = {"type": "text", "autocomplete": autocomplete, "inputmode": inputmode}
        self.attributes = {**{name: value for name, value in given.items() if value}, **self.attributes}
        self.max_length = max_length

    def clean(self, value: str) -> str | None:
        """The plain form of what was typed."""
        return clean_line(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the cleaned value; nothing typed is the empty string."""
        if valuelist:
            self.data = self.clean(valuelist[0]) or ""

    @property
    def was_sent(self) -> bool:
        """A box is sent, also an empty one."""
        return bool(self.raw_data)

    @property
    def shown(self) -> str:
        """What stands in the box: after an error exactly what was typed, else the value."""
        if self.errors and self.raw_data:
            return str(self.raw_data[0])
        return str(self.data or "")

    def fault(self) -> str | None:
        """Too long a text."""
        if len(self.data) > self.max_length:
            return f"最多 {self.max_length} 个字，您填写了 {len(self.data)} 个字"
        return None


class LongTextField(TextField):
    """Several lines of text."""

    kind = "textarea"

    def __init__(self, label: str, *, max_length: int = 1000, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(label, max_length=max_length, **kwargs)
        self.attributes = {"rows": str(rows)}

    def clean(self, value: str) -> str | None:
        """Keeps line breaks."""
        return clean_lines(value)


class CodeField(TextField):
    """A code sent by message: pasted with spaces or full-width digits it is still right."""

    def __init__(self, label: str = "验证码", *, digits: int = 6, **kwargs: Any) -> None:
        super().__init__(label, **{"autocomplete": "one-time-code", "inputmode": "numeric", "width": 8, **kwargs})
        self.digits = digits

    def clean(self, value: str) -> str | None:
        """Digits only."""
        return clean_number(value)

    def fault(self) -> str | None:
        """Not a code."""
        return None if re.fullmatch(rf"[0-9]{{{self.digits}}}", self.data) else f"验证码是 {self.digits} 位数字"


class IdentityNumberField(TextField):
    """A resident identity number of 18 characters; numbers of made-up people pass outside production only."""

    def __init__(self, label: str = "身份证号", *, today: Callable[[], date] | None = None, **kwargs: Any) -> None:
        super().__init__(label, **{"autocomplete": "off", "inputmode": "text", "width": 22, **kwargs})
        self.attributes |= {"autocapitalize": "characters", "spellcheck": "false"}
        self._today = today or date.today

    def clean(self, value: str) -> str | None:
        """Capital X, no spaces or hyphens."""
        return clean_number(value)

    def fault(self) -> str | None:
        """Wrong length, date or check digit."""
        test_area = mode_of(current_app) != "production"
        return identity_number.fault(self.data, today=self._today(), test_area=test_area)


class _ChosenField(OurField):
    """One value out of a list that may be set after the form was made."""

    verb = "请选择"

    def __init__(self, label: str, *, choices: Iterable[Sequence[str] | Choice] = (), **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.choices = as_choices(choices)

    def offer(self, choices: Iterable[Sequence[str] | Choice]) -> None:
        """Set what can be chosen, when it is known only per request."""
        self.choices = as_choices(choices)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the value as it was sent."""
        if valuelist:
            self.data = valuelist[0]

    def fault(self) -> str | None:
        """A value that was not offered."""
        return None if self.data in {choice.value for choice in self.choices} else "请从列出的选项中选择"


class ChoiceField(_ChosenField):
    """Radios: one answer of a few, each visible. `inline` sets short answers side by side."""

    kind = "radios"

    def __init__(self, label: str, *, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.inline = inline


class SelectField(_ChosenField):
    """A drop-down for a long list, with `empty` as the text of no choice."""

    kind = "select"

    def __init__(self, label: str, *, empty: str = "请选择", autocomplete: str = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.empty = empty
        if autocomplete:
            self.attributes["autocomplete"] = autocomplete

    @property
    def was_sent(self) -> bool:
        """A list is sent, also with nothing chosen."""
        return bool(self.raw_data)


class _TickedField(OurField):
    """Boxes to tick: browsers send nothing for an empty one, so that in a `WholeForm` a hidden empty value goes along (`marked`)."""

    marked = False

    @property
    def was_sent(self) -> bool:
        """The mark is sent, also with nothing ticked."""
        return bool(self.raw_data) or not self.marked


class CheckboxField(_TickedField):
    """One box to tick; `missing` says why it is needed (consent). The box is never ticked beforehand."""

    kind = "checkbox"
    verb = "请勾选"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Ticked or not."""
        self.data = bool(valuelist) and valuelist[-1] not in ("", "false", "0")


class ChoicesField(_ChosenField, _TickedField):
    """Several boxes, each an answer; the value is the list of those ticked."""

    kind = "checkboxes"

    def process_formdata(self, valuelist: list[str]) -> None:
        """The ticked values in the order of the list."""
        self.data = [value for value in valuelist if value]

    def fault(self) -> str | None:
        """A value that was not offered."""
        offered = {choice.value for choice in self.choices}
        return None if set(self.data) <= offered else "请从列出的选项中选择"
