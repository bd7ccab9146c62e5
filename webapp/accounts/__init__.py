"""Who is asking.

A worker is a phone number: he asks for a code, types it in the same browser, and is signed in; his first sign-in makes
his account. An officer has a login name and a password of his own choosing, set first by a one-time link. What an
officer may do hangs on his roles, each at one union: nothing above it and nothing below it. Sign-in renews the session
and every suspension ends it. How often anything may be tried is counted in the database.
"""

from webapp.accounts.links import one_time_link
from webapp.accounts.models import Officer, Role, Worker
from webapp.accounts.officers import (
    ADMINISTRATOR,
    AUDITOR,
    POLICY_APPROVER,
    POLICY_AUTHOR,
    REVIEWER,
    TREASURER,
    add_officer,
    give_role,
    officers_at,
    officers_of,
    owner_name,
    roles_of,
    suspend_officer,
    take_role,
)
from webapp.accounts.routes import init_app
from webapp.accounts.signed_in import (
    current_officer,
    current_worker,
    deciding_unions,
    officer,
    officer_roles,
    officer_unions,
)

__all__ = [
    "ADMINISTRATOR",
    "AUDITOR",
    "POLICY_APPROVER",
    "POLICY_AUTHOR",
    "REVIEWER",
    "TREASURER",
    "Officer",
    "Role",
    "Worker",
    "add_officer",
    "current_officer",
    "current_worker",
    "deciding_unions",
    "give_role",
    "init_app",
    "officer",
    "officer_roles",
    "officer_unions",
    "officers_at",
    "officers_of",
    "one_time_link",
    "owner_name",
    "roles_of",
    "suspend_officer",
    "take_role",
]
