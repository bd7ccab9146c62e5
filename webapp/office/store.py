"""What the pages about cases read. Writes happen in `cases`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import select

from webapp.accounts import Officer
from webapp.cases import (
    Case,
    Verdict,
    case_by_reference,
    cases_of_application,
    colleagues,
    kind_of,
    latest_decision,
    steps_of,
)
from webapp.cases.claims import claims_of
from webapp.cases.deciding import Choice, prepare
from webapp.cases.due import Due, due_of
from webapp.cases.follow_ups import LABELS as FOLLOW_UP_LABELS
from webapp.cases.follow_ups import follow_ups_of
from webapp.cases.inbox import Desk, InboxRow, may_see, open_step, steps_here, waits_for_another
from webapp.cases.letters import letters_of
from webapp.cases.phrases import phrases_of
from webapp.cases.second_officer import is_second
from webapp.cases.seen import Looker, Seen, money_line, seen_in_list
from webapp.cases.store import history_of
from webapp.cases.supplements import corrections_of, papers_of
from webapp.cases.timeline import events_of
from webapp.cases.undoing import can_take_back_until
from webapp.cases.words import modality_words
from webapp.cases.workflow import IllegalMove, foresee, move
from webapp.members.numbers import others_with_number
from webapp.members.real_name import LABELS as REAL_NAME_LABELS
from webapp.members.store import person_by_id
from webapp.office.desk import administered
from webapp.persistence import db, now
from webapp.unions import Union
from webapp.web.text import whole_number

NO_UNION = "尚无受理工会"
LEADS_TO = {
    "grant": "批准，立即生效",
    "refuse": "不予批准",
    "return": "退回申请人补充",
    None: "记下意见，还要等其他工会",
}

SECOND_YES = "记下意见，还要另一位同事同意"
WAITS_FOR_ANOTHER = "您已经同意，等另一位同事办理第二步"


@dataclass(frozen=True)
class Row:
    """One line of the inbox, ready to show. `token` names the case and its version where it can be decided here."""

    reference: str
    title: str
    kind: str
    union: str
    state: str
    seen: Seen
    age: str
    who: str
    token: str | None
    due: Due | None


@dataclass(frozen=True)
class Previewed:
    """One case of a bulk decision: what the verdict leads to, or why it cannot be given."""

    choice: Choice
    leads_to: str
    problem: str | None
    at_stake: tuple[str, ...] = ()


def case_seen_by(reference: str, desk: Desk) -> Case:
    """The case, if it concerns this officer; 404 otherwise, whether it exists or not."""
    case = case_by_reference(reference)
    if case is None or not may_see(case, desk):
        abort(404)
    return case


def case_held_by(reference: str, desk: Desk) -> Case:
    """The same, for what only the deciding unions may do: seeing a case from above is not enough."""
    return case_seen_by(reference, Desk(desk.officer_id, desk.unions))


def union_names(ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    """Union id -> name, for those given."""
    wanted = {identity for identity in ids if identity is not None}
    if not wanted:
        return {}
    return {union.id: union.name for union in db.session.scalars(select(Union).where(Union.id.in_(wanted)))}


def officer_names(ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    """Officer id -> name, for those given."""
    wanted = {identity for identity in ids if identity is not None}
    if not wanted:
        return {}
    return {one.id: one.name for one in db.session.scalars(select(Officer).where(Officer.id.in_(wanted)))}


def name_of(officer_id: UUID) -> str:
    """An officer's name."""
    return officer_names([officer_id]).get(officer_id, "")


def age_words(age: timedelta) -> str:
    """How long a case has waited, in words: 3 天, 5 小时, 刚刚."""
    if age.days > 0:
        return f"{age.days} 天"
    hours = age.seconds // 3600
    return f"{hours} 小时" if hours else "刚刚"


def inbox_rows(rows: Sequence[InboxRow], desk: Desk) -> list[Row]:
    """The lines of the inbox with names looked up once for all."""
    claims = claims_of([row.case.id for row in rows])
    busy = {case_id: who for case_id, who in claims.items() if who != desk.officer_id}
    asked = [row.step.union_id if row.step else row.case.union_id for row in rows]
    unions = union_names(asked)
    people = officer_names([*busy.values(), *(row.step.assigned_to for row in rows if row.step)])
    seen = seen_in_list([row.case for row in rows], Looker.OFFICER)
    at = now()
    return [
        Row(
            reference=row.case.reference,
            title=row.case.title,
            kind=kind_of(row.case).label,
            union=unions.get(union_id, NO_UNION),
            state=row.case.state,
            seen=seen[row.case.id],
            age=age_words(at - row.case.age_from),
            who=_who(row, desk, busy, people),
            token=f"{row.case.reference}@{row.case.version}" if row.step else None,
            due=due_of(row.step),
        )
        for row, union_id in zip(rows, asked, strict=True)
    ]


def _who(row: InboxRow, desk: Desk, busy: dict[UUID, UUID], people: dict[UUID | None, str]) -> str:
    if row.case.id in busy:
        return f"{people[busy[row.case.id]]}正在办理"
    handed = row.step.assigned_to if row.step else None
    if handed is None:
        return ""
    return "交给我" if handed == desk.officer_id else f"交给{people[handed]}"


def union_choices(desk: Desk) -> list[tuple[str, str]]:
    """The officer's unions to filter by, by name; none where he has only one."""
    names = union_names(desk.unions | desk.below)
    rows = sorted(((str(identity), name) for identity, name in names.items()), key=lambda row: row[1])
    return rows if len(rows) > 1 else []


def colleague_choices(union_id: UUID) -> list[tuple[str, str]]:
    """Who a step of this union can be handed to."""
    return [(str(officer.id), officer.name) for officer in colleagues(union_id)]


def phrase_choices(union_ids: Collection[UUID]) -> list[tuple[str, str]]:
    """The unions' phrases, each once."""
    return [(text, text) for text in dict.fromkeys(phrase.text for phrase in phrases_of(union_ids))]


def clause_choices(case: Case) -> list[tuple[str, str]]:
    """The clauses this case's decisions rest on: what an officer can name as grounds."""
    row = latest_decision(case)
    if row is None:
        return []
    return [
        (clause["id"], f"{clause['document']} {clause['place']}：{clause['text']}") for clause in row.outcome["clauses"]
    ]


def common_clauses(cases: Sequence[Case]) -> list[tuple[str, str]]:
    """The clauses that every one of these cases rests on, in the order of the first."""
    choices = [clause_choices(case) for case in cases]
    shared = set(choices[0]).intersection(*map(set, choices[1:])) if choices else set()
    return [choice for choice in choices[0] if choice in shared] if choices else []


def chosen_cases(tokens: Sequence[str], verdict: Verdict, desk: Desk) -> list[Previewed]:
    """The cases named `reference@version` that this officer may see, each with what the verdict leads to."""
    found = []
    for token in dict.fromkeys(tokens):
        reference, _, version = token.partition("@")
        case, seen = case_by_reference(reference), whole_number(version)
        if case is None or seen is None or not may_see(case, desk):
            continue
        found.append(_previewed(case, seen, verdict, desk))
    return [one for one in found if one is not None]


def _previewed(case: Case, version: int, verdict: Verdict, desk: Desk) -> Previewed | None:
    step = open_step(case, desk)
    if step is None:
        past = next(iter(steps_of(case)), None)
        why = WAITS_FOR_ANOTHER if waits_for_another(case, desk) else "现在没有轮到您办理"
        return Previewed(Choice(case, past, version), "", why) if past else None
    prepare(case)
    choice = Choice(case, step, version)
    if case.version != version:
        return Previewed(choice, "", "您打开列表之后有了新的进展，请打开查看")
    foreseen = foresee(verdict, steps_of(case), step)
    verb = foreseen.verb
    try:
        move(verb or "refuse", case.state)
    except IllegalMove:
        return Previewed(choice, "", "复核中的申请不能退回")
    following = next((one for one in steps_of(case) if one.order == foreseen.open_order), None)
    leads_to = SECOND_YES if following is not None and is_second(following) else LEADS_TO[verb]
    stakes = kind_of(case).at_stake
    return Previewed(choice, leads_to, None, tuple(stakes(case)) if stakes is not None else ())


def case_page(case: Case, desk: Desk) -> dict[str, Any]:
    """What the case page shows beside the verdict form."""
    steps, history, follow_ups = steps_of(case), history_of(case), follow_ups_of(case)
    decision = latest_decision(case)
    kind = kind_of(case)
    legs = [other for other in cases_of_application(case.application_id) if other.id != case.id]
    seen = seen_in_list([case, *legs], Looker.OFFICER)
    # Only who was answered corrects and adds papers: a case that never came back has none to read.
    was_back = any(step.decision in (Verdict.RETURN, Verdict.REFUSE) for step in history)
    return {
        "kind": kind,
        "summary": [{"label": term, "value": value, "change": None} for term, value in kind.summary(case)],
        "steps": steps,
        "names": union_names([step.union_id for step in steps] + [one.union_id for one in (case, *legs)]),
        "people": officer_names([one for step in (*steps, *history) for one in (step.decided_by, step.assigned_to)]),
        "history": history,
        "events": events_of(case, Looker.OFFICER),
        "decision": decision.outcome if decision else None,
        "seen": seen[case.id],
        "corrections": corrections_of(case) if was_back else [],
        "papers": papers_of(case) if was_back else [],
        "money": money_line(case, Looker.OFFICER),
        "waits": WAITS_FOR_ANOTHER if waits_for_another(case, desk) else "",
        "undo_until": can_take_back_until(case, desk.officer_id),
        "age": age_words(now() - case.age_from),
        "due_of": due_of,
        "legs": legs,
        "legs_seen": seen,
        "modality_words": modality_words(),
        "letters": letters_of(case),
        "follow_ups": [(FOLLOW_UP_LABELS.get(row.kind, row.kind), row) for row in follow_ups],
        "handing": [
            (step, colleague_choices(step.union_id))
            for step in steps_here(case, desk)
            if step.union_id in administered()
        ],
        "can_read_numbers": kind.secrets is not None and may_see(case, Desk(desk.officer_id, desk.unions)),
        "real_name": _real_name(case),
        "same_number": _same_number(case),
        "from_above": not may_see(case, Desk(desk.officer_id, desk.unions)),
    }


def _same_number(case: Case) -> int:
    """How many others registered the number of an applicant."""
    about = kind_of(case).person if case.kind == "join" else None
    return len(others_with_number(person_by_id(about(case)))) if about else 0


def _real_name(case: Case) -> str | None:
    """Whether the person is verified, in words; None where the kind of case is about nobody."""
    about = kind_of(case).person
    return REAL_NAME_LABELS[person_by_id(about(case)).real_name_state] if about else None
