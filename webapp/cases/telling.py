"""What a case tells the worker it is about."""

from webapp.accounts.codes import worker_by_id
from webapp.cases.models import Case
from webapp.notices import send


def tell(case: Case, template: str, **words: str) -> None:
    """Send the case's worker a message with its reference and these words; a case that nobody with an account asked for tells nobody."""
    worker = worker_by_id(case.worker_id) if case.worker_id else None
    if worker is not None:
        send(to=worker, template=template, reference=case.reference, **words)
