"""Queries of the one procedure, and opening a case. Nothing here commits: the request or the unit of work does."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from webapp.cases.models import Case, DecisionRow, Step
from webapp.cases.workflow import State, Verdict
from webapp.persistence import Taken, db, unless_taken
from webapp.policy import Decision, Stored
from webapp.tenancy import current

REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CLOSED = frozenset({State.GRANTED, State.REFUSED, State.WITHDRAWN})
_KEYS = UUID("6f1c2f0e-5d6b-4f0a-9d0c-3f3f6a1b7c55")


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


def open_case_once(*, kind: str, key: str, **values: Any) -> tuple[Case, bool]:
    """The one case of this kind under `key` (what it is about), opened now if it never was; and whether it was opened now.

    However many transactions ask at once, the unique key of `open_case` lets one through; the others get its case.
    values: as of `open_case`, without `application_id`.
    """
    application_id = uuid5(_KEYS, f"{current()}:{kind}:{key}")
    known = cases_of_application(application_id)
    if known:
        return known[0], False
    try:
        with unless_taken():
            return open_case(kind=kind, application_id=application_id, **values), True
    except Taken:
        return cases_of_application(application_id)[0], False


def all_steps(case: Case) -> list[Step]:
    """The steps of every round."""
    statement = select(Step).where(Step.case_id == case.id).order_by(Step.round, Step.order, Step.id)
    return list(db.session.scalars(statement))


def steps_of(case: Case) -> list[Step]:
    """The steps of the case's present round, in order."""
    steps = all_steps(case)
    last = max((step.round for step in steps), default=0)
    return [step for step in steps if step.round == last]


def history_of(case: Case) -> list[Step]:
    """Every decided step of every round, oldest first."""
    return [step for step in all_steps(case) if step.decided_at is not None]


def reasons_of(cases: Iterable[Case]) -> dict[UUID, list[str]]:
    """What was said on the decided steps of every round of these cases, oldest first, by case."""
    query = select(Step.case_id, Step.reason).where(
        Step.case_id.in_([case.id for case in cases]), Step.decided_at.is_not(None), Step.reason != ""
    )
    found: dict[UUID, list[str]] = {}
    for case_id, reason in db.session.execute(query.order_by(Step.case_id, Step.round, Step.order, Step.id)):
        found.setdefault(case_id, []).append(reason or "")
    return found


def refusal_of(case: Case) -> Step | None:
    """The verdict that refused the case last, or None."""
    refusals = [step for step in history_of(case) if step.decision == Verdict.REFUSE]
    return refusals[-1] if refusals else None


def case_by_reference(reference: str) -> Case | None:
    """The case with this reference in the present jurisdiction, or None."""
    return db.session.scalars(select(Case).where(Case.reference == reference)).one_or_none()


def cases_with_ids(case_ids: Iterable[UUID]) -> dict[UUID, Case]:
    """These cases by their ids; an id of none is left out."""
    return {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_(set(case_ids))))}


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


def record_decision(case: Case, decision: Decision[Stored]) -> DecisionRow:
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
