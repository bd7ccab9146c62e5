"""Questions: which facts a profile's joining tables read, in the order to ask them, with the words and the allowed
answers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from webapp.policy.language.conditions import Condition
from webapp.policy.language.vocabularies import JOIN, UNIT_UNIONS
from webapp.policy.profile.join import Door, Leg, Pointing, Scoped
from webapp.policy.profile.rules import Question


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """How to ask for one fact.

    `kind` is the fact's type: bool, choice, place, name or list. `values` are the allowed answers with their
    labels, empty where any value of the type is allowed.
    """

    fact: str
    kind: str
    ask: str
    hint: str | None
    values: tuple[tuple[bool | str, str], ...]


def facts_read(tables: Iterable[Iterable[Scoped]], legs: Iterable[Leg], doors: Iterable[Door]) -> list[str]:
    """The facts of a worker that these rows read, in the order of the vocabulary."""
    read: set[str] = set()
    for row in (row for table in tables for row in table):
        when = getattr(row, "when", None)
        read |= when.reads() if isinstance(when, Condition) else set()
        to = row.to if isinstance(row, Pointing) else None
        read |= set(to or ()) & set(UNIT_UNIONS)
        if row.divisions is not None:
            read.add("division")
    for leg in legs:
        read.add("platforms" if leg.each == "platform" else "relation_kind")
    for door in doors:
        read |= door.when.reads() | set(door.asks)
    return [fact for fact in JOIN if fact in read and fact not in ("channel", "leads_to")]


def fact_question(
    fact: str, words: Question | None, label: Callable[[str, str], str], groups: Iterable[tuple[str, str]]
) -> FactQuestion:
    """The question for `fact`, with the profile's words for it and for its answers."""
    kind = JOIN[fact]
    values: tuple[tuple[bool | str, str], ...] = tuple((value, label(fact, value)) for value in kind.values)
    if kind.kind == "bool":
        values = ((True, (words and words.true) or "是"), (False, (words and words.false) or "否"))
    elif fact == "worker_group":
        values = tuple(groups)
    ask = words.ask if words else label("fact", fact)
    return FactQuestion(fact, kind.kind, ask, words.hint if words else None, values)
