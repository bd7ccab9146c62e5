"""Members whose unit founds a union: who would be transferred, shown as one batch before the union is registered, and what is left then.

Who joined through this site is watched by a follow-up of his own grant; the batch here opens transfers for everybody else. Each
member gets one notice that says how to object; nobody's seat moves before the receiving union has granted it.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.codes import worker_by_id
from webapp.cases import DecisionRow, FollowUp, register_follow_up
from webapp.founding.granting import FOUNDED
from webapp.members import Membership, Person
from webapp.members.transfers import AlreadyThere, Ask, NoSeat, TransferOpen, ask_transfer
from webapp.members.workflow import Trigger
from webapp.notices import register_template, send
from webapp.persistence import db, mask_name
from webapp.policy import Decision, SeatAnswer, decide
from webapp.tenancy import business_date, profile
from webapp.unions import Union, union_by_id

UNIT = "employer"
READ = ("relation_kind", "has_labour_contract", "division", "employer_location")
LABELS = {"transfer": "接转", "offer": "征求本人意见", "stays": "会籍不变", "ask": "要再核实", "refers": "依另一份文件"}
Row = tuple[Membership, Person, Union, dict[str, Any]]

register_template(
    "founding_offer", "您的单位已建立工会：{union}。您可以把会籍接转过去，登录 {site} 办理；不转也不影响您的会籍。"
)


@dataclass(frozen=True)
class Move:
    """One member of the batch: his name masked, where his seat is, what the profile says happens to it."""

    name: str
    union: str
    decision: Decision[SeatAnswer]

    @property
    def words(self) -> str:
        """What happens, in a few words."""
        return LABELS[self.decision.outcome]


def batch(employer_id: UUID, *, but: UUID | None = None) -> list[Move]:
    """Everybody with a seat as a worker of this employer, elsewhere than at `but`."""
    return [
        Move(mask_name(person.name), union.name, decision)
        for (_, person, union, _), decision in _decided(employer_id, but)
    ]


def _decided(employer_id: UUID, but: UUID | None) -> list[tuple[Row, Decision[SeatAnswer]]]:
    asked: dict[str, Decision[SeatAnswer]] = {}
    found = []
    for row in _seats(employer_id, but):
        facts = {"event": "union_founded", "unit": UNIT} | row[3]
        key = repr(sorted(facts.items()))
        if key not in asked:
            asked[key] = decide("seat", facts, profile(), business_date())
        found.append((row, asked[key]))
    return found


def _seats(employer_id: UUID, but: UUID | None) -> list[Row]:
    same = Membership.jurisdiction
    kept = (
        (DecisionRow.case_id == Membership.case_id) & (DecisionRow.jurisdiction == same) & (DecisionRow.kind == "join")
    )
    statement = (
        select(Membership, Person, Union, DecisionRow)
        .join(Person, (Person.id == Membership.person_id) & (Person.jurisdiction == same))
        .join(Union, (Union.id == Membership.union_id) & (Union.jurisdiction == same))
        .outerjoin(DecisionRow, kept)
        .where(Membership.employer_id == employer_id, Membership.until.is_(None))
        .order_by(Membership.since, Membership.id, DecisionRow.created_at)
    )
    if but is not None:
        statement = statement.where(Membership.union_id != but)
    rows = {row[0].id: row for row in db.session.execute(statement).all()}
    return [(seat, person, union, _facts(seat, decision)) for seat, person, union, decision in rows.values()]


def _facts(seat: Membership, decision: DecisionRow | None) -> dict[str, Any]:
    """What is known of the member's relation: as he answered when he joined, else as his seat says."""
    known = {key: value for key, value in (decision.facts if decision else {}).items() if key in READ}
    if seat.relation_kind is not None:
        known.setdefault("relation_kind", seat.relation_kind)
    return known


def founded(row: FollowUp) -> str | None:
    """The union is registered: open transfers for the members nobody watches; they object by taking theirs back."""
    union = union_by_id(UUID(row.subject.partition(":")[2]))
    if union is None or union.employer_id is None:
        return "这个工会不属于一个单位，没有要接转的会籍"
    opened = offered = 0
    for (seat, person, _, _), decision in _decided(union.employer_id, union.id):
        if _is_watched(seat, union.employer_id):
            continue
        opened += decision.outcome == "transfer" and _transfer(person, union, decision)
        offered += decision.outcome == "offer" and _offer(person, union)
    return f"另有 {opened} 位会员发起接转，{offered} 位已征求意见" if opened or offered else "会员各自的接转已经发起"


def _is_watched(seat: Membership, employer_id: UUID) -> bool:
    about = (FollowUp.kind == "watch", FollowUp.case_id == seat.case_id, FollowUp.subject == f"employer:{employer_id}")
    return (
        seat.case_id is not None and db.session.scalars(select(FollowUp.id).where(*about).limit(1)).first() is not None
    )


def _transfer(person: Person, union: Union, decision: Decision[SeatAnswer]) -> bool:
    try:
        ask_transfer(Ask(person, union.id, Trigger.UNION_FOUNDED, decision, actor="system"))
    except (NoSeat, AlreadyThere, TransferOpen):
        return False
    return True


def _offer(person: Person, union: Union) -> bool:
    worker = worker_by_id(person.worker_id) if person.worker_id else None
    if worker is not None:
        send(to=worker, template="founding_offer", union=union.name)
    return worker is not None


def register() -> None:
    """Let what a founding leaves be done."""
    register_follow_up(FOUNDED, founded)
