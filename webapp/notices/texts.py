"""What messages say. A room adds its own with `register_template`; a gateway maps the ids to its approved templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Template:
    """A message in Chinese with `{names}` to fill in; `{site}` is the host of the province, which `send` fills in.

    `secret`: its text is deleted once it has been handed over.

    `lasts`: a secret that a gateway would take later than this after it was written is of no use any more, and not handed over.
    """

    id: str
    text: str
    secret: bool = False
    lasts: timedelta = timedelta(minutes=10)

    def fill(self, parameters: Mapping[str, Any], signature: str) -> str:
        """The message as sent, under the sender's signature; raises KeyError for a missing parameter."""
        return f"【{signature}】{self.text.format_map(parameters)}"


_templates: dict[str, Template] = {}


def register_template(
    id: str, text: str, *, secret: bool = False, lasts: timedelta = timedelta(minutes=10)
) -> Template:
    """Add a template; raises ValueError if another text has this id."""
    template = Template(id, text, secret, lasts)
    if _templates.setdefault(id, template) != template:
        raise ValueError(f"two message templates are called {id}")
    return template


def template_of(id: str) -> Template:
    """The template; raises KeyError."""
    return _templates[id]


register_template(
    "login_code", "{code} 是您的登录验证码，{minutes} 分钟内有效。工作人员不会向您索要，请勿告知他人。", secret=True
)


ONE_PART, OF_SEVERAL = 70, 67
"""Characters (UTF-16 units) of a message that goes out in one part, and of each part of a longer one."""
EXAMPLES = {
    "reference": "261231-ABCDEF",
    "site": "zhejiang.gonghui.example",
    "day": "2026年12月31日",
    "until": "2026年12月31日",
    "amount": "100000.00",
    "back": "100000.00",
    "code": "123456",
    "tail": "1234",
    "minutes": "10",
    "reason": "其他原因",
    "what": "重新设置密码",
    "relief": "困难救助",
    "login": "zhangsan.tianhe",
    "plan": "新就业形态劳动者专项意外保障",
    "unit": "某某速运有限公司天河分公司",
    "count": "25",
    "station": "新就业形态劳动者驿站",
    "link": "https://example.gov.cn/officers/password/0123456789012345678901234567890123456789012",
}
"""What stands for a parameter where the length of a message is told before it is sent; `union` is the caller's."""


@dataclass(frozen=True)
class Length:
    """A message as long as it may become: its characters, and in how many parts it goes out. Nothing is ever cut."""

    text: str
    characters: int
    parts: int


def length_of(text: str) -> Length:
    """How long a message is, as telephones count."""
    units = len(text.encode("utf-16-le")) // 2
    return Length(text, units, 1 if units <= ONE_PART else -(-units // OF_SEVERAL))


def lengths(signature: str, union: str) -> list[Length]:
    """Every template under this signature, filled with this union's name, the longest first."""
    filled = (one.fill({**EXAMPLES, "union": union}, signature) for one in _templates.values())
    return sorted(map(length_of, filled), key=lambda one: -one.characters)
