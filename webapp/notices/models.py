"""Rows of the outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence import Scoped, SecretText, UtcDateTime, now, ref


class Message(Scoped):
    """One message to one phone. `parameters` is the JSON of what was filled into the template.

    `about` names the account it is about, as events do.

    Once handed over, `delivered_at` and `channel` are set. How often it was tried is the job's to know.
    """

    __tablename__ = "messages"
    worker_id: Mapped[UUID | None] = mapped_column(Uuid)
    phone: Mapped[str] = mapped_column(SecretText("messages.phone"))
    template: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(SecretText("messages.text"))
    parameters: Mapped[str] = mapped_column(SecretText("messages.parameters"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    channel: Mapped[str | None] = mapped_column(String(40))
    about: Mapped[str | None] = mapped_column(String(100))

    __table_args__ = (
        ref("worker_id", "workers"),
        Index("ix_messages_created", "jurisdiction", "created_at"),
        Index("ix_messages_worker", "jurisdiction", "worker_id"),
    )
