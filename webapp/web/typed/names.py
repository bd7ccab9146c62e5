"""Names of people: one spelling for one name, whichever dot, width or blank it was typed with."""

import re
import unicodedata
from typing import Any

from webapp.web.fields import TextField
from webapp.web.text import clean_line

_DOTS = re.compile(r"\s*[·•‧・∙⋅･．.]\s*")
_HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_LETTERS = rf"(?:{_HAN}|[^\W\d_])"
_NAME = re.compile(rf"{_LETTERS}(?:[ ·'’-]?{_LETTERS}\.?)+")


def canonical_name(text: str) -> str:
    """The one spelling of a name: NFKC, `·` for every dot between its parts, no blank between Han characters."""
    plain = clean_line(unicodedata.normalize("NFKC", text)) or ""
    if re.search(_HAN, plain):
        plain = _DOTS.sub("·", plain).strip("·")
    return _BETWEEN_HAN.sub("", plain)


def same_name(one: str | None, other: str) -> bool:
    """Whether two spellings are one name; capitals of Latin letters make no difference. A name not known yet is no other's."""
    return one is not None and canonical_name(one).casefold() == canonical_name(other).casefold()


class NameField(TextField):
    """The name of a person as the document has it, kept in its one spelling."""

    def __init__(self, label: str = "姓名", **kwargs: Any) -> None:
        super().__init__(label, **{"max_length": 50, "missing": f"请填写{label}", **kwargs})

    def clean(self, value: str) -> str | None:
        """The one spelling."""
        return canonical_name(value)

    def fault(self) -> str | None:
        """What no document has as a name."""
        if _NAME.fullmatch(self.data):
            return super().fault()
        return f"{self.label.text}要和证件上的一样：两个字以上，没有数字；少数民族姓名的点写成“·”"
