"""What the join decision says is left to be done, as follow-ups of the case: said at submission where nobody can take it, else at the grant."""

from collections.abc import Iterator, Mapping
from typing import Any

from webapp.cases import Case, Left, latest_decision, leave
from webapp.join.models import JoinApplication

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
    decision = latest_decision(case)
    listed = (decision.outcome["answer"].get("follow_ups") or []) if decision else []
    wanted = [row for row in listed if (row["kind"] in AT_SUBMISSION) == at_submission]
    if decision is None or not wanted:
        return
    person = f"person:{application.person_id}"
    leave(
        case,
        [
            Left(
                kind=row["kind"],
                key=f"{case.id}:{number}:{subject}",
                subject=subject,
                data={**row, "person": person, "decision": str(decision.id), "digest": decision.digest},
                union_id=case.union_id,
            )
            for number, row in enumerate(wanted)
            for subject in _subjects(row, case, application, person)
        ],
    )


def _subjects(row: Mapping[str, Any], case: Case, application: JoinApplication, person: str) -> Iterator[str]:
    """Whom or what a follow-up is about: the unit it names as far as it is on the register, the union asked, else the member."""
    if row["kind"] == "notice":
        yield f"union:{case.union_id}"
        return
    unit = row.get("unit") or row.get("per")
    found = application.answers.get(UNIT_ANSWERS.get(unit, f"{unit}_id")) if unit else None
    units = found if isinstance(found, list) else [found] if found else []
    yield from (f"employer:{identity}" for identity in units)
    if not units:
        yield person
