"""Handing messages over, after the transaction that wrote them."""

import json
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from webapp.jobs import FIRST, job
from webapp.notices.channels import channel, channel_name
from webapp.notices.models import Message
from webapp.notices.outgoing import Outgoing
from webapp.notices.texts import template_of
from webapp.persistence import database_now, db, now, record_event
from webapp.tenancy import settings

HAND_OVER = "notices.hand_over"
SHOWS_MESSAGES = frozenset({"development", "demo", "test"})


class NotHandedOver(RuntimeError):
    """The channel failed; the name of its error is all that is told."""


def shows_messages() -> bool:
    """Whether the page that shows messages exists: never in production."""
    return settings().mode in SHOWS_MESSAGES


@job(HAND_OVER, lane=FIRST)
def hand_over(message_id: str) -> None:
    """Give one message to the channel, once; raises NotHandedOver, and the jobs try again later."""
    message = db.session.scalars(select(Message).where(Message.id == UUID(message_id))).one_or_none()
    if message is None or message.delivered_at is not None:
        return
    template = template_of(message.template)
    if not template.secret or database_now() - message.created_at < template.lasts:
        _give(message)
    if template.secret:
        message.text, message.parameters = "", "{}"


def _give(message: Message) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    deliver = channel(app)
    try:
        deliver(_outgoing(message))
    except Exception as error:
        # A gateway's own words may repeat the phone or the text: they reach neither the log nor the job's row.
        raise NotHandedOver(type(error).__name__) from None
    mark_delivered(message, channel_name(app))


def mark_delivered(message: Message, name: str) -> None:
    """Note that a channel took a message; an event where it is about somebody's account."""
    message.delivered_at, message.channel = now(), name
    if message.about:
        record_event(kind="message_delivered", subject=message.about, data={"template": message.template})


def _outgoing(message: Message) -> Outgoing:
    template = template_of(message.template)
    return Outgoing(
        id=str(message.id),
        jurisdiction=message.jurisdiction,
        phone=message.phone,
        template=message.template,
        text=message.text,
        parameters=json.loads(message.parameters),
        useless_after=message.created_at + template.lasts if template.secret else None,
    )
