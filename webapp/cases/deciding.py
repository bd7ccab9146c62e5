"""An officer's verdict and all it leads to, in the caller's transaction. Nothing here commits.

Locks are taken in one order everywhere: cases by id, then what the kinds lock, and last the numbers of letters by union: these are
many officers', and held for as short as can be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import owner_name
from webapp.accounts.four_eyes import Act, NeedsAnother, require_two
from webapp.cases.claims import release
from webapp.cases.letters import issue_letters
from webapp.cases.models import Case, Step
from webapp.cases.moving import due_day, locked, move_case, tell_kind, void_rest
from webapp.cases.registry import EffectRefused, kind_of
from webapp.cases.revising import is_outdated
from webapp.cases.store import history_of, steps_of
from webapp.cases.workflow import (
    AFTER_VERDICT,
    Consequence,
    IllegalMove,
    State,
    StepState,
    Verdict,
    foresee,
    move,
)
from webapp.persistence import db, now, record_event
from webapp.web.refused import Refused


class AlreadyDecided(Exception):
    """The case moved since this page was loaded. `case` is its present row."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reference)
        self.case = case


class NotYours(Refused):
    """This officer may not decide this step; the message is Chinese and says who may."""


def refused_before(case: Case, officer_id: UUID) -> bool:
    """Whether this officer's refusal is what the appeal is about: then another must decide it."""
    if case.state != State.APPEALED:
        return False
    return officer_id in _refusers(case)


def _refusers(case: Case) -> set[UUID]:
    return {one.decided_by for one in history_of(case) if one.decision == Verdict.REFUSE and one.decided_by is not None}


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
    """Write an officer's verdict and all it leads to, the letter of a settled case last.

    Raises AlreadyDecided where the case moved since the officer saw `seen_version` or the step is no longer open, NotYours
    where it was handed to another or is an appeal against his own refusal, IllegalMove where the case cannot be decided so,
    EffectRefused where a grant cannot take effect, NeedsAnother where one human would decide twice.
    """
    choice = Choice(case, step, seen_version)
    if _decide(choice, verdict, officer_id, reason, clauses):
        issue_letters([(case, step)])
    return case


@dataclass(frozen=True)
class Choice:
    """A case to decide: its step, and the version the officer saw."""

    case: Case
    step: Step
    seen_version: int


def _decide(choice: Choice, verdict: Verdict, officer_id: UUID, reason: str, clauses: Sequence[str]) -> bool:
    """All but the letter; whether the case is settled by it."""
    case, step = locked(choice.case), choice.step
    if case.version != choice.seen_version or step.state != StepState.OPEN:
        raise AlreadyDecided(case)
    if is_outdated(case) is not None:
        raise AlreadyDecided(case)
    prepare(case)
    consequence = _consequence(case, step, verdict, officer_id)
    step.state = AFTER_VERDICT[verdict]
    step.decision, step.reason, step.clauses = verdict, reason, list(clauses)
    step.decided_by, step.decided_at = officer_id, now()
    case.version += 1
    release(case)
    db.session.flush()
    record_event(
        kind=f"step.{verdict}",
        case_id=case.id,
        actor=owner_name(officer_id),
        data={"union": str(step.union_id), "reason": reason, "clauses": list(clauses)},
    )
    return _follow(case, step, consequence, officer_id)


def prepare(case: Case) -> None:
    """Bring the steps of an open case up to what its union has set meanwhile."""
    before = kind_of(case).prepare
    if before is not None:
        before(case)


def _consequence(case: Case, step: Step, verdict: Verdict, officer_id: UUID) -> Consequence:
    if step.assigned_to not in (None, officer_id):
        raise NotYours("这件申请已交给另一位同事办理。要由您办理，请让管理员改派。")
    if refused_before(case, officer_id):
        raise NotYours("这件申请是您不予批准的，复核要由另一位工作人员办理。")
    if case.state == State.APPEALED:
        require_two(Act.REVIEW, _refusers(case), officer_id)
    consequence = foresee(verdict, steps_of(case), step)
    # A verdict that settles nothing yet is possible only where one that does would be.
    move(consequence.verb or "refuse", case.state)
    return consequence


def _follow(case: Case, step: Step, consequence: Consequence, officer_id: UUID) -> bool:
    """What the verdict leads to; whether the case is settled by it."""
    if consequence.void_rest:
        void_rest(case)
    for other in steps_of(case):
        if other.order == consequence.open_order and other.state == StepState.PENDING:
            other.state, other.due_on = StepState.OPEN, due_day(other.within)
    db.session.flush()
    if consequence.verb is None:
        return False
    move_case(case, consequence.verb, actor=owner_name(officer_id))
    if consequence.verb == "grant":
        kind_of(case).grant(case, step)
    else:
        tell_kind(case, consequence.verb)
    return consequence.verb in ("grant", "refuse")


@dataclass(frozen=True)
class Result:
    """What became of it: `problem` is a Chinese sentence where nothing was decided."""

    case: Case
    problem: str | None


def decide_all(
    choices: Sequence[Choice], verdict: Verdict, *, officer_id: UUID, reason: str, clauses: Sequence[str] = ()
) -> list[Result]:
    """One verdict on many cases, each as if alone: where one cannot be decided the others still are."""
    ordered = sorted(choices, key=lambda choice: choice.case.id)
    _hold([choice.case.id for choice in ordered])
    results, settled = [], []
    for choice in ordered:
        try:
            with db.session.begin_nested():
                if _decide(choice, verdict, officer_id, reason, clauses):
                    settled.append((choice.case, choice.step))
            problem = None
        except (AlreadyDecided, IllegalMove, NotYours, EffectRefused, NeedsAnother) as refused:
            problem = _in_words(refused)
        results.append(Result(choice.case, problem))
    issue_letters(settled)
    return results


def _in_words(refused: Exception) -> str:
    if isinstance(refused, AlreadyDecided):
        return "您查看之后这件申请有了新的进展，请重新打开查看"
    if isinstance(refused, IllegalMove):
        return "现在的状态不能这样办理"
    return refused.message if isinstance(refused, NeedsAnother) else str(refused)


def _hold(case_ids: Sequence[UUID]) -> None:
    statement = select(Case.id).where(Case.id.in_(case_ids)).order_by(Case.id).with_for_update()
    db.session.execute(statement).all()
