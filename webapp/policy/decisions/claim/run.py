"""One run of a claim under one reading of the terms: events, then filings in their order, each payment on top of the last.

Pure arithmetic without sentences, so that it can be run again in another reading. A filing that is held (a paper is missing, a
person decides) pays nothing and counts for nothing that follows; `would_be` says what it would bring.
"""

import datetime
from collections.abc import Sequence

from webapp.policy.decisions.claim.bills import count_bill
from webapp.policy.decisions.claim.calendar import Calendar
from webapp.policy.decisions.claim.facts import Case, Event, Filing, Values
from webapp.policy.decisions.claim.papers import check_papers
from webapp.policy.decisions.claim.payments import pay
from webapp.policy.decisions.claim.rows import GOOD, Verdict, days_of, found, test, test_window
from webapp.policy.decisions.claim.terms import Terms
from webapp.policy.decisions.claim.views import EventView, FilingView, Outcome, Struck
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.profile.benefits.facts import fen
from webapp.policy.profile.benefits.plans import Plan

START = "cover_start"
"""What a person says of a cover of which the first day is not known: that it had begun."""
OTHER_PLAN = "other_plan"
"""The code of a person who has another plan of the same kind (`one_of`)."""


def run(plan: Plan, terms: Sequence[Terms], case: Case, calendar: Calendar, on: datetime.date) -> Outcome:
    """Run a claim. `on` is the day of the decision."""
    outcome = Outcome({}, [], list(case.paid))
    for event in case.events:
        outcome.events[event.id] = _event(plan, terms, case, event, calendar)
    for filing in case.filings:
        outcome.filings.append(_filing(outcome, case, filing, calendar, on))
    return outcome


def pay_again(terms: Sequence[Terms], result: Outcome, case: Case) -> Outcome:
    """The payments of a run once more under terms that differ in components and caps alone: nothing is tested again."""
    by_id = {one.id: one for one in terms}
    outcome = Outcome({}, [], list(case.paid))
    for id, event in result.events.items():
        found = EventView(event.event, by_id[event.terms.id] if event.terms is not None else None, event.facts)
        found.state, found.codes, found.verdicts = event.state, event.codes, event.verdicts
        outcome.events[id] = found
    for view in result.filings:
        outcome.filings.append(_filing_again(outcome, view, case))
    return outcome


def _filing_again(outcome: Outcome, before: FilingView, case: Case) -> FilingView:
    event = outcome.events[before.filing.event]
    view = FilingView(before.filing, event, before.facts, verdicts=before.verdicts, struck=before.struck)
    view.bills, view.missing, view.originals = before.bills, before.missing, before.originals
    view.payee, view.payee_given, view.sorted = before.payee, before.payee_given, before.sorted
    if event.terms is None or before.sorted is None:
        view.state, view.codes = before.state, before.codes
        if before.filing.decided == "granted" and event.terms is not None:
            event.bills += [one.counted for one in view.bills if one.counted is not None]
        return view
    refused, manual, waits = before.sorted
    if refused:
        view.state, view.codes = "refused", refused
    else:
        pay(outcome, view, event.terms, case, manual=manual, waits=waits)
    return view


def enrolled(case: Case, edition: str, most: int | None) -> tuple[Values, int, list[int]]:
    """The facts of the enrolment in an edition, the shares it gives, and the positions of the enrolments that are void."""
    facts: Values = {}
    shares, void = 0, []
    for index, one in enumerate(case.enrolments):
        if one.get("enrolment.edition", edition) != edition:
            continue
        more = one.get("enrolment.shares") or 1
        if most is not None and shares + more > most:
            void.append(index)
            more = max(0, most - shares)
        facts = facts or one
        shares += more
    return facts, shares or 1, void


def start_of(terms: Terms, facts: Values) -> tuple[object, datetime.date | None]:
    """The first day of a person's cover before and after waiting. UNKNOWN or None where a day it hangs on is so."""
    days = [facts.get(name, UNKNOWN) for name in terms.cover.starts]
    if any(day is UNKNOWN for day in days):
        return UNKNOWN, None
    if any(day is None for day in days):
        return None, None
    first = max([terms.cover.from_, *days])
    return first, first + datetime.timedelta(days=waiting_of(terms, facts)[1])


def waiting_of(terms: Terms, facts: Values) -> tuple[object, int]:
    """The waiting row that fits and its days."""
    for row in terms.edition.waiting:
        if row.when is None or row.when.holds(facts):
            return row, row.days
    return None, 0


def _event(plan: Plan, editions: Sequence[Terms], case: Case, event: Event, calendar: Calendar) -> EventView:
    facts = {**case.base, **event.values}
    if event.day is None:
        return EventView(event, None, facts, state="needs_manual_decision", codes=["event.at"])
    terms = next((one for one in editions if one.covers(event.day)), None)
    if terms is None:
        promised = plan.promised is not None and plan.promised.from_ <= event.day <= plan.promised.to
        state, code = ("no_edition", "no_edition") if promised else ("refused", "out_of_period")
        return EventView(event, None, facts, state=state, codes=[code])
    most = terms.edition.shares.max if terms.edition.shares is not None else None
    enrolment, shares, _ = enrolled(case, terms.id, most)
    facts |= enrolment
    facts |= {"enrolment.shares": shares, "cover_from": terms.cover.from_, "cover_to": terms.cover.to}
    raw, start = start_of(terms, facts)
    facts["start"] = start if start is not None else raw
    view = EventView(event, terms, facts, raw, start)
    _test_event(plan, view, terms, case, calendar, raw)
    return view


def _test_event(plan: Plan, view: EventView, terms: Terms, case: Case, calendar: Calendar, raw: object) -> None:
    event = view.event
    abouts = (event.id,)
    for row in terms.on_event:
        view.verdicts.append(test(row, view.facts, case, abouts))
    day = event.day
    assert day is not None, "an event without a day has no terms"
    for window in terms.event_windows:
        days = view.days[window.id] = days_of(window, view.facts, calendar)
        view.verdicts.append(test_window(window, days, (day, day), view.facts, case, abouts))
    for window in (*terms.bill_windows, *terms.filing_windows):
        view.days[window.id] = days_of(window, view.facts, calendar)
    _strike_event(view, terms, case)
    view.codes = [one for verdict in view.verdicts if (one := _refusal(verdict))]
    if not view.codes:
        _test_cover(view, terms, case, day, raw)
    if plan.one_of is not None and plan.one_of in (view.facts.get("member.other_plans") or ()):
        view.codes.append(OTHER_PLAN)
    view.codes += [struck.row.id for struck in view.struck if not struck.spared]
    view.codes = list(dict.fromkeys(view.codes))
    if view.codes:
        view.state = "refused"


def _refusal(verdict: Verdict) -> str | None:
    return verdict.code if verdict.result in ("refused", "not_counted") else None


def _test_cover(view: EventView, terms: Terms, case: Case, day: datetime.date, raw: object) -> None:
    """A cover that never began, has not begun or is over, though every condition holds; a person says of one that is not known."""
    row, _ = waiting_of(terms, view.facts)
    if raw is None:
        _refuse(view, terms.cover, "not_covered", "never_began", None)
    elif raw is UNKNOWN:
        _unknown_start(view, terms, case)
    elif isinstance(raw, datetime.date) and day < raw:
        _refuse(view, terms.cover, "not_covered", "before_start", raw)
    elif view.start is not None and day < view.start:
        _refuse(view, row, getattr(row, "code", "waiting"), "waiting", view.start)
    elif isinstance(raw, datetime.date) and day > (last := terms.until(raw)):
        _refuse(view, terms.cover, "not_covered", "cover_over", last)


def _unknown_start(view: EventView, terms: Terms, case: Case) -> None:
    """The cover of somebody of whom a day is missing that it begins with: a person says whether it had begun."""
    finding = found(case, START, (view.event.id, *(one.id for one in case.filings if one.event == view.event.id)))
    if finding is None:
        verdict = Verdict(terms.cover, (view.event.id,), "manual", view.facts, why="start_unknown", code=START)
        view.verdicts.append(verdict)
    elif not finding.holds:
        _refuse(view, terms.cover, "not_covered", "never_began", None)


def _refuse(view: EventView, row: object, code: str, why: str, day: datetime.date | None) -> None:
    view.verdicts.append(Verdict(row, (view.event.id,), "refused", view.facts, why=why, last=day, code=code))
    view.codes.append(code)


def _strike_event(view: EventView, terms: Terms, case: Case) -> None:
    for finding in case.findings.values():
        row = terms.exclusions.get(finding.row)
        if row is None or not finding.holds or row.scope == "bill":
            continue
        if finding.about != view.event.id and (
            row.scope != "event" or case.event_of.get(finding.about) != view.event.id
        ):
            continue
        view.struck.append(Struck(row, view.event.id, finding.exception and row.except_ is not None))


def _filing(outcome: Outcome, case: Case, filing: Filing, calendar: Calendar, on: datetime.date) -> FilingView:
    event = outcome.events[filing.event]
    view = FilingView(filing, event, {**event.facts, **filing.values})
    event.filings.append(view)
    terms = event.terms
    if terms is None:
        if filing.decided is None:
            view.state, view.codes = event.state or "refused", list(event.codes)
        return view
    _test_filing(view, event, terms, case, calendar, on)
    if filing.decided == "refused":
        return view
    for bill in filing.bills:
        view.bills.append(count_bill(bill, view, event, terms, case, calendar))
    if filing.decided is not None:
        event.bills += [one.counted for one in view.bills if one.counted is not None]
        return view
    check_papers(view, terms, case)
    _test_budget(view, terms)
    view.sorted = refused, manual, waits = _sorted(view, event)
    if refused:
        view.state, view.codes = "refused", refused
        return view
    pay(outcome, view, terms, case, manual=manual, waits=waits)
    return view


def _test_filing(
    view: FilingView, event: EventView, terms: Terms, case: Case, calendar: Calendar, on: datetime.date
) -> None:
    filing = view.filing
    abouts = (filing.id, filing.event)
    filed = filing.values.get("filing")
    refiled = filing.values.get("filing.refiled_on")
    for row in terms.on_filing:
        view.verdicts.append(test(row, view.facts, case, abouts))
    for window in terms.filing_windows:
        days = days_of(window, view.facts, calendar)
        stretch = (filed, filed) if isinstance(filed, datetime.date) else None
        verdict = test_window(window, days, stretch, view.facts, case, abouts, after_first=event.filed_in_time)
        view.verdicts.append(verdict)
    for window in terms.refiling_windows if isinstance(refiled, datetime.date) else ():
        assert isinstance(refiled, datetime.date)
        days = days_of(window, view.facts, calendar)
        view.verdicts.append(test_window(window, days, (refiled, refiled), view.facts, case, abouts))
    for window in terms.decision_windows if filing.decided is None else ():
        days = days_of(window, view.facts, calendar)
        view.verdicts.append(test_window(window, days, (on, on), view.facts, case, abouts))
    in_time = all(one.result in GOOD for one in view.verdicts if one.stretch is not None and one.row.of == "filing")
    event.filed_in_time = event.filed_in_time or in_time


def _test_budget(view: FilingView, terms: Terms) -> None:
    """Whether the edition's money is spent."""
    quota, spent = terms.edition.quota, view.facts.get("plan.spent")
    if quota is not None and quota.budget is not None and isinstance(spent, int) and spent >= fen(quota.budget):
        view.verdicts.append(Verdict(quota, (view.filing.id,), quota.reached, view.facts, why="budget", code=quota.id))


def _sorted(view: FilingView, event: EventView) -> tuple[list[str], list[str], list[str]]:
    """What refuses the filing, what a person has to decide, what waits for the next edition."""
    refused, manual, waits = list(event.codes), [], []
    for verdict in (*event.verdicts, *view.verdicts):
        if verdict.result in ("refused", "not_counted"):
            refused.append(verdict.code or verdict.row.id)
        elif verdict.result == "manual":
            manual.append(verdict.row.id if verdict.code != START else START)
        elif verdict.result == "next":
            waits.append(verdict.row.id)
    refused += [struck.row.id for struck in view.struck if not struck.spared]
    uncounted = [one for one in view.bills if one.counted is None and not one.manual]
    if view.bills and len(uncounted) == len(view.bills):
        refused += [code for one in uncounted for code in _codes(one)]
    manual += [verdict.row.id for one in view.bills for verdict in one.verdicts if verdict.result == "manual"]
    return list(dict.fromkeys(refused)), list(dict.fromkeys(manual)), list(dict.fromkeys(waits))


def _codes(bill: object) -> list[str]:
    verdicts = getattr(bill, "verdicts", ())
    struck = getattr(bill, "struck", ())
    codes = [one.code for one in verdicts if one.result in ("refused", "not_counted") and one.code]
    return codes + [one.row.id for one in struck if not one.spared]
