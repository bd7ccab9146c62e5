"""The rules of the register: whether a union of a kind may be added here, and the clause of each refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.founding.workflow import COMMITTEES, Circumstances, items_of, still_needed
from webapp.persistence import db
from webapp.policy import Clause, Decision, OrganisationAnswer, decide
from webapp.policy.language.divisions import stem
from webapp.policy.profile.organisations import UnionKind
from webapp.tenancy import business_date, profile
from webapp.unions import Union, divisions, top_union, union_of_employer
from webapp.unions.models import OPEN
from webapp.unions.store import INSIDE_ANOTHER

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

    decision: Decision[OrganisationAnswer]
    refusals: tuple[Refusal, ...]

    @property
    def allowed(self) -> bool:
        """Whether it may be registered."""
        return not self.refusals and self.decision.outcome == ALLOWED


def registration(values: Mapping[str, Any], upper: Union) -> Registration:
    """Whether a union may be registered below `upper`.

    values: kind, division, address, employer_id, committees, funds_independent, many_women, term_years, elected_on; `done`, the ids of
    what was done of a founding's list, where it is not kept elsewhere.
    """
    row = profile().union_kinds.get(values["kind"])
    if row is not None and row.per_division is not None:
        _hold_register()
    decision = decide("organisation", _facts(values, upper, row), profile(), business_date())
    found = [] if decision.outcome == ALLOWED else [_in_words(decision)]
    return Registration(decision, tuple(found + _not_done(values) + _too_high(values, row) + _taken(values)))


def against(union: Union, upper: Union, *, anew: bool = False, **changed: Any) -> Refusal | None:
    """Why a union that is registered may not stand below `upper`, with these values changed; None where nothing is stated against it.

    `anew`: it was closed and opens again, so that others may have taken its place meanwhile. What was asked for only once, when it
    was registered, is not asked for again.
    """
    row = profile().union_kinds.get(union.kind)
    if anew and not upper.open:
        return Refusal(f"上级工会{upper.name}已关闭，请先恢复它，或者调整上级", ())
    if anew and row is not None and row.per_division is not None:
        _hold_register()
    values = {name: getattr(union, name) for name in ("kind", "division", "address", "employer_id")} | changed
    if anew and (taken := _taken(values)):
        return taken[0]
    facts = _facts(values, upper, row, but=union)
    decision = decide(
        "organisation", facts if anew else facts | {"existing_in_division": 0}, profile(), business_date()
    )
    stands_against = decision.outcome == "refused" or (decision.outcome == "incomplete" and decision.answer.missing)
    return _in_words(decision) if stands_against else None


def _hold_register() -> None:
    """Two unions of a kind of which there may be one are registered one after the other."""
    top = top_union()
    if top is not None:
        db.session.scalars(select(Union.id).where(Union.id == top.id).with_for_update()).one()


def _facts(
    values: Mapping[str, Any], upper: Union, row: UnionKind | None, *, but: Union | None = None
) -> dict[str, Any]:
    places = {place.level: place.name for place in divisions.path(values["division"])}
    owner = union_of_employer(values["employer_id"]) if values["employer_id"] else None
    facts: dict[str, Any] = {
        "kind": values["kind"],
        "division": values["division"],
        **{level: places[level] for level in ("province", "city", "county") if level in places},
        "existing_in_division": _alike(values, row, but),
        "upper_union": upper.open,
        "address": bool(values["address"]),
        "parents": [union.kind for union in (upper, owner) if union is not None],
    }
    facts |= {name: bool(values[name]) for name in ("funds_independent", "many_women") if name in values}
    facts |= {"committees": list(values["committees"])} if "committees" in values else {}
    return facts | {name: values[name] for name in ("term_years", "elected_on") if values.get(name)}


def _levels(row: UnionKind | None) -> list[str]:
    stated = row.level if row is not None else None
    levels = [stated] if isinstance(stated, str) else list(stated or ())
    return list(dict.fromkeys(PLACES.get(level, level) for level in levels))


def _alike(values: Mapping[str, Any], row: UnionKind | None, but: Union | None) -> int:
    """Other open unions of the kind in the same place; for a kind of one level, anywhere in the place of that level."""
    place, levels = values["division"], _levels(row)
    if len(levels) == 1:
        place = next((one.code for one in divisions.path(place) if one.level == levels[0]), place)
        inside = Union.division.startswith(stem(place))
    else:
        inside = Union.division == place
    statement = select(func.count(Union.id)).where(Union.kind == values["kind"], Union.state == OPEN, inside)
    if but is not None:
        statement = statement.where(Union.id != but.id)
    return db.session.scalar(statement) or 0


def _not_done(values: Mapping[str, Any]) -> list[Refusal]:
    """What a founding of the kind could not be granted without."""
    if "done" not in values:
        return []
    given = Circumstances(bool(values["funds_independent"]), bool(values["many_women"]))
    items = [one for one in items_of(profile(), values["kind"], given) if one.id not in COMMITTEES]
    cited = profile().register.cited
    return [Refusal(f"还没有完成：{one.label}", cited(one.clauses)) for one in still_needed(items, values["done"])]


def _taken(values: Mapping[str, Any]) -> list[Refusal]:
    """A unit has one union of its own, whose members its workers become; branches and groups stand inside it."""
    owner = union_of_employer(values["employer_id"]) if values["employer_id"] else None
    if owner is None or values["kind"] in INSIDE_ANOTHER:
        return []
    return [Refusal(f"这个单位已有工会：{owner.name}", ())]


def _too_high(values: Mapping[str, Any], row: UnionKind | None) -> list[Refusal]:
    """A kind of which no level is stated is a city's at the highest: the province has its one federation."""
    place = divisions.get(values["division"])
    stated = row is not None and row.level is not None
    return [] if stated or place is None or place.level != "province" else [Refusal("请选择到市或区（县）", ())]


def _in_words(decision: Decision[OrganisationAnswer]) -> Refusal:
    """The policy's reasons as one refusal, and what it still asks for."""
    against = [reason for reason in decision.reasons if reason.clauses] or list(decision.reasons)
    clauses: Sequence[Clause] = [clause for reason in against for clause in reason.clauses]
    said = [reason.text for reason in against] if decision.outcome != "incomplete" or decision.answer.missing else []
    asked = "、".join(profile().label("fact", name) for name in decision.ask)
    said += [f"还要填写{asked}"] if asked else []
    return Refusal("；".join(said) or "还缺规定的条件", tuple(dict.fromkeys(clauses or decision.clauses)))
