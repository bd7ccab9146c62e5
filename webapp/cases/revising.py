"""Open cases after a publication that wants them decided anew: the policy decision is taken again on the facts that were kept.

A case without such a publication keeps the decision it has, and with it the revision it was decided by. What an officer decided
stays; only the grounds that the next step sees are new. Nothing here commits.
"""

from datetime import timedelta

from sqlalchemy import select

from webapp.cases.models import Case, DecisionRow
from webapp.cases.moving import locked
from webapp.cases.store import CLOSED, latest_decision, record_decision
from webapp.jobs import sweep
from webapp.persistence import db, record_event
from webapp.policy import FactError, decide
from webapp.tenancy import current, library

EVERY = timedelta(hours=1)


def is_outdated(case: Case) -> DecisionRow | None:
    """The decision of an open case that a later publication wants taken anew; None where it stands."""
    if case.state in CLOSED or not library().reopened(current(), case.governed_on, case.created_at):
        return None
    row = latest_decision(case)
    return row if row and library().reopened(current(), row.governed_on, row.created_at) else None


def revise(case: Case) -> bool:
    """Take an outdated decision anew, under the rules now in force for its day, and write the event; whether there was one.

    Facts that the new rules cannot read leave the decision as it is; the event says so.
    """
    if is_outdated(case) is None:
        return False
    case = locked(case)
    row = is_outdated(case)
    if row is None:
        return False
    profile = library().profile(current(), row.governed_on)
    try:
        decision = decide(row.kind, row.facts, profile, row.governed_on)
    except FactError as error:
        _note(case, row, {"reason": f"新的规定要问别的情况，请人工判断：{error}"})
        return True
    again = record_decision(case, decision)
    again.governed_on = row.governed_on
    data: dict[str, object] = {"before": row.digest, "after": decision.digest, "asks": list(decision.ask)}
    if row.outcome.get("outcome") != decision.outcome:
        data["outcome"] = [str(row.outcome.get("outcome")), decision.outcome]
    case.version += 1
    _note(case, row, data)
    return True


def _note(case: Case, row: DecisionRow, data: dict[str, object]) -> None:
    record_event(kind="policy.revised", case_id=case.id, data={"decision": row.kind, **data})


@sweep("cases.revise", every=EVERY)
def revise_open_cases() -> int:
    """Every open case of the province; how many were decided anew. A publication of the nation's reaches them here, too."""
    library().refresh()
    cases = db.session.scalars(select(Case).where(Case.state.not_in(CLOSED)).order_by(Case.id)).all()
    return sum(revise(case) for case in cases)
