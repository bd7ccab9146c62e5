"""What joining need not keep."""

from datetime import timedelta

from webapp.jobs import sweep
from webapp.join.models import JoinDraft
from webapp.persistence import delete_some, now
from webapp.tenancy import settings


@sweep("join.forget_drafts", every=timedelta(days=1))
def forget_drafts() -> bool:
    """Drafts that nobody has touched for long: given up, or handed in, and then the application holds all that was said."""
    return delete_some(JoinDraft, JoinDraft.saved_at < now() - settings().keep.drafts)
