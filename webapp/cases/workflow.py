"""The lifecycle of every case, as one table. Pure: no database, no web."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID


class State(StrEnum):
    """Where a case stands. What people see of it: `webapp.cases.seen`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WAITING = "waiting"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    APPEALED = "appealed"


MOVES: dict[str, dict[State, State]] = {
    "submit": {State.DRAFT: State.SUBMITTED},
    "accept": {State.SUBMITTED: State.UNDER_REVIEW, State.WAITING: State.UNDER_REVIEW},
    "hold": {State.SUBMITTED: State.WAITING, State.UNDER_REVIEW: State.WAITING},
    "return": {State.UNDER_REVIEW: State.RETURNED},
    "resubmit": {State.RETURNED: State.UNDER_REVIEW},
    "grant": {State.UNDER_REVIEW: State.GRANTED, State.APPEALED: State.GRANTED},
    "refuse": {State.UNDER_REVIEW: State.REFUSED, State.APPEALED: State.REFUSED},
    "withdraw": {
        State.DRAFT: State.WITHDRAWN,
        State.SUBMITTED: State.WITHDRAWN,
        State.WAITING: State.WITHDRAWN,
        State.UNDER_REVIEW: State.WITHDRAWN,
        State.RETURNED: State.WITHDRAWN,
    },
    "appeal": {State.REFUSED: State.APPEALED},
}

OPEN_STATES = frozenset({State.SUBMITTED, State.WAITING, State.UNDER_REVIEW, State.RETURNED, State.APPEALED})


class Verdict(StrEnum):
    """What an officer says about one step."""

    GRANT = "grant"
    RETURN = "return"
    REFUSE = "refuse"


class StepState(StrEnum):
    """`open` can be decided now; `pending` waits for an earlier order; `void` was overtaken by another step's verdict."""

    PENDING = "pending"
    OPEN = "open"
    GRANTED = "granted"
    RETURNED = "returned"
    REFUSED = "refused"
    VOID = "void"


def verdicts_in(state: str) -> tuple[Verdict, ...]:
    """The verdicts that lead somewhere from this state: an appeal cannot be returned."""
    return tuple(verdict for verdict in Verdict if State(state) in MOVES[verdict])


AFTER_VERDICT = {
    Verdict.GRANT: StepState.GRANTED,
    Verdict.RETURN: StepState.RETURNED,
    Verdict.REFUSE: StepState.REFUSED,
}


class IllegalMove(Exception):
    """The case is not in a state from which this verb leads anywhere (409 on the web)."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__(f"{verb} is not possible from {state}")
        self.verb = verb
        self.state = state


def move(verb: str, state: str) -> State:
    """The state that `verb` leads to. Raises IllegalMove and changes nothing otherwise."""
    target = MOVES[verb].get(State(state))
    if target is None:
        raise IllegalMove(verb, state)
    return target


@dataclass(frozen=True)
class StepPlan:
    """One step to be made: steps with the same `order` run beside one another and must all agree.

    `role` is `decides` (its verdict counts) or `assists` (prepares and advises, never blocks).
    `basis`: clause or interpretation ids that name this decider; empty where it is a default of ours. `within`: the time that the rules
    allow from the day on which the step is this union's to take; None = not stated.
    """

    order: int
    union_id: object
    role: str = "decides"
    basis: tuple[str, ...] = ()
    within: Mapping[str, int] | None = None


@dataclass(frozen=True)
class StepView:
    """What `after_verdict` needs to know of one step."""

    order: int
    role: str
    state: str


def plan_again(step: Any) -> StepPlan:
    """The plan of a step that is to be taken once more."""
    return StepPlan(step.order, step.union_id, step.role, tuple(step.basis), step.within)


def first_states(plans: Sequence[StepPlan]) -> list[StepState]:
    """Steps of the lowest deciding order are open at once; steps that only assist are open from the start."""
    deciding = [plan.order for plan in plans if plan.role == "decides"]
    first = min(deciding, default=0)
    return [StepState.OPEN if plan.role != "decides" or plan.order == first else StepState.PENDING for plan in plans]


@dataclass(frozen=True)
class Consequence:
    """What one verdict leads to: the case's verb (or None: others still decide) and the order to open next (or None)."""

    verb: str | None
    open_order: int | None = None
    void_rest: bool = False


def after_verdict(verdict: Verdict, steps: Iterable[StepView]) -> Consequence:
    """The consequence of a verdict, `steps` being the steps after it was written.

    A refusal or a return by any deciding step settles the round at once; a grant settles it when the last deciding step has granted.
    """
    if verdict is Verdict.REFUSE:
        return Consequence("refuse", void_rest=True)
    if verdict is Verdict.RETURN:
        return Consequence("return", void_rest=True)
    deciding = [step for step in steps if step.role == "decides"]
    if any(step.state == StepState.OPEN for step in deciding):
        return Consequence(None)
    waiting = [step.order for step in deciding if step.state == StepState.PENDING]
    if waiting:
        return Consequence(None, open_order=min(waiting))
    return Consequence("grant", void_rest=True)


class StepRow(Protocol):
    """What the functions below read of a step that is written already."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def order(self) -> int:
        """Its place among the steps."""

    @property
    def role(self) -> str:
        """`decides` or `assists`."""

    @property
    def state(self) -> str:
        """A StepState."""

    @property
    def union_id(self) -> UUID:
        """Whose step it is."""

    @property
    def basis(self) -> list[str]:
        """Why it is theirs."""

    @property
    def within(self) -> Mapping[str, int] | None:
        """The time that the rules allow."""


def appeal_plans(steps: Sequence[StepRow], union_id: UUID) -> list[StepPlan]:
    """The steps of an appeal: first another officer of `union_id` looks at the refusal, then whoever had not decided yet.

    `steps` are those of the refused round. Steps that had granted stay granted and are not asked again.
    """
    rest = [step for step in steps if step.role == "decides" and step.state == StepState.VOID]
    first = min((step.order for step in steps), default=1) - 1
    plans = [StepPlan(first, union_id)]
    return plans + [plan_again(step) for step in rest]


def foresee(verdict: Verdict, steps: Iterable[StepRow], step: StepRow) -> Consequence:
    """What a verdict on `step` would lead to, before it is written."""
    if step.role != "decides":
        return Consequence(None)
    views = [StepView(one.order, one.role, AFTER_VERDICT[verdict] if one.id == step.id else one.state) for one in steps]
    return after_verdict(verdict, views)
