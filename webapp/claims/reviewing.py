"""A reviewer's acts on a claim: findings, and originals that were seen. Each is an event; nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from webapp.accounts import owner_name
from webapp.cases import Case, State
from webapp.claims.assessment.plans import RowWords, rows_to_find_on
from webapp.claims.assessment.reassessing import reassess
from webapp.claims.models import Filing, Finding
from webapp.claims.office_forms import ACCIDENT, EXCEPTION, FILING, HOLDS_NOT, FindingForm
from webapp.claims.store import bills_of, findings_of
from webapp.persistence import db, record_event
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Edition

FINDING_TAKEN_BACK = "已撤销这条认定，金额已重新核算。"
DECIDABLE = (State.UNDER_REVIEW, State.APPEALED)


@dataclass(frozen=True)
class FoundRow:
    """A finding in words."""

    finding: Finding
    row: str
    about: str
    outcome: str


def find(filing: Filing, case: Case, form: FindingForm, rows: Sequence[RowWords], *, officer_id: UUID) -> None:
    """Write a finding and assess the claim anew; hangs a message on the form where row and thing do not go together."""
    row = next(one for one in rows if one.id == form.row.data)
    about = form.about.data
    kind = about if about in (ACCIDENT, FILING) else "bill"
    if not _goes_with(row, kind):
        form.add_error("about", "这一条不能这样认定：" + _MAY[row.abouts[0]])
        return
    if form.outcome.data == EXCEPTION and row.except_ is None:
        form.add_error("outcome", "这一条没有写例外")
        return
    finding = Finding(
        filing_id=filing.id,
        bill_id=UUID(about) if kind == "bill" else None,
        of_accident=kind == ACCIDENT,
        row=row.id,
        holds=form.outcome.data != HOLDS_NOT,
        exception=form.outcome.data == EXCEPTION,
        counts=form.counts.fen,
        amount=form.amount.fen,
        note=form.note.data or "",
        found_by=officer_id,
    )
    db.session.add(finding)
    db.session.flush()
    record_event(
        kind="claim.found",
        case_id=case.id,
        actor=owner_name(officer_id),
        data={"row": row.id, "about": kind, "outcome": form.outcome.data, "note": finding.note},
    )
    if case.state in DECIDABLE:
        reassess(filing, case)


_MAY = {"accident": "请选“整件事”", "bill": "请选一张票据", "filing": "请选“这件申报”"}


def _goes_with(row: RowWords, kind: str) -> bool:
    """A finding may be about what its row tests, or about a whole that this is part of; an exclusion only within its scope."""
    if row.is_exclusion:
        return kind in row.abouts
    wider = {"bill": ("bill", FILING, ACCIDENT), FILING: (FILING, ACCIDENT), ACCIDENT: (ACCIDENT, FILING)}
    return any(kind in wider[one] for one in row.abouts)


def take_back(filing: Filing, case: Case, finding_id: str, *, officer_id: UUID) -> None:
    """Take a finding back; one that is not there any more changes nothing."""
    for finding in findings_of([filing.id]):
        if str(finding.id) == finding_id:
            db.session.delete(finding)
            db.session.flush()
            record_event(
                kind="claim.finding_taken_back",
                case_id=case.id,
                actor=owner_name(officer_id),
                data={"row": finding.row, "note": finding.note},
            )
            if case.state in DECIDABLE:
                reassess(filing, case)


def see_original(filing: Filing, case: Case, document: str, seen: bool, *, officer_id: UUID) -> None:
    """Note that an original was seen; possible as long as nothing was refused, since it is needed before payment."""
    without = [one for one in filing.originals if one != document]
    filing.originals = [*without, document] if seen else without
    db.session.flush()
    record_event(
        kind="claim.original",
        case_id=case.id,
        actor=owner_name(officer_id),
        data={"document": document, "seen": seen},
    )
    if case.state in DECIDABLE:
        reassess(filing, case)


def found_rows(filing: Filing, edition: Edition | None) -> list[FoundRow]:
    """What was found so far, in words."""
    labels = {row.id: row.label for row in (rows_to_find_on(edition) if edition is not None else ())}
    keys: dict[UUID | None, str] = {bill.id: bill.key for bill in bills_of([filing.id])}
    return [_words(one, labels, keys) for one in findings_of([filing.id])]


def _words(one: Finding, labels: dict[str, str], keys: dict[UUID | None, str]) -> FoundRow:
    about = "整件事" if one.of_accident else f"票据 {keys.get(one.bill_id, '')}" if one.bill_id else "这件申报"
    outcome = "属于例外" if one.exception else "成立" if one.holds else "不成立"
    if one.counts is not None:
        outcome += f"，只计入 {yuan(one.counts)} 元"
    if one.amount is not None:
        outcome += f"，决定 {yuan(one.amount)} 元"
    return FoundRow(one, labels.get(one.row, one.row), about, outcome)
