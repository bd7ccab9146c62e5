"""What was granted wrongly is taken back by a contra entry that frees the cap; what the bank paid of it has to come back. Nothing here commits.

Locks: the claim, then the person's ledger heads, as in a grant.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from webapp.accounts import owner_name
from webapp.accounts.four_eyes import Act, require_two
from webapp.cases import Case
from webapp.claims.assessment.plans import caps_of, edition_by_id, plan_by_id
from webapp.claims.assessment.terms import rules_of
from webapp.claims.ledger import PAYMENT, REVERSAL, Caps, Movement, Place, enter, entries_of_case, hold
from webapp.claims.models import Filing, LedgerEntry
from webapp.claims.procedure import settled
from webapp.claims.store import KIND, accident_of
from webapp.payments.balances import balances_in
from webapp.payments.batches import hold_cases
from webapp.payments.models import MoneyBack, Reversal
from webapp.persistence import add_once, db, record_event
from webapp.tenancy import profile
from webapp.web.refused import Refused


class CannotReverse(Refused):
    """Nothing of this can be taken back; the message is Chinese."""


@dataclass(frozen=True)
class Owed:
    """A claim of which the bank paid more than stands granted: `amount` fen are to come back."""

    case: Case
    amount: int


def standing(case_id: UUID) -> list[LedgerEntry]:
    """The payments of a claim that were not taken back, with what is left of each above zero."""
    return [entry for entry in entries_of_case(case_id) if entry.kind == PAYMENT and left_of(entry) > 0]


def left_of(entry: LedgerEntry) -> int:
    """What of a payment still stands, in fen."""
    contra = select(LedgerEntry.amount).where(LedgerEntry.reverses_id == entry.id)
    return entry.amount + sum(db.session.scalars(contra))


def reverse(case: Case, entry_id: UUID, *, reason: str, clause: str, officer_id: UUID, checked_by: UUID) -> LedgerEntry:
    """Take back what stands of one payment: `officer_id` asked, another human `checked_by` confirms.

    Raises CannotReverse and NeedsAnother; a second click finds nothing left to take back.
    """
    require_two(Act.CONTRA_ENTRY, [officer_id], checked_by)
    hold_cases([case.id])
    entry = next((one for one in entries_of_case(case.id) if one.id == entry_id), None)
    if entry is None:
        raise CannotReverse("这件申报没有这一笔。")
    hold(place_of(entry), caps_for(entry))
    if entry.kind != PAYMENT or not left_of(entry):
        raise CannotReverse("这一笔已经冲正过了。")
    [contra] = take_back(case, entry, left_of(entry), reason=reason, clause=clause, by=(officer_id, checked_by))
    if case.kind == KIND:
        settled(case, "reversal")
    return contra


def take_back(
    case: Case, entry: LedgerEntry, amount: int, *, reason: str, clause: str, by: tuple[UUID, UUID | None]
) -> list[LedgerEntry]:
    """Write the contra entry for `amount` fen of a payment and why; `by` is who made and who checked it. Call `hold` first."""
    before = entry.amount - left_of(entry)
    movement = Movement(
        component=entry.component,
        amount=-amount,
        case_id=case.id,
        decision_id=entry.decision_id,
        key=f"reversal:{entry.id}:{before}",
        kind=REVERSAL,
        borne=_part(entry, amount),
        reverses_id=entry.id,
    )
    written = enter(place_of(entry), [movement])
    for contra in written:
        row = Reversal(
            entry_id=contra.id, case_id=case.id, reason=reason, clause=clause, made_by=by[0], checked_by=by[1]
        )
        db.session.add(row)
        record_event(
            kind="claim.reversed",
            case_id=case.id,
            actor=owner_name(by[0]),
            data={"amount": contra.amount, "component": contra.component, "reason": reason, "clause": clause},
        )
    db.session.flush()
    return written


def _part(entry: LedgerEntry, amount: int) -> dict[str, int]:
    """Each payer's part of a contra entry, below zero and to the fen: by what is left of his part, nobody more than that."""
    left = dict(entry.borne)
    for borne in db.session.scalars(select(LedgerEntry.borne).where(LedgerEntry.reverses_id == entry.id)):
        for payer, part in borne.items():
            left[payer] += part
    whole = sum(left.values())
    parts = {payer: part * amount // whole for payer, part in left.items()}
    rest = (amount if parts else 0) - sum(parts.values())
    for payer in sorted(left, key=lambda one: parts[one] - left[one])[:rest]:
        parts[payer] += 1
    return {payer: -part for payer, part in parts.items()}


def place_of(entry: LedgerEntry) -> Place:
    """Under which heads an entry stands."""
    return Place(entry.person_id, entry.plan, entry.edition)


def caps_for(entry: LedgerEntry) -> Caps:
    """The caps over an entry, by the rules of its accident; none for a plan that the profile does not hold."""
    filing = db.session.scalars(select(Filing).where(Filing.case_id == entry.case_id)).one_or_none()
    plan = plan_by_id(rules_of(accident_of(filing)) if filing is not None else profile(), entry.plan)
    edition = edition_by_id(plan, entry.edition) if plan is not None else None
    return caps_of(edition) if edition is not None else Caps()


def owed_back(union_ids: Collection[UUID]) -> list[Owed]:
    """Claims of these unions from which money is to come back, oldest first."""
    owed = {case_id: -one.open for case_id, one in balances_in(union_ids).items() if one.open < 0}
    cases = db.session.scalars(select(Case).where(Case.id.in_(owed)).order_by(Case.closed_at, Case.id))
    return [Owed(case, owed[case.id]) for case in cases]


def note_return(case: Case, *, amount: int, received_on: date, key: str, officer_id: UUID) -> bool:
    """Money came back; noting the same receipt (`key`) again changes nothing. Raises CannotReverse above what is owed."""
    hold_cases([case.id])
    row = MoneyBack(case_id=case.id, amount=amount, received_on=received_on, key=key, noted_by=officer_id)
    if db.session.scalars(select(MoneyBack).where(MoneyBack.key == key)).first() is not None:
        return False
    owed = next(
        (one.amount for one in owed_back([case.union_id] if case.union_id else []) if one.case.id == case.id), 0
    )
    if amount > owed:
        raise CannotReverse("收回的金额多于应退的金额，请核对。")
    written = add_once(row)
    if written:
        data = {"amount": amount, "on": received_on.isoformat()}
        record_event(kind="claim.money_back", case_id=case.id, actor=owner_name(officer_id), data=data)
    return written


def reversals_of(case_id: UUID) -> dict[UUID, Reversal]:
    """Why each contra entry of a claim was written, by the entry."""
    return {one.entry_id: one for one in db.session.scalars(select(Reversal).where(Reversal.case_id == case_id))}
