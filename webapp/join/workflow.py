"""What a join decision leads to: legs to open as cases, and their steps. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


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


def leg_plans(answer: Mapping[str, Any], labels: Mapping[str, str]) -> list[LegPlan]:
    """The legs of a join answer (shape: the join row of docs/policy-profile.md), the one that carries the seat first."""
    seat_kind = (answer.get("seat") or {}).get("kind") or "full"
    legs = answer.get("legs")
    if not legs:
        kinds = _kinds(answer.get("options"))
        waits = answer.get("outcome") == "waits"
        places, preselect = _places(answer.get("at")), answer.get("preselect")
        return [LegPlan("", None, kinds, places, True, seat_kind, waits=waits, preselect=preselect)]
    plans = [
        LegPlan(
            leg=leg["leg"] if not leg.get("of") else f"{leg['leg']}:{leg['of']}",
            label=labels.get(leg["leg"], leg["leg"]),
            kinds=_kinds(leg.get("options")),
            places=_places(leg.get("at")),
            seat=bool(leg["seat"]),
            seat_kind=seat_kind,
            of=leg.get("of"),
            waits=leg.get("state") == "waits",
            preselect=answer.get("preselect") if leg["seat"] else None,
        )
        for leg in legs
    ]
    return sorted(plans, key=lambda plan: not plan.seat)


def transfer_plans(answer: Mapping[str, Any]) -> list[LegPlan]:
    """Where a member's one seat can move: the route itself. A channel's receiver and its provisional seat are for newcomers."""
    route = answer.get("route") or {}
    return [LegPlan("", None, _kinds(route.get("options")), _places(route.get("at")), True, "full")]


def _kinds(options: Any) -> tuple[str, ...]:
    return tuple(options or ())


def _places(at: Any) -> tuple[str, ...]:
    if isinstance(at, Mapping):
        return tuple(at.get("first_of", ()))
    return tuple(at or ())


@dataclass(frozen=True)
class Decider:
    """One step of the profile, matched to a union that exists. `order` keeps the profile's sequence; helpers never block."""

    order: int
    union_id: Any
    role: str
    basis: tuple[str, ...]
    within: Mapping[str, int] | None = None


def deciders(steps: Sequence[Mapping[str, Any]], unions: Mapping[str, Any]) -> list[Decider]:
    """The steps of the answer with their unions; `unions` maps who (`receiver`, a union kind) to a union id.

    A helper (`assists`) whose union does not exist is left out; where no step decides, the receiver does.
    """
    found = [
        Decider(order, unions[step["by"]], step["role"], _ids(step.get("basis")), step.get("within"))
        for order, step in enumerate(steps, start=1)
        if unions.get(step["by"]) is not None
    ]
    if not any(decider.role == "decides" for decider in found) and unions.get("receiver") is not None:
        found.append(Decider(len(found) + 1, unions["receiver"], "decides", ()))
    return found


def _ids(basis: Any) -> tuple[str, ...]:
    if basis is None:
        return ()
    return (basis,) if isinstance(basis, str) else tuple(basis)
