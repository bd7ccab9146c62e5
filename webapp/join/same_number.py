"""Several accounts name one document's number: what officers see of it, how they settle it, and who is told (docs/decisions/0016).
Nothing here commits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from webapp.accounts import owner_name
from webapp.accounts.codes import worker_by_id
from webapp.accounts.limits import DAY, Limit, Rule, count, wait_for
from webapp.cases import Case
from webapp.jobs import job
from webapp.join.models import JoinApplication
from webapp.members import Person, active_seat
from webapp.members.numbers import belongs_somewhere, give_up_number, hold_number, holder_of, others_with_number
from webapp.members.real_name import BY_OFFICER, LABELS, VERIFIED, verify
from webapp.members.store import hold_person, person_by_id, seat_words
from webapp.notices import register_template, send
from webapp.persistence import db, mask_name, mask_phone, record_event
from webapp.unions import union_by_id
from webapp.web.refused import Refused

JOB = "join.same_number"
TOLD = Rule("number-used-elsewhere", (Limit(1, DAY),))

register_template(
    "number_used_elsewhere",
    "有人从另一个手机号、用您登记的证件号码申请入会。是您换了手机号，请带证件到工会核对；不是您，请联系工会或拨打职工服务热线。",
)
register_template(
    "person_recognised",
    "您的会员登记已由工会核对证件后转到另一个手机号。不是您本人办理的，请马上联系工会或拨打职工服务热线。",
)


class NotSettled(Refused):
    """An officer cannot settle it this way; the message says in Chinese what to do."""


@dataclass(frozen=True)
class Other:
    """Another registration under the same number, as an officer sees it."""

    name: str
    phone: str
    real_name: str
    seat: str
    counts: bool


def others_of(person: Person) -> list[Other]:
    """Who else registered this number, masked."""
    return [_other(one) for one in others_with_number(person)]


def _other(person: Person) -> Other:
    seat = active_seat(person.id)
    union = union_by_id(seat.union_id) if seat else None
    return Other(
        mask_name(person.name),
        mask_phone(person.phone),
        LABELS[person.real_name_state],
        f"{union.name}，{seat_words(seat)}" if seat and union else "没有会籍",
        person.number_key is not None,
    )


@job(JOB)
def tell_the_holder(application_id: str) -> None:
    """The person for whom a number counts hears that another account named it; whoever only typed it hears nothing."""
    application = db.session.scalars(
        select(JoinApplication).where(JoinApplication.id == UUID(application_id))
    ).one_or_none()
    holder = holder_of(person_by_id(application.person_id).identity_index) if application is not None else None
    if application is None or holder is None or holder.worker_id in (None, application.worker_id):
        return
    worker, counted = worker_by_id(holder.worker_id), [(TOLD, str(holder.id))]
    if worker is None or wait_for(counted):
        return
    count(counted)
    send(to=worker, template="number_used_elsewhere")
    record_event(kind="person.number_used", subject=f"person:{holder.id}")


def same_human(case: Case, applicant: Person, *, document: str, officer_id: UUID, unions: Collection[UUID]) -> Person:
    """The applicant is the person for whom the number counts, with another phone: the registration goes to his account.

    `unions` are the officer's own and those below. Raises NotSettled.
    """
    holder = _holder(applicant)
    seat = active_seat(holder.id)
    if seat is not None and seat.union_id not in unions:
        union = union_by_id(seat.union_id)
        raise NotSettled(f"会籍在{union.name if union else '另一个工会'}，请本人带证件到那里核对，由那里的工作人员办理")
    _move(applicant, holder)
    actor = owner_name(officer_id)
    record_event(kind="person.recognised", case_id=case.id, subject=f"person:{holder.id}", actor=actor)
    verify(holder, passed=True, officer_id=officer_id, document=document, case_id=case.id)
    return holder


def _move(applicant: Person, holder: Person) -> None:
    """The applicant's account and applications become the holder's; the holder's former account is told."""
    before = worker_by_id(holder.worker_id) if holder.worker_id else None
    account, phone = applicant.worker_id, applicant.phone
    applicant.worker_id = None
    db.session.flush()
    holder.worker_id, holder.phone = account, phone
    db.session.flush()
    moved = update(JoinApplication).where(JoinApplication.person_id == applicant.id)
    db.session.execute(moved.values(person_id=holder.id))
    if before is not None and before.phone:
        send(to=before, template="person_recognised")


def another_human(case: Case, applicant: Person, *, document: str, officer_id: UUID) -> None:
    """The applicant showed that the number is his, and he is not the other one. Raises NotSettled."""
    holder, actor = _holder(applicant), owner_name(officer_id)
    if belongs_somewhere(holder):
        raise NotSettled("号码登记给了一位会员。请先由他的工会核对证件，以“登记有误”终止那里的会籍，再办这一件")
    if holder.real_name_state == VERIFIED and holder.verification_method == BY_OFFICER:
        raise NotSettled("另一位登记人由工作人员核对过证件。请和办理的工会核对，不能在这里改")
    give_up_number(holder, actor=actor)
    verify(applicant, passed=True, officer_id=officer_id, document=document, case_id=case.id)
    hold_number(applicant)


def _holder(applicant: Person) -> Person:
    """The other person for whom the number counts, both held until the transaction ends. Raises NotSettled without one."""
    holder = holder_of(applicant.identity_index)
    if holder is None or holder.id == applicant.id:
        raise NotSettled("这个号码还没有算作别人的，核对证件后请直接办理这一件")
    for person_id in sorted((holder.id, applicant.id)):
        hold_person(person_id)
    return holder
