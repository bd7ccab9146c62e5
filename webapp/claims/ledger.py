"""The ledger: what each person was granted under each edition, entry by entry, and the heads that hold the sums.

Whoever writes holds the heads of the person and plan first (`hold`), decides on what the entries then say, and enters in the same
transaction. Locks are taken in one order everywhere: cases by id, then the numbers of letters by union, then ledger heads by id.
An entry has a key: entering it again changes nothing. Nothing here commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from webapp.claims.models import LedgerEntry, LedgerHead
from webapp.persistence import add_once, db
from webapp.tenancy import business_date

PAYMENT, REVERSAL = "payment", "reversal"


@dataclass(frozen=True)
class Place:
    """Where an entry belongs: the person's share of one edition of a plan."""

    person_id: UUID
    plan: str
    edition: str


@dataclass(frozen=True)
class Caps:
    """The caps of one edition that stand over one head alone, in fen: over the whole edition, and by component."""

    whole: int | None = None
    by_component: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Movement:
    """One entry to be written; `amount` in fen, negative for a contra entry. See LedgerEntry."""

    component: str
    amount: int
    case_id: UUID
    decision_id: UUID | None
    key: str
    kind: str = PAYMENT
    borne: Mapping[str, int] = field(default_factory=dict)
    reverses_id: UUID | None = None


def hold(place: Place, caps: Caps) -> None:
    """Hold every head of the person under the plan, in the order of their ids, until the transaction ends; make what is missing.

    Two grants to one person stand in line here, so that the second sees what the first was given.
    """
    known = {(head.edition, head.component): head for head in _heads(place)}
    for component, cap in (("", caps.whole), *sorted(caps.by_component.items())):
        if (place.edition, component) not in known:
            add_once(
                LedgerHead(
                    person_id=place.person_id,
                    plan=place.plan,
                    edition=place.edition,
                    component=component,
                    granted=_sum(place, component),
                    cap=cap,
                )
            )
    statement = _of_plan(place).order_by(LedgerHead.id).with_for_update().execution_options(populate_existing=True)
    for head in db.session.scalars(statement):
        if head.edition == place.edition:
            cap = caps.by_component.get(head.component) if head.component else caps.whole
            head.cap = None if cap is None else max(cap, head.granted)
    db.session.flush()


def enter(place: Place, movements: Sequence[Movement]) -> list[LedgerEntry]:
    """Write entries and bring the heads up to them; what was entered before is left as it is. Call `hold` first."""
    heads = {head.component: head for head in _heads(place) if head.edition == place.edition}
    written = []
    for movement in movements:
        if entry_by_key(movement.key) is not None:
            continue
        entry = LedgerEntry(
            head_id=heads[""].id,
            person_id=place.person_id,
            plan=place.plan,
            edition=place.edition,
            component=movement.component,
            kind=movement.kind,
            amount=movement.amount,
            borne=dict(movement.borne),
            case_id=movement.case_id,
            decision_id=movement.decision_id,
            reverses_id=movement.reverses_id,
            key=movement.key,
            entered_on=business_date(),
        )
        db.session.add(entry)
        written.append(entry)
        for head in (heads[""], heads.get(movement.component)):
            if head is not None:
                head.granted += movement.amount
    db.session.flush()
    return written


def contra_of_case(case_id: UUID) -> list[Movement]:
    """Contra entries that answer all that stands of a case's payments."""
    entries = entries_of_case(case_id)
    found = []
    for entry in entries:
        contra = [one for one in entries if one.reverses_id == entry.id]
        left = entry.amount + sum(one.amount for one in contra)
        if entry.kind == PAYMENT and left:
            borne = {who: -part - sum(one.borne.get(who, 0) for one in contra) for who, part in entry.borne.items()}
            found.append(
                Movement(
                    component=entry.component,
                    amount=-left,
                    case_id=case_id,
                    decision_id=entry.decision_id,
                    key=f"undo:{entry.id}",
                    kind=REVERSAL,
                    borne=borne,
                    reverses_id=entry.id,
                )
            )
    return found


def payment_key(case_id: UUID, component: str) -> str:
    """The key of what a grant enters: one a case and component; another one after a grant that was taken back."""
    before = [one for one in entries_of_case(case_id) if one.kind == PAYMENT and one.component == component]
    undone = sum(one.key.startswith("undo:") for one in entries_of_case(case_id) if one.component == component)
    key = f"payment:{case_id}:{component}"
    return f"{key}:{undone}" if before and undone else key


def entry_by_key(key: str) -> LedgerEntry | None:
    """The entry with this key, or None."""
    return db.session.scalars(select(LedgerEntry).where(LedgerEntry.key == key)).one_or_none()


def entries_of(person_id: UUID, plan: str | None = None) -> list[LedgerEntry]:
    """A person's entries (under one plan), oldest first."""
    statement = select(LedgerEntry).where(LedgerEntry.person_id == person_id)
    if plan is not None:
        statement = statement.where(LedgerEntry.plan == plan)
    return list(db.session.scalars(statement.order_by(LedgerEntry.entered_at, LedgerEntry.id)))


def entries_of_case(case_id: UUID) -> list[LedgerEntry]:
    """The entries of one claim, oldest first."""
    statement = select(LedgerEntry).where(LedgerEntry.case_id == case_id)
    return list(db.session.scalars(statement.order_by(LedgerEntry.entered_at, LedgerEntry.id)))


def granted(place: Place) -> int:
    """What was granted under the edition so far, in fen, contra entries taken off."""
    return _sum(place, "")


def taken_back(entries: Sequence[LedgerEntry]) -> set[UUID]:
    """The claims of which nothing that was paid stands any more: what they brought in counts for nothing."""
    reversed_ = {one.case_id for one in entries if one.kind == REVERSAL}
    return {case_id for case_id in reversed_ if not sum(one.amount for one in entries if one.case_id == case_id)}


def spent(plan: str, edition: str) -> int:
    """What an edition has granted to everybody, in fen."""
    statement = select(func.coalesce(func.sum(LedgerHead.granted), 0)).where(
        LedgerHead.plan == plan, LedgerHead.edition == edition, LedgerHead.component == ""
    )
    return int(db.session.scalar(statement) or 0)


def recompute(place: Place) -> None:
    """Set every head of the person's edition to the sum of its entries; a head that is right stays as it is."""
    for head in _heads(place):
        if head.edition == place.edition:
            head.granted = _sum(place, head.component)
    db.session.flush()


def _sum(place: Place, component: str) -> int:
    statement = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(
        LedgerEntry.person_id == place.person_id, LedgerEntry.plan == place.plan, LedgerEntry.edition == place.edition
    )
    if component:
        statement = statement.where(LedgerEntry.component == component)
    return int(db.session.scalar(statement) or 0)


def _of_plan(place: Place) -> Any:
    return select(LedgerHead).where(LedgerHead.person_id == place.person_id, LedgerHead.plan == place.plan)


def _heads(place: Place) -> list[LedgerHead]:
    return list(db.session.scalars(_of_plan(place).order_by(LedgerHead.id)))
