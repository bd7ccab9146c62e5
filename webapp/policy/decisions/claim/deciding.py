"""A claim (互助保障申报): what is due on each filing, to the fen, and why.

The plan's rows are tested on the event, on each filing in its order and on each bill; what counts is summed up, laid against the
component's terms, less what was paid, cut by the caps. Exclusions and “the same accident” come from reviewers alone, and what a row
leaves to a person is never decided here. Every reading that turned the result is named with the result of the other reading.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.policy.answers.claim import (
    ClaimAnswer,
    EventAnswer,
    FilingAnswer,
    Flagged,
    NotCounted,
    OtherReading,
    PaymentAnswer,
    SumLine,
)
from webapp.policy.decision import Decision, Reason
from webapp.policy.decisions.claim.calendar import calendar
from webapp.policy.decisions.claim.explain import Lines, explain
from webapp.policy.decisions.claim.facts import Case, read_case
from webapp.policy.decisions.claim.plan import Chosen, choose
from webapp.policy.decisions.claim.readings import turned_by
from webapp.policy.decisions.claim.rows import Days, Verdict
from webapp.policy.decisions.claim.run import enrolled, run
from webapp.policy.decisions.claim.shares import borne
from webapp.policy.decisions.claim.story import ClaimStory
from webapp.policy.decisions.claim.terms import readings_of
from webapp.policy.decisions.claim.views import ORDER, BillView, EventView, FilingView, Outcome, Payment
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.reading.layered import Profile


def decide_claim(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[ClaimAnswer]:
    """What is due on a member's filings. Facts and answer: docs/policy-profile.md. Raises FactError."""
    chosen = choose(profile, facts)
    if chosen.outcome is not None:
        story = not_computed("claim", chosen, facts, profile)
        return story.decision(chosen.outcome, _without_terms(chosen), facts, on)
    plan = chosen.plan
    assert plan is not None, "a plan that is computed"
    readings = readings_of(plan)
    case = read_case(facts, readings.answers)
    days = calendar()
    result = run(plan, readings.terms, case, days, on)
    turned = turned_by(readings, result, case, days, on)
    story = ClaimStory("claim", profile, plan)
    lines = explain(story, plan, result)
    void = _void(story, case, result)
    for amb, other in turned.items():
        _turned(story, amb, result, other)
    answer = ClaimAnswer(
        plan.id,
        yuan(result.total),
        {id: _event(view, result) for id, view in result.events.items()},
        {view.filing.id: _filing(view) for view in result.filings},
        tuple(_payments(result, lines)),
        _not_counted(result),
        tuple(_flags(result)),
        void,
        {amb: OtherReading(yuan(one.total), one.states()) for amb, one in turned.items()},
    )
    return story.decision("decided", answer, facts, on, turned, readings.tried)


def not_computed(kind: str, chosen: Chosen, facts: Mapping[str, Any], profile: Profile) -> ClaimStory:
    """No plan, one whose terms are not held, or one of another division: said so, nothing computed."""
    read_case({name: one for name, one in facts.items() if name != "answers"}, {})
    story = ClaimStory(kind, profile, chosen.plan)
    plan = chosen.plan
    if plan is None:
        story.refute("文件没有规定互助保障计划，所以没有可以申报的计划；困难帮扶是另一回事", None, "benefits")
        silence = profile.defaults.silence
        story.cited(silence)
    elif chosen.outcome == "other_division":
        story.refute(f"“{plan.label}”只保障指定地区的会员", plan, "benefits")
        if chosen.asks is not None:
            story.ask[chosen.asks] = None
    else:
        for one in (plan, *chosen.others):
            payers = "、".join(payer.label for payer in one.funded_by or ())
            paid = f"，由{payers}出资" if payers else ""
            story.say(f"“{one.label}”{paid}：文件没有写明金额和条款，只作介绍，不计算", one, "benefits")
            for payer in one.funded_by or ():
                story.cited(payer)
    return story


def _without_terms(chosen: Chosen) -> ClaimAnswer:
    plan = chosen.plan
    introduced = plan is not None and chosen.outcome == "information_only"
    payers = tuple(payer.label for payer in plan.funded_by or ()) if plan is not None and introduced else None
    return ClaimAnswer(plan.id if plan is not None else None, "0.00", {}, {}, (), funded_by=payers)


def _event(view: EventView, result: Outcome) -> EventAnswer:
    terms = view.terms
    states = [one.state for one in view.filings]
    state = max(states, key=ORDER.index) if states else view.state
    return EventAnswer(
        terms.id if terms is not None else None,
        state,
        tuple(view.codes),
        _counted(view),
        yuan(sum(one.amount for one in result.ledger if one.event == view.event.id)),
        _cap_left(view, result),
        {
            row: days.last.isoformat()
            for row, days in view.days.items()
            if isinstance(days, Days) and days.last is not None
        },
    )


def _counted(view: EventView) -> str:
    """The sum of what counts on the event, on the basis of its first component reckoned on money."""
    for filing in reversed(view.filings):
        for payment in filing.payments:
            if payment.would_be is None and payment.due.basis is not None and payment.basis:
                return yuan(payment.due.basis)
    return "0.00"


def _cap_left(view: EventView, result: Outcome) -> str | None:
    """What the caps leave for one more payment on the event, the narrowest of them; None without a cap on money."""
    if view.terms is None:
        return None
    left = []
    for cap in view.terms.caps:
        if cap.amount is not None:
            scope = [one for one in result.ledger if cap.over is None or one.component in cap.over]
            if cap.per != "person":
                scope = [one for one in scope if one.edition == view.terms.id]
            if cap.per == "event":
                scope = [one for one in scope if one.event == view.event.id]
            left.append(max(0, int(cap.amount * 100) - sum(one.amount for one in scope)))
    return yuan(min(left)) if left else None


def _filing(view: FilingView) -> FilingAnswer:
    missing, originals = (tuple([one.id for one in papers]) for papers in (view.missing, view.originals))
    return FilingAnswer(view.state, tuple(view.codes), missing, originals)


def _payments(result: Outcome, lines: Lines) -> list[PaymentAnswer]:
    found = []
    for view in result.filings:
        for payment, told in zip(view.payments, lines[view.filing.id], strict=True):
            found.append(_payment(view, payment, told))
    return found


def _payment(view: FilingView, payment: Payment, told: Sequence[SumLine]) -> PaymentAnswer:
    terms = view.event.terms
    assert terms is not None, "a payment has terms"
    payee = payment.component.payee or terms.edition.payee
    return PaymentAnswer(
        view.filing.id,
        view.event.event.id,
        terms.id,
        payment.component.id,
        yuan(payment.due.amount),
        yuan(payment.amount),
        None if payment.would_be is None else yuan(payment.would_be),
        tuple(dict.fromkeys(payment.held_by)),
        payment.cut_by,
        payee.who if payee is not None else None,
        borne(terms, view.facts, payment.amount),
        tuple([one.id for one in view.originals if one.original == "before_payment"]),
        tuple(told),
    )


def _not_counted(result: Outcome) -> tuple[NotCounted, ...]:
    return tuple(
        [
            NotCounted(bill.bill.id, view.filing.id, _against(bill), bill.manual)
            for view in result.filings
            for bill in view.bills
            if bill.counted is None
        ]
    )


def _against(bill: BillView) -> tuple[str, ...]:
    rows = [one.row.id for one in bill.verdicts if one.result in ("not_counted", "refused", "manual", "next")]
    return (*rows, *(one.row.id for one in bill.struck if not one.spared))


def _flags(result: Outcome) -> list[Flagged]:
    """What a person should look at: marked rows, values exactly on a line, payments above what is due."""
    found = []
    for event in result.events.values():
        found += [_flag(one) for one in event.verdicts if one.result in ("flag", "edge")]
    for view in result.filings:
        if view.filing.decided is not None:
            continue
        marked = (*view.verdicts, *(one for bill in view.bills for one in bill.verdicts))
        found += [_flag(one) for one in marked if one.result in ("flag", "edge")]
        for payment in view.payments:
            row = payment.due.row
            if getattr(row, "on_edge", None) and payment.due.basis == row.lower:
                found.append(Flagged(payment.component.id, view.filing.id, "edge"))
            if payment.before > payment.due.amount and payment.lost_to is None:
                found.append(Flagged(payment.component.id, view.filing.id, "overpaid"))
    return found


def _flag(verdict: Verdict) -> Flagged:
    return Flagged(verdict.row.id, verdict.about, verdict.result)


def _void(story: ClaimStory, case: Case, result: Outcome) -> tuple[int, ...]:
    """The positions of the enrolments that are void in the editions the events fall under."""
    found: set[int] = set()
    for terms in {view.terms.id: view.terms for view in result.events.values() if view.terms is not None}.values():
        shares = terms.edition.shares
        if shares is None or len(case.enrolments) == 0:
            continue
        void = enrolled(case, terms.id, shares.max)[2]
        if void:
            story.refute(f"{terms.edition.label}每人最多 {shares.max} 份，多参加的无效，不另有上限", shares, "shares")
        found |= set(void)
    return tuple(sorted(found))


def _turned(story: ClaimStory, amb: str, result: Outcome, other: Outcome) -> None:
    read = story.interpretation(amb, True)
    text = f"按解读处理（{amb}）：{read.reading}"
    otherwise = f"；另一读法（{read.otherwise}）" if read.otherwise else "；按另一读法"
    if other.total != result.total:
        otherwise += f"合计 {yuan(other.total)} 元"
    else:
        label = story.profile.label
        changed = [(id, state) for id, state in other.states().items() if state != result.states()[id]]
        states = "、".join(f"{id} 为“{label('claim_state', state)}”" for id, state in changed)
        otherwise += f"，申报 {states}"
    story.reasons.append(Reason(text + otherwise, None, "interpretations", None, (), read.clauses, (amb,)))
