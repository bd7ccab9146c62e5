"""How far a batch is, and who may take it further. Pure: no database, no web."""

from enum import StrEnum


class BatchState(StrEnum):
    """Where a batch stands."""

    FROZEN = "frozen"
    APPROVED = "approved"
    EXPORTED = "exported"
    SETTLED = "settled"
    CANCELLED = "cancelled"


LABELS = {
    BatchState.FROZEN: ("待复核", "wait"),
    BatchState.APPROVED: ("待导出", "info"),
    BatchState.EXPORTED: ("等银行结果", "wait"),
    BatchState.SETTLED: ("已对账", "good"),
    BatchState.CANCELLED: ("已取消", "calm"),
}
"""What a page calls it, and the colour of its tag."""

MOVES = {
    "approve": {BatchState.FROZEN: BatchState.APPROVED},
    "export": {BatchState.APPROVED: BatchState.EXPORTED},
    "settle": {BatchState.EXPORTED: BatchState.SETTLED},
    "cancel": {BatchState.FROZEN: BatchState.CANCELLED, BatchState.APPROVED: BatchState.CANCELLED},
}


def after(verb: str, state: str) -> BatchState | None:
    """The state a verb leads to; None where it leads nowhere from here."""
    return MOVES[verb].get(BatchState(state))
