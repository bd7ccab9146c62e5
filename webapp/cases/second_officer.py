"""A second officer after the first, where an amount is above what a union lets one officer grant. Nothing here commits.

Who decides first, and that a second one does, are defaults of ours (系统默认): no document says so.
"""

from uuid import UUID

from webapp.accounts.four_eyes import Act, require_two
from webapp.cases.models import Case, Step
from webapp.cases.moving import locked
from webapp.cases.store import steps_of
from webapp.cases.workflow import State, StepPlan, StepState
from webapp.persistence import db

DEFAULT_BASIS = ("default",)
FIRST, SECOND = 1, 2


def first_step(union_id: UUID | None) -> list[StepPlan]:
    """The step of the union that decides; none where there is no union."""
    return [StepPlan(FIRST, union_id, "decides", DEFAULT_BASIS)] if union_id is not None else []


def is_second(step: Step) -> bool:
    """Whether a step is that of a second officer after the first of the same union."""
    return step.order == SECOND and list(step.basis) == list(DEFAULT_BASIS)


def agreed_first(case: Case, step: Step, officer_id: UUID) -> bool:
    """Whether this officer gave the first yes on the case, so that the second step is a colleague's."""
    return is_second(step) and any(
        one.order == FIRST and one.state == StepState.GRANTED and one.decided_by == officer_id for one in steps_of(case)
    )


def needs_second(limit: int | None, amount: int) -> bool:
    """Whether an amount (fen) is above what one officer may grant alone."""
    return limit is not None and amount > limit


def want_second(case: Case, wanted: bool) -> None:
    """Give an open case its second step, or take it out again while nobody has decided it.

    A case that stands as it is wanted is not held: whoever only looks at it waits for nobody.
    """
    if _stands(case, wanted) or _stands(locked(case), wanted):
        return
    second = _second(case)
    if second is None:
        _add_second(case, max((step.round for step in steps_of(case)), default=1))
    else:
        second.state = StepState.PENDING if wanted else StepState.VOID
    db.session.flush()


def _second(case: Case) -> Step | None:
    return next((step for step in steps_of(case) if step.order == SECOND), None)


def _stands(case: Case, wanted: bool) -> bool:
    """Whether there is nothing to give or to take out: the present state of its steps is read anew."""
    if case.union_id is None or case.state not in (State.UNDER_REVIEW, State.APPEALED):
        return True
    second = _second(case)
    if second is None:
        return not wanted
    db.session.refresh(second)
    return second.state != (StepState.VOID if wanted else StepState.PENDING)


def _add_second(case: Case, round_: int) -> None:
    db.session.add(
        Step(
            case_id=case.id,
            round=round_,
            order=SECOND,
            union_id=case.union_id,
            role="decides",
            basis=list(DEFAULT_BASIS),
            state=StepState.PENDING,
            case_state=case.state,
            case_age=case.age_from,
        )
    )


def two_agreed(case: Case, last: Step) -> bool:
    """Whether a second officer grants the case in its present round with the step `last`. Raises NeedsAnother where two accounts
    are not two humans.
    """
    agreed = {step.decided_by for step in steps_of(case) if step.state == StepState.GRANTED and step.decided_by}
    if len(agreed) < SECOND or last.decided_by is None:
        return False
    require_two(Act.GRANT, agreed - {last.decided_by}, last.decided_by)
    return True
