"""What the officers' pages read. Writes happen in `cases`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import select

from webapp.accounts import Officer
from webapp.cases import Case, case_by_reference, cases_of_application, kind_of, latest_decision, steps_of
from webapp.cases.inbox import InboxRow, may_see
from webapp.cases.store import history_of
from webapp.cases.timeline import events_of
from webapp.cases.words import modality_words
from webapp.cases.workflow import LABELS, State
from webapp.persistence import db, now
from webapp.unions import Union

NO_UNION = "尚无受理工会"


@dataclass(frozen=True)
class Row:
    """One line of the inbox, ready to show."""

    reference: str
    title: str
    kind: str
    union: str
    state: str
    age: str


def case_seen_by(reference: str, unions: Collection[UUID]) -> Case:
    """The case, if it concerns one of these unions; 404 otherwise, whether it exists or not."""
    case = case_by_reference(reference)
    if case is None or not may_see(case, unions):
        abort(404)
    return case


def union_names(ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    """Union id -> name, for those given."""
    wanted = {identity for identity in ids if identity is not None}
    if not wanted:
        return {}
    return {union.id: union.name for union in db.session.scalars(select(Union).where(Union.id.in_(wanted)))}


def age_words(age: timedelta) -> str:
    """How long a case has waited, in words: 3 天, 5 小时, 刚刚."""
    if age.days > 0:
        return f"{age.days} 天"
    hours = age.seconds // 3600
    return f"{hours} 小时" if hours else "刚刚"


def inbox_rows(rows: Sequence[InboxRow]) -> list[Row]:
    """The lines of the inbox with names looked up once for all."""
    asked = [row.step.union_id if row.step else row.case.union_id for row in rows]
    names = union_names(asked)
    at = now()
    return [
        Row(
            reference=row.case.reference,
            title=row.case.title,
            kind=kind_of(row.case).label,
            union=names.get(union_id, NO_UNION),
            state=row.case.state,
            age=age_words(at - row.case.age_from),
        )
        for row, union_id in zip(rows, asked, strict=True)
    ]


def clause_choices(case: Case) -> list[tuple[str, str]]:
    """The clauses this case's decisions rest on: what an officer can name as grounds."""
    row = latest_decision(case)
    if row is None:
        return []
    return [
        (clause["id"], f"{clause['document']} {clause['place']}：{clause['text']}") for clause in row.outcome["clauses"]
    ]


def case_page(case: Case) -> dict[str, Any]:
    """What the case page shows beside the verdict form."""
    steps = steps_of(case)
    names = union_names([step.union_id for step in steps] + [case.union_id])
    officers = {step.decided_by for step in history_of(case) if step.decided_by}
    people = (
        {row.id: row.name for row in db.session.scalars(select(Officer).where(Officer.id.in_(officers)))}
        if officers
        else {}
    )
    decision = latest_decision(case)
    return {
        "kind": kind_of(case),
        "summary": [{"label": term, "value": value, "change": None} for term, value in kind_of(case).summary(case)],
        "steps": steps,
        "names": names,
        "people": people,
        "history": history_of(case),
        "events": events_of(case),
        "decision": decision.outcome if decision else None,
        "state_label": LABELS[State(case.state)],
        "legs": [other for other in cases_of_application(case.application_id) if other.id != case.id],
        "state_labels": LABELS,
        "modality_words": modality_words(),
    }
