"""What is due on a filing, as the policy says it now; member and officer read the same. Nothing here commits."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from webapp.cases import Case, DecisionRow, record_decision
from webapp.claims.assessment.dossier import Dossier, dossier_of
from webapp.claims.assessment.facts import decision_on
from webapp.claims.assessment.plans import code_words, row_words
from webapp.claims.assessment.terms import Terms
from webapp.claims.models import Filing
from webapp.persistence import db
from webapp.policy.decisions.claim.values import money
from webapp.policy.profile.benefits.plans import Edition
from webapp.tenancy import profile

MANUAL = "needs_manual_decision"
NO_ACCOUNT = "还没有填写收款账户"


@dataclass(frozen=True)
class Assessment:
    """One filing under a decision: its state and codes, what it brings, and the decision itself. Amounts in fen."""

    reference: str
    terms: Terms
    decision: dict[str, Any]

    @property
    def edition(self) -> Edition | None:
        """The edition it rests on; None where none is known."""
        return self.terms.edition

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
            return [row_words(profile(), self.edition, code) for code in self.codes]
        return [self._code_words(code) for code in self.codes]

    def _code_words(self, code: str) -> str:
        if code == "payee" and not any(
            one["id"] == self.reference and one.get("payee") for one in self.decision["facts"]["filings"]
        ):
            return NO_ACCOUNT
        return code_words(profile(), self.edition, code)

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


@dataclass(frozen=True)
class Kept:
    """An assessment that was kept with its case; `row` is the decision."""

    filing: Filing
    case: Case
    dossier: Dossier
    found: Assessment
    row: DecisionRow


def assess(filing: Filing, case: Case) -> Assessment | None:
    """What is due on one filing today; None while its accident has no day."""
    dossier = dossier_of([filing])
    return None if dossier is None else Assessment(case.reference, dossier.terms, decision_on(dossier).as_dict())


def keep_assessment(filing: Filing, case: Case) -> Kept:
    """Assess a filing, keep the decision with its case, and note the result on the filing."""
    dossier = dossier_of([filing], pinned=True)
    assert dossier is not None, "a filing that was handed in has a day"
    decision = decision_on(dossier)
    found = Assessment(case.reference, dossier.terms, decision.as_dict())
    row = record_decision(case, decision)
    filing.state, filing.codes = found.state, found.codes
    filing.amount, filing.would_be = found.amount, found.would_be
    db.session.flush()
    return Kept(filing, case, dossier, found, row)
