"""What is known about each event, filing and payment while a claim is run: plain values that the explanation reads."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from webapp.policy.decisions.claim.amounts import Counted, Due
from webapp.policy.decisions.claim.facts import Bill, Event, Filing, Paid, Values
from webapp.policy.decisions.claim.rows import Verdict
from webapp.policy.decisions.claim.terms import Terms

ORDER = (
    "no_edition",
    "refused",
    "decided",
    "accumulating",
    "approved",
    "waits_next_edition",
    "documents_requested",
    "needs_manual_decision",
)
"""The states of a filing; an event shows the last of these that any of its filings has."""


@dataclass(frozen=True, slots=True)
class Struck:
    """An exclusion that a reviewer found, on an event or on bills; `spared` = its exception holds."""

    row: Any
    about: str
    spared: bool
    part: int | None = None


@dataclass(slots=True)
class EventView:
    """One event: the terms it falls under, how their rows came out, the bills that count so far."""

    event: Event
    terms: Terms | None
    facts: Values
    raw_start: object = None
    """The first day of the person's cover before waiting; UNKNOWN or None where it has none."""
    start: datetime.date | None = None
    state: str | None = None
    codes: list[str] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)
    days: dict[str, Any] = field(default_factory=dict)
    bills: list[Counted] = field(default_factory=list)
    filed_in_time: bool = False
    filings: list["FilingView"] = field(default_factory=list)


@dataclass(slots=True)
class BillView:
    """One bill of a filing: how the rows came out, and whether it counts (`manual` = a person decides)."""

    bill: Bill
    verdicts: list[Verdict]
    struck: list[Struck]
    counted: Counted | None = None
    manual: bool = False


@dataclass(slots=True)
class CapCheck:
    """One cap over one payment, in fen: what was paid before in its scope, what is left, what was wanted and what may go."""

    cap: Any
    paid: int
    wanted: int
    allowed: int
    held: bool = False


@dataclass(slots=True)
class Payment:
    """What one filing brings under one component, in fen."""

    component: Any
    due: Due
    before: int
    amount: int
    checks: list[CapCheck] = field(default_factory=list)
    held_by: list[str] = field(default_factory=list)
    would_be: int | None = None
    cut_by: str | None = None
    lost_to: str | None = None
    basis: tuple[Any, ...] = ()
    """What the due was reckoned on: bills, facts, less, shares, given. Another reading is tried on the same."""


@dataclass(slots=True)
class FilingView:
    """One filing: how the rows came out, its bills, its payments, its state and the codes of that state."""

    filing: Filing
    event: EventView
    facts: Values
    state: str = "decided"
    codes: list[str] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)
    bills: list[BillView] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    missing: list[Any] = field(default_factory=list)
    originals: list[Any] = field(default_factory=list)
    payee: Any = None
    payee_given: Any = None
    sorted: tuple[list[str], list[str], list[str]] | None = None
    """What refuses the filing, what a person decides, what waits; None where it was not tested."""


@dataclass(slots=True)
class Outcome:
    """A claim that was run: every event and filing, the ledger with what was added, the sum of what is paid now in fen."""

    events: dict[str, EventView]
    filings: list[FilingView]
    ledger: list[Paid]
    total: int = 0

    def states(self) -> dict[str, str]:
        """The state of each filing."""
        return {view.filing.id: view.state for view in self.filings}
