"""Handing messages over. A channel is a callable that takes an Outgoing and raises when it could not.

`GONGHUI_MESSAGES` names the channel: `page` (nothing leaves; a page of the demo shows them), `console`, `file`
(messages.jsonl in the data folder, for another program to send), or an entry point of the group `gonghui.messages`,
which is loaded and called with the application. The first two show codes to bystanders and are refused in production.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib.metadata import entry_points
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import select

from webapp.jobs import job
from webapp.notices.models import Message
from webapp.notices.texts import template_of
from webapp.persistence import db, now
from webapp.tenancy import settings

ENTRY_POINTS = "gonghui.messages"
PAGE = "page"
CONSOLE = "console"
FILE = "file"
HAND_OVER = "notices.hand_over"
SECRETS_KEEP_FOR = timedelta(minutes=10)
"""A code that a gateway takes later than this would come too late to be of use."""
SHOWS_MESSAGES = frozenset({"development", "demo", "test"})


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


class NotHandedOver(RuntimeError):
    """The channel failed; the name of its error is all that is told."""


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


@job(HAND_OVER)
def hand_over(message_id: str) -> None:
    """Give one message to the channel, once; raises NotHandedOver, and the jobs try again later."""
    message = db.session.scalars(select(Message).where(Message.id == UUID(message_id))).one_or_none()
    if message is None or message.delivered_at is not None:
        return
    secret = template_of(message.template).secret
    if not secret or now() - message.created_at < SECRETS_KEEP_FOR:
        _give(message)
    if secret:
        message.text, message.parameters = "", "{}"


def _give(message: Message) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    deliver = channel(app)
    try:
        deliver(_outgoing(message))
    except Exception as error:
        # A gateway's own words may repeat the phone or the text: they reach neither the log nor the job's row.
        raise NotHandedOver(type(error).__name__) from None
    message.delivered_at, message.channel = now(), channel_name(app)


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
