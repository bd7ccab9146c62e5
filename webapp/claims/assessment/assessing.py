"""What is due on a filing, as the policy says it now; member and officer read the same. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.cases import Case, DecisionRow, record_decision
from webapp.claims.assessment.dossier import Dossier, dossier_of
from webapp.claims.assessment.facts import decision_on
from webapp.claims.assessment.plans import code_words, row_words
from webapp.claims.assessment.terms import Terms
from webapp.claims.models import Filing
from webapp.persistence import db, record_event
from webapp.policy import ClaimAnswer, Decision, PaymentAnswer
from webapp.policy.answers.claim import EventAnswer, FilingAnswer, NotCounted
from webapp.policy.decisions.claim.values import money
from webapp.policy.profile.benefits.plans import Edition
from webapp.tenancy import profile

MANUAL = "needs_manual_decision"
WAITS_FOR_PAPERS = "documents_requested"
COMPLETE, LACKING = "claim.complete", "claim.lacking"
NO_ACCOUNT = "还没有填写收款账户"


@dataclass(frozen=True)
class Assessment:
    """One filing under a decision: its state and codes, what it brings, and the decision itself. Amounts in fen."""

    reference: str
    terms: Terms
    decision: Decision[ClaimAnswer]

    @property
    def edition(self) -> Edition | None:
        """The edition it rests on; None where none is known."""
        return self.terms.edition

    @property
    def _filing(self) -> FilingAnswer | None:
        return self.decision.answer.filings.get(self.reference)

    @property
    def _told(self) -> Mapping[str, object]:
        """What the facts say of this filing."""
        filings = self.decision.facts["filings"]
        assert isinstance(filings, list), "the facts of a claim name its filings"
        return next((one for one in filings if one["id"] == self.reference), {})

    @property
    def state(self) -> str:
        """A claim_state of the profile; `no_edition` where nothing is computed at all."""
        return self._filing.state if self._filing is not None else "no_edition"

    @property
    def codes(self) -> list[str]:
        """Why it stands so."""
        return list(self._filing.codes) if self._filing is not None else []

    @property
    def code_words(self) -> list[str]:
        """The same in words: what a person has to judge is called by its row, everything else by its code."""
        if self.state == MANUAL:
            return [row_words(profile(), self.edition, code) for code in self.codes]
        return [self._code_words(code) for code in self.codes]

    def _code_words(self, code: str) -> str:
        if code == "payee" and not self._told.get("payee"):
            return NO_ACCOUNT
        return code_words(profile(), self.edition, code)

    @property
    def missing(self) -> list[str]:
        """Ids of the papers that are asked for."""
        return list(self._filing.missing) if self._filing is not None else []

    @property
    def originals(self) -> list[str]:
        """Ids of the papers of which the original was not seen yet."""
        return list(self._filing.originals) if self._filing is not None else []

    @property
    def payments(self) -> list[PaymentAnswer]:
        """The payments of this filing, one a component, as in the decision's answer."""
        return [one for one in self.decision.answer.payments if one.filing == self.reference]

    @property
    def amount(self) -> int:
        """What is paid now."""
        return sum(money(one.amount) for one in self.payments)

    @property
    def would_be(self) -> int:
        """What would be paid once nothing holds it back; the amount itself where nothing does."""
        return sum(money(one.would_be or one.amount) for one in self.payments)

    @property
    def event(self) -> EventAnswer | None:
        """What the decision says of its accident; None where nothing was computed."""
        return self.decision.answer.events.get(str(self._told.get("event")))

    @property
    def not_counted(self) -> dict[str, NotCounted]:
        """Bills of this filing that do not count, by their number: rows, and whether a person decides."""
        return {one.bill: one for one in self.decision.answer.not_counted or () if one.filing == self.reference}


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
    return None if dossier is None else Assessment(case.reference, dossier.terms, decision_on(dossier))


def _note_papers(case: Case, before: str | None, after: str) -> None:
    """The day on which nothing was missing any more, and that on which something was found missing again."""
    lacked, lacks = before in (None, WAITS_FOR_PAPERS), after == WAITS_FOR_PAPERS
    if lacked != lacks:
        record_event(kind=LACKING if lacks else COMPLETE, case_id=case.id)


def keep_assessment(filing: Filing, case: Case) -> Kept:
    """Assess a filing, keep the decision with its case, and note the result on the filing."""
    dossier = dossier_of([filing], pinned=True)
    assert dossier is not None, "a filing that was handed in has a day"
    decision = decision_on(dossier)
    found = Assessment(case.reference, dossier.terms, decision)
    row = record_decision(case, decision)
    _note_papers(case, filing.state, found.state)
    filing.state, filing.codes = found.state, found.codes
    filing.amount, filing.would_be = found.amount, found.would_be
    db.session.flush()
    return Kept(filing, case, dossier, found, row)
