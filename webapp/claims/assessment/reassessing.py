"""A filing is assessed anew, with the open ones beside it and each with its second officer. Nothing here commits."""

from collections.abc import Sequence

from webapp.cases import Case
from webapp.cases.second_officer import needs_second, want_second
from webapp.claims.assessment.assessing import Assessment, Kept, keep_assessment
from webapp.claims.models import Filing
from webapp.claims.store import standing_beside
from webapp.unions.settings import second_approval


def reassess(filing: Filing, case: Case) -> Assessment:
    """Assess an open filing anew after a reviewer's act; the version moves on, so that nobody decides on what he has not seen."""
    kept = assess_with_others(filing, case)
    case.version += 1
    return kept.found


def assess_with_others(filing: Filing, case: Case) -> Kept:
    """Assess a filing, then the other open ones of its accident, which stand on it."""
    return _assess_each([(filing, case), *standing_beside(filing)])[0]


def assess_others(filing: Filing) -> None:
    """Only the others: this one was decided or moved away."""
    _assess_each(standing_beside(filing))


def _assess_each(filings: Sequence[tuple[Filing, Case]]) -> list[Kept]:
    every = []
    for filing, case in filings:
        every.append(keep_assessment(filing, case))
        sync_second(filing, case)
    return every


def sync_second(filing: Filing, case: Case) -> None:
    """A second step where what is due is above what the union lets one officer grant."""
    if case.union_id is not None:
        want_second(case, needs_second(second_approval(case.union_id), max(filing.amount, filing.would_be)))
