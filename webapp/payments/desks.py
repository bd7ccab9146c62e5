"""What one union's money desk shows: what can be paid, what cannot and why, what the ticks come to. Reads only; amounts in fen."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from webapp.payments.batches import Payable, payables
from webapp.unions import union_by_id

Order = Literal["oldest", "amount", "least", "holder"]
ORDERS: dict[Order, str] = {"oldest": "核定先后", "amount": "金额从大到小", "least": "金额从小到大", "holder": "收款人"}
_KEYS: dict[Order, Callable[[Payable], tuple[int, str]]] = {
    "amount": lambda one: (-one.amount, one.case.reference),
    "least": lambda one: (one.amount, one.case.reference),
    "holder": lambda one: (0, one.holder),
}


@dataclass(frozen=True)
class Desk:
    """One union's. `acts`: whether he who looks pays here; `chosen`: what is ticked; `why`: what he reads who may not act."""

    union_id: UUID
    name: str
    ready: list[Payable]
    held: list[Payable]
    chosen: frozenset[UUID]
    acts: bool
    why: str

    @property
    def total(self) -> int:
        """What is ticked."""
        return sum(one.amount for one in self.ready if one.case.id in self.chosen)

    @property
    def count(self) -> int:
        """How many are ticked."""
        return sum(one.case.id in self.chosen for one in self.ready)

    @property
    def waits(self) -> int:
        """What cannot be paid yet."""
        return sum(one.amount for one in self.held)


def desk(union_id: UUID, *, acts: bool, why: str, order: Order, chosen: Collection[UUID] | None) -> Desk:
    """The desk of a union; with no choice made, everything that can be paid is ticked."""
    union, rows = union_by_id(union_id), payables(union_id)
    ready = [one for one in rows if not one.why_not]
    if order in _KEYS:
        ready.sort(key=_KEYS[order])
    return Desk(
        union_id=union_id,
        name=union.name if union is not None else "",
        ready=ready,
        held=[one for one in rows if one.why_not],
        chosen=frozenset(one.case.id for one in ready) if chosen is None else frozenset(chosen),
        acts=acts,
        why="" if acts else why,
    )
