"""What a workflow room tells `cases` about its kind of request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from webapp.web.refused import Refused

if TYPE_CHECKING:
    from webapp.cases.models import Case, Step


@dataclass(frozen=True)
class LooksAgain:
    """How a case that looks again at a settled one and that one find each other.

    at(case): the settled case. of(settled): the case that looks at it again, None where there is none.
    """

    at: Callable[["Case"], "Case"]
    of: Callable[["Case"], "Case | None"]


@dataclass(frozen=True)
class Own:
    """What a kind itself says of a case: its word for the state and the colour of the word's tag.

    lacks: a sentence that names what the asker has still to hand in while it is under review; "" where nothing. Of a settled case: todo
    is what the asker has still to do, now a sentence that says what is going on, seen the originals that were looked at.
    """

    word: str
    role: str
    lacks: str = ""
    todo: str = ""
    now: str = ""
    seen: tuple[str, ...] = ()


Owns = Callable[[Sequence["Case"]], Mapping[UUID, Own]]


def always(words: Mapping[str, Own]) -> Owns:
    """For a kind whose words for a state are the same for every case of it."""
    return lambda cases: {case.id: words[case.state] for case in cases if case.state in words}


@dataclass(frozen=True)
class Kind:
    """One kind of case.

    called: the Chinese word for it, or what gives the word of the province that is served. grant(case, step): the effects of a
    grant, run in the deciding transaction; it may raise `EffectRefused` with a Chinese sentence, and then nothing is decided.
    settled(case, verb): told of a return, refusal or withdrawal in the same transaction. summary(case): rows [(term, value)] that
    the case page shows an officer.
    edit_endpoint: where the worker mends a returned case, show_endpoint: where he follows it,
    work_endpoint: where officers prepare what is decided (endpoints taking `reference`).
    addressee(case): who a letter is written to, by full name. secrets(case): rows [(term, value)] of personal data that the
    summary masks. said(case): sentences with which the grounds of a grant's letter begin.
    appeal_until(case): the last day to appeal, where the profile states one. person(case): the id of the person it
    is about. of_membership: whether it only makes sense for somebody who is, or wants to be, a member: it is taken back when he
    leaves. again: for a kind that looks again at a settled case of another kind. own(cases): by case id, what this kind says of
    its own where the words of `cases.seen` are not enough. undo(case, verb): takes back what a grant, a refusal or a return led to, once
    the case is open again; it may raise `EffectRefused`. None: a verdict that settles a case of this kind stands at once.
    stages: where its grant leads to money, the stages (webapp.cases.course) of its way there. prepare(case): brings the steps of an
    open case up to what its union has set meanwhile, before it is decided or said what a verdict leads to; the case may be held by it.
    at_stake(case): lines that stand beside it where many are decided at once, such as the sum and the papers.
    """

    name: str
    called: str | Callable[[], str]
    grant: Callable[["Case", "Step"], None]
    summary: Callable[["Case"], list[tuple[str, Any]]]
    settled: Callable[["Case", str], None] | None = None
    edit_endpoint: str | None = None
    show_endpoint: str | None = None
    work_endpoint: str | None = None
    addressee: Callable[["Case"], str] | None = None
    secrets: Callable[["Case"], list[tuple[str, str]]] | None = None
    said: Callable[["Case"], list[str]] | None = None
    appeal_until: Callable[["Case"], date | None] | None = None
    person: Callable[["Case"], UUID] | None = None
    of_membership: bool = False
    again: LooksAgain | None = None
    own: Owns | None = None
    undo: Callable[["Case", str], None] | None = None
    stages: tuple[str, ...] = ()
    prepare: Callable[["Case"], None] | None = None
    at_stake: Callable[["Case"], list[str]] | None = None

    @property
    def label(self) -> str:
        """The word for it here."""
        return self.called if isinstance(self.called, str) else self.called()


class EffectRefused(Refused):
    """A grant cannot take effect (a second seat, a cap reached). The message is Chinese and says what to do."""


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known; the same room may register again (a second app in one process)."""
    _kinds[kind.name] = kind


def kind_of(case: "Case") -> Kind:
    """The kind of a case. Raises KeyError for a kind no room registered."""
    return _kinds[case.kind]


def looked_at(case: "Case") -> "Case":
    """The settled case that a case looks at again; any other case itself."""
    again = kind_of(case).again
    return again.at(case) if again else case


def second_look(settled: "Case") -> "Case | None":
    """The case that looks again at a settled one, or None."""
    found = (kind.again.of(settled) for kind in kinds() if kind.again)
    return next((case for case in found if case is not None), None)


def addressee_of(case: "Case") -> str:
    """Who a letter about the case is written to."""
    name = kind_of(case).addressee
    return name(case) if name else case.title


def kinds() -> list[Kind]:
    """Every kind known, by its name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)
