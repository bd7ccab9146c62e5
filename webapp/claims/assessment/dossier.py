"""Everything that is known of a claim at a moment, read from the rows at once: what facts.py tells the policy. Reads only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from webapp.cases import Case
from webapp.claims.assessment.membership import Facts, base_facts
from webapp.claims.assessment.terms import Terms, pin, terms_of
from webapp.claims.assessment.told import Told, needs_telling, told_on
from webapp.claims.ledger import entries_of, taken_back
from webapp.claims.models import Accident, Bill, Filing, Finding, LedgerEntry
from webapp.claims.store import (
    accidents_of,
    bills_of,
    cases_by_id,
    filing_keys,
    filings_of,
    findings_of,
    paper_kinds,
)
from webapp.claims.workflow import DECIDED, NOT_FILED
from webapp.members.store import person_by_id
from webapp.policy.profile.benefits.plans import Plan
from webapp.web.dates import CHINA


@dataclass(frozen=True)
class Dossier:
    """A claim on the filings `asked`, with all that counts beside them.

    `accident` is that of the last one asked about, `known` what is known of the member. `filings`: those decided before, then others
    that are open, then those asked about; the other rows are all of the person's. `keys`: what the facts call a filing and its
    accident, by case id; `papers`: kinds of paper, by filing id; `entries`: the ledger under the plan; `void`: the cases of which
    nothing stands any more; `told`: what was told on each accident, where the plan has to be told something.
    """

    accident: Accident
    terms: Terms
    known: Facts
    accidents: Mapping[UUID, Accident]
    filings: Sequence[Filing]
    asked: frozenset[UUID]
    cases: Mapping[UUID, Case]
    keys: Mapping[UUID, tuple[str, str]]
    bills: Sequence[Bill]
    findings: Sequence[Finding]
    papers: Mapping[UUID, list[str]]
    entries: Sequence[LedgerEntry]
    void: Collection[UUID]
    told: Mapping[UUID, Told]

    @property
    def day(self) -> date:
        """The day of the accident."""
        assert self.accident.at is not None
        return self.accident.at.astimezone(CHINA).date()


def dossier_of(filings: Sequence[Filing], *, pinned: bool = False) -> Dossier | None:
    """The dossier of a person's filings under one plan; None while the accident of the last one has no day.

    `pinned`: the rules are kept with the accident from now on. Other accidents are told where some component is reckoned on the whole
    edition; what was paid on them is in the ledger anyway. A filing that is neither decided nor asked about pays nothing and counts
    for nothing; it only shows that its accident was filed in time.
    """
    person = person_by_id(filings[-1].person_id)
    accidents, everything = accidents_of(person.id), filings_of(person.id)
    accident = next(one for one in accidents if one.id == filings[-1].accident_id)
    if accident.at is None:
        return None
    ids = [one.id for one in everything]
    cases, bills, findings, papers = cases_by_id(everything), bills_of(ids), findings_of(ids), paper_kinds(everything)
    keys, entries = filing_keys(person.id), entries_of(person.id, accident.plan)
    terms = pin(accident) if pinned else terms_of(accident)
    asked = frozenset(one.id for one in filings)
    only = {one.id for one in accidents} if _reckons_by_edition(terms.plan) else {one.accident_id for one in filings}
    told = {one.id: one for one in accidents if one.id in only and one.plan == accident.plan and one.at is not None}

    def order(one: Filing) -> tuple[bool, bool, datetime, UUID]:
        return one.id in asked, cases[one.case_id].state not in DECIDED, one.created_at, one.id

    # What was handed in and taken back counts like a refused one: it only shows that its accident was filed in time.
    counted = [
        one
        for one in everything
        if one.id in asked or one.filed_on is not None or cases[one.case_id].state not in NOT_FILED
    ]
    return Dossier(
        accident=accident,
        terms=terms,
        accidents=told,
        filings=sorted((one for one in counted if one.accident_id in told), key=order),
        asked=asked,
        cases=cases,
        keys=keys,
        bills=bills,
        findings=findings,
        papers=papers,
        entries=entries,
        void=taken_back(entries),
        told=told_on(list(told)) if needs_telling(terms.plan) else {},
        known=base_facts(person, terms.plan, accident.at.astimezone(CHINA).date()),
    )


def _reckons_by_edition(plan: Plan) -> bool:
    """Whether some component is reckoned on all accidents of an edition together."""
    bases = [getattr(one, "basis", None) for edition in plan.editions or () for one in edition.components]
    return any(basis is not None and basis.per == "edition" for basis in bases)
