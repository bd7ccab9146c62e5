"""What accounts need not keep."""

from datetime import timedelta

from webapp.accounts.codes import delete_old_codes
from webapp.accounts.limits import delete_old_attempts
from webapp.jobs import sweep
from webapp.persistence import now


@sweep("accounts.forget", every=timedelta(hours=1), everywhere=True)
def forget() -> None:
    """Codes that open nothing any more, and tries that no limit counts."""
    delete_old_codes(now())
    delete_old_attempts(now())
