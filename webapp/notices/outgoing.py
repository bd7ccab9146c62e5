"""A message on its way out, and what takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Outgoing:
    """A message as a channel gets it: `template` and `parameters` for a gateway with approved texts, else `text`.

    One that holds a secret is of no use after `useless_after`.
    """

    id: str
    jurisdiction: str
    phone: str
    template: str
    text: str
    parameters: dict[str, Any]
    useless_after: datetime | None = None


Channel = Callable[[Outgoing], None]
