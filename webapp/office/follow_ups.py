"""How a follow-up is shown: whom it is about, and what the policy said, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.cases.follow_ups import LABELS
from webapp.cases.models import Case, FollowUp
from webapp.members import Person
from webapp.members.workflow import END_LABELS, EndReason
from webapp.office.store import age_words
from webapp.persistence import db, mask_name, now
from webapp.tenancy import business_date, profile
from webapp.unions import Employer, Union
from webapp.web.dates import day

ROWS = {"person": Person, "employer": Employer, "union": Union}


@dataclass(frozen=True)
class Shown:
    """One line: the kind, what is to be done, about whom, from which case, since when."""

    id: UUID
    label: str
    words: str
    subject: str
    reference: str | None
    age: str


def shown(rows: Sequence[FollowUp]) -> list[Shown]:
    """The lines, with names looked up once for all."""
    subjects = subject_words(rows)
    ids = {row.case_id for row in rows if row.case_id}
    cases = (
        {case.id: case.reference for case in db.session.scalars(select(Case).where(Case.id.in_(ids)))} if ids else {}
    )
    return [
        Shown(
            id=row.id,
            label=LABELS.get(row.kind, row.kind),
            words=_words(row),
            subject=subjects[row.id],
            reference=cases.get(row.case_id) if row.case_id else None,
            age=age_words(now() - row.created_at),
        )
        for row in rows
    ]


def subject_words(rows: Sequence[FollowUp]) -> dict[UUID, str]:
    """Whom or what each is about, by name; persons masked."""
    names: dict[str, str] = {}
    for kind, model in ROWS.items():
        wanted = {UUID(row.subject.partition(":")[2]) for row in rows if row.subject.startswith(f"{kind}:")}
        if wanted:
            for found in db.session.scalars(select(model).where(model.id.in_(wanted))):
                names[f"{kind}:{found.id}"] = mask_name(found.name) if kind == "person" else found.name
    return {row.id: names.get(row.subject, "") for row in rows}


def _words(row: FollowUp) -> str:
    speak = _SAYINGS.get(row.kind)
    return speak(row.data) if speak else ""


def _modality(data: dict[str, Any]) -> str:
    return profile().label("modality", data["modality"]) if data.get("modality") else "按规定"


def _watch(data: dict[str, Any]) -> str:
    unit = profile().label("unit", data["unit"])
    then = "征求本人意见后可以接转会籍" if data.get("then") == "offer" else f"{_modality(data)}接转会籍"
    return f"{unit}建立工会后，{then}"


def _count(data: dict[str, Any]) -> str:
    return f"同一单位满 {data['at_least']} 人时推动建会"


def _placement(data: dict[str, Any]) -> str:
    kinds = "、".join(profile().label("union_kind", kind) for kind in data["to"][:3])
    return f"{_modality(data)}从蓄水池落实会籍到{kinds}{'等' if len(data['to']) > 3 else ''}"


def _notice(_data: dict[str, Any]) -> str:
    return "当地还没有能受理的工会，请确定由谁受理"


def _transfer(_data: dict[str, Any]) -> str:
    return "会籍需要接转"


def _founded(_data: dict[str, Any]) -> str:
    return "新工会成立，本单位会员的会籍按规定接转"


def _term(data: dict[str, Any]) -> str:
    ends = date.fromisoformat(data["ends"])
    state = "已经届满，逾期未换届" if business_date() > ends else "届满，请准备换届"
    return f"任期到{day(ends)}{state}"


def _dues(_data: dict[str, Any]) -> str:
    return "实行定额会费，请设定金额和周期；设定之前没有会费页面"


def _ended(data: dict[str, Any]) -> str:
    return f"{END_LABELS[EndReason(data['reason'])]}，从{day(data['until'])}起不再是会员；会费、证件等请按本会办法了结"


_SAYINGS = {
    "ended": _ended,
    "watch": _watch,
    "count": _count,
    "placement": _placement,
    "notice": _notice,
    "transfer": _transfer,
    "founded": _founded,
    "term": _term,
    "dues": _dues,
}
