"""Reports of money: what the ledger holds by plan, component, band, union, month or payer. Reads only; amounts in fen.

A contra entry counts where the entry counts that it takes back, in the period in which it was written.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from webapp.cases import Case, DecisionRow
from webapp.claims.assessment.plans import edition_by_id, plan_by_id
from webapp.claims.models import LedgerEntry
from webapp.payments.models import BankResult, MoneyBack
from webapp.payments.periods import Period
from webapp.persistence import db
from webapp.policy import ClaimAnswer
from webapp.relief.plan import PLAN as RELIEF
from webapp.relief.plan import word
from webapp.tenancy import profile
from webapp.unions import union_by_id

BY = {"plan": "计划", "component": "给付项目", "band": "档次", "union": "工会", "month": "月份", "payer": "出资方"}
NOT_DIVIDED = "not_divided"
MOST_ENTRIES = 500


@dataclass
class Sum:
    """One line of a report."""

    key: str
    label: str
    granted: int = 0
    reversed: int = 0
    entries: int = 0

    @property
    def net(self) -> int:
        """What stands."""
        return self.granted + self.reversed

    def add(self, amount: int) -> None:
        """One entry, or a payer's part of one."""
        self.entries += 1
        if amount > 0:
            self.granted += amount
        else:
            self.reversed += amount


@dataclass
class Report:
    """Lines by one dimension and their total; what the bank paid and what came back in the period; entries of the line `of`."""

    by: str
    of: str | None
    lines: list[Sum]
    total: Sum
    paid: int
    returned: int
    entries: list[tuple[LedgerEntry, Case]] = field(default_factory=list)

    @property
    def apart(self) -> int:
        """By how much the lines together differ from the whole."""
        return sum(line.net for line in self.lines) - self.total.net


def grouped(amount: int) -> str:
    """Whole fen as yuan with two decimals and commas between the thousands: 123456700 -> `1,234,567.00`."""
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100:,}.{amount % 100:02d}"


def report(union_ids: Collection[UUID], period: Period, by: str, of: str | None = None) -> Report:
    """The ledger of these unions in a period, summed up by a key of BY; with the entries of one line where `of` names it."""
    joined = select(LedgerEntry, Case).join(
        Case, (Case.id == LedgerEntry.case_id) & (Case.jurisdiction == LedgerEntry.jurisdiction)
    )
    within = (LedgerEntry.entered_on >= period.first, LedgerEntry.entered_on < period.after)
    statement = joined.where(Case.union_id.in_(union_ids), *within).order_by(LedgerEntry.entered_at, LedgerEntry.id)
    rows = [(entry, case) for entry, case in db.session.execute(statement)]
    split = _splitter(by, [entry for entry, _case in rows])
    lines: dict[str, Sum] = {}
    total, chosen = Sum("", "合计"), []
    for entry, case in rows:
        total.add(entry.amount)
        for key, amount in split(entry, case).items():
            lines.setdefault(key, Sum(key, _label(by, key))).add(amount)
            if key == of:
                chosen.append((entry, case))
    return Report(
        by=by,
        of=of,
        lines=sorted(lines.values(), key=lambda one: one.key),
        total=total,
        paid=_bank(BankResult, BankResult.known_on, union_ids, period, BankResult.paid),
        returned=_bank(MoneyBack, MoneyBack.received_on, union_ids, period),
        entries=chosen[:MOST_ENTRIES],
    )


def _bank(row: Any, day: Any, union_ids: Collection[UUID], period: Period, *conditions: Any) -> int:
    ours = select(Case.id).where(Case.union_id.in_(union_ids))
    statement = select(func.coalesce(func.sum(row.amount), 0)).where(
        row.case_id.in_(ours), day >= period.first, day < period.after, *conditions
    )
    return int(db.session.scalar(statement) or 0)


Split = Callable[[LedgerEntry, Case], dict[str, int]]


def _splitter(by: str, entries: Iterable[LedgerEntry]) -> Split:
    if by == "payer":
        return lambda entry, _case: dict(entry.borne) or {f"{NOT_DIVIDED}:{entry.plan}": entry.amount}
    if by == "band":
        bands = _bands(entries)
        return lambda entry, _case: {bands[entry.id]: entry.amount}
    names: dict[str, Callable[[LedgerEntry, Case], str]] = {
        "plan": lambda entry, _case: entry.plan,
        "component": lambda entry, _case: f"{entry.plan}:{entry.edition}:{entry.component}",
        "union": lambda _entry, case: str(case.union_id),
        "month": lambda entry, _case: f"{entry.entered_on:%Y-%m}",
    }
    return lambda entry, case: {names[by](entry, case): entry.amount}


def _bands(entries: Iterable[LedgerEntry]) -> dict[UUID, str]:
    """The band each entry lies in: what its decision said is due on the component in all, before earlier payments and caps."""
    wanted = list(entries)
    ids = {entry.decision_id for entry in wanted}
    rows = db.session.scalars(select(DecisionRow).where(DecisionRow.id.in_(ids)))
    due: dict[tuple[UUID | None, str], str] = {
        (row.id, payment.component): payment.due for row in rows for payment in row.answered(ClaimAnswer).payments
    }
    return {entry.id: due.get((entry.decision_id, entry.component), "") for entry in wanted}


def _label(by: str, key: str) -> str:
    if by == "union":
        union = union_by_id(UUID(key))
        return union.name if union is not None else key
    if by == "band":
        return f"应付 {key} 元" if key else "没有档次"
    if by == "payer":
        return _payer(key)
    return _plan_label(key) if by in ("plan", "component") else key


def _payer(key: str) -> str:
    kind, _colon, plan_id = key.partition(":")
    if kind != NOT_DIVIDED:
        return profile().label("payer", key)
    plan = plan_by_id(profile(), plan_id)
    named = "、".join(one.label for one in (plan.funded_by if plan is not None else None) or ())
    return f"{named}（文件没有写明怎么分担）" if named else f"{_plan_label(plan_id)}：文件没有写明由谁出资"


def _plan_label(key: str) -> str:
    plan_id, _colon, rest = key.partition(":")
    edition_id, _colon, component = rest.partition(":")
    if plan_id == RELIEF:
        return word() + (f" · {edition_id.removeprefix('relief-')}年" if rest else "")
    plan = plan_by_id(profile(), plan_id)
    edition = edition_by_id(plan, edition_id) if plan is not None else None
    label = next((one.label for one in edition.components if one.id == component), component) if edition else component
    name = plan.label if plan is not None else plan_id
    return f"{name} · {edition.label if edition else edition_id} · {label}" if rest else name
