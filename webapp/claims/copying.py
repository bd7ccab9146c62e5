"""A person's claims as a part of the copy of his data. Reads only."""

from typing import Any

from webapp.cases import Case
from webapp.claims.cover import accident_title
from webapp.claims.ledger import entries_of
from webapp.claims.models import Accident, Bill, Filing
from webapp.claims.pages import bill_rows
from webapp.claims.store import accidents_of, bills_of, cases_by_id, filings_of
from webapp.members import Person
from webapp.persistence import mask_account
from webapp.policy.profile.benefits.facts import yuan


def copy_of(person: Person, *, screen: bool) -> list[dict[str, Any]]:
    """Every accident of a person with what he filed on it and what was entered for it; account numbers masked for a screen."""
    filings = filings_of(person.id)
    cases = cases_by_id(filings)
    bills = bills_of([filing.id for filing in filings])
    own = {one.id: [filing for filing in filings if filing.accident_id == one.id] for one in accidents_of(person.id)}
    return [_accident(one, own[one.id], cases, bills, screen) for one in accidents_of(person.id) if own[one.id]]


def _accident(
    accident: Accident, filings: list[Filing], cases: dict[Any, Case], bills: list[Bill], screen: bool
) -> dict[str, Any]:
    paid = {one.case_id for one in filings}
    return {
        "事情": accident_title(accident),
        "地点": accident.place,
        "经过": accident.story,
        "申报": [_filing(one, cases[one.case_id], bills, screen) for one in filings],
        "核定": [
            {"时间": one.entered_on.isoformat(), "金额": f"{yuan(one.amount)} 元"}
            for one in entries_of(accident.person_id, accident.plan)
            if one.case_id in paid
        ],
    }


def _filing(filing: Filing, case: Case, bills: list[Bill], screen: bool) -> dict[str, Any]:
    number = mask_account(filing.account_number) if screen else filing.account_number
    return {
        "编号": case.reference,
        "申报日": filing.filed_on.isoformat() if filing.filed_on else "没有提交",
        "收款账户": f"{filing.account_holder} {filing.bank} {number}".strip(),
        "票据": [
            {row["label"]: row["value"] for row in bill_rows(bill)} for bill in bills if bill.filing_id == filing.id
        ],
    }
