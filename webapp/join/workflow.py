"""What a join decision leads to: legs to open as cases, and their steps. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from webapp.policy import JoinAnswer
from webapp.policy.answers.join import StepAnswer


@dataclass(frozen=True)
class LegPlan:
    """One case to open.

    leg: its id ("" where joining has one leg only); label: the Chinese word (None likewise). kinds: union kinds to choose from;
    places: location bases, any of which the worker may pick; seat: whether a grant gives the seat of membership, else an affiliation.
    of: the unit this leg belongs to (a platform's id), if any. waits: no union can accept it yet. preselect: the kind of union
    that is ticked beforehand where he has a choice.
    """

    leg: str
    label: str | None
    kinds: tuple[str, ...]
    places: tuple[str, ...]
    seat: bool
    seat_kind: str
    of: str | None = None
    waits: bool = False
    preselect: str | None = None


def leg_plans(answer: JoinAnswer, *, waits: bool) -> list[LegPlan]:
    """The legs of a join answer, the one that carries the seat first; `waits`: no union can accept a joining in one leg yet."""
    seat_kind = answer.seat.kind if answer.seat is not None else "full"
    if not answer.legs:
        kinds, places = answer.options or (), answer.at or ()
        return [LegPlan("", None, kinds, places, True, seat_kind, waits=waits, preselect=answer.preselect)]
    plans = [
        LegPlan(
            leg=leg.leg if not leg.of else f"{leg.leg}:{leg.of}",
            label=leg.label or leg.leg,
            kinds=leg.options,
            places=leg.at,
            seat=leg.seat,
            seat_kind=seat_kind,
            of=leg.of,
            waits=leg.state == "waits",
            preselect=answer.preselect if leg.seat else None,
        )
        for leg in answer.legs
    ]
    return sorted(plans, key=lambda plan: not plan.seat)


def transfer_plans(answer: JoinAnswer) -> list[LegPlan]:
    """Where a member's one seat can move: the route itself. A channel's receiver and its provisional seat are for newcomers."""
    route = answer.route
    kinds, places = (route.options, route.at) if route is not None else ((), ())
    return [LegPlan("", None, kinds, places, True, "full")]


@dataclass(frozen=True)
class Decider:
    """One step of the profile, matched to a union that exists. `order` keeps the profile's sequence; helpers never block."""

    order: int
    union_id: UUID
    role: str
    basis: tuple[str, ...]
    within: Mapping[str, int] | None = None


def deciders(steps: Sequence[StepAnswer], unions: Mapping[str, UUID]) -> list[Decider]:
    """The steps of the answer with their unions; `unions` maps who (`receiver`, a union kind) to a union id.

    A helper (`assists`) whose union does not exist is left out; where no step decides, the receiver does.
    """
    found = [
        Decider(order, unions[step.by], step.role, (step.basis,), step.within)
        for order, step in enumerate(steps, start=1)
        if step.by in unions
    ]
    if not any(decider.role == "decides" for decider in found) and "receiver" in unions:
        found.append(Decider(len(found) + 1, unions["receiver"], "decides", ()))
    return found
