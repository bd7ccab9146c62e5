"""Proof that the record of events is whole: seals over the heads of all chains, and the check of everything.

A chain by itself shows a changed event, but not one cut off its end, nor a chain computed anew by somebody who may
write. A seal is keyed: whoever has the database but not the key cannot make one.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Index, Integer, String, UniqueConstraint, Uuid, exists, func, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.persistence.append_only import protect
from webapp.persistence.clock import now
from webapp.persistence.crypto import keyring
from webapp.persistence.events import NO_EVENT, Event
from webapp.persistence.models import Scoped, db, ref
from webapp.tenancy import current

BATCH = 1000


class Seal(Scoped):
    """A keyed digest over the heads that moved since the seal before; `number` counts from 1 in a jurisdiction."""

    __tablename__ = "event_seals"
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("jurisdiction", "number"),)


class SealedHead(Scoped):
    """The last event of one chain at the time of a seal."""

    __tablename__ = "event_sealed_heads"
    seal_id: Mapped[UUID] = mapped_column(Uuid)
    chain: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        ref("seal_id", "event_seals"),
        UniqueConstraint("jurisdiction", "seal_id", "chain"),
        Index("ix_event_sealed_heads_chain", "jurisdiction", "chain", "position"),
    )


for _table in (Seal.__table__, SealedHead.__table__):
    protect(_table)


class Flaw(NamedTuple):
    """Something that is not as it was written."""

    where: str
    what: str


class Verdict(NamedTuple):
    """What a check found. `last_seal` is `number:digest`; kept outside the database it also proves that nothing was cut
    off.
    """

    events: int
    seals: int
    last_seal: str
    flaws: Sequence[Flaw]


def seal_heads() -> Seal | None:
    """Seal the chains that moved since the last seal, in the running transaction; None if none did."""
    moved = _moved_heads()
    if not moved:
        return None
    last = db.session.scalar(select(Seal).order_by(Seal.number.desc()).limit(1))
    seal = Seal(number=last.number + 1 if last else 1, at=now(), previous=last.digest if last else NO_EVENT)
    seal.digest = _seal_digest(seal, moved)
    db.session.add(seal)
    for chain, position, digest in moved:
        db.session.add(SealedHead(seal_id=seal.id, chain=chain, position=position, digest=digest))
    return seal


def newest_seal_holds() -> bool | None:
    """Whether the last seal was made under the index key of the settings; None where nothing was sealed yet."""
    seal = db.session.scalar(select(Seal).order_by(Seal.number.desc()).limit(1))
    if seal is None:
        return None
    heads = db.session.scalars(select(SealedHead).where(SealedHead.seal_id == seal.id))
    found = sorted((head.chain, head.position, head.digest) for head in heads)
    return hmac.compare_digest(seal.digest, _seal_digest(seal, found))


def verify() -> Verdict:
    """Check every event and seal of the current jurisdiction."""
    sealed = _sealed_heads()
    seals = db.session.scalars(select(Seal).order_by(Seal.number)).all()
    flaws = list(_flaws_of_seals(seals, sealed))
    expected = {(head.chain, head.position): head.digest for heads in sealed.values() for head in heads}
    count = 0
    previous: Event | None = None
    events = select(Event).order_by(Event.chain, Event.position).execution_options(yield_per=BATCH)
    for event in db.session.scalars(events):
        count += 1
        before = previous if previous is not None and previous.chain == event.chain else None
        flaws += _flaws_of_event(event, before, expected.pop((event.chain, event.position), event.digest))
        previous = event
    flaws += [Flaw(f"{chain} {position}", "sealed, and now gone") for chain, position in expected]
    last = f"{seals[-1].number}:{seals[-1].digest}" if seals else ""
    return Verdict(count, len(seals), last, flaws)


def expect_seal(noted: str | None) -> Iterator[Flaw]:
    """A flaw if a seal noted outside the database (`number:digest`) is not there any more; nothing noted, nothing
    found.
    """
    if noted is None:
        return
    number, _, digest = noted.partition(":")
    kept = db.session.scalar(select(Seal.digest).where(Seal.number == int(number)))
    if kept != digest:
        yield Flaw(f"seal {number}", "not the seal that was noted")


def _moved_heads() -> list[tuple[str, int, str]]:
    """Chain, position and digest of the last events that no seal covers yet, by chain."""
    last = select(Event.chain, func.max(Event.position).label("position")).group_by(Event.chain).subquery()
    covered = exists().where(SealedHead.chain == Event.chain, SealedHead.position == Event.position)
    heads = (
        select(Event.chain, Event.position, Event.digest)
        .join(last, (last.c.chain == Event.chain) & (last.c.position == Event.position))
        .where(~covered)
    )
    return sorted((row.chain, row.position, row.digest) for row in db.session.execute(heads))


def _sealed_heads() -> dict[UUID, list[SealedHead]]:
    found: dict[UUID, list[SealedHead]] = {}
    for head in db.session.scalars(select(SealedHead)):
        found.setdefault(head.seal_id, []).append(head)
    return found


def _seal_digest(seal: Seal, heads: Sequence[tuple[str, int, str]]) -> str:
    content = [current(), seal.number, seal.at.isoformat(timespec="microseconds"), seal.previous, *heads]
    key = keyring().derive(f"seal:{current()}")
    return hmac.new(key, json.dumps(content, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


def _flaws_of_seals(seals: Sequence[Seal], sealed: dict[UUID, list[SealedHead]]) -> Iterator[Flaw]:
    previous = NO_EVENT
    for number, seal in enumerate(seals, 1):
        heads = sorted((head.chain, head.position, head.digest) for head in sealed.get(seal.id, []))
        if (seal.number, seal.previous) != (number, previous):
            yield Flaw(f"seal {seal.number}", "a seal before it is missing")
        if not hmac.compare_digest(seal.digest, _seal_digest(seal, heads)):
            yield Flaw(f"seal {seal.number}", "the seal is broken")
        previous = seal.digest


def _flaws_of_event(event: Event, before: Event | None, sealed_digest: str) -> Iterator[Flaw]:
    where = f"{event.chain} {event.position}"
    if event.position != (before.position + 1 if before else 1):
        yield Flaw(where, "an event before it is missing")
    elif event.previous != (before.digest if before else NO_EVENT):
        yield Flaw(where, "the chain is broken")
    if event.digest != event.computed_digest():
        yield Flaw(where, "the event was changed")
    elif event.digest != sealed_digest:
        yield Flaw(where, "not the event that was sealed")
