"""The rules of the register: whether a union of a kind may be added here, and the clause of each refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.persistence import db
from webapp.policy import Clause, Decision, decide
from webapp.policy.language.divisions import stem
from webapp.policy.profile.organisations import UnionKind
from webapp.tenancy import business_date, profile
from webapp.unions import Union, divisions, top_union, union_of_employer
from webapp.unions.models import OPEN

ALLOWED = "allowed"
PLACES = {"district": "county", "village": "street"}
"""Levels of unions that have no level of their own among the divisions."""


@dataclass(frozen=True)
class Refusal:
    """Why not, in a Chinese sentence, and the clauses that say so."""

    text: str
    clauses: tuple[Clause, ...]

    def __str__(self) -> str:
        cited = "、".join(clause.citation for clause in self.clauses)
        return f"{self.text}（{cited}）" if cited else self.text


@dataclass(frozen=True)
class Registration:
    """What the policy says of a union to be registered, and what stands against it."""

    decision: Decision
    refusals: tuple[Refusal, ...]

    @property
    def allowed(self) -> bool:
        """Whether it may be registered."""
        return not self.refusals and self.decision.outcome == ALLOWED


def registration(values: Mapping[str, Any], upper: Union) -> Registration:
    """Whether a union may be registered below `upper`.

    values: kind, division, address, employer_id, committees, funds_independent, many_women, term_years, elected_on.
    """
    row = profile().union_kinds.get(values["kind"])
    if row is not None and row.per_division is not None:
        _hold_register()
    decision = decide("organisation", _facts(values, upper, row), profile(), business_date())
    against = [] if decision.outcome == ALLOWED else [_in_words(decision)]
    return Registration(decision, tuple(against + _at_level(values, row)))


def against_moving(union: Union, upper: Union) -> Refusal | None:
    """Why a union may not hang under another; None where nothing is stated against it."""
    row = profile().union_kinds.get(union.kind)
    if row is None or row.inside is None or upper.kind in row.inside.kinds:
        return None
    kinds = "、".join(profile().label("union_kind", kind) for kind in row.inside.kinds)
    text = f"{profile().label('union_kind', union.kind)}要设在{kinds}里面"
    return Refusal(text, profile().register.cited(row.inside.source))


def _hold_register() -> None:
    """Two unions of a kind of which there may be one are registered one after the other."""
    top = top_union()
    if top is not None:
        db.session.scalars(select(Union.id).where(Union.id == top.id).with_for_update()).one()


def _facts(values: Mapping[str, Any], upper: Union, row: UnionKind | None) -> dict[str, Any]:
    places = {place.level: place.name for place in divisions.path(values["division"])}
    owner = union_of_employer(values["employer_id"]) if values["employer_id"] else None
    facts: dict[str, Any] = {
        "kind": values["kind"],
        "division": values["division"],
        **{level: places[level] for level in ("province", "city", "county") if level in places},
        "existing_in_division": _alike(values, row),
        "upper_union": upper.open,
        "address": bool(values["address"]),
        "parents": [union.kind for union in (upper, owner) if union is not None],
        "committees": list(values["committees"]),
        "funds_independent": bool(values["funds_independent"]),
        "many_women": bool(values["many_women"]),
    }
    return facts | {name: values[name] for name in ("term_years", "elected_on") if values.get(name)}


def _levels(row: UnionKind | None) -> list[str]:
    stated = row.level if row is not None else None
    levels = [stated] if isinstance(stated, str) else list(stated or ())
    return list(dict.fromkeys(PLACES.get(level, level) for level in levels))


def _alike(values: Mapping[str, Any], row: UnionKind | None) -> int:
    """Open unions of the kind in the same place; for a kind of one level, anywhere in the place of that level."""
    place, levels = values["division"], _levels(row)
    if len(levels) == 1:
        place = next((one.code for one in divisions.path(place) if one.level == levels[0]), place)
        inside = Union.division.startswith(stem(place))
    else:
        inside = Union.division == place
    statement = select(func.count(Union.id)).where(Union.kind == values["kind"], Union.state == OPEN, inside)
    return db.session.scalar(statement) or 0


def _at_level(values: Mapping[str, Any], row: UnionKind | None) -> list[Refusal]:
    """A kind that the profile sets up at certain levels is registered there only."""
    levels, place = _levels(row), divisions.get(values["division"])
    if row is None or not levels or place is None or place.level in levels:
        return []
    words = "、".join(profile().label("level", level) for level in levels)
    text = f"{profile().label('union_kind', row.id)}设在{words}，{place.name}不是这一级"
    return [Refusal(text, profile().register.cited(row.source))]


def _in_words(decision: Decision) -> Refusal:
    """The policy's reasons as one refusal."""
    against = [reason for reason in decision.reasons if reason.clauses] or list(decision.reasons)
    clauses: Sequence[Clause] = [clause for reason in against for clause in reason.clauses]
    text = "；".join(reason.text for reason in against) or "还缺规定的条件"
    return Refusal(text, tuple(dict.fromkeys(clauses)))
