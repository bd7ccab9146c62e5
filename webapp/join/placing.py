"""From union kinds to the unions that really exist: what a worker can pick on the result page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from webapp.join.facts import UNLISTED
from webapp.join.workflow import LegPlan
from webapp.policy.profile.join import Local
from webapp.tenancy import profile
from webapp.unions import Union, union_of_employer, unions_in

UNIT_UNIONS = {
    "employer_union": "employer_id",
    "agency_union": "agency_id",
    "user_unit_union": "user_unit_id",
    "affiliation_firm_union": "affiliation_firm_id",
}
PLATFORM_UNION = "platform_union"


@dataclass(frozen=True)
class Leg:
    """One leg with its candidates. `place`: the division looked in, `basis` why it. `picked`: the union chosen, if it is one of them."""

    plan: LegPlan
    candidates: tuple[Union, ...]
    basis: str | None = None
    place: str | None = None
    preselected: frozenset[UUID] = frozenset()
    picked: Union | None = None

    @property
    def offered(self) -> Union | None:
        """The union ticked when the page opens: the one picked, else the first of the kind that the rule names for it."""
        return self.picked or next((union for union in self.candidates if union.id in self.preselected), None)


def legs_of(plans: Sequence[LegPlan], answers: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Leg]:
    """Each plan with the unions that can take it, nearest first; a sole candidate counts as picked."""
    return [_leg(plan, answers, facts) for plan in plans]


def _leg(plan: LegPlan, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Leg:
    basis = chosen_basis(plan, answers, facts)
    place = str(facts[basis]) if basis and facts.get(basis) else None
    trades = [answers["worker_group"]] if "worker_group" in answers else []
    found: list[Union] = []
    if not plan.waits:
        found = _unit_unions(plan, answers)
        area = [kind for kind in plan.kinds if kind not in UNIT_UNIONS and kind != PLATFORM_UNION]
        if area and place:
            found += sorted(unions_in(area, place, trades), key=_comes_later)
    wanted = answers.get(pick_key(plan))
    picked = next((union for union in found if str(union.id) == wanted), found[0] if len(found) == 1 else None)
    return Leg(plan, tuple(found), basis, place, _preselected(plan, answers), picked)


def _comes_later(union: Union) -> bool:
    """Whether a union is of none of the kinds that the profile puts first, however near."""
    local = profile().rules.join.local
    first = local.first if isinstance(local, Local) else None
    return first is None or union.kind not in first.kinds


def _preselected(plan: LegPlan, answers: Mapping[str, Any]) -> frozenset[UUID]:
    known = answers.get(UNIT_UNIONS.get(plan.preselect or "", ""))
    union = union_of_employer(UUID(known)) if known else None
    return frozenset({union.id}) if union else frozenset()


def pick_key(plan: LegPlan) -> str:
    """The answer's key that holds the union picked for this leg."""
    return f"pick:{plan.leg}"


def chosen_basis(plan: LegPlan, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> str | None:
    """The location basis that counts: the worker's pick where the rule leaves a choice, else the first that is known."""
    if answers.get("place_basis") in plan.places:
        return str(answers["place_basis"])
    return next((place for place in plan.places if facts.get(place)), None)


def place_is_open(plans: Sequence[LegPlan], answers: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether a place has still to be asked: a leg leads to a place that is not known, or to one that the worker may choose."""
    for plan in plans:
        if not plan.places or plan.waits:
            continue
        basis = chosen_basis(plan, answers, facts)
        if basis is None or not facts.get(basis):
            return True
        if len(plan.places) > 1 and "place_basis" not in answers:
            return True
    return False


def _unit_unions(plan: LegPlan, answers: Mapping[str, Any]) -> list[Union]:
    ids = [answers.get(UNIT_UNIONS[kind]) for kind in plan.kinds if kind in UNIT_UNIONS]
    if PLATFORM_UNION in plan.kinds:
        ids += [plan.of] if plan.of else list(answers.get("platform_ids") or [])
    unions = [union_of_employer(UUID(known)) for known in dict.fromkeys(ids) if known and known != UNLISTED]
    return [union for union in unions if union is not None]
