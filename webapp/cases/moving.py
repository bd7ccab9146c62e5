"""The moves of a case that its asker makes, and what every move writes. Nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from webapp.accounts import ADMINISTRATOR, REVIEWER, officers_at
from webapp.cases.models import Case, Step
from webapp.cases.registry import kind_of
from webapp.cases.store import CLOSED, all_steps, history_of, refusal_of, steps_of
from webapp.cases.workflow import State, StepPlan, StepState, appeal_plans, first_states, move
from webapp.persistence import db, now, record_event
from webapp.policy.decisions.deadline import last_day
from webapp.tenancy import business_date
from webapp.unions import ancestors, union_by_id
from webapp.web.refused import Refused

BEFORE_STEPS = frozenset({"submit", "accept", "hold"})
"""Moves of a case that has no steps yet."""


class AppealRefused(Refused):
    """The case cannot be appealed (again, or in time); the message is Chinese."""


def submit(case: Case, plans: Sequence[StepPlan], *, actor: str = "worker", why_waiting: str | None = None) -> Case:
    """Hand the case in: to the first deciders, or to `waiting` where nobody can accept it yet (the reason is kept).

    Raises IllegalMove where that was done before: by a second tap, say.
    """
    case = locked(case)
    move_case(case, "submit", actor=actor)
    if plans:
        move_case(case, "accept", actor="system", quiet=True)
        plan_steps(case, plans)
    else:
        move_case(case, "hold", actor="system", data={"reason": why_waiting})
    return case


def take_up(case: Case, plans: Sequence[StepPlan], *, union_id: UUID, actor: str = "system") -> Case:
    """A waiting case has found its union: it goes to the deciders. Raises IllegalMove where it does not wait."""
    case = locked(case)
    move_case(case, "accept", actor=actor, data={"union": str(union_id)})
    case.union_id = union_id
    plan_steps(case, plans)
    return case


def resubmit(case: Case, plans: Sequence[StepPlan], *, actor: str = "worker") -> Case:
    """Hand a returned case in again: a new round of the same deciders. Raises IllegalMove where it is not returned."""
    case = locked(case)
    move_case(case, "resubmit", actor=actor)
    plan_steps(case, plans)
    return case


def withdraw(case: Case, *, actor: str = "worker") -> Case:
    """The worker takes the case back. Raises IllegalMove once it is decided."""
    case = locked(case)
    move_case(case, "withdraw", actor=actor)
    void_rest(case)
    tell_kind(case, "withdraw")
    return case


def appeal(case: Case, *, reason: str, actor: str = "worker") -> Case:
    """Ask for another look at a refusal, once: another officer decides, and his verdict supersedes.

    Raises IllegalMove where the case is not refused, AppealRefused where it was appealed before or the day is past.
    """
    case = locked(case)
    until = appeal_until(case)
    if until is not None and business_date() > until:
        raise AppealRefused(f"申请复核的期限到{until:%Y年%-m月%-d日}为止，已经过了。")
    refusal = refusal_of(case)
    if was_appealed(case):
        raise AppealRefused("这件申请已经复核过一次，结果不再复核。")
    move_case(case, "appeal", actor=actor, data={"reason": reason})
    assert refusal is not None
    plan_steps(case, appeal_plans(steps_of(case), appeal_union(refusal)), keep_officers=False)
    tell_kind(case, "appeal")
    return case


def can_appeal(case: Case) -> bool:
    """Whether the worker may ask for another look today."""
    until = appeal_until(case)
    in_time = until is None or business_date() <= until
    return case.state == State.REFUSED and in_time and not was_appealed(case)


def was_appealed(case: Case) -> bool:
    """Whether a round of this case is an appeal: it is the only one that follows a refusal."""
    rounds = {step.round for step in all_steps(case)}
    return any(step.decision == "refuse" and step.round < max(rounds) for step in history_of(case))


def appeal_until(case: Case) -> date | None:
    """The last day to appeal, or None where the profile states none."""
    stated = kind_of(case).appeal_until
    return stated(case) if stated else None


def appeal_union(refusal: Step) -> UUID:
    """Where the appeal is decided: at the union that refused, if it has another officer, else the nearest above that has one.

    No document says who decides an appeal; this is a default of ours (系统默认).
    """
    union = union_by_id(refusal.union_id)
    line = [union, *ancestors(union)] if union else []
    for one in line:
        if deciders_of(one.id) - {refusal.decided_by}:
            return one.id
    return refusal.union_id


def deciders_of(union_id: UUID) -> set[UUID]:
    """The active officers who may decide at a union."""
    return {officer.id for officer in officers_at([union_id], (ADMINISTRATOR, REVIEWER))}


def move_case(case: Case, verb: str, *, actor: str, data: dict[str, Any] | None = None, quiet: bool = False) -> None:
    """Move the case by `verb` and write its event; raises IllegalMove. `quiet` moves are not shown in the timeline."""
    case.state = move(verb, case.state)
    case.version = (case.version or 0) + 1
    case.age_from = now()
    case.closed_at = now() if case.state in CLOSED else None
    db.session.flush()
    if verb not in BEFORE_STEPS:
        keep_standing(case)
    if not quiet:
        record_event(kind=f"case.{verb}", case_id=case.id, actor=actor, data=data or {})


def keep_standing(case: Case) -> None:
    """Let its steps say where the case stands now: queues are read by them."""
    standing = {"case_state": case.state, "case_age": case.age_from}
    db.session.execute(update(Step).where(Step.case_id == case.id).values(standing))


def plan_steps(case: Case, plans: Sequence[StepPlan], *, keep_officers: bool = True) -> None:
    """Write a new round of steps; a union's officer to whom the case was handed before keeps it."""
    before = all_steps(case)
    handed: dict[object, UUID | None] = {step.union_id: step.assigned_to for step in before} if keep_officers else {}
    current = max((step.round for step in before), default=0) + 1
    for plan, state in zip(plans, first_states(plans), strict=True):
        db.session.add(
            Step(
                case_id=case.id,
                round=current,
                order=plan.order,
                union_id=plan.union_id,
                role=plan.role,
                basis=list(plan.basis),
                state=state,
                assigned_to=handed.get(plan.union_id),
                within=dict(plan.within) if plan.within else None,
                due_on=due_day(plan.within) if state == StepState.OPEN else None,
                case_state=case.state,
                case_age=case.age_from,
            )
        )
    db.session.flush()


def due_day(within: Mapping[str, int] | None) -> date | None:
    """The last day for a step that is a union's to take from today; None where no rule states a time."""
    return last_day(within, business_date()) if within else None


def void_rest(case: Case) -> None:
    """What nobody needs to decide any more."""
    for step in steps_of(case):
        if step.state in {StepState.OPEN, StepState.PENDING}:
            step.state = StepState.VOID
    db.session.flush()


def tell_kind(case: Case, verb: str) -> None:
    """Tell the room of this kind what became of the case."""
    settled = kind_of(case).settled
    if settled is not None:
        settled(case, verb)


def locked(case: Case) -> Case:
    """The case and its steps as they are now, held until the transaction ends."""
    statement = select(Case).where(Case.id == case.id).with_for_update().execution_options(populate_existing=True)
    held = db.session.scalars(statement).one()
    steps = select(Step).where(Step.case_id == case.id).execution_options(populate_existing=True)
    db.session.scalars(steps).all()
    return held
