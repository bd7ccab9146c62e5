"""A request that came back is said anew; what stood there before is kept. Nothing here commits."""

from webapp.cases import Case
from webapp.cases.supplements import Change, note_changes
from webapp.persistence import db
from webapp.relief.models import ReliefRequest
from webapp.relief.procedure import Asked, columns_of

LABELS = {
    "household": "家庭情况",
    "reason": "困难原因",
    "bank": "开户银行",
    "account_holder": "收款人",
    "account_number": "银行账号",
}
"""The words for what a worker says of his request, by column."""


def amend(request: ReliefRequest, case: Case, asked: Asked) -> None:
    """What the worker says anew of a request that came back; officers see what stood there before."""
    changes = []
    for name, value in columns_of(asked).items():
        before = getattr(request, name)
        if before != value:
            changes.append(Change(name, LABELS[name], before, value, masked=name == "account_number"))
        setattr(request, name, value)
    note_changes(case, changes)
    db.session.flush()
