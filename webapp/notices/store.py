"""Writes and queries of the outbox. Nothing here commits."""

import json
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import select

from webapp.config import PAGE
from webapp.jobs import enqueue
from webapp.notices.channels import channel_name
from webapp.notices.delivery import HAND_OVER, mark_delivered
from webapp.notices.models import Message
from webapp.notices.texts import template_of
from webapp.persistence import database_now, db
from webapp.tenancy import current, hosts, profile

SIGNATURE = "{province}总工会"


class Recipient(Protocol):
    """Somebody with a phone: a worker's row."""

    @property
    def id(self) -> UUID:
        """His id."""

    @property
    def phone(self) -> str:
        """His number, without country prefix."""


def register_signature(app: Flask, provider: Callable[[], str]) -> None:
    """Let `provider` say under which name the current province's messages go out; empty: the default name."""
    app.extensions["gonghui.signature"] = provider


def signature() -> str:
    """The name under which the province's messages go out."""
    provider = current_app.extensions.get("gonghui.signature")
    return (provider() if provider else "") or SIGNATURE.format(province=profile().name)


def send(*, to: Recipient | str, template: str, about: str | None = None, **data: Any) -> Message:
    """Put a message to a worker, or to a phone number, into the outbox; raises KeyError for missing `data`.

    `about` names the account a message is about, as events do: its delivery becomes an event there.
    """
    wanted = template_of(template)
    if "{site}" in wanted.text:
        data["site"] = hosts().host_of(current())
    phone, worker_id = (to, None) if isinstance(to, str) else (to.phone, to.id)
    message = Message(
        worker_id=worker_id,
        phone=phone,
        template=template,
        about=about,
        text=wanted.fill(data, signature()),
        parameters=json.dumps(data, ensure_ascii=False, default=str),
        created_at=database_now(),
    )
    db.session.add(message)
    if channel_name(current_app) == PAGE or not phone:
        mark_delivered(message, PAGE)
    else:
        enqueue(HAND_OVER, message_id=str(message.id))
    db.session.flush()
    return message


def messages_of(limit: int = 50) -> list[Message]:
    """The province's last messages, the newest first."""
    query = select(Message).order_by(Message.created_at.desc(), Message.id.desc()).limit(limit)
    return list(db.session.scalars(query))
