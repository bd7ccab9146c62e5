"""Whether a member is covered, on his own page and in a message: from which day, or what is missing and how it is done.

Nothing here commits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import select

from webapp.accounts import Worker
from webapp.accounts.codes import worker_by_id
from webapp.cases.grace import over_at
from webapp.claims.assessment.membership import REAL_NAME_ON, cover_facts, facts_of_union
from webapp.claims.assessment.plans import plans_of
from webapp.claims.cover import ELSEWHERE, ENROLLED_ON, cover_words, holds
from webapp.claims.models import CoverNotice
from webapp.jobs import enqueue, job
from webapp.members import Person, active_seat
from webapp.members.acts import Act
from webapp.members.real_name import FAILED, provider
from webapp.notices import register_template, send
from webapp.persistence import add_once, db, now
from webapp.policy import CoverAnswer, Decision, decide
from webapp.policy.profile.benefits.plans import Plan
from webapp.tenancy import business_date, profile
from webapp.unions import Union, union_by_id
from webapp.web.dates import day
from webapp.web.identity_number import DOCUMENTS

TELL = "claims.cover_began"
register_template("cover_began", "您的“{plan}”从{day}起生效，到{until}为止。以后发生的事，可登录 {site} 申报。")


@dataclass(frozen=True)
class CoverLine:
    """How a member stands under one plan: the verdict in words, what to know of it, and the colour role."""

    label: str
    verdict: str
    note: str
    tone: str


def cover_lines(person: Person) -> list[CoverLine]:
    """Every plan with terms that is for this member, the way his own page shows it; nothing for who has no seat."""
    return [CoverLine(plan.label, *cover_words(plan, decision, person)) for plan, decision in _decided(person)]


def _decided(person: Person) -> list[tuple[Plan, Decision[CoverAnswer]]]:
    if active_seat(person.id) is None:
        return []
    today = business_date()
    plans = [plan for plan in plans_of(profile()) if plan.editions]
    found = [(plan, decide("cover", cover_facts(person, plan, today), profile(), today)) for plan in plans]
    return [(plan, decision) for plan, decision in found if decision.outcome != ELSEWHERE]


def what_is_missing(_worker: Worker, person: Person | None) -> list[Act]:
    """What a member has to do before a cover begins, each once, whatever number of plans wait for it."""
    acts: dict[str, Act] = {}
    for plan, decision in _decided(person) if person is not None else []:
        for asked in decision.answer.asks if decision.outcome == "asks" else ():
            write = _WAYS.get(asked)
            if write is not None and person is not None:
                acts.setdefault(asked, write(person, plan))
    return list(acts.values())


def _real_name(person: Person, plan: Plan) -> Act:
    seat = active_seat(person.id)
    union = union_by_id(seat.union_id) if seat is not None else None
    asked = provider() is not None and person.real_name_state != FAILED
    note = "系统正在自动核验，通过以后会发消息告诉您。等不及的，也可以" if asked else "请"
    note += (
        f"带{DOCUMENTS.get(person.identity_kind, '证件')}到{_place(union)}，由工作人员当面核对，核对以后保障就开始。"
    )
    return Act(f"“{plan.label}”还没有开始：还差实名登记", note, url_for("claims.index"), "看看这个保障")


def _taking_part(_person: Person, plan: Plan) -> Act:
    note = "会员自己参加以后才开始：打开“保障”，按“参加这个保障”。"
    return Act(f"“{plan.label}”还没有开始：还没有参加", note, url_for("claims.index"), "去参加")


_WAYS: Mapping[str, Callable[[Person, Plan], Act]] = {REAL_NAME_ON: _real_name, ENROLLED_ON: _taking_part}


def _place(union: Union | None) -> str:
    """Where a union is and when, as far as the register says."""
    if union is None:
        return "工会"
    said = [union.address, union.hours, f"电话 {union.phone}" if union.phone else ""]
    known = "，".join(one for one in said if one)
    return f"{union.name}（{known}）" if known else union.name


def watch(person: Person) -> None:
    """Have it looked, once a verdict can be taken back no more, whether a cover of this person begins."""
    if any(plan.editions for plan in plans_of(profile())):
        enqueue(TELL, at=over_at(now()), person_id=str(person.id))


@job(TELL)
def tell_began(person_id: str) -> None:
    """Tell a member from which day he is covered, once for each edition of a plan."""
    person = db.session.scalars(select(Person).where(Person.id == UUID(person_id))).one_or_none()
    worker = worker_by_id(person.worker_id) if person is not None and person.worker_id is not None else None
    if person is None or worker is None:
        return
    for plan, decision in _decided(person):
        answer = decision.answer
        if not holds(decision) or answer.edition is None or answer.from_ is None or answer.to is None:
            continue
        if add_once(CoverNotice(person_id=person.id, plan=plan.id, edition=answer.edition)):
            send(to=worker, template="cover_began", plan=plan.label, day=day(answer.from_), until=day(answer.to))


def after_transfer(person: Person, union_id: UUID) -> list[str]:
    """What becomes of each cover that a member has now if his seat moves to this union."""
    union, today = union_by_id(union_id), business_date()
    if union is None:
        return []
    return [_kept(person, plan, union, today) for plan, decision in _decided(person) if holds(decision)]


def _kept(person: Person, plan: Plan, union: Union, today: date) -> str:
    facts: dict[str, Any] = cover_facts(person, plan, today)
    there = facts | {"member": facts.get("member", {}) | facts_of_union(union)}
    if holds(decide("cover", there, profile(), today)):
        return f"“{plan.label}”不因接转中断，不用另办。"
    return f"接转以后，“{plan.label}”不再保障您：从接转那天起发生的事不能申报；以前发生的事，在申报期限以内还可以申报。"
