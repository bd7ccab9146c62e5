"""What a filing brings: each component's due on all that counts so far, less what was paid, cut by the caps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.policy.decisions.claim.amounts import Counted, Due, due, of_money
from webapp.policy.decisions.claim.facts import Case, Paid
from webapp.policy.decisions.claim.papers import applies, papers_asked
from webapp.policy.decisions.claim.rows import found
from webapp.policy.decisions.claim.terms import Terms
from webapp.policy.decisions.claim.views import CapCheck, FilingView, Outcome, Payment
from webapp.policy.profile.benefits.components import Discretionary, Tiers
from webapp.policy.profile.benefits.facts import PAID_ELSEWHERE

NO_COMPONENT = "no_component"
"""The code of a filing that none of the plan's payments is for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a payment stands: its filing, event and edition."""

    filing: str
    event: str
    edition: str


def pay(
    outcome: Outcome, view: FilingView, terms: Terms, case: Case, *, manual: Sequence[str], waits: Sequence[str]
) -> None:
    """Fill the filing's payments, state and codes; what is paid joins the ledger, what counts joins the event."""
    own = [one.counted for one in view.bills if one.counted is not None]
    scope = Scope(view.filing.id, view.event.event.id, terms.id)
    _reckon(outcome, view, terms, case, own, scope)
    papers, asked = papers_asked(view), _asked(view)
    held = [*manual, *papers, *asked, *waits]
    if held:
        for payment in view.payments:
            payment.held_by = [*held, *payment.held_by]
    running = list(outcome.ledger)
    for payment in view.payments:
        _cap(payment, terms, running, scope)
        if held or not payment.held_by:
            running.append(_entry(payment, scope))
    _state(view, manual, waits, papers, asked)
    _book(outcome, view, scope)
    if not held and view.state != "refused":
        view.event.bills += own


def _reckon(outcome: Outcome, view: FilingView, terms: Terms, case: Case, own: list[Counted], scope: Scope) -> None:
    """What each component comes to before the caps."""
    for component in terms.components:
        applied = applies(component, view)
        if applied is False:
            continue
        payment = _payment(component, view, own, outcome, case, scope)
        if applied is None:
            payment.held_by.append(component.id)
        view.payments.append(payment)
    if len(view.payments) > 1:
        _stack(view.payments, terms)


def _book(outcome: Outcome, view: FilingView, scope: Scope) -> None:
    """What is paid joins the ledger; what is held or refused pays nothing."""
    for payment in view.payments:
        if payment.held_by or view.state == "refused":
            _hold(payment, view.state)
        elif payment.amount:
            outcome.ledger.append(_entry(payment, scope))
            outcome.total += payment.amount


def _entry(payment: Payment, scope: Scope) -> Paid:
    return Paid(scope.filing, scope.event, payment.component.id, scope.edition, payment.amount)


def _payment(
    component: Any, view: FilingView, own: list[Counted], outcome: Outcome, case: Case, scope: Scope
) -> Payment:
    basis = getattr(component, "basis", None)
    per_edition = basis is not None and basis.per == "edition"
    bills = [*view.event.bills, *own]
    if per_edition:
        others = (one for one in outcome.events.values() if one is not view.event and one.terms is view.event.terms)
        bills = [*(bill for other in others for bill in other.bills), *bills]
    less = _less(basis, case, None if per_edition else scope.event)
    finding = found(case, component.id, (scope.filing, scope.event)) if isinstance(component, Discretionary) else None
    given = finding.amount if finding is not None else None
    shares = view.facts.get("enrolment.shares") or 1
    reckoned = due(component, bills, view.facts, less=less, shares=shares, given=given)
    before = sum(
        one.amount
        for one in outcome.ledger
        if one.component == component.id and (one.edition == scope.edition if per_edition else one.event == scope.event)
    )
    payment = Payment(component, reckoned, before, max(0, reckoned.amount - before))
    payment.basis = (tuple(bills), view.facts, less, shares, given)
    if reckoned.manual is not None:
        payment.held_by.append(PAID_ELSEWHERE if reckoned.missing == PAID_ELSEWHERE else component.id)
    return payment


def _less(basis: Any, case: Case, event: str | None) -> int | None:
    """What the other plans of `basis.less` paid on the event (None: on any), in fen; None where that is not known."""
    if basis is None or not basis.less:
        return 0
    if case.paid_elsewhere is None:
        return None
    amounts = [
        amount
        for plan, of, amount in case.paid_elsewhere
        if plan in basis.less and (event is None or of is None or of == event)
    ]
    return None if None in amounts else sum(one for one in amounts if one is not None)


def _stack(payments: list[Payment], terms: Terms) -> None:
    """How components that fall due together stand: added, the highest alone, or, where nothing is stated, a person decides."""
    rules = terms.edition.stacking or ()
    standing: list[Payment] = []
    for payment in payments:
        if not payment.due.amount:
            continue
        for other in list(standing):
            row = next((one for one in rules if {payment.component.id, other.component.id} <= set(one.between)), None)
            if row is None:
                payment.held_by.append("stacking")
            elif row.rule == "highest":
                _highest(payment, other)
        standing.append(payment)


def _highest(one: Payment, other: Payment) -> None:
    """Only the higher of two stays; what was paid on either comes off it."""
    winner, loser = (one, other) if one.due.amount > other.due.amount else (other, one)
    winner.before += loser.before
    loser.before = 0
    loser.amount, loser.lost_to = 0, winner.component.id
    winner.amount = 0 if winner.lost_to else max(0, winner.due.amount - winner.before)


def _asked(view: FilingView) -> list[str]:
    verdicts = (*view.event.verdicts, *view.verdicts, *(one for bill in view.bills for one in bill.verdicts))
    return [verdict.row.id for verdict in verdicts if verdict.result == "ask"]


def _cap(payment: Payment, terms: Terms, ledger: Sequence[Paid], scope: Scope) -> None:
    for cap in terms.caps:
        if cap.over is not None and payment.component.id not in cap.over:
            continue
        check = check_cap(cap, ledger, scope, payment.amount)
        payment.checks.append(check)
        if check.held:
            payment.held_by.append(cap.id)
        elif check.allowed < payment.amount:
            payment.cut_by = cap.id
            payment.amount = check.allowed


def check_cap(cap: Any, ledger: Sequence[Paid], scope: Scope, wanted: int) -> CapCheck:
    """What a cap lets through of `wanted`, given what was paid in its scope."""
    within = [one for one in ledger if _in_scope(one, cap, scope)]
    paid = sum(one.amount for one in within)
    if cap.times is not None:
        times = len({one.filing for one in within if one.amount > 0})
        left = 0 if times >= cap.times else wanted
    else:
        left = max(0, cap.most - paid)
    if wanted <= left:
        return CapCheck(cap, paid, wanted, wanted)
    if cap.crossing == "manual":
        return CapCheck(cap, paid, wanted, wanted, held=True)
    return CapCheck(cap, paid, wanted, left if cap.crossing == "cut" else 0)


def _in_scope(one: Paid, cap: Any, scope: Scope) -> bool:
    if cap.over is not None and one.component not in cap.over:
        return False
    if cap.per == "event":
        return one.event == scope.event
    return cap.per == "person" or one.edition == scope.edition


def _state(
    view: FilingView, manual: Sequence[str], waits: Sequence[str], papers: Sequence[str], asked: Sequence[str]
) -> None:
    ended = [code for one in view.payments if (code := _ended(one)) is not None]
    refused = [one.cut_by for one in view.payments if one.cut_by is not None and not one.amount and one.checks]
    hand = [row for one in view.payments for row in one.held_by if row not in (*manual, *waits)]
    by_hand = list(dict.fromkeys([*manual, *(row for row in hand if row not in papers and row not in asked)]))
    if ended and len(ended) == len(view.payments):
        view.state, view.codes = "refused", list(dict.fromkeys(ended))
    elif by_hand:
        view.state, view.codes = "needs_manual_decision", by_hand
    elif papers or asked:
        view.state, view.codes = "documents_requested", [*papers, *asked]
    elif waits:
        view.state, view.codes = "waits_next_edition", list(waits)
    elif not view.payments:
        view.state, view.codes = "refused", [NO_COMPONENT]
    elif refused and len(refused) == len(view.payments):
        view.state, view.codes = "refused", list(dict.fromkeys(refused))
    else:
        view.state = "approved" if any(one.due.amount for one in view.payments) else "accumulating"


def _ended(payment: Payment) -> str | None:
    """The code with which a reached cap has ended the liability before this payment."""
    for check in payment.checks:
        cap = check.cap
        if cap.reached == "ends" and cap.amount is not None and check.paid >= cap.most:
            return str(cap.code)
    return None


def _hold(payment: Payment, state: str) -> None:
    if state != "refused":
        payment.would_be = payment.amount
    payment.amount = 0


def _same_basis(own: Any, other: Any) -> bool:
    if not isinstance(own, Tiers) or not isinstance(other, Tiers):
        return False
    return own.basis is other.basis and own.basis.per != "bill"


def same_due(payment: Payment, component: Any) -> Due:
    """What another reading of the component comes to on the same bills and facts."""
    own = payment.component
    if payment.due.basis is not None and not own.per_share and own.at_most is None and _same_basis(own, component):
        return of_money(component, payment.due.basis)
    bills, facts, less, shares, given = payment.basis
    return due(component, bills, facts, less=less, shares=shares, given=given)
