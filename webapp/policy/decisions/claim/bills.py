"""Which bills of a filing count: each by itself, by its days, by the rows about bills, by what a reviewer struck."""

from webapp.policy.decisions.claim.amounts import Counted
from webapp.policy.decisions.claim.calendar import Calendar
from webapp.policy.decisions.claim.facts import Bill, Case
from webapp.policy.decisions.claim.rows import GOOD, days_of, test, test_window
from webapp.policy.decisions.claim.terms import Terms
from webapp.policy.decisions.claim.views import BillView, EventView, FilingView, Struck

_GOES_ON = GOOD | {"flag", "ask"}


def count_bill(
    bill: Bill, view: FilingView, event: EventView, terms: Terms, case: Case, calendar: Calendar
) -> BillView:
    """How every row about bills came out on one bill, and whether the bill counts."""
    facts = {**view.facts, **bill.values}
    abouts = (bill.id, view.filing.id, event.event.id)
    stretch = (bill.first, bill.last) if bill.first is not None and bill.last is not None else None
    verdicts = []
    part = None
    for window in terms.bill_windows:
        days = event.days[window.id] or days_of(window, facts, calendar)
        verdict = test_window(window, days, stretch, facts, case, abouts)
        part = verdict.part if verdict.part is not None else part
        verdicts.append(verdict)
    verdicts += [test(row, facts, case, abouts) for row in terms.bills]
    struck = _struck(abouts, terms, case)
    found = BillView(bill, verdicts, struck)
    against = [one for one in verdicts if one.result not in _GOES_ON]
    found.manual = bool(against) and all(one.result in ("manual", "next") for one in against)
    out = any(not one.spared and one.part is None for one in struck)
    if out:
        found.manual = False
    if not against and not out:
        parts = [one for one in (part, *(one.part for one in struck if not one.spared)) if one is not None]
        found.counted = Counted(bill, event.event.id, view.filing.id, facts, min(parts) if parts else None)
    return found


def _struck(abouts: tuple[str, str, str], terms: Terms, case: Case) -> list[Struck]:
    """The exclusions a reviewer found about this bill, or about its filing or event where they strike bills."""
    struck = []
    for finding in case.findings.values():
        row = terms.exclusions.get(finding.row)
        if row is None or not finding.holds or finding.about not in abouts:
            continue
        if row.scope == "event" or (finding.about == abouts[2] and row.scope != "bill"):
            continue
        spared = finding.exception and row.except_ is not None
        struck.append(Struck(row, finding.about, spared, finding.counts))
    return struck
