"""How rows are kept.

A scoped row has the key `(jurisdiction, id)` and points only inside its jurisdiction. A database session serves one
jurisdiction; the guard narrows every query to it, refuses what it cannot narrow, and checks each row before it is
written. What everybody reads has an owner, who alone writes it. An unsafe web request is one transaction, committed when
the view has returned; everything else writes in a `unit_of_work`. Personal data is encrypted in the row and found by a
keyed index. What happened is an event, chained and never changed.
"""

from webapp.persistence.adding import Taken, add_once, insert, unless_taken
from webapp.persistence.audit import Seal, newest_seal_holds, seal_heads, verify
from webapp.persistence.clock import UtcDateTime, now
from webapp.persistence.crypto import SecretText, blind_index, key_id, keyring
from webapp.persistence.deleting import delete_some
from webapp.persistence.events import Event, record_event, record_refusal
from webapp.persistence.guard import ForeignRow, UnscopedStatement
from webapp.persistence.masks import mask_account, mask_identity_number, mask_name, mask_phone
from webapp.persistence.models import Base, Owned, Scoped, database_now, db, ref
from webapp.persistence.outage import DatabaseAway, is_outage
from webapp.persistence.sealed import sealed_values
from webapp.persistence.session import ScopeChanged
from webapp.persistence.setup import init_app
from webapp.persistence.transactions import (
    ReadOnlyTransaction,
    TransactionalFlask,
    before_commit,
    pause_transaction,
    undo,
    unit_of_work,
    when_undone,
    writes,
)

__all__ = [
    "Base",
    "DatabaseAway",
    "Event",
    "ForeignRow",
    "Owned",
    "ReadOnlyTransaction",
    "ScopeChanged",
    "Scoped",
    "Seal",
    "SecretText",
    "Taken",
    "TransactionalFlask",
    "UnscopedStatement",
    "UtcDateTime",
    "add_once",
    "before_commit",
    "blind_index",
    "database_now",
    "db",
    "delete_some",
    "init_app",
    "insert",
    "is_outage",
    "key_id",
    "keyring",
    "mask_account",
    "mask_identity_number",
    "mask_name",
    "mask_phone",
    "newest_seal_holds",
    "now",
    "pause_transaction",
    "record_event",
    "record_refusal",
    "ref",
    "seal_heads",
    "sealed_values",
    "undo",
    "unit_of_work",
    "unless_taken",
    "verify",
    "when_undone",
    "writes",
]
