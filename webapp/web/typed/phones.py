"""A mobile number, in whatever spelling; numbers of other regions are refused with where to go."""

import re
from typing import Any

from webapp.web.fields import TextField
from webapp.web.text import clean_phone

_ABROAD = re.compile(r"(?:\+|00)?(852|853|886)[0-9]{8,10}|(?:\+|00)(?!86)([1-9][0-9]{0,2})[0-9]+")


class PhoneField(TextField):
    """A mobile number of the mainland: 11 digits, 1 and then 3 to 9; numbers beginning with 10 to 12 are services. Ranges below that are
    not checked: new ones appear.
    """

    def __init__(self, label: str = "手机号", **kwargs: Any) -> None:
        super().__init__(label, **{"autocomplete": "tel", "inputmode": "numeric", "width": 16, **kwargs})
        self.attributes["type"] = "tel"

    def clean(self, value: str) -> str | None:
        """Digits only, without +86."""
        return clean_phone(value)

    def fault(self) -> str | None:
        """Not a mobile number, or one of another region with where to go."""
        if re.fullmatch(r"1[3-9][0-9]{9}", self.data):
            return None
        if abroad := _ABROAD.fullmatch(self.data):
            region = f"+{abroad[1]} " if abroad[1] else "境外"
            return f"短信只能发到中国内地的手机号，{region}号码收不到。请填写内地手机号；没有的，请到工会现场咨询"
        digits = re.sub(r"[^0-9]", "", self.data)
        if len(digits) != 11:
            return f"手机号应为 11 位数字，您填写了 {len(digits)} 位"
        if re.fullmatch(r"1[0-9]{10}", self.data):
            return f"没有 {self.data[:2]} 开头的手机号，请检查"
        return "手机号应以 1 开头，只含数字"
