"""The draft of the browser that asks."""

from flask import session

from webapp.accounts import current_worker
from webapp.join.models import JoinDraft
from webapp.join.store import draft_by_id, latest_draft

DRAFT = "join_draft"


def draft_here() -> JoinDraft | None:
    """This browser's draft; one that another worker left on a shared phone is not."""
    draft, worker = draft_by_id(session.get(DRAFT)), current_worker()
    if draft is not None and worker is not None and draft.worker_id not in (None, worker.id):
        draft = None
    if draft is None and worker is not None:
        draft = latest_draft(worker.id)
    return draft
