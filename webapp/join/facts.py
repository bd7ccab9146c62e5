"""From a worker's answers to the facts that the policy reads, with what the registers know of his units."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from webapp.join.questions import DRIVERS, PLATFORM_FEATURES
from webapp.unions import Employer, employers_by_id, employers_with_union

UNIT_NAMES = ("employer", "agency", "user_unit", "affiliation_firm")
PLACES = ("work_place", "residence", "employer_location", "agency_location", "user_unit_location")
YES = "yes"
UNLISTED = "unlisted"
"""Stands for the platform that the worker named himself."""


def facts_of(answers: Mapping[str, Any], channel: str) -> dict[str, Any]:
    """The facts known so far (keys and values: docs/policy-profile.md, join). What was not answered is left out, never guessed."""
    facts: dict[str, Any] = {"channel": channel}
    for key in ("worker_group", "relation_kind"):
        if key in answers:
            facts[key] = answers[key]
    for key in ("has_labour_contract", "station_branch"):
        if key in answers:
            facts[key] = answers[key] == YES
    if "platform_features" in answers:
        facts |= {feature: feature in answers["platform_features"] for feature in PLATFORM_FEATURES}
    known = _known_units(answers)
    employers, manned = employers_by_id(known), employers_with_union(known)
    for unit in UNIT_NAMES:
        facts |= _unit_facts(unit, answers, employers, manned)
    if answers.get("worker_group") and answers["worker_group"] not in DRIVERS:
        # Only those who drive a vehicle of their own attach it to a firm (货运挂靠): nobody else is asked.
        facts["affiliation_firm_union"] = False
    if "platform_ids" in answers or "platform_name" in answers:
        facts["platforms"] = _platforms(answers, manned)
    return facts | _place_facts(answers, facts)


def _known_units(answers: Mapping[str, Any]) -> set[UUID]:
    """The employers of the register that the answers name, platforms among them."""
    named = [answers.get(f"{unit}_id") for unit in UNIT_NAMES] + list(answers.get("platform_ids") or [])
    return {UUID(one) for one in named if one}


def _unit_facts(
    unit: str, answers: Mapping[str, Any], employers: Mapping[UUID, Employer], manned: Collection[UUID]
) -> dict[str, Any]:
    """Whether the unit has a union, and where it is: from the register, else from what the worker says of it."""
    known = answers.get(f"{unit}_id")
    if known:
        employer = employers.get(UUID(known))
        facts: dict[str, Any] = {f"{unit}_union": UUID(known) in manned}
        if unit != "affiliation_firm" and employer is not None:
            facts[f"{unit}_location"] = employer.division
        return facts
    if f"{unit}_none" in answers:
        return {f"{unit}_union": False}
    if unit == "affiliation_firm":
        return {"affiliation_firm_union": False} if "affiliation_firm_name" in answers else {}
    facts = {}
    if f"{unit}_has_union" in answers:
        facts[f"{unit}_union"] = answers[f"{unit}_has_union"] == YES
    if f"{unit}_location" in answers:
        facts[f"{unit}_location"] = answers[f"{unit}_location"]
    return facts


def _platforms(answers: Mapping[str, Any], manned: Collection[UUID]) -> list[dict[str, Any]]:
    employer = answers.get("employer_id")
    rows = [
        {"id": known, "union": UUID(known) in manned, "employer": known == employer}
        for known in answers.get("platform_ids") or []
    ]
    if answers.get("platform_name"):
        rows.append({"id": UNLISTED, "union": False, "employer": False})
    return rows


def _place_facts(answers: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The place that he named; where his unit is stays what the register says of it."""
    basis, division = answers.get("place_basis"), answers.get("place_division")
    if basis not in PLACES or not division:
        return {}
    on_register = answers.get(f"{basis.removesuffix('_location')}_id")
    place = (known.get(basis) if on_register else None) or division
    return {basis: place, "division": place}


def place_of(basis: str, facts: Mapping[str, Any]) -> str | None:
    """The division code a location basis stands for, as far as it is known."""
    value = facts.get(basis)
    return str(value) if value else None
