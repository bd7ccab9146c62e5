"""A case that came to the wrong union goes to the right one, as long as nobody has decided on it. Nothing here commits."""

from collections.abc import Sequence
from uuid import UUID

from webapp.cases.claims import release
from webapp.cases.models import Case
from webapp.cases.moving import locked, plan_steps, void_rest
from webapp.cases.store import history_of
from webapp.cases.workflow import State, StepPlan
from webapp.persistence import db, record_event


class AlreadyHandled(Exception):
    """Somebody has decided on the case, or it is not under review: it stays where it is."""


def reroute(case: Case, plans: Sequence[StepPlan], *, union_id: UUID, reason: str, actor: str = "system") -> Case:
    """Give an undecided case to other deciders; how long it has waited still counts. Raises AlreadyHandled."""
    case = locked(case)
    if case.state != State.UNDER_REVIEW or history_of(case):
        raise AlreadyHandled(case.reference)
    before, case.union_id = case.union_id, union_id
    case.version += 1
    void_rest(case)
    plan_steps(case, plans, keep_officers=False)
    release(case)
    db.session.flush()
    record_event(
        kind="case.reroute",
        case_id=case.id,
        actor=actor,
        data={"from": str(before) if before else None, "to": str(union_id), "reason": reason},
    )
    return case
