"""The minute in which an officer's verdict can be taken back: what it would tell, hand over or pay waits so long."""

from datetime import datetime
from uuid import UUID

from webapp.cases.models import Case, Step
from webapp.cases.store import steps_of
from webapp.jobs import call_off, enqueue
from webapp.persistence import now
from webapp.tenancy import settings

TELL = "cases.tell"


def over_at(at: datetime) -> datetime:
    """When something that was written at this instant can be taken back no more."""
    return at + settings().undo


def is_over(at: datetime | None) -> bool:
    """Whether what was written at this instant can be taken back no more; what has no instant can not."""
    return at is None or over_at(at) <= now()


def last_verdict(case: Case) -> Step | None:
    """The newest verdict of the present round, or None."""
    decided = [step for step in steps_of(case) if step.decided_at is not None]
    return max(decided, key=lambda step: step.decided_at or now(), default=None)


def tell_later(case: Case, template: str, words: dict[str, str]) -> None:
    """Have the case's worker told once the verdict that was just written stands."""
    about = f"{case.id}:{template}:{case.version}"
    enqueue(TELL, once=about, at=over_at(now()), case_id=str(case.id), template=template, words=words)


def tell_nothing(case_id: UUID) -> None:
    """The verdict does not stand: nobody is told of it."""
    call_off(TELL, f"{case_id}:")
