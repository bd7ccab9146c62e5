"""What the outbox need not keep."""

from datetime import timedelta

from webapp.jobs import sweep
from webapp.notices.models import Message
from webapp.persistence import delete_some, now
from webapp.tenancy import settings


@sweep("notices.forget", every=timedelta(days=1), everywhere=True)
def forget_messages() -> bool:
    """Messages of long ago, handed over or given up: what they told is on the page of what they told of."""
    return delete_some(Message, Message.created_at < now() - settings().keep.messages)
