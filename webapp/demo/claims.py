"""A few members with accidents: paid, accumulating, a paper missing, for a person to decide, begun and not sent."""

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from webapp.accounts import Officer, Worker
from webapp.cases import Case, EffectRefused, Verdict, decide_step, steps_of
from webapp.claims.assessment.plans import conditions_of, edition_on, plans_of
from webapp.claims.models import Filing
from webapp.claims.procedure import hand_in
from webapp.claims.store import new_accident, new_filing, save_account, save_bill, subject_of
from webapp.demo import people
from webapp.files import keep
from webapp.members import Membership, Person, give_seat, register_person
from webapp.members.real_name import VERIFIED
from webapp.persistence import blind_index, db
from webapp.policy.profile.benefits.components import Share, Tiers
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.tenancy import business_date, profile

FIRST = 700
LONGEST_AGO = 70


@dataclass(frozen=True)
class Story:
    """What one member filed: self-paid fen of the bill, whether all papers were handed in or the first alone, what became of it."""

    story: str
    amount: int
    all_papers: bool = True
    grade: int | None = 2
    granted: bool = False
    sent: bool = True


STORIES = (
    Story("送餐途中雨天路滑摔倒，左手腕骨折", 856_030, granted=True),
    Story("搬货时脚被砸伤，门诊缝合", 16_850, granted=True),
    Story("等红灯时被后车追尾，颈部扭伤", 312_000, all_papers=False),
    Story("上楼送件踩空，膝盖韧带拉伤", 98_500, grade=None),
    Story("骑车避让行人撞到护栏，肋骨骨裂", 523_075),
    Story("卸货时手指夹伤", 40_000, all_papers=False, sent=False),
)


def file(officers: Mapping[Any, Officer]) -> None:
    """Tell the stories, where the province has a plan that pays by bills and whose terms are known today; else there are none to tell."""
    today = business_date()
    known = [
        (plan, edition) for plan in plans_of(profile()) if (edition := edition_on(plan, today)) and _by_bills(edition)
    ]
    seats = select(Membership.union_id).where(Membership.union_id.in_(list(officers)))
    union_id = db.session.scalars(seats.group_by(Membership.union_id).order_by(func.count().desc()).limit(1)).first()
    if not known or union_id is None:
        return
    plan, edition = known[0]
    for number, story in enumerate(STORIES):
        person = _member(FIRST + number, edition.cover.from_, union_id)
        ago = min(LONGEST_AGO - 9 * number, (today - edition.cover.from_).days)
        filing, case = _filing(person, plan, edition, story, today - timedelta(days=ago))
        if story.sent:
            hand_in(filing, case)
        if story.granted:
            _grant(case, officers[union_id].id)


def _by_bills(edition: Edition) -> bool:
    return any(isinstance(one, Tiers | Share) for one in edition.components)


def _member(number: int, since: date, union_id: Any) -> Person:
    phone = people.phone(number)
    worker = Worker(phone=phone, phone_index=blind_index("workers.phone", phone))
    db.session.add(worker)
    db.session.flush()
    person = register_person(
        worker_id=worker.id,
        name=people.name(number),
        identity_kind="resident_identity_card",
        identity_number=people.identity_number(number),
        phone=phone,
    )
    person.real_name_state = VERIFIED
    person.verified_at = datetime.combine(since, time(2), UTC)
    groups = profile().worker_groups
    group = groups[number % min(3, len(groups))].id
    give_seat(
        person,
        union_id=union_id,
        seat_kind="full",
        since=since,
        worker_group=group,
        relation_kind="partial",
        channel="online",
    )
    return person


def _filing(person: Person, plan: Plan, edition: Edition, story: Story, day: date) -> tuple[Filing, Case]:
    accident = new_accident(person, plan=plan.id)
    accident.at, accident.time_known = datetime.combine(day, time(1, 40), UTC), True
    accident.kind, accident.third_party = _kind(edition), "no"
    accident.place, accident.story = "配送路上", story.story
    filing, case = new_filing(person, accident, union_id=None)
    values = {
        "hospital": "市第二人民医院",
        "hospital_public": "yes",
        "hospital_grade": story.grade,
        "hospital_kind": "general",
        "care": "emergency",
        "begins_on": day,
        "ends_on": day,
        "invoice": f"0440{person.id.int % 10**8:08d}",
        "total": story.amount * 2,
        "self_paid_in_scope": story.amount,
        "out_of_scope": story.amount // 5,
        "reimbursed": story.amount - story.amount // 5,
    }
    save_bill(filing, None, values)
    save_account(filing, payee="self", bank="工商银行", holder=person.name, number=f"6222{person.id.int % 10**12:012d}")
    papers = [row for row in edition.documents if not row.if_asked]
    for row in papers if story.all_papers else papers[:1]:
        keep(_photograph(row.label), subject=subject_of(filing), purpose=row.id, by=f"worker:{person.worker_id}")
    return filing, case


def _kind(edition: Edition) -> str:
    """A kind of event that the edition takes."""
    tests = [test for one in conditions_of(edition) for test in one.all_tests() if test.fact == "event.kind"]
    return next((str(test.bound[0]) for test in tests if test.op == "one_of"), "accident")


def _photograph(label: str) -> FileStorage:
    image = Image.new("RGB", (480, 640), (246, 243, 236))
    draw = ImageDraw.Draw(image)
    for line in range(12):
        draw.line((40, 80 + line * 44, 440 - (line % 3) * 90, 80 + line * 44), fill=(150, 150, 160), width=6)
    out = io.BytesIO()
    image.save(out, "JPEG")
    out.seek(0)
    return FileStorage(out, f"{label}.jpg", content_type="image/jpeg")


def _grant(case: Case, officer_id: Any) -> None:
    """A grant as far as the plan takes it: where a person has to decide more, or nothing is due, the filing stays open."""
    step = steps_of(case)[0]
    with suppress(EffectRefused), db.session.begin_nested():
        decide_step(
            case, step, Verdict.GRANT, officer_id=officer_id, reason="材料齐全，已核对。", seen_version=case.version
        )
