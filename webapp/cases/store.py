"""Queries and writes of the one procedure. Nothing here commits: the request or the unit of work does."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.cases.models import Case, DecisionRow, Step
from webapp.cases.registry import kind_of
from webapp.cases.workflow import (
    AFTER_VERDICT,
    Consequence,
    State,
    StepPlan,
    StepState,
    StepView,
    Verdict,
    after_verdict,
    first_states,
    move,
)
from webapp.persistence import db, now, record_event

REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CLOSED = frozenset({State.GRANTED, State.REFUSED, State.WITHDRAWN})


class AlreadyDecided(Exception):
    """Another officer moved the case since this page was loaded. `case` is its present row."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reference)
        self.case = case


def new_reference(on: date) -> str:
    """A number to say on the telephone: the day and six characters that cannot be mistaken for one another."""
    return f"{on:%y%m%d}-{''.join(secrets.choice(REFERENCE_ALPHABET) for _ in range(6))}"


def open_case(
    *,
    kind: str,
    application_id: UUID,
    worker_id: UUID | None,
    union_id: UUID | None,
    title: str,
    governed_on: date,
    data: dict[str, Any],
    leg: str = "",
) -> Case:
    """A new case in draft. The unique key (application, kind, leg) makes a repeated call fail instead of doubling it."""
    case = Case(
        reference=new_reference(governed_on),
        kind=kind,
        leg=leg,
        application_id=application_id,
        worker_id=worker_id,
        union_id=union_id,
        state=State.DRAFT,
        title=title,
        data=data,
        governed_on=governed_on,
    )
    db.session.add(case)
    db.session.flush()
    return case


def submit(case: Case, plans: Sequence[StepPlan], *, actor: str = "worker", why_waiting: str | None = None) -> Case:
    """Hand the case in: to the first deciders, or to `waiting` where nobody can accept it yet (the reason is kept)."""
    _step(case, "submit", actor=actor)
    if plans:
        _plan(case, plans)
        _step(case, "accept", actor="system", quiet=True)
    else:
        _step(case, "hold", actor="system", data={"reason": why_waiting})
    return case


def resubmit(case: Case, plans: Sequence[StepPlan], *, actor: str = "worker") -> Case:
    """Hand a returned case in again: a new round of the same deciders."""
    _step(case, "resubmit", actor=actor)
    _plan(case, plans)
    return case


def withdraw(case: Case, *, actor: str = "worker") -> Case:
    """The worker takes the case back. Raises IllegalMove once it is decided."""
    _step(case, "withdraw", actor=actor)
    _void_rest(case)
    _tell_kind(case, "withdraw")
    return case


def decide_step(
    case: Case,
    step: Step,
    verdict: Verdict,
    *,
    officer_id: UUID,
    reason: str,
    seen_version: int,
    clauses: Sequence[str] = (),
) -> Case:
    """Write an officer's verdict and all it leads to, in the caller's transaction.

    Raises AlreadyDecided where the case moved since the officer saw `seen_version` or the step is no longer open,
    IllegalMove where the case cannot be decided, EffectRefused where a grant cannot take effect.
    """
    case = _locked(case)
    if case.version != seen_version or step.state != StepState.OPEN:
        raise AlreadyDecided(case)
    step.state = AFTER_VERDICT[verdict]
    step.decision, step.reason, step.clauses = verdict, reason, list(clauses)
    step.decided_by, step.decided_at = officer_id, now()
    case.version += 1
    db.session.flush()
    record_event(
        kind=f"step.{verdict}",
        case_id=case.id,
        actor=f"officer:{officer_id}",
        data={"union": str(step.union_id), "reason": reason, "clauses": list(clauses)},
    )
    consequence = (
        after_verdict(verdict, [StepView(s.order, s.role, s.state) for s in steps_of(case)])
        if step.role == "decides"
        else Consequence(None)
    )
    _follow(case, step, consequence, officer_id)
    return case


def _follow(case: Case, step: Step, consequence: Consequence, officer_id: UUID) -> None:
    if consequence.void_rest:
        _void_rest(case)
    if consequence.open_order is not None:
        for other in steps_of(case):
            if other.order == consequence.open_order and other.state == StepState.PENDING:
                other.state = StepState.OPEN
    if consequence.verb is None:
        db.session.flush()
        return
    _step(case, consequence.verb, actor=f"officer:{officer_id}")
    if consequence.verb == "grant":
        kind_of(case).grant(case, step)
    else:
        _tell_kind(case, consequence.verb)


def _tell_kind(case: Case, verb: str) -> None:
    settled = kind_of(case).settled
    if settled is not None:
        settled(case, verb)


def _step(case: Case, verb: str, *, actor: str, data: dict[str, Any] | None = None, quiet: bool = False) -> None:
    """Move the case by `verb` and write its event. `quiet` moves are bookkeeping that the timeline need not show."""
    case.state = move(verb, case.state)
    case.version = (case.version or 0) + 1
    case.age_from = now()
    case.closed_at = now() if case.state in CLOSED else None
    db.session.flush()
    if not quiet:
        record_event(kind=f"case.{verb}", case_id=case.id, actor=actor, data=data or {})


def _plan(case: Case, plans: Sequence[StepPlan]) -> None:
    rounds = [step.round for step in _all_steps(case)]
    current = max(rounds, default=0) + 1
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
            )
        )
    db.session.flush()


def _void_rest(case: Case) -> None:
    for step in steps_of(case):
        if step.state in {StepState.OPEN, StepState.PENDING}:
            step.state = StepState.VOID
    db.session.flush()


def _locked(case: Case) -> Case:
    statement = select(Case).where(Case.id == case.id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one()


def _all_steps(case: Case) -> list[Step]:
    statement = select(Step).where(Step.case_id == case.id).order_by(Step.round, Step.order, Step.id)
    return list(db.session.scalars(statement))


def steps_of(case: Case) -> list[Step]:
    """The steps of the case's present round, in order."""
    steps = _all_steps(case)
    last = max((step.round for step in steps), default=0)
    return [step for step in steps if step.round == last]


def history_of(case: Case) -> list[Step]:
    """Every decided step of every round, oldest first."""
    return [step for step in _all_steps(case) if step.decided_at is not None]


def case_by_reference(reference: str) -> Case | None:
    """The case with this reference in the present jurisdiction, or None."""
    return db.session.scalars(select(Case).where(Case.reference == reference)).one_or_none()


def cases_of_application(application_id: UUID) -> list[Case]:
    """All legs of one application, in the order they were opened."""
    statement = select(Case).where(Case.application_id == application_id).order_by(Case.created_at, Case.id)
    return list(db.session.scalars(statement))


def cases_of_worker(worker_id: UUID, *, kinds: Iterable[str] = ()) -> list[Case]:
    """A worker's cases, newest first; of the named kinds only, where any are named."""
    statement = select(Case).where(Case.worker_id == worker_id).order_by(Case.created_at.desc(), Case.id.desc())
    if kinds:
        statement = statement.where(Case.kind.in_(list(kinds)))
    return list(db.session.scalars(statement))


def record_decision(case: Case, decision: Any) -> DecisionRow:
    """Keep a policy Decision with the case, as it was explained on the day."""
    outcome = decision.as_dict()
    row = DecisionRow(
        case_id=case.id,
        kind=decision.kind,
        governed_on=case.governed_on,
        digest=decision.digest,
        facts=outcome["facts"],
        outcome=outcome,
    )
    db.session.add(row)
    db.session.flush()
    return row


def latest_decision(case: Case, kind: str | None = None) -> DecisionRow | None:
    """The newest policy decision kept with the case (of one kind, where named)."""
    statement = (
        select(DecisionRow)
        .where(DecisionRow.case_id == case.id)
        .order_by(DecisionRow.created_at.desc(), DecisionRow.id.desc())
    )
    if kind is not None:
        statement = statement.where(DecisionRow.kind == kind)
    return db.session.scalars(statement.limit(1)).one_or_none()
