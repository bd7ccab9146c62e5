"""The queues of the inbox as the database reads them: each from the index of one union at a time, each from where the last page ended.

A step carries what its queue is ordered by (`queue_day`, `case_age`) and where its case stands (`case_state`), so that no queue has to
look at the cases of others to find its first rows.
"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from webapp.cases.models import Case, Step
from webapp.cases.second_officer import DEFAULT_BASIS, FIRST, SECOND
from webapp.cases.workflow import State, StepState
from webapp.persistence import db
from webapp.persistence.stretches import after, count_up_to, each, together

VIEWS = {
    "open": "待我办",
    "others": "同事在办",
    "returned": "退回补充中",
    "waiting": "待受理",
    "below": "下级无人办理",
    "closed": "已办结",
}
STATES = {"returned": State.RETURNED, "waiting": State.WAITING, "closed": None}
"""Views of cases by the state they are in; None stands for every one in which a case is closed."""
CLOSED = (State.GRANTED, State.REFUSED, State.WITHDRAWN)
DECIDABLE = (State.UNDER_REVIEW, State.APPEALED)
QUEUE = (Step.queue_day, Step.case_age, Step.case_id, Step.id)
FIRST_OF_QUEUE = QUEUE[:1]
BY_AGE, STEPS_BY_AGE = (Case.age_from, Case.id), (Step.case_age, Step.case_id)

# The words of partial indexes (webapp.cases.models) stand in the statement itself: a plan made for any value could not use them.
OPEN = Step.state == literal(StepState.OPEN.value, String, literal_execute=True)
IS_CLOSED = Step.case_state.in_(
    bindparam("closed", [state.value for state in CLOSED], String, expanding=True, literal_execute=True)
)

Condition = ColumnElement[bool]
Owners = tuple[Any, Collection[UUID], Condition]
"""A column of steps, whose they are by it, and which of theirs are meant."""


@dataclass(frozen=True)
class Desk:
    """What one officer sees: unions he decides for, and unions below them that have nobody (seen, not decided)."""

    officer_id: UUID
    unions: frozenset[UUID]
    below: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Filter:
    """What of the queue is wanted: a key of VIEWS, and perhaps a kind, a union, a part of a reference."""

    view: str = "open"
    kind: str | None = None
    union_id: UUID | None = None
    reference: str = ""


def steps(
    desk: Desk, wanted: Filter, *, begin: str = "", limit: int, besides: Condition | None = None
) -> list[tuple[Case, Step]]:
    """Steps of a view behind the key `begin` with their cases, in the order of QUEUE. `besides` narrows it further."""
    parts: list[Select[Any]] = []
    for column, owners, which in _owners(desk, wanted):
        parts += each(column, owners, _first(Step.id, wanted, which, begin, limit, besides))
    if not parts:
        return []
    found = together(parts)
    rows = (
        select(Case, Step)
        .join(Step, (Step.case_id == Case.id) & (Step.jurisdiction == Case.jurisdiction))
        .join(found, found.c.id == Step.id)
        .order_by(*QUEUE)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows.limit(limit))]


def _first(
    column: Any, wanted: Filter, which: Condition, begin: str, limit: int, besides: Condition | None
) -> Callable[[Condition], Select[Any]]:
    def part(here: Condition) -> Select[Any]:
        narrowed = _narrowed(select(column).where(here, which), wanted).where(after(QUEUE, begin))
        return (narrowed if besides is None else narrowed.where(besides)).order_by(*QUEUE).limit(limit)

    return part


def cases(desk: Desk, wanted: Filter, *, begin: str = "", limit: int) -> list[Case]:
    """Cases of a view behind the key `begin`: the closed ones newest first, others oldest first."""
    newest_first = wanted.view == "closed"

    def first(keys: tuple[Any, ...], which: Condition) -> Callable[[Condition], Select[Any]]:
        order = [key.desc() for key in keys] if newest_first else list(keys)

        def part(here: Condition) -> Select[Any]:
            chosen = select(keys[0].label("age"), keys[1].label("case")).where(here, which)
            behind = _narrowed(chosen, wanted).where(after(keys, begin, newest_first=newest_first))
            return behind.distinct().order_by(*order).limit(limit)

        return part

    parts = each(Case.union_id, _chosen(desk.unions, wanted), first(BY_AGE, _stands(wanted.view)))
    for column, owners, which in _involved(desk, wanted):
        parts += each(column, owners, first(STEPS_BY_AGE, which))
    if not parts:
        return []
    found = together(parts)
    order = [key.desc() for key in BY_AGE] if newest_first else list(BY_AGE)
    rows = select(Case).join(found, found.c.case == Case.id).order_by(*order)
    return list(db.session.scalars(rows.limit(limit)))


def count(desk: Desk, wanted: Filter) -> Select[int]:
    """How many rows a view has, up to BOUND + 1. Its parts are ordered, so that each is read from its index and no further."""
    parts: list[Select[Any]] = []
    if wanted.view not in STATES:
        for column, owners, which in _owners(desk, wanted):
            parts += each(column, owners, _all((Step.id,), wanted, which, QUEUE))
        return count_up_to(*parts)
    parts += each(Case.union_id, _chosen(desk.unions, wanted), _all(BY_AGE, wanted, _stands(wanted.view), BY_AGE))
    for column, owners, which in _involved(desk, wanted):
        parts += each(column, owners, _all(STEPS_BY_AGE, wanted, which, STEPS_BY_AGE))
    return count_up_to(*parts)


def _all(
    columns: tuple[Any, ...], wanted: Filter, which: Condition, order: tuple[Any, ...]
) -> Callable[[Condition], Select[Any]]:
    def part(here: Condition) -> Select[Any]:
        named = (column.label(f"key{number}") for number, column in enumerate(columns))
        chosen = _narrowed(select(*named).where(here, which), wanted).order_by(*order)
        return chosen.distinct() if columns is STEPS_BY_AGE else chosen

    return part


def _owners(desk: Desk, wanted: Filter) -> Iterator[Owners]:
    """Whose steps a view about steps shows, no step twice."""
    nobodys, mine = Step.assigned_to.is_(None), Step.assigned_to == desk.officer_id
    handed = Step.assigned_to.is_not(None)
    unions, me = _chosen(desk.unions, wanted), [desk.officer_id]
    elsewhere = Step.union_id == wanted.union_id if wanted.union_id else literal(True)
    if wanted.view == "below":
        below = _chosen(desk.below, wanted)
        yield Step.union_id, below, and_(OPEN, nobodys)
        yield Step.union_id, below, and_(OPEN, handed)
        return
    refused = and_(Step.case_state == State.APPEALED, _refused_by(desk.officer_id))
    anothers = or_(refused, and_(_IS_SECOND, _agreed_by(desk.officer_id)))
    if wanted.view == "open":
        yield Step.union_id, unions, and_(OPEN, nobodys, ~anothers)
        yield Step.assigned_to, me, and_(OPEN, ~anothers, elsewhere)
        return
    yield Step.union_id, unions, and_(OPEN, handed, ~mine)
    yield Step.union_id, unions, and_(OPEN, nobodys, anothers)
    yield Step.assigned_to, me, and_(OPEN, anothers, elsewhere)


def _refused_by(officer_id: UUID) -> Condition:
    """Whether the officer refused the step's case before: an appeal against that is a colleague's."""
    earlier = aliased(Step)
    # Counted, case by case: an EXISTS may be answered from a list of all that he ever refused.
    own = (earlier.case_id == Step.case_id, earlier.decision == "refuse", earlier.decided_by == officer_id)
    return select(func.count(earlier.id)).where(*own).correlate(Step).scalar_subquery() > 0


_IS_SECOND = and_(Step.order == SECOND, cast(Step.basis, String) == json.dumps(DEFAULT_BASIS))


def _agreed_by(officer_id: UUID) -> Condition:
    """Whether the officer gave the first yes in the step's round: the second is a colleague's."""
    first = aliased(Step)
    own = (first.case_id == Step.case_id, first.round == Step.round, first.order == FIRST)
    yes = (first.state == StepState.GRANTED, first.decided_by == officer_id)
    return select(func.count(first.id)).where(*own, *yes).correlate(Step).scalar_subquery() > 0


def _involved(desk: Desk, wanted: Filter) -> Iterator[Owners]:
    """Whose steps make a case one of theirs in a view about cases, besides the union that was asked."""
    state = STATES[wanted.view]
    stands = IS_CLOSED if state is None else Step.case_state == state
    if desk.unions:
        yield Step.union_id, desk.unions, stands
    yield Step.assigned_to, [desk.officer_id], stands


def _stands(view: str) -> Condition:
    state = STATES[view]
    return Case.closed_at.is_not(None) if state is None else Case.state == state


def _chosen(unions: Collection[UUID], wanted: Filter) -> Collection[UUID]:
    return unions if wanted.union_id is None else set(unions) & {wanted.union_id}


def _narrowed(statement: Select[Any], wanted: Filter) -> Select[Any]:
    """Under the filters that look at the case; of a view about cases also that by union."""
    conditions = [Case.kind == wanted.kind] if wanted.kind else []
    if wanted.reference:
        conditions.append(Case.reference.contains(wanted.reference.upper(), autoescape=True))
    if wanted.union_id and wanted.view in STATES:
        conditions.append(Case.union_id == wanted.union_id)
    if not conditions:
        return statement
    about_steps = statement.column_descriptions[0]["entity"] is Step
    if about_steps:
        statement = statement.join(Case, (Case.id == Step.case_id) & (Case.jurisdiction == Step.jurisdiction))
    return statement.where(*conditions)
