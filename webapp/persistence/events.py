"""The one record of what happened: append-only, chained by hashes; a case's timeline is its rows."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, Integer, String, UniqueConstraint, Uuid, func, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence.append_only import protect
from webapp.persistence.clock import UtcDateTime, now
from webapp.persistence.models import Scoped, db
from webapp.persistence.transactions import after_rollback
from webapp.tenancy import current

NO_EVENT = "0" * 64


class Event(Scoped):
    """Something that happened, and who did it. `data` holds no personal data in clear.

    The chain is the case's, else the subject's, else the kind's; `position` counts from 1 within it.
    """

    __tablename__ = "events"
    chain: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[UUID | None] = mapped_column(Uuid)
    subject: Mapped[str | None] = mapped_column(String(100))
    actor: Mapped[str | None] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("jurisdiction", "chain", "position"),
        Index("ix_events_case", "jurisdiction", "case_id", "position"),
        Index("ix_events_at", "jurisdiction", "at", "id"),
        Index("ix_events_kind", "jurisdiction", "kind", "at", "id"),
        Index("ix_events_actor", "jurisdiction", "actor", "at", "id"),
    )

    def computed_digest(self) -> str:
        """The digest this row must have."""
        content = [
            self.jurisdiction,
            str(self.id),
            self.chain,
            self.position,
            self.kind,
            str(self.case_id),
            self.subject,
            self.actor,
            self.at.isoformat(timespec="microseconds"),
            self.data,
            self.previous,
        ]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


protect(Event.__table__)


def record_event(
    *,
    kind: str,
    case_id: UUID | None = None,
    subject: object = None,
    actor: object = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Append an event to its chain in the running transaction. Subject and actor are stored as text; actor None is the
    system.
    """
    chain = str(case_id or subject or kind)
    _lock(chain)
    head = db.session.execute(
        select(Event.position, Event.digest).where(Event.chain == chain).order_by(Event.position.desc()).limit(1)
    ).first()
    position, previous = (head.position + 1, head.digest) if head else (1, NO_EVENT)
    event = Event(
        jurisdiction=current(),
        chain=chain,
        position=position,
        kind=kind,
        case_id=case_id,
        subject=None if subject is None else str(subject),
        actor=None if actor is None else str(actor),
        at=now(),
        data=_plain(data or {}),
        previous=previous,
    )
    event.digest = event.computed_digest()
    db.session.add(event)
    return event


def record_refusal(*, kind: str, subject: object, actor: object = None, data: dict[str, Any] | None = None) -> None:
    """An event of something refused: it stays even if the running transaction is rolled back for it."""

    def record() -> None:
        record_event(kind=kind, subject=subject, actor=actor, data=data)

    record()
    after_rollback(record)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """The data as JSON gives it back, so that the digest of the stored row is the digest of the written one."""
    plain: dict[str, Any] = json.loads(json.dumps(data, ensure_ascii=False, default=str))
    return plain


def _lock(chain: str) -> None:
    """Two transactions append to one chain in turn. SQLite's write lock does that already."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{current()}:{chain}", 0))))
