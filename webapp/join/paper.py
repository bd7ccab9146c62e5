"""入会申请书: an application as a form on one sheet, for the worker and for the officer.

The paper that is signed bears the full numbers: the worker's own always, an officer's once he has said why. Else they are masked.
"""

from dataclasses import dataclass
from typing import Any

from webapp.cases import Case, cases_of_application, steps_of
from webapp.cases.workflow import StepState
from webapp.join.consider import place_name
from webapp.join.pages import NOT_GIVEN, answer_words
from webapp.join.questions import QUESTIONS, answered
from webapp.join.store import application_by_id
from webapp.join.wording import CONSENTS, RELATION_LABELS, WORDING
from webapp.members.store import person_by_id
from webapp.persistence import mask_identity_number, mask_phone
from webapp.tenancy import profile
from webapp.unions import union_by_id
from webapp.web.dates import day
from webapp.web.identity_number import DOCUMENTS, RESIDENT_CARD, birth_date

SAID_ABOVE = frozenset({"group", "relation", "place"})
VERDICTS = {
    StepState.GRANTED: "同意",
    StepState.REFUSED: "不同意",
    StepState.RETURNED: "退回补充",
}


@dataclass(frozen=True)
class Opinion:
    """What a union says of the application; empty words leave room to write by hand."""

    union: str
    words: str
    decided_on: str


@dataclass(frozen=True)
class Paper:
    """The sheet: rows of (term, value), the declaration, one opinion a deciding step."""

    reference: str
    rows: list[tuple[str, str]]
    declaration: str
    opinions: list[Opinion]
    signed_on: str
    full: bool


def paper_of(case: Case, *, full: bool = False) -> Paper:
    """The sheet of the application that this case belongs to; `full`: with the whole numbers, for who may read them."""
    application = application_by_id(case.application_id)
    cases = cases_of_application(application.id)
    return Paper(
        reference=cases[0].reference,
        rows=[*_who(application, full), *_what(application, cases)],
        declaration=CONSENTS["join"],
        opinions=[opinion for one in cases for opinion in _opinions(one)],
        signed_on=day(application.submitted_on),
        full=full,
    )


def _who(application: Any, full: bool) -> list[tuple[str, str]]:
    person = person_by_id(application.person_id)
    rows = [("姓名", person.name)]
    born = birth_date(person.identity_number) if person.identity_kind == RESIDENT_CARD else None
    if born is not None:
        rows += [
            ("性别", "男" if int(person.identity_number[16]) % 2 else "女"),
            ("出生年月", f"{born.year}年{born.month}月"),
        ]
    return [
        *rows,
        ("证件类型", DOCUMENTS.get(person.identity_kind, person.identity_kind)),
        ("证件号码", person.identity_number if full else mask_identity_number(person.identity_number)),
        ("手机号", person.phone if full else mask_phone(person.phone)),
    ]


def _what(application: Any, cases: list[Case]) -> list[tuple[str, str]]:
    rules, answers = profile(application.submitted_on), application.answers
    rows = [
        ("从事行业", rules.label("worker_group", application.worker_group)),
        ("用工关系", RELATION_LABELS[application.relation_kind]),
    ]
    said = [question for question in QUESTIONS if question.id not in SAID_ABOVE and answered(question, answers)]
    rows += [(WORDING[question.id].row, answer_words(question.id, answers)) for question in said]
    for case in cases:
        union = union_by_id(case.union_id) if case.union_id else None
        rows.append((case.data.get("leg_label") or "申请加入", union.name if union else "待确定受理工会"))
    places = dict.fromkeys(place_name(case.data.get("place")) for case in cases)
    rows += [("入会地点", place) for place in places if place]
    return [
        *((term, value) for term, value in rows if value and value != NOT_GIVEN),
        ("入会渠道", rules.label("channel", application.channel)),
        ("申请日期", day(application.submitted_on)),
    ]


def _opinions(case: Case) -> list[Opinion]:
    found = []
    for step in steps_of(case):
        union = union_by_id(step.union_id)
        words = VERDICTS.get(StepState(step.state), "")
        if step.role == "decides" and step.state != StepState.VOID and union is not None:
            said = f"{words}。{step.reason}" if words and step.reason else words
            found.append(Opinion(union.name, said, day(step.decided_at) if step.decided_at else ""))
    return found
