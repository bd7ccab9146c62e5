"""会籍接转: a seat moves from one union to another inside the jurisdiction, history kept, one seat at every moment.

A transfer is a case: asked for by the member or a union, or opened by a follow-up. No document says who decides it, so the union that
receives the member does (系统默认); the union that releases him is told. Until it is granted the old seat stands unchanged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from webapp.cases import (
    Case,
    EffectRefused,
    Kind,
    Own,
    State,
    Step,
    StepPlan,
    open_case,
    record_decision,
    register_kind,
    submit,
)
from webapp.cases.registry import always
from webapp.cases.telling import tell, tell_verdict
from webapp.members.models import Membership, Person, Transfer
from webapp.members.numbers import hold_number
from webapp.members.store import active_seat, end_seat, give_seat, person_by_id, undo_given
from webapp.members.workflow import SeatState, Trigger, first_state
from webapp.notices import register_template
from webapp.persistence import db, mask_identity_number, mask_name, mask_phone
from webapp.policy import Decision, Stored
from webapp.policy.decisions.seat import time_allowed
from webapp.tenancy import business_date, profile
from webapp.unions import union_by_id

KIND = "transfer"
DEFAULT_BASIS = ("default",)
SAID = ("worker_group", "relation_kind", "join_form", "employer_id")
TRIGGERS = {
    Trigger.ASKED: "本人申请",
    Trigger.PLACEMENT: "落实蓄水池会籍",
    Trigger.UNION_FOUNDED: "单位建立了工会",
    Trigger.RELATION_MOVED: "劳动关系变动",
    Trigger.UNION: "工会提出",
}

register_template(
    "transfer_opened", "您的会籍将接转到{union}（编号 {reference}）。有不同意见，请登录 {site} 撤回或联系工会。"
)
register_template("transfer_done", "您的会籍已接转到{union}。")
register_template("transfer_refused", "您的会籍接转 {reference} 没有办成，会籍不变。理由请登录 {site} 查看。")


class NoSeat(Exception):
    """The person has no seat to transfer: he joins instead."""


class AlreadyThere(Exception):
    """The seat is at that union already."""


class TransferOpen(Exception):
    """A transfer of this person is under way; `reference` is its case."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


@dataclass(frozen=True)
class Ask:
    """Who wants a transfer, where to and why. `decision` is the policy's word on it, where one was asked.

    `said` is what the member says of himself now, as far as it goes into a seat (`SAID`), and the `units` he names: with it
    the new seat stands on his word of today; without it what the old seat says goes on.
    """

    person: Person
    to_union_id: UUID
    trigger: Trigger
    decision: Decision[Stored] | None = None
    actor: str = "worker"
    said: Mapping[str, Any] | None = None


Moved = Callable[[Case, Person], None]
_moved: dict[Moved, None] = {}


def when_moved(hear: Moved) -> None:
    """Have a room told, in the granting transaction, of a seat that moved because the member said where he works now."""
    _moved[hear] = None


def ask_transfer(ask: Ask) -> Case:
    """Open a transfer and hand it to the receiving union. Raises NoSeat, AlreadyThere, TransferOpen."""
    seat = active_seat(ask.person.id, lock=True)
    if seat is None:
        raise NoSeat
    if seat.union_id == ask.to_union_id:
        raise AlreadyThere
    under_way = open_transfer(ask.person.id)
    if under_way is not None:
        raise TransferOpen(_reference(under_way))
    case = _open(ask, seat)
    if ask.trigger is not Trigger.ASKED:
        _tell(case, "transfer_opened", ask.to_union_id, tell)
    return case


def _open(ask: Ask, seat: Membership) -> Case:
    group = profile().label("worker_group", (ask.said or {}).get("worker_group") or seat.worker_group)
    case = open_case(
        kind=KIND,
        application_id=uuid7(),
        worker_id=ask.person.worker_id,
        union_id=ask.to_union_id,
        title=f"{mask_name(ask.person.name)} · {group}",
        governed_on=business_date(),
        data={"trigger": ask.trigger, "from_union": str(seat.union_id), "said": dict(ask.said) if ask.said else None},
    )
    transfer = Transfer(
        case_id=case.id,
        person_id=ask.person.id,
        seat_id=seat.id,
        from_union_id=seat.union_id,
        to_union_id=ask.to_union_id,
        trigger=ask.trigger,
        open_key=str(ask.person.id),
    )
    db.session.add(transfer)
    if ask.decision is not None:
        record_decision(case, ask.decision)
    plan = StepPlan(1, ask.to_union_id, "decides", DEFAULT_BASIS, time_allowed(profile()))
    submit(case, [plan], actor=ask.actor)
    seat.state = SeatState.TRANSFERRING
    db.session.flush()
    return case


def open_transfer(person_id: UUID) -> Transfer | None:
    """The person's transfer that is under way, or None."""
    return db.session.scalars(select(Transfer).where(Transfer.open_key == str(person_id))).one_or_none()


def transfer_of(case: Case) -> Transfer:
    """The transfer of a case of this kind."""
    return db.session.scalars(select(Transfer).where(Transfer.case_id == case.id)).one()


def _reference(transfer: Transfer) -> str:
    return db.session.scalars(select(Case.reference).where(Case.id == transfer.case_id)).one()


def grant(case: Case, _step: Step) -> None:
    """End the old seat and give the new one in one act. Raises EffectRefused where the seat moved or ended meanwhile."""
    transfer = transfer_of(case)
    person = person_by_id(transfer.person_id)
    seat = active_seat(person.id, lock=True)
    if seat is None or seat.id != transfer.seat_id:
        raise EffectRefused("申请人的会籍在这期间已有变动，这件接转不能办理。请不予同意，并请他核对会籍后再申请。")
    today = business_date()
    end_seat(seat, until=today)
    give_seat(
        person,
        union_id=transfer.to_union_id,
        seat_kind="full",
        since=today,
        case_id=case.id,
        channel=seat.channel,
        **_standing(case, seat),
    )
    transfer.open_key = None
    db.session.flush()
    for hear in _moved if case.data.get("said") else ():
        hear(case, person)
    _tell(case, "transfer_done", transfer.to_union_id, tell_verdict)


def _standing(case: Case, seat: Membership) -> dict[str, Any]:
    """What the new seat says of the member: his own word of today, else what the old seat said."""
    said = case.data.get("said")
    if not said:
        return {name: getattr(seat, name) for name in SAID}
    known = {name: said.get(name) for name in SAID}
    return known | {"employer_id": UUID(known["employer_id"]) if known["employer_id"] else None}


def settled(case: Case, verb: str) -> None:
    """A refused or withdrawn transfer leaves the seat as it was; an appeal takes it up again."""
    transfer = transfer_of(case)
    seat = active_seat(transfer.person_id)
    if verb in ("refuse", "withdraw"):
        transfer.open_key = None
        if seat is not None and seat.id == transfer.seat_id:
            seat.state = first_state(seat.seat_kind)
    if verb == "refuse":
        _tell(case, "transfer_refused", transfer.to_union_id, tell_verdict)
    db.session.flush()


def undo(case: Case, verb: str) -> None:
    """The seat is where it was and on its way again. Raises EffectRefused where more than the seat was moved."""
    transfer = transfer_of(case)
    person = person_by_id(transfer.person_id)
    if verb == "grant":
        if case.data.get("said"):
            raise EffectRefused("这件接转同时改定了会员的用工情形，不能收回。请再办一次接转。")
        undo_given(case.id, person)
    seat = db.session.scalars(select(Membership).where(Membership.id == transfer.seat_id)).one()
    seat.until, seat.state = None, SeatState.TRANSFERRING
    transfer.open_key = str(transfer.person_id)
    db.session.flush()
    hold_number(person)


def _tell(case: Case, template: str, union_id: UUID, say: Callable[..., None]) -> None:
    union = union_by_id(union_id)
    say(case, template, union=union.name if union else "")


def summary(case: Case) -> list[tuple[str, Any]]:
    """What an officer reads: who moves, from where, to where, why; numbers masked."""
    transfer = transfer_of(case)
    person = person_by_id(transfer.person_id)
    names = [union_by_id(union) for union in (transfer.from_union_id, transfer.to_union_id)]
    return [
        ("姓名", person.name),
        ("身份证号", mask_identity_number(person.identity_number)),
        ("手机号", mask_phone(person.phone)),
        ("转出工会", names[0].name if names[0] else ""),
        ("转入工会", names[1].name if names[1] else ""),
        ("接转原因", TRIGGERS[Trigger(transfer.trigger)]),
    ]


def secrets(case: Case) -> list[tuple[str, str]]:
    """The numbers that the summary masks."""
    person = person_by_id(transfer_of(case).person_id)
    return [("身份证号", person.identity_number), ("手机号", person.phone)]


def addressee(case: Case) -> str:
    """Who a letter is written to."""
    return person_by_id(transfer_of(case).person_id).name


def register() -> None:
    """Make transfers known to the one procedure."""
    register_kind(
        Kind(
            name=KIND,
            called="会籍接转",
            grant=grant,
            settled=settled,
            summary=summary,
            secrets=secrets,
            addressee=addressee,
            show_endpoint="transfers.show",
            person=lambda case: transfer_of(case).person_id,
            of_membership=True,
            undo=undo,
            own=always({State.GRANTED: Own("已接转", "good"), State.REFUSED: Own("没有办成", "bad")}),
        )
    )
