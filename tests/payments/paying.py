"""A union's money desk: two officers with the money role, and a bank that answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from tests.claims.conftest import Stage
from tests.officers import person
from webapp.accounts import TREASURER, give_role
from webapp.claims.models import LedgerEntry
from webapp.claims.store import filing_of
from webapp.payments.balances import balances_in
from webapp.payments.bank_answers import Import, lines_of, take_in
from webapp.payments.bank_files import Line
from webapp.payments.batches import approve, batch_by_reference, export, freeze, payables
from webapp.payments.models import BankResult, MoneyBack, PaymentBatch
from webapp.persistence import db
from webapp.policy.profile.benefits.facts import yuan

T = TypeVar("T")


@dataclass
class Money:
    """The money desk of the street union, without its pages. A batch is named by its reference."""

    stage: Stage
    union: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.union = self.stage.unions["street"]
        with self.stage.app.app_context(), self.stage.work():
            for login, name in (("maker", "出纳甲"), ("checker", "会计乙")):
                officer = person(name=name, login=login)
                give_role(officer, self.union, TREASURER)
                self.stage.officers[login] = officer.id

    def see_originals(self, reference: str) -> None:
        """Tick the original invoice of a claim."""
        with self.stage.app.app_context(), self.stage.work():
            filing_of(self.stage.case(reference)).originals = ["invoice"]

    def granted(self, *amounts: int, worker: UUID | None = None) -> list[str]:
        """A granted claim a bill, each with its original seen; of one member."""
        worker = worker or self.stage.member()
        references = [self.stage.file(worker, amount) for amount in amounts]
        for reference in references:
            self.stage.decide(reference)
            self.see_originals(reference)
        return references

    def act(self, do: Callable[[], T]) -> T:
        """Something done in one transaction."""
        with self.stage.app.app_context(), self.stage.work():
            return do()

    def freeze(self, references: Iterable[str] | None = None, by: str = "maker") -> str:
        """Freeze these claims, or all that can be paid."""

        def do() -> str:
            wanted = {self.stage.case(one).id for one in references} if references is not None else None
            cases = [one.case.id for one in payables(self.union) if wanted is None or one.case.id in wanted]
            return freeze(self.union, wanted or cases, officer_id=self.stage.officers[by]).reference

        return self.act(do)

    def approve(self, batch: str, by: str = "checker") -> None:
        self.act(lambda: approve(_row(batch), officer_id=self.stage.officers[by], seen_digest=_row(batch).digest))

    def export(self, batch: str) -> None:
        self.act(lambda: export(_row(batch), officer_id=self.stage.officers["maker"]))

    def sent(self, references: Iterable[str] | None = None) -> str:
        """A batch that is with the bank."""
        batch = self.freeze(references)
        self.approve(batch)
        self.export(batch)
        return batch

    def lines(self, batch: str) -> list[Line]:
        found: list[Line] = self.stage.read(lambda: lines_of(_row(batch)))
        return found

    def answer(self, batch: str, failed: Iterable[int] = (), only: Iterable[int] | None = None) -> bytes:
        """The bank's file: these lines (from 1) failed, all others were paid."""
        lines = self.lines(batch)
        wanted = range(1, len(lines) + 1) if only is None else only
        rows = ["行号,金额（元）,付款结果,失败原因"]
        for at in wanted:
            word, why = ("失败", "账号户名不符") if at in failed else ("成功", "")
            rows.append(f"{lines[at - 1].number},{yuan(lines[at - 1].amount)},{word},{why}")
        return "\n".join(rows).encode()

    def take_in(self, batch: str, content: bytes, name: str = "结果.csv") -> Import:
        return self.act(lambda: take_in(_row(batch), content, name, officer_id=self.stage.officers["maker"]))

    def state(self, batch: str) -> str:
        found: str = self.stage.read(lambda: _row(batch).state)
        return found

    def totals(self) -> tuple[int, int, int]:
        """Ledger, bank and what came back, in fen, over the whole province."""

        def read() -> tuple[int, int, int]:
            bank = select(func.coalesce(func.sum(BankResult.amount), 0)).where(BankResult.paid)
            return (
                int(db.session.scalar(select(func.coalesce(func.sum(LedgerEntry.amount), 0))) or 0),
                int(db.session.scalar(bank) or 0),
                int(db.session.scalar(select(func.coalesce(func.sum(MoneyBack.amount), 0))) or 0),
            )

        found: tuple[int, int, int] = self.stage.read(read)
        return found

    def open(self) -> dict[str, int]:
        """What is still to be paid (or given back) on each claim that is not even."""

        def read() -> dict[str, int]:
            cases = {one.case.reference: one.amount for one in payables(self.union)}
            negative = {str(case): one.open for case, one in balances_in([self.union]).items() if one.open < 0}
            return cases | negative

        found: dict[str, int] = self.stage.read(read)
        return found


def _row(reference: str) -> PaymentBatch:
    batch = batch_by_reference(reference)
    assert batch is not None
    return batch
