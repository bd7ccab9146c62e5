"""退会和终止会籍: the end of a membership. Nothing here commits.

The member leaves, or the union where his seat is ends it and says why. Seat and affiliations end on one day, nothing is deleted; cases
that only make sense for a member are taken back, the joining consent is withdrawn where he wished it. The unions concerned get a
follow-up, the member a message. No document held here states conditions, procedure or periods: these ways are defaults of the system.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select

from webapp.accounts.codes import worker_by_id
from webapp.cases import Case, FollowUp, IllegalMove, Left, cases_of_worker, leave, withdraw
from webapp.cases.follow_ups import OPEN, ask_to_look
from webapp.cases.registry import kinds
from webapp.cases.workflow import MOVES, State
from webapp.members.models import Affiliation, Consent, Membership, Person
from webapp.members.numbers import give_up_number
from webapp.members.store import active_seat, affiliations_of, end_seat, seats_of
from webapp.members.transfers import open_transfer
from webapp.members.workflow import END_LABELS, OWN_WISH, EndReason
from webapp.notices import register_template, send
from webapp.persistence import db, now, record_event
from webapp.tenancy import business_date
from webapp.unions import union_by_id
from webapp.web.dates import day

FOLLOW_UP = "ended"
JOIN_CONSENT = "join"

register_template(
    "membership_ended",
    "您在{union}的会籍已从{day}起终止，原因：{reason}。如有不同意见，请联系{union}或拨打职工服务热线。",
)
register_template("membership_left", "您已退会，从{day}起不再是{union}的会员。以后可以再申请入会。")


EndsToo = Callable[[Person], Sequence[str]]
_ends_too: list[EndsToo] = []


def also_ends(tell: EndsToo) -> None:
    """Have `tell` say, before somebody leaves, what ends with his membership in another room; Chinese sentences. Repeatable."""
    if tell not in _ends_too:
        _ends_too.append(tell)


def ends_too(person: Person) -> list[str]:
    """What else ends if this person's membership ended today."""
    return [sentence for tell in _ends_too for sentence in tell(person)]


class NotMember(Exception):
    """There is neither a seat nor an affiliation to end."""


class SeatMoved(Exception):
    """The seat that was to end is no longer the person's seat."""


class BadDay(ValueError):
    """A day before the seat began, or after today."""


@dataclass(frozen=True)
class Ending:
    """Why, from which day on (the first on which he is no member; today unless given), who says so, what he wrote.

    `union_id` is the union that ends it; it needs no follow-up. `seat_id` is the seat that was looked at.
    """

    reason: EndReason
    actor: str
    until: date | None = None
    note: str | None = None
    union_id: UUID | None = None
    seat_id: UUID | None = None


def would_stop(person: Person) -> list[Case]:
    """The person's open cases that leaving takes back."""
    about = {kind.name: kind.person for kind in kinds() if kind.of_membership and kind.person}
    found = cases_of_worker(person.worker_id, kinds=about) if person.worker_id else []
    moving = open_transfer(person.id)
    if moving is not None and moving.case_id not in {case.id for case in found}:
        found += db.session.scalars(select(Case).where(Case.id == moving.case_id))
    return [case for case in found if State(case.state) in MOVES["withdraw"] and about[case.kind](case) == person.id]


def end_membership(person: Person, ending: Ending) -> Membership | None:
    """End everything at once; the seat that ended, None where there were affiliations only.

    Raises NotMember, SeatMoved, BadDay.
    """
    for case in would_stop(person):
        _take_back(case, ending.actor)
    seat = active_seat(person.id, lock=True)
    affiliations = affiliations_of(person.id)
    if ending.seat_id is not None and (seat is None or seat.id != ending.seat_id):
        raise SeatMoved
    if seat is None and not affiliations:
        raise NotMember
    today = business_date()
    until = ending.until or today
    if until > today or (seat is not None and until < seat.since):
        raise BadDay(until.isoformat())
    if seat is not None:
        _end_seat(seat, ending, until)
    for row in affiliations:
        _end_affiliation(row, ending, until)
    if ending.reason in OWN_WISH:
        _withdraw_consent(person)
    if ending.reason is EndReason.MISTAKEN:
        give_up_number(person, actor=ending.actor)
    _leave_follow_ups(person, [*([seat] if seat else []), *affiliations], ending, until)
    _tell(person, seat or affiliations[0], ending, until)
    return seat


def _take_back(case: Case, actor: str) -> None:
    try:
        withdraw(case, actor=actor)
    except IllegalMove:
        return  # decided just now: what it gave ends below


def _end_seat(seat: Membership, ending: Ending, until: date) -> None:
    end_seat(seat, until=until)
    seat.ended_because, seat.ended_at, seat.ended_note = ending.reason, now(), ending.note
    db.session.flush()
    _record("membership.ended", seat, ending, until)


def _end_affiliation(row: Affiliation, ending: Ending, until: date) -> None:
    row.until = max(until, row.since)
    db.session.flush()
    _record("affiliation.ended", row, ending, row.until)


def _record(kind: str, row: Membership | Affiliation, ending: Ending, until: date) -> None:
    data = {"union": str(row.union_id), "outcome": END_LABELS[ending.reason], "until": until.isoformat()}
    record_event(kind=kind, case_id=row.case_id, subject=f"person:{row.person_id}", actor=ending.actor, data=data)


def _withdraw_consent(person: Person) -> None:
    given = select(Consent).where(
        Consent.worker_id == person.worker_id, Consent.purpose == JOIN_CONSENT, Consent.withdrawn_at.is_(None)
    )
    for row in db.session.scalars(given) if person.worker_id else ():
        row.withdrawn_at = now()


def _leave_follow_ups(person: Person, rows: Iterable[Membership | Affiliation], ending: Ending, until: date) -> None:
    """Each union concerned hears of it; follow-ups that wait for this member are looked at again."""
    rows = list(rows)
    data = {"reason": ending.reason, "until": until.isoformat()}
    concerned = [row for row in rows if row.union_id != ending.union_id]
    leave(None, [Left(FOLLOW_UP, str(row.id), f"person:{person.id}", data, row.union_id) for row in concerned])
    cases = {row.case_id for row in (*rows, *seats_of(person.id)) if row.case_id}
    waiting = select(FollowUp.id).where(FollowUp.state == OPEN, FollowUp.case_id.in_(cases))
    ask_to_look(db.session.scalars(waiting))


def _tell(person: Person, row: Membership | Affiliation, ending: Ending, until: date) -> None:
    """A message to him; none to the phone of somebody who died."""
    worker = worker_by_id(person.worker_id) if person.worker_id else None
    union = union_by_id(row.union_id)
    if worker is None or union is None or ending.reason is EndReason.DIED:
        return
    template = "membership_left" if ending.reason in OWN_WISH else "membership_ended"
    words = {"union": union.name, "day": day(until)}
    if template == "membership_ended":
        words["reason"] = END_LABELS[ending.reason]
    send(to=worker, template=template, **words)


def left_since(person_id: UUID, at: datetime) -> bool:
    """Whether the person's membership ended after an instant: what he asked for before then, he no longer wants."""
    ended = exists().where(Membership.person_id == person_id, Membership.ended_at >= at)
    return bool(db.session.scalar(select(ended)))
