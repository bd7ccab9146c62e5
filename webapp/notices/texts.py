"""What messages say. A room adds its own with `register_template`; a gateway maps the ids to its approved templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Template:
    """A message in Chinese with `{names}` to fill in. `secret`: its text is deleted once it has been handed over.

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
