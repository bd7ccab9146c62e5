"""Boundary examples of a plan, made from its bands, windows, deductibles and caps, and run as real claims.

A witness is a claim that every row of the edition lets pass. At each line it is moved one fen or one day to
either side, and the decision has to say what the row says. So a band that something else always hides, or a
window no filing can meet, is found out.
"""

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from webapp.policy.answers.claim import ClaimAnswer
from webapp.policy.checking.attempts import attempted
from webapp.policy.checking.plan_witness import Witness, witness
from webapp.policy.decision import Decision
from webapp.policy.decisions.claim.calendar import calendar
from webapp.policy.decisions.claim.deciding import decide_claim
from webapp.policy.decisions.claim.rows import days_of
from webapp.policy.faults import Fault
from webapp.policy.profile.benefits.components import PerDay, Share, Tier, Tiers
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.policy.profile.benefits.rows import WindowRow
from webapp.policy.reading.layered import Profile
from webapp.policy.yaml_text import Path

_ONE_DAY = datetime.timedelta(days=1)
_DAYS_ON = {"bill": "costs", "filing": "filed"}


@dataclass(frozen=True, slots=True)
class Boundary:
    """One example: what it is about, its facts, and what is wrong with a decision on them (None = nothing)."""

    name: str
    path: Path
    facts: Mapping[str, Any]
    wrong: Callable[[Decision[ClaimAnswer]], str | None]


def boundaries(profile: Profile, plan: Plan, edition: Edition, path: Path) -> Iterator[Fault]:
    """Run every boundary example of an edition; a fault for each that does not come out as its row says."""
    document = profile.loaded.document
    for one in examples(profile, plan, edition, path):
        yield from attempted(document, one.path, functools.partial(_tried, profile, one, edition.cover.to))


def _tried(profile: Profile, one: Boundary, on: datetime.date) -> Iterator[Fault]:
    message = one.wrong(decide_claim(one.facts, profile, on))
    if message is not None:
        yield profile.loaded.document.fault(one.path, "boundary", f"边界例子“{one.name}”不成立：{message}")


def examples(profile: Profile, plan: Plan, edition: Edition, path: Path) -> Iterator[Boundary]:
    """The boundary examples of an edition."""
    for at, component in enumerate(edition.components):
        here = (*path, "components", at)
        made = witness(plan, edition, component)
        if made is None:
            continue
        if isinstance(component, Tiers):
            yield from _tiers(made, component, here)
        elif isinstance(component, Share | PerDay):
            yield from _deductible(made, component, here)
        if at == 0:
            yield from _windows(made, edition, path)


def _tiers(made: Witness, component: Tiers, path: Path) -> Iterator[Boundary]:
    amounts = {
        one for tier in component.tiers for end in (tier.lower, tier.upper) if end is not None for one in _about(end)
    }
    for amount in sorted(amounts):
        wanted = told_again(component.tiers, amount)
        name = f"{component.label} {yuan(amount)} 元"
        facts = made.with_amount(component.basis.amount, amount)
        yield Boundary(name, path, facts, _due_is(component.id, wanted))


def told_again(tiers: tuple[Tier, ...], amount: int) -> str:
    """What the bands say of an amount in fen, read from the row itself in yuan."""
    spent, pays = Decimal(amount) / 100, Decimal(0)
    for tier in tiers:
        above = spent >= tier.from_ if tier.from_ is not None else tier.over is not None and spent > tier.over
        below = (tier.to is None or spent <= tier.to) and (tier.below is None or spent < tier.below)
        if above and below:
            pays = max(pays, tier.pays)
    return f"{pays:.2f}"


def _about(end: int) -> tuple[int, ...]:
    return tuple(one for one in (end - 1, end, end + 1) if one >= 0)


def _deductible(made: Witness, component: Share | PerDay, path: Path) -> Iterator[Boundary]:
    """Nothing is due at the deductible; what is due behind it is not negative and never above the basis."""
    if isinstance(component, PerDay):
        facts = made.with_amount("hospital_days", component.deductible)
    else:
        facts = made.with_amount(component.basis.amount, int(component.deductible * 100))
    yield Boundary(f"{component.label} 正好在起付线上", path, facts, _due_is(component.id, "0.00"))


def _windows(made: Witness, edition: Edition, path: Path) -> Iterator[Boundary]:
    for at, window in enumerate(edition.windows):
        if window.of not in _DAYS_ON:
            continue
        days = days_of(window, made.days(), calendar())
        if days is None or days.last is None:
            continue
        for day, inside in ((days.last, True), ((days.gap_to or days.last) + _ONE_DAY, False)):
            name = f"{window.label} {day}"
            facts = made.with_day(window.of, day)
            yield Boundary(name, (*path, "windows", at), facts, _holds(window, inside=inside))


def _due_is(component: str, wanted: str) -> Callable[[Decision[ClaimAnswer]], str | None]:
    def wrong(decision: Decision[ClaimAnswer]) -> str | None:
        found = [one.due for one in decision.answer.payments if one.component == component]
        return None if found == [wanted] else f"按条款应付 {wanted} 元，结果是 {'、'.join(found) or '不给付'}"

    return wrong


def _holds(window: WindowRow, *, inside: bool) -> Callable[[Decision[ClaimAnswer]], str | None]:
    def wrong(decision: Decision[ClaimAnswer]) -> str | None:
        against = [one.row for one in (*decision.why_not, *decision.warnings)]
        if (window.id in against) is not inside:
            return None
        return "这一天应在期限内" if inside else "这一天应在期限外"

    return wrong
