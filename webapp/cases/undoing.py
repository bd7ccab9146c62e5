"""An officer takes his own verdict back while nobody was told of it: a new event, and the case is where it was. Nothing here commits.

Later only what is open to everybody helps: an appeal, a review, a contra entry, an end of the membership.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from webapp.accounts import owner_name
from webapp.cases.claims import release
from webapp.cases.follow_ups import OPEN
from webapp.cases.grace import is_over, last_verdict, over_at, tell_nothing
from webapp.cases.models import Case, FollowUp, Letter, Step
from webapp.cases.moving import keep_standing, locked, was_appealed
from webapp.cases.registry import EffectRefused, kind_of, second_look
from webapp.cases.store import steps_of
from webapp.cases.workflow import State, StepState, Verdict
from webapp.persistence import Taken, db, now, record_event, unless_taken
from webapp.tenancy import settings
from webapp.web.refused import Refused

TOO_LATE = "已经不能收回：办理后只有一分钟可以收回，或者这件事在那之后又有了新的进展。请打开它，查看最新情况。"
SETTLED = {State.GRANTED: "grant", State.REFUSED: "refuse", State.RETURNED: "return"}


class CannotTakeBack(Refused):
    """The verdict stands; the message is Chinese and says why."""


def can_take_back_until(case: Case, officer_id: UUID) -> datetime | None:
    """Until when this officer can take back the last verdict on the case; None where he cannot."""
    step = last_verdict(case) if settings().undo else None
    if step is None or step.decided_by != officer_id or is_over(step.decided_at) or step.decided_at is None:
        return None
    if State(case.state) in SETTLED and kind_of(case).undo is None:
        return None
    return over_at(step.decided_at)


def take_back(case: Case, *, officer_id: UUID) -> Case:
    """The case and its steps as they were before this officer's verdict. Raises CannotTakeBack.

    The letter keeps its number and is void; what the grant left to be done, and what was to be told, is forgotten.
    """
    case = locked(case)
    step = last_verdict(case)
    if step is None or can_take_back_until(case, officer_id) is None:
        raise CannotTakeBack(TOO_LATE)
    if case.state == State.GRANTED and second_look(case) is not None:
        raise CannotTakeBack("申请人已经对结果提出异议，不能收回。请按复核办理。")
    verb, verdict, since = SETTLED.get(State(case.state)), step.decision, step.decided_at
    assert since is not None, "it was decided"
    _reopen(case, step)
    db.session.execute(
        delete(FollowUp).where(FollowUp.case_id == case.id, FollowUp.state == OPEN, FollowUp.created_at >= since)
    )
    for letter in db.session.scalars(select(Letter).where(Letter.case_id == case.id, Letter.issued_at >= since)):
        letter.void_since = now()
    tell_nothing(case.id)
    undo = kind_of(case).undo
    if verb is not None and undo is not None:
        _undo_effects(case, verb)
    record_event(kind="case.undo", case_id=case.id, actor=owner_name(officer_id), data={"verdict": verdict})
    return case


def _reopen(case: Case, step: Step) -> None:
    """Steps that the verdict opened wait again, those it made needless are open or wait as they did."""
    for other in steps_of(case):
        if other.order > step.order and other.state in (StepState.OPEN, StepState.VOID) and other.role == "decides":
            other.state, other.due_on = StepState.PENDING, None
        elif other.state == StepState.VOID:
            other.state = StepState.OPEN
    step.state, step.decision, step.reason, step.clauses = StepState.OPEN, None, None, []
    step.decided_by = step.decided_at = None
    if State(case.state) in SETTLED:
        case.state = State.APPEALED if was_appealed(case) else State.UNDER_REVIEW
    case.closed_at = None
    case.version += 1
    release(case)
    db.session.flush()
    keep_standing(case)


def _undo_effects(case: Case, verb: str) -> None:
    undo = kind_of(case).undo
    assert undo is not None, "asked before"
    try:
        with unless_taken():
            undo(case, Verdict(verb))
    except (EffectRefused, Taken) as refused:
        said = str(refused) if isinstance(refused, EffectRefused) else "在这期间又有了新的登记，不能收回。"
        raise CannotTakeBack(said) from None
