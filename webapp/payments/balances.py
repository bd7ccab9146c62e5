"""What each claim still has to get, or to give back: the ledger against the bank. Reads only; amounts in fen."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from webapp.cases import Case
from webapp.claims.models import LedgerEntry
from webapp.payments.models import BankResult, MoneyBack
from webapp.persistence import db


@dataclass(frozen=True)
class Balance:
    """One claim: what the ledger grants it, what the bank paid, what came back."""

    granted: int = 0
    paid: int = 0
    returned: int = 0

    @property
    def open(self) -> int:
        """Still to be paid; below zero what is to be given back."""
        return self.granted - self.paid + self.returned


def balances_of(case_ids: Collection[UUID]) -> dict[UUID, Balance]:
    """The balances of these claims."""
    return _balances(lambda column: column.in_(case_ids))


def balances_in(union_ids: Collection[UUID]) -> dict[UUID, Balance]:
    """The balances of every claim of these unions that has an entry."""
    ours = select(Case.id).where(Case.union_id.in_(union_ids))
    return _balances(lambda column: column.in_(ours))


def _balances(within: Any) -> dict[UUID, Balance]:
    granted = _sums(select(LedgerEntry.case_id, func.sum(LedgerEntry.amount)), LedgerEntry.case_id, within)
    paid_rows = select(BankResult.case_id, func.sum(BankResult.amount)).where(BankResult.paid)
    paid = _sums(paid_rows, BankResult.case_id, within)
    returned = _sums(select(MoneyBack.case_id, func.sum(MoneyBack.amount)), MoneyBack.case_id, within)
    return {
        case_id: Balance(granted.get(case_id, 0), paid.get(case_id, 0), returned.get(case_id, 0))
        for case_id in {*granted, *paid, *returned}
    }


def _sums(rows: Any, column: Any, within: Any) -> dict[UUID, int]:
    found = db.session.execute(rows.where(within(column)).group_by(column))
    return {case_id: int(amount) for case_id, amount in found}
