"""Handing messages over. A channel is a callable that takes an Outgoing and raises when it could not.

`GONGHUI_MESSAGES` names the channel: `page` (nothing leaves; a page of the demo shows them), `console`, `file`
(messages.jsonl in the data folder, for another program to send), or an entry point of the group `gonghui.messages`,
which is loaded and called with the application. The first two show codes to bystanders and are refused in production.
"""

import json
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import entry_points
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import select

from webapp.notices.models import Message
from webapp.notices.texts import template_of
from webapp.persistence import now, unit_of_work
from webapp.tenancy import settings

ENTRY_POINTS = "gonghui.messages"
PAGE = "page"
CONSOLE = "console"
FILE = "file"
MOST_ATTEMPTS = 5
SHOWS_MESSAGES = frozenset({"development", "demo", "test"})

log = logging.getLogger("webapp.notices")


@dataclass(frozen=True)
class Outgoing:
    """A message as a channel gets it: `template` and `parameters` for a gateway with approved texts, else `text`."""

    id: str
    jurisdiction: str
    phone: str
    template: str
    text: str
    parameters: dict[str, Any]


Channel = Callable[[Outgoing], None]


class NoChannel(RuntimeError):
    """Production has no channel for messages, or one that is not installed."""


def shows_messages() -> bool:
    """Whether the page that shows messages exists: never in production."""
    return settings().mode in SHOWS_MESSAGES


def channel_name(app: Flask) -> str:
    """The configured channel's name; raises NoChannel where a real one is needed and none is named."""
    name = app.config.get("GONGHUI_MESSAGES") or os.environ.get("GONGHUI_MESSAGES")
    if name:
        if name in (PAGE, CONSOLE) and not shows_messages():
            raise NoChannel(f"GONGHUI_MESSAGES={name} shows codes to bystanders and is refused in production")
        return str(name)
    if shows_messages():
        return PAGE
    raise NoChannel("GONGHUI_MESSAGES is needed in production: file or an installed gateway")


def channel(app: Flask) -> Channel:
    """The configured channel; raises NoChannel."""
    name = channel_name(app)
    built_in: dict[str, Channel] = {CONSOLE: _to_console, FILE: _to_file}
    if name in built_in:
        return built_in[name]
    for entry in entry_points(group=ENTRY_POINTS, name=name):
        return cast(Channel, entry.load()(app))
    raise NoChannel(f"no channel {name!r} is installed (entry points {ENTRY_POINTS})")


def deliver_pending(jurisdiction: str, limit: int = 100) -> int:
    """Hand over what waits, each message in a transaction of its own; the number handed over. Run by the jobs."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if channel_name(app) == PAGE:
        return 0
    with unit_of_work(jurisdiction, write=False) as work:
        waiting = list(work.scalars(_waiting().with_only_columns(Message.id).limit(limit)))
    deliver = channel(app)
    return sum(_hand_over(jurisdiction, identity, deliver, channel_name(app)) for identity in waiting)


def _waiting() -> Any:
    return (
        select(Message)
        .where(Message.delivered_at.is_(None), Message.attempts < MOST_ATTEMPTS)
        .order_by(Message.created_at, Message.id)
    )


def _hand_over(jurisdiction: str, identity: Any, deliver: Channel, name: str) -> bool:
    with unit_of_work(jurisdiction) as work:
        message = work.scalars(_waiting().where(Message.id == identity).with_for_update(skip_locked=True)).first()
        if message is None:
            return False
        message.attempts += 1
        try:
            deliver(_outgoing(message))
        except Exception as error:
            log.warning("message %s was not handed over: %s", identity, type(error).__name__)
            return False
        message.delivered_at, message.channel = now(), name
        if template_of(message.template).secret:
            message.text, message.parameters = "", "{}"
        return True


def _outgoing(message: Message) -> Outgoing:
    return Outgoing(
        id=str(message.id),
        jurisdiction=message.jurisdiction,
        phone=message.phone,
        template=message.template,
        text=message.text,
        parameters=json.loads(message.parameters),
    )


def _to_console(message: Outgoing) -> None:
    sys.stderr.write(f"{message.phone} {message.text}\n")


def _to_file(message: Outgoing) -> None:
    path = settings().data_dir / "messages.jsonl"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(message), ensure_ascii=False) + "\n")
