"""Which plan a claim is about: the one it names, or the one that fits the member's division and is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.policy.language.divisions import within
from webapp.policy.profile.benefits.plans import Plan
from webapp.policy.reading.layered import Profile, stated_rows


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan, or why there is none: no_plan, information_only, other_division. `asks` a fact that would tell."""

    plan: Plan | None
    outcome: str | None = None
    asks: str | None = None
    others: tuple[Plan, ...] = ()


def choose(profile: Profile, facts: Mapping[str, Any]) -> Chosen:
    """The plan a claim is decided under."""
    plans: tuple[Plan, ...] = stated_rows(profile.rules.benefits)
    named = _of(facts, "plan", "id")
    if named is not None:
        plans = tuple(plan for plan in plans if plan.id == named)
    if not plans:
        return Chosen(None, "no_plan")
    division = _of(facts, "member", "division")
    here = tuple(plan for plan in plans if _fits(plan, division))
    computed = [plan for plan in here if plan.editions]
    if computed:
        return Chosen(computed[0], others=tuple(plan for plan in here if plan is not computed[0]))
    elsewhere = [plan for plan in plans if plan.editions]
    if elsewhere:
        asks = "member.division" if division is None else None
        return Chosen(elsewhere[0], "other_division", asks)
    return Chosen(plans[0], "information_only", others=plans[1:])


def _of(facts: Mapping[str, Any], group: str, name: str) -> Any:
    given = facts.get(group)
    return given.get(name) if isinstance(given, Mapping) else None


def _fits(plan: Plan, division: object) -> bool:
    if plan.divisions is None:
        return True
    return isinstance(division, str) and any(within(division, one) for one in plan.divisions)
