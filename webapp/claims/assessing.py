"""What is due on a filing, as the policy says it now; member and officer read the same. Nothing here commits."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from webapp.cases import Case, DecisionRow, record_decision
from webapp.claims.facts import claim_facts
from webapp.claims.models import Accident, Filing
from webapp.claims.plans import code_words, edition_by_id, edition_on, plan_by_id, row_words
from webapp.claims.ruling import pin, rules_of
from webapp.claims.store import accident_of
from webapp.members import Person
from webapp.members.store import person_by_id
from webapp.persistence import db
from webapp.policy import Decision, decide
from webapp.policy.decisions.claim.values import money
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.tenancy import business_date, profile
from webapp.web.dates import CHINA

MANUAL = "needs_manual_decision"


@dataclass(frozen=True)
class Assessment:
    """One filing under a decision: its state and codes, what it brings, and the decision itself. Amounts in fen."""

    reference: str
    plan: Plan
    edition: Edition | None
    decision: dict[str, Any]

    @cached_property
    def _filing(self) -> dict[str, Any]:
        found: dict[str, Any] = (self.decision["answer"].get("filings") or {}).get(self.reference, {})
        return found

    @property
    def state(self) -> str:
        """A claim_state of the profile; `no_edition` where nothing is computed at all."""
        return str(self._filing.get("state", "no_edition"))

    @property
    def codes(self) -> list[str]:
        """Why it stands so."""
        return list(self._filing.get("codes", ()))

    @property
    def code_words(self) -> list[str]:
        """The same in words: what a person has to judge is called by its row, everything else by its code."""
        if self.state == MANUAL:
            return [row_words(self.edition, code) for code in self.codes]
        return [code_words(profile(), self.edition, code) for code in self.codes]

    @property
    def missing(self) -> list[str]:
        """Ids of the papers that are asked for."""
        return list(self._filing.get("missing", ()))

    @property
    def originals(self) -> list[str]:
        """Ids of the papers of which the original was not seen yet."""
        return list(self._filing.get("originals", ()))

    @property
    def payments(self) -> list[dict[str, Any]]:
        """The payments of this filing, one a component, as in the decision's answer."""
        return [one for one in self.decision["answer"].get("payments") or () if one["filing"] == self.reference]

    @property
    def amount(self) -> int:
        """What is paid now."""
        return sum(money(one["amount"]) for one in self.payments)

    @property
    def would_be(self) -> int:
        """What would be paid once nothing holds it back; the amount itself where nothing does."""
        return sum(money(one["would_be"] or one["amount"]) for one in self.payments)

    @property
    def event(self) -> dict[str, Any]:
        """What the decision says of its accident."""
        events: dict[str, Any] = self.decision["answer"].get("events") or {}
        at = next((one["event"] for one in self.decision["facts"]["filings"] if one["id"] == self.reference), None)
        found: dict[str, Any] = events.get(str(at), {})
        return found

    @property
    def not_counted(self) -> dict[str, dict[str, Any]]:
        """Bills of this filing that do not count, by their number: rows, and whether a person decides."""
        rows = self.decision["answer"].get("not_counted") or ()
        return {one["bill"]: one for one in rows if one["filing"] == self.reference}


def plan_of(accident: Accident) -> Plan:
    """The plan an accident was reported under."""
    plan = plan_by_id(rules_of(accident), accident.plan)
    assert plan is not None, f"the profile has no plan {accident.plan}"
    return plan


def edition_of(accident: Accident) -> Edition | None:
    """The terms that govern the accident: those pinned, else those of its day; None where none are known."""
    plan = plan_of(accident)
    pinned = edition_by_id(plan, accident.edition)
    if pinned is not None or accident.at is None:
        return pinned
    return edition_on(plan, accident.at.astimezone(CHINA).date())


def decided_now(person: Person, accident: Accident, filings: list[Filing]) -> Decision:
    """The policy's word on these filings of a person, on top of all that was decided before."""
    facts = claim_facts(person, plan_of(accident), filings)
    return decide("claim", facts, rules_of(accident), business_date())


def assess(filing: Filing, case: Case) -> tuple[Assessment, Decision] | None:
    """What is due on one filing today; None while its accident has no day."""
    accident = accident_of(filing)
    if accident.at is None:
        return None
    decision = decided_now(person_by_id(filing.person_id), accident, [filing])
    return Assessment(case.reference, plan_of(accident), edition_of(accident), decision.as_dict()), decision


def keep_assessment(filing: Filing, case: Case) -> tuple[Assessment, DecisionRow]:
    """Assess a filing, keep the decision with its case, and note the result on the filing."""
    pin(accident_of(filing))
    assessed = assess(filing, case)
    assert assessed is not None, "a filing that was handed in has a day"
    found, decision = assessed
    row = record_decision(case, decision)
    filing.state, filing.codes = found.state, found.codes
    filing.amount, filing.would_be = found.amount, found.would_be
    db.session.flush()
    return found, row
