"""Which rows of the nation a row that says `as: national` hands its situations to, and in whose words to say them."""

from collections.abc import Iterable
from typing import TypeVar

from webapp.policy.checking.spaces import space_of
from webapp.policy.language.conditions import Condition
from webapp.policy.language.facts import Vocabulary
from webapp.policy.language.tables import TableRow

R = TypeVar("R", bound=TableRow)


def overlapping(own: Condition, rows: Iterable[R], vocabulary: Vocabulary) -> list[tuple[R, str]]:
    """The rows that hold in some situation in which `own` holds, and whose words tell the situation best.

    `own`: it lies wholly inside the row's. `row`: the row's lies inside it. `both`: they only cross.
    """
    found = []
    for row in rows:
        relation = _relation(own, row.when, vocabulary)
        if relation is not None:
            found.append((row, relation))
    return found


def _relation(own: Condition, other: Condition, vocabulary: Vocabulary) -> str | None:
    meet, own_alone, other_alone = False, False, False
    for situation in space_of([own, other], vocabulary, {}):
        here, there = own.holds(situation) is True, other.holds(situation) is True
        meet |= here and there
        own_alone |= here and not there
        other_alone |= there and not here
    if not meet:
        return None
    if not own_alone:
        return "own"
    return "row" if not other_alone else "both"
