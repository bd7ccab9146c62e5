"""What a case tells the worker it is about."""

from uuid import UUID

from sqlalchemy import select

from webapp.accounts.codes import worker_by_id
from webapp.cases.grace import TELL, tell_later
from webapp.cases.models import Case
from webapp.jobs import job
from webapp.notices import send
from webapp.persistence import db
from webapp.tenancy import settings


def tell(case: Case, template: str, **words: str) -> None:
    """Send the case's worker a message with its reference and these words; a case that nobody with an account asked for tells nobody."""
    worker = worker_by_id(case.worker_id) if case.worker_id else None
    if worker is not None:
        send(to=worker, template=template, reference=case.reference, **words)


def tell_verdict(case: Case, template: str, **words: str) -> None:
    """The same of a verdict: once it can be taken back no more."""
    if settings().undo:
        tell_later(case, template, words)
    else:
        tell(case, template, **words)


@job(TELL)
def tell_now(case_id: str, template: str, words: dict[str, str]) -> None:
    """The verdict stands: say so."""
    case = db.session.scalars(select(Case).where(Case.id == UUID(case_id))).one_or_none()
    if case is not None:
        tell(case, template, **words)
