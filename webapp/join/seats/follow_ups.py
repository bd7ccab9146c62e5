"""What the join decision says is left to be done, as follow-ups of the case: said at submission where nobody can take it, else at the grant."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.cases import Case, Left, latest_decision, leave, overtake
from webapp.join.models import JoinApplication
from webapp.members.models import Transfer
from webapp.persistence import db
from webapp.policy import JoinAnswer
from webapp.policy.answers.join import FollowUpAnswer
from webapp.policy.answers.stored import written

TIES = ("watch", "count", "placement")
"""What hangs on the unit and the place that a member named."""
AT_SUBMISSION = frozenset({"notice"})
UNIT_ANSWERS = {"platform": "platform_ids"}


def leave_at_submission(case: Case, application: JoinApplication) -> None:
    """Have the administrators told that a union is missing."""
    _leave(case, application, at_submission=True)


def leave_at_grant(case: Case, application: JoinApplication) -> None:
    """Leave what follows from a seat; an affiliation is not counted, watched or placed."""
    if case.data["seat"]:
        _leave(case, application, at_submission=False)


def _leave(case: Case, application: JoinApplication, *, at_submission: bool) -> None:
    wanted = [row for row in _listed(case) if (row.kind in AT_SUBMISSION) == at_submission]
    _write(case, wanted, application.answers, application.person_id)


def leave_after_move(case: Case, answers: Mapping[str, Any], person_id: UUID) -> None:
    """Leave what follows from where a member says that he works now; what his earlier cases left about it is overtaken."""
    overtake([one for one in _cases_of(person_id) if one != case.id], TIES, why="会员已说明现在的用工情形，会籍已接转")
    _write(case, [row for row in _listed(case) if row.kind in TIES], answers, person_id)


def _cases_of(person_id: UUID) -> list[UUID]:
    """The cases of a person's applications and transfers."""
    applied = select(JoinApplication.id).where(JoinApplication.person_id == person_id)
    joined = select(Case.id).where(Case.kind == "join", Case.application_id.in_(applied))
    moved = select(Transfer.case_id).where(Transfer.person_id == person_id)
    return [*db.session.scalars(joined), *db.session.scalars(moved)]


def _listed(case: Case) -> tuple[FollowUpAnswer, ...]:
    decision = latest_decision(case)
    return (decision.answered(JoinAnswer).follow_ups or ()) if decision else ()


def _write(case: Case, wanted: list[FollowUpAnswer], answers: Mapping[str, Any], person_id: UUID) -> None:
    decision = latest_decision(case)
    if decision is None or not wanted:
        return
    person = f"person:{person_id}"
    leave(
        case,
        [
            Left(
                kind=row.kind,
                key=f"{case.id}:{number}:{subject}",
                subject=subject,
                data={**written(row), "person": person, "decision": str(decision.id), "digest": decision.digest},
                union_id=case.union_id,
            )
            for number, row in enumerate(wanted)
            for subject in _subjects(row, case, answers, person)
        ],
    )


def _subjects(row: FollowUpAnswer, case: Case, answers: Mapping[str, Any], person: str) -> Iterator[str]:
    """Whom or what a follow-up is about: the unit it names as far as it is on the register, the union asked, else the member."""
    if row.kind == "notice":
        yield f"union:{case.union_id}"
        return
    unit = row.unit if row.kind == "watch" else row.per if row.kind == "count" else None
    found = answers.get(UNIT_ANSWERS.get(unit, f"{unit}_id")) if unit else None
    units = found if isinstance(found, list) else [found] if found else []
    yield from (f"employer:{identity}" for identity in units)
    if not units:
        yield person
