"""Seats that have to move: what follow-ups of a grant do once they are due, and a member who asks for a transfer himself."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import Worker
from webapp.accounts.codes import worker_by_id
from webapp.cases import Case, DecisionRow, FollowUp, register_follow_up
from webapp.join.consider import Outcome
from webapp.join.models import JoinApplication, JoinDraft
from webapp.join.placing import UNIT_UNIONS
from webapp.join.seats.follow_ups import leave_after_move
from webapp.join.store import application_by_id
from webapp.members import Person, active_seat, person_of_worker
from webapp.members.store import person_by_id
from webapp.members.transfers import AlreadyThere, Ask, NoSeat, TransferOpen, ask_transfer, when_moved
from webapp.members.workflow import Trigger
from webapp.notices import register_template, send
from webapp.persistence import db
from webapp.policy import Decision, SeatAnswer, decide
from webapp.tenancy import business_date, profile
from webapp.unions import Union, union_by_id, union_of_employer

NO_SEAT = "会籍已终止，不用接转"
OTHER_UNIT = "会员已不在这个单位，会籍不随它变动"
PLACED = "会籍已另行接转"
UNITS = ("employer_id", "agency_id", "user_unit_id", "affiliation_firm_id", "platform_ids")
"""The answers that name units on the register."""

register_template(
    "transfer_offer", "您的单位已有工会：{union}。您可以把会籍接转过去，登录 {site} 办理；不转也不影响您的会籍。"
)


def place(row: FollowUp) -> str | None:
    """A provisional seat whose place the rules name (one unit's union) is moved there; where there is a choice, officers choose."""
    application, person = _of(row)
    seat = active_seat(person.id)
    if seat is None:
        return NO_SEAT
    if seat.case_id != row.case_id:
        return PLACED
    if not row.data.get("transfer"):
        return None
    for kind in row.data.get("to") or ():
        union = _unit_union(kind, application)
        if union is not None:
            return _transfer(person, union, Trigger.PLACEMENT, None)
    return None


def watch(row: FollowUp) -> str | None:
    """A unit that had no union may have one now: the seat moves, or moving is offered, or nothing happens, as the profile says."""
    employer = row.subject.removeprefix("employer:")
    if employer == row.subject:
        return None
    person = _person_of(row)
    seat = active_seat(person.id)
    if seat is None:
        return NO_SEAT
    if row.data["unit"] == "employer" and seat.employer_id != UUID(employer):
        return OTHER_UNIT
    union = union_of_employer(UUID(employer))
    if union is None:
        return None
    decision = _decide(row)
    if decision.outcome == "transfer":
        return _transfer(person, union, Trigger.UNION_FOUNDED, decision)
    if decision.outcome == "offer":
        return _offer(person, union)
    return "单位已有工会，按规定会籍不变" if decision.outcome == "stays" else None


def _of(row: FollowUp) -> tuple[JoinApplication, Person]:
    case = db.session.scalars(select(Case).where(Case.id == row.case_id)).one()
    application = application_by_id(case.application_id)
    return application, person_by_id(application.person_id)


def _person_of(row: FollowUp) -> Person:
    return person_by_id(UUID(row.data["person"].removeprefix("person:")))


def _unit_union(kind: str, application: JoinApplication) -> Union | None:
    known = application.answers.get(UNIT_UNIONS.get(kind, ""))
    return union_of_employer(UUID(known)) if known else None


def _decide(row: FollowUp) -> Decision[SeatAnswer]:
    """Ask about the seat with the facts of the day the worker joined, and the unit's union as it is now."""
    kept = db.session.scalars(select(DecisionRow).where(DecisionRow.id == UUID(row.data["decision"]))).one()
    unit = row.data["unit"]
    read = {"relation_kind", "has_labour_contract", "division", f"{unit}_location"}
    facts = {key: value for key, value in kept.facts.items() if key in read}
    return decide("seat", facts | {"event": "union_founded", "unit": unit}, profile(), business_date())


def _transfer(person: Person, union: Union, trigger: Trigger, decision: Decision[SeatAnswer] | None) -> str | None:
    try:
        case = ask_transfer(Ask(person, union.id, trigger, decision, actor="system"))
    except NoSeat:
        return NO_SEAT
    except AlreadyThere:
        return f"会籍已在{union.name}"
    except TransferOpen:
        return None
    return f"已发起接转到{union.name}，编号 {case.reference}"


def _offer(person: Person, union: Union) -> str:
    worker = worker_by_id(person.worker_id) if person.worker_id else None
    if worker is not None:
        send(to=worker, template="transfer_offer", union=union.name)
    return f"已告知本人可以接转到{union.name}"


def seat_kind_of(worker: Worker | None) -> str | None:
    """The kind of seat the signed-in worker has, for the policy: `full`, `reservoir`, or None where he has none or is not known."""
    person = person_of_worker(worker.id) if worker else None
    seat = active_seat(person.id) if person else None
    return seat.seat_kind if seat else None


def transfer_from(draft: JoinDraft, outcome: Outcome, worker: Worker) -> Case:
    """A member asks to be moved to the union he picked, on what he says of himself now; the draft is done with.

    Raises NoSeat, AlreadyThere, TransferOpen.
    """
    person = person_of_worker(worker.id)
    if person is None:
        raise NoSeat
    leg = next(leg for leg in outcome.legs if leg.plan.seat)
    if leg.picked is None:
        raise NoSeat
    said = _said(draft, outcome)
    case = ask_transfer(Ask(person, leg.picked.id, Trigger.ASKED, outcome.decision, said=said))
    db.session.delete(draft)
    return case


def _said(draft: JoinDraft, outcome: Outcome) -> dict[str, Any]:
    """What goes into the seat, and the units he named."""
    answers = draft.answers
    return {
        "worker_group": answers["worker_group"],
        "relation_kind": answers["relation_kind"],
        "join_form": outcome.decision.answer.form,
        "employer_id": answers.get("employer_id") or answers.get("agency_id"),
        "units": {key: answers[key] for key in UNITS if answers.get(key)},
    }


def moved(case: Case, person: Person) -> None:
    """His own word of where he works now is in force: what follows from it takes the place of what followed before."""
    leave_after_move(case, case.data["said"]["units"], person.id)


def seat_union(worker: Worker) -> Union | None:
    """The union where the worker's seat is."""
    person = person_of_worker(worker.id)
    seat = active_seat(person.id) if person else None
    return union_by_id(seat.union_id) if seat else None


def register() -> None:
    """Let follow-ups of these kinds be done."""
    register_follow_up("placement", place)
    register_follow_up("watch", watch)
    when_moved(moved)
