"""The papers and the account of a filing: what is missing is asked for, and an original is seen before money goes out."""

from collections.abc import Iterable
from typing import Any

from webapp.policy.decisions.claim.facts import Case
from webapp.policy.decisions.claim.rows import found
from webapp.policy.decisions.claim.terms import Terms
from webapp.policy.decisions.claim.views import FilingView
from webapp.policy.language.facts import UNKNOWN


def applies(component: Any, view: FilingView) -> bool | None:
    """Whether a component stands for this filing; None where that is not known."""
    return True if component.when is None else component.when.holds(view.facts)


def check_papers(view: FilingView, terms: Terms, case: Case) -> None:
    """Note which papers are missing, which originals have still to be seen, and whether the account is the payee's."""
    filing = view.filing
    for document in terms.documents:
        if not _wanted(document, view, terms):
            continue
        finding = found(case, document.id, (filing.id, filing.event))
        if document.if_asked and (finding is None or finding.holds):
            continue
        if document.id not in _given(document, view) and (finding is None or not finding.holds):
            view.missing.append(document)
        elif document.original is not None and document.id not in filing.originals:
            view.originals.append(document)
    view.payee = next(iter(_payees(view, terms)), terms.edition.payee)
    view.payee_given = filing.values.get("filing.payee", UNKNOWN)


def papers_asked(view: FilingView) -> list[str]:
    """The codes of what is asked for: documents, payee, original."""
    codes = ["documents"] if view.missing else []
    if view.payee is not None and view.payee_given != view.payee.who:
        codes.append("payee")
    if any(document.original == "filing" for document in view.originals):
        codes.append("original")
    return codes


def _wanted(document: Any, view: FilingView, terms: Terms) -> bool:
    if document.when is not None and document.when.holds(view.facts) is False:
        return False
    if document.for_ is None:
        return True
    return any(one.id in document.for_ and applies(one, view) is not False for one in terms.components)


def _given(document: Any, view: FilingView) -> frozenset[str]:
    """The papers handed in with this filing, or with any filing of the event where one is enough for all."""
    if document.per == "filing":
        return view.filing.documents
    return frozenset(one for other in view.event.filings for one in other.filing.documents)


def _payees(view: FilingView, terms: Terms) -> Iterable[Any]:
    for component in terms.components:
        if component.payee is not None and applies(component, view):
            yield component.payee
