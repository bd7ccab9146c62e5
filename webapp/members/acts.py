"""What waits for a member, and what follows when he becomes one or shows who he is: rooms above say so here. Nothing here commits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from webapp.accounts import Worker
from webapp.members.models import Person


@dataclass(frozen=True)
class Act:
    """Something the worker has to do, or may do: what, why and how, where, and the words of the link."""

    title: str
    note: str
    href: str
    action: str


Waits = Callable[[Worker, Person | None], Sequence[Act]]
Follows = Callable[[Person], None]
Keeps = Callable[[Person, UUID], Sequence[str]]
Brings = Callable[[], Sequence[str]]
_waits: list[Waits] = []
_follows: list[Follows] = []
_keeps: list[Keeps] = []
_brings: list[Brings] = []


def waits_for_worker(ask: Waits) -> None:
    """Have `ask` say what waits for a worker in its room, whenever he looks at his own page. Repeatable."""
    if ask not in _waits:
        _waits.append(ask)


def acts_of(worker: Worker, person: Person | None) -> list[Act]:
    """Everything that waits for a worker, room by room."""
    return [act for ask in _waits for act in ask(worker, person)]


def follows_standing(follow: Follows) -> None:
    """Have `follow` called when a person got a seat, or was verified as who he says he is. Repeatable."""
    if follow not in _follows:
        _follows.append(follow)


def standing_changed(person: Person) -> None:
    """A person got a seat or was verified: what other rooms make of it follows in the same transaction."""
    for follow in _follows:
        follow(person)


def kept_by_transfer(tell: Keeps) -> None:
    """Have `tell` say what becomes of what a member has in its room if his seat moves to a union. Repeatable."""
    if tell not in _keeps:
        _keeps.append(tell)


def after_transfer(person: Person, union_id: UUID) -> list[str]:
    """What becomes of what a member has if his seat moves to this union; Chinese sentences."""
    return [sentence for tell in _keeps for sentence in tell(person, union_id)]


def membership_brings(tell: Brings) -> None:
    """Have `tell` say, in one line each, what a member gets in its room, to whoever thinks of joining. Repeatable."""
    if tell not in _brings:
        _brings.append(tell)


def brought_by_membership() -> list[str]:
    """What a member gets; Chinese lines."""
    return [line for tell in _brings for line in tell()]
