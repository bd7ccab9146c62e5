"""What a component pays on the bills that count: one function a kind, in whole fen, exact fractions in between."""

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from webapp.policy.decisions.claim.facts import Bill, Values
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.profile.benefits.components import (
    Discretionary,
    LumpSum,
    PerDay,
    Share,
    Slice,
    Tier,
    Tiers,
)
from webapp.policy.profile.benefits.facts import MONEY_OF_A_BILL, PAID_ELSEWHERE, fen

_SELF_PAID = ("bill.self_paid_in_scope", "bill.out_of_scope")
_KEYS = {name: f"bill.{name}" for name in (*MONEY_OF_A_BILL, "hospital_days")}


@dataclass(slots=True)
class Counted:
    """A bill that counts, whole or in `part` (fen)."""

    bill: Bill
    event: str
    filing: str
    facts: Values
    part: int | None = None


@dataclass(slots=True)
class Due:
    """What a component comes to: `amount` in fen, the `basis` it was reckoned on, the tier or cell that gave it.

    `manual` says why a person has to decide it; `missing` names a fact that is not known.
    """

    amount: int
    basis: int | None = None
    row: Any = None
    parts: tuple[int, ...] = ()
    manual: str | None = None
    missing: str | None = None


def amount_of(counted: Counted, name: str) -> int | None:
    """The amount `name` of a bill in fen (or its days in hospital), None where it is not known."""
    if counted.part is not None and name != "hospital_days":
        return counted.part
    values = counted.bill.values
    key = _KEYS.get(name)
    if key is None:
        inside, outside = values.get(_SELF_PAID[0]), values.get(_SELF_PAID[1])
        return None if inside is None or outside is None else int(inside + outside)
    found: int | None = values.get(key)
    return found


def due(
    component: Any,
    bills: Sequence[Counted],
    facts: Values,
    *,
    less: int | None = 0,
    shares: int = 1,
    given: int | None = None,
) -> Due:
    """What `component` comes to. `less` = what other plans paid, None = that is not known; `given` = the amount a person decided."""
    if isinstance(component, LumpSum):
        found = _lump_sum(component, facts)
    elif isinstance(component, Discretionary):
        found = _discretionary(component, given)
    else:
        found = _on_bills(component, bills, less)
    amount = found.amount * shares if component.per_share else found.amount
    if component.at_most is not None:
        amount = min(amount, fen(component.at_most))
    return found if amount == found.amount else _with_amount(found, amount)


def _with_amount(found: Due, amount: int) -> Due:
    return Due(amount, found.basis, found.row, found.parts, found.manual, found.missing)


def _on_bills(component: Tiers | Share | PerDay, bills: Sequence[Counted], less: int | None) -> Due:
    if less is None:
        return Due(0, missing=PAID_ELSEWHERE, manual=PAID_ELSEWHERE)
    basis = component.basis
    parts: list[int] = []
    for counted in bills:
        if basis.only is not None and not basis.only.holds(counted.facts):
            continue
        amount = amount_of(counted, basis.amount)
        if amount is None:
            return Due(0, missing=f"bill.{basis.amount}", manual=counted.bill.id)
        parts.append(amount)
    if basis.amount == "hospital_days":
        assert isinstance(component, PerDay), "checked at load: only per_day is reckoned on days"
        return _per_day(component, parts, bills)
    if basis.per == "bill":
        each = [_reckoned(component, part) for part in parts]
        rows = [row for _, row in each if row is not None]
        return Due(sum([pays for pays, _ in each]), sum(parts), rows[-1] if rows else None, tuple(parts))
    total = max(0, sum(parts) - less)
    pays, row = _reckoned(component, total)
    return Due(pays, total, row, tuple(parts))


def of_money(component: Any, total: int) -> Due:
    """What tiers or a share come to on a total in fen."""
    pays, row = _reckoned(component, total)
    return Due(pays, total, row)


def _reckoned(component: Any, total: int) -> tuple[int, Any]:
    return _tier(component, total) if isinstance(component, Tiers) else (_share(component, total), None)


def _tier(component: Tiers, total: int) -> tuple[int, Tier | None]:
    """The tier that holds the total and what it pays; where two claim it, the better one. Bands meet at their ends alone, so that no
    other than the last two that begin at or below the total can.
    """
    best: Tier | None = None
    pays = 0
    after = bisect_right(component.lowers, total)
    for tier, lower, with_lower, upper, with_upper, amount in component.bands[max(0, after - 2) : after]:
        if total < lower or (total == lower and not with_lower):
            continue
        if upper is not None and (total > upper or (total == upper and not with_upper)):
            continue
        if best is None or amount > pays:
            best, pays = tier, amount
    return pays, best


def _share(component: Share, total: int) -> int:
    above = max(0, total - fen(component.deductible))
    if component.rate is not None:
        return _rounded(component, component.rate * above)
    return _rounded(component, sum((_slice(one, above) for one in component.slices), Fraction(0)))


def _slice(one: Slice, amount: int) -> Fraction:
    upper = amount if one.upper is None else min(amount, one.upper)
    return one.rate * max(0, upper - one.lower)


def _rounded(component: Share, exact: Fraction) -> int:
    return int(exact + Fraction(1, 2)) if component.rounding == "half_up" else int(exact)


def _per_day(component: PerDay, parts: Sequence[int], bills: Sequence[Counted]) -> Due:
    """Days in hospital: those of each bill, or, where two bills share a day, each day once."""
    days = sum(parts)
    distinct = _distinct_days(component, bills)
    if distinct is not None:
        days = min(days, distinct)
    paid_days = max(0, days - component.deductible)
    if component.max_days is not None:
        paid_days = min(paid_days, component.max_days)
    return Due(fen(component.each) * paid_days, days, None, tuple(parts))


def _distinct_days(component: PerDay, bills: Sequence[Counted]) -> int | None:
    seen: set[datetime.date] = set()
    for counted in bills:
        if component.basis.only is not None and not component.basis.only.holds(counted.facts):
            continue
        first, last = counted.bill.first, counted.bill.last
        if first is None or last is None:
            return None
        seen.update(first + datetime.timedelta(days=one) for one in range((last - first).days + 1))
    return len(seen)


def _lump_sum(component: LumpSum, facts: Values) -> Due:
    if component.each is not None:
        return Due(fen(component.each))
    assert component.by is not None and component.table is not None, "checked at load: each, or by and table"
    value = facts.get(component.by, UNKNOWN)
    if value is UNKNOWN:
        return Due(0, missing=component.by, manual=component.by)
    cell = component.table.get(_key(value))
    exact = None if cell is None else component.amount_of(cell)
    return Due(0) if exact is None else Due(int(exact + Fraction(1, 2)), row=_key(value))


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _discretionary(component: Discretionary, given: int | None) -> Due:
    if given is None:
        return Due(0, manual="amount")
    if not component.bounds.hold(given):
        return Due(0, manual="bounds")
    return Due(given)
