"""Queries and small writes about accidents, filings, bills and findings. Nothing here commits."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from webapp.cases import Case, open_case
from webapp.claims.models import Accident, Bill, Filing, Finding
from webapp.claims.workflow import STANDING
from webapp.files import StoredFile
from webapp.members import Person, hold_person
from webapp.persistence import blind_index, db, mask_name
from webapp.tenancy import business_date

KIND = "claim"


def subject_of(filing: Filing) -> str:
    """Under which name the papers of a filing are kept."""
    return f"filing:{filing.id}"


def new_accident(person: Person, *, plan: str) -> Accident:
    """An empty accident of this person."""
    hold_person(person.id)
    last = db.session.scalar(select(func.max(Accident.number)).where(Accident.person_id == person.id)) or 0
    accident = Accident(person_id=person.id, number=last + 1, plan=plan)
    db.session.add(accident)
    db.session.flush()
    return accident


def new_filing(person: Person, accident: Accident, *, union_id: UUID | None) -> tuple[Filing, Case]:
    """A draft of one more filing on the accident; the bank account of the last filing is taken over."""
    case = open_case(
        kind=KIND,
        application_id=uuid7(),
        worker_id=person.worker_id,
        union_id=union_id,
        title=mask_name(person.name),
        governed_on=business_date(),
        data={},
    )
    filing = Filing(case_id=case.id, accident_id=accident.id, person_id=person.id)
    before = next(iter(filings_of(person.id)[::-1]), None)
    if before is not None:
        for name in ("payee", "bank", "account_holder", "account_number", "account_index"):
            setattr(filing, name, getattr(before, name))
    db.session.add(filing)
    db.session.flush()
    return filing, case


def filing_of(case: Case) -> Filing:
    """The filing of a case of the kind `claim`."""
    return db.session.scalars(select(Filing).where(Filing.case_id == case.id)).one()


def filings_of_cases(cases: Collection[Case]) -> dict[UUID, Filing]:
    """The filings of cases of the kind `claim`, by case id; of one case by the question that every page of it asks."""
    if len(cases) == 1:
        return {case.id: filing_of(case) for case in cases}
    statement = select(Filing).where(Filing.case_id.in_([case.id for case in cases]))
    return {one.case_id: one for one in db.session.scalars(statement)}


def case_of(filing: Filing) -> Case:
    """The case of a filing."""
    return db.session.scalars(select(Case).where(Case.id == filing.case_id)).one()


def accident_of(filing: Filing) -> Accident:
    """The accident of a filing; asked for with the person's others, which every page of a claim needs."""
    return next(one for one in accidents_of(filing.person_id) if one.id == filing.accident_id)


def accidents_of(person_id: UUID, only: Collection[UUID] | None = None) -> list[Accident]:
    """A person's accidents (those named alone), oldest first."""
    statement = select(Accident).where(Accident.person_id == person_id)
    if only is not None:
        statement = statement.where(Accident.id.in_(list(only)))
    return list(db.session.scalars(statement.order_by(Accident.number)))


def filings_of(person_id: UUID, accidents: Collection[UUID] | None = None) -> list[Filing]:
    """All filings of a person (on the named accidents alone), drafts too, in the order they were begun."""
    statement = select(Filing).where(Filing.person_id == person_id)
    if accidents is not None:
        statement = statement.where(Filing.accident_id.in_(list(accidents)))
    return list(db.session.scalars(statement.order_by(Filing.created_at, Filing.id)))


def filing_keys(person_id: UUID) -> dict[UUID, tuple[str, str]]:
    """For each of a person's filings, by case id: what the facts call it and its accident."""
    joined = (
        select(Filing.case_id, Case.reference, Accident.number)
        .join(Case, (Case.id == Filing.case_id) & (Case.jurisdiction == Filing.jurisdiction))
        .join(Accident, (Accident.id == Filing.accident_id) & (Accident.jurisdiction == Filing.jurisdiction))
    )
    rows = db.session.execute(joined.where(Filing.person_id == person_id))
    return {case_id: (reference, f"A{number}") for case_id, reference, number in rows}


def filed_beside(filing: Filing) -> bool:
    """Whether another filing on the same accident was ever handed in."""
    statement = select(Filing.id).where(
        Filing.accident_id == filing.accident_id, Filing.id != filing.id, Filing.filed_on.is_not(None)
    )
    return db.session.scalar(statement.limit(1)) is not None


def cases_by_id(filings: Sequence[Filing]) -> dict[UUID, Case]:
    """The cases of filings, by case id."""
    wanted = [filing.case_id for filing in filings]
    return {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_(wanted)))}


def bills_of(filing_ids: Sequence[UUID]) -> list[Bill]:
    """The bills of filings, by their number."""
    return list(db.session.scalars(select(Bill).where(Bill.filing_id.in_(filing_ids)).order_by(Bill.number)))


def bill_by_id(filing: Filing, bill_id: UUID) -> Bill | None:
    """A bill of this filing, or None."""
    return db.session.scalars(select(Bill).where(Bill.id == bill_id, Bill.filing_id == filing.id)).one_or_none()


def save_bill(filing: Filing, bill: Bill | None, values: dict[str, Any]) -> Bill:
    """Write a bill, a new one where none is given. `values` by column; the index of the invoice is worked out here."""
    if bill is None:
        hold_person(filing.person_id)
        last = db.session.scalar(select(func.max(Bill.number)).where(Bill.person_id == filing.person_id)) or 0
        bill = Bill(filing_id=filing.id, person_id=filing.person_id, number=last + 1)
        db.session.add(bill)
    for name, value in values.items():
        setattr(bill, name, value)
    invoice = f"{bill.invoice}|{bill.total}|{bill.hospital}"
    bill.invoice_index = blind_index("claim_bills.invoice", invoice) if bill.invoice else None
    db.session.flush()
    return bill


def remove_bill(bill: Bill) -> None:
    """Take a bill out of a filing that was not handed in, with what was found about it."""
    for finding in db.session.scalars(select(Finding).where(Finding.bill_id == bill.id)):
        db.session.delete(finding)
    db.session.flush()
    db.session.delete(bill)
    db.session.flush()


def save_account(filing: Filing, *, payee: str, bank: str, holder: str, number: str) -> None:
    """The account that is to be paid to."""
    filing.payee, filing.bank, filing.account_holder, filing.account_number = payee, bank, holder, number
    filing.account_index = blind_index("claim_filings.account", number)
    db.session.flush()


def findings_of(filing_ids: Sequence[UUID]) -> list[Finding]:
    """What was found about filings, oldest first: a later one on the same row and thing counts."""
    statement = select(Finding).where(Finding.filing_id.in_(filing_ids))
    return list(db.session.scalars(statement.order_by(Finding.found_at, Finding.id)))


def paper_kinds(filings: Sequence[Filing]) -> dict[UUID, list[str]]:
    """The kinds of paper handed in with each filing, by its id."""
    subjects = {subject_of(one): one.id for one in filings}
    statement = select(StoredFile.subject, StoredFile.purpose).where(StoredFile.subject.in_(list(subjects)))
    found: dict[UUID, set[str]] = {one.id: set() for one in filings}
    for subject, purpose in db.session.execute(statement):
        found[subjects[subject]].add(purpose)
    return {filing_id: sorted(kinds) for filing_id, kinds in found.items()}


def standing_beside(filing: Filing) -> list[tuple[Filing, Case]]:
    """The other filings of the same accident that are open, with their cases."""
    others = [one for one in filings_of(filing.person_id, [filing.accident_id]) if one.id != filing.id]
    cases = cases_by_id(others)
    return [(one, cases[one.case_id]) for one in others if cases[one.case_id].state in STANDING]


def same_invoices(bills: Sequence[Bill]) -> list[Bill]:
    """Bills of other filings that were handed in, with the same invoice number, amount and hospital as one of these."""
    indexes = {bill.invoice_index for bill in bills if bill.invoice_index}
    if not indexes:
        return []
    mine = {bill.filing_id for bill in bills}
    joined = select(Bill).join(Filing, (Filing.id == Bill.filing_id) & (Filing.jurisdiction == Bill.jurisdiction))
    statement = joined.where(Bill.invoice_index.in_(indexes), Bill.filing_id.not_in(mine), Filing.filed_on.is_not(None))
    return list(db.session.scalars(statement.order_by(Bill.invoice_index, Bill.id)))


def others_with_account(filing: Filing) -> int:
    """How many other persons named the same bank account."""
    if filing.account_index is None:
        return 0
    statement = select(func.count(Filing.person_id.distinct())).where(
        Filing.account_index == filing.account_index, Filing.person_id != filing.person_id
    )
    return db.session.scalar(statement) or 0
