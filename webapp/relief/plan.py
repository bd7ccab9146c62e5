"""Hardship relief as a plan: one discretionary component, where the profile states the service. Nothing here touches the database.

The documents state that help is given and no amount. So the plan is made of the profile's own row, with its word and its clauses, and
of the bounds that the union has set for itself; the same decision as for every other plan then says what may be granted.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from webapp.policy import ClaimAnswer, Decision, Profile, decide
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Plan
from webapp.policy.reading.layered import stated_rows
from webapp.tenancy import profile as served_profile

SERVICE, PLAN, COMPONENT = "hardship", "hardship-relief", "relief"


@dataclass(frozen=True)
class Bounds:
    """What a union has set, in fen: the least and the most of one request; above `second` a second officer decides, None = never."""

    least: int
    most: int
    second: int | None = None


def service_of(profile: Profile) -> Any | None:
    """The profile's row about hardship relief, None where it states none."""
    kinds = getattr(profile.rules.services, "kinds", None)
    return next((row for row in stated_rows(kinds) if row.id == SERVICE), None)


def word() -> str:
    """What the province that is served calls it."""
    row = service_of(served_profile())
    return str(row.label) if row is not None else "困难救助"


def edition_id(year: int) -> str:
    """Relief is counted by calendar year; no document says so, it is a default of ours (系统默认)."""
    return f"relief-{year}"


def plan_for(row: Any, bounds: Bounds, year: int) -> Plan:
    """The plan of a year under a union's bounds, on the clauses of the profile's row."""
    source = list(row.source) if isinstance(row.source, list | tuple) else row.source
    nothing = ("run_by", "divisions", "one_of", "funded_by", "promised", "earmarked")
    edition = {
        "id": edition_id(year),
        "label": f"{year}年",
        "cover": {"from": date(year, 1, 1), "to": date(year, 12, 31), "starts": [], "source": source},
        **dict.fromkeys(("shares", "price", "quota", "borne_by", "questions", "stacking")),
        **{name: [] for name in ("waiting", "conditions", "windows", "bills", "caps", "exclusions", "documents")},
        "payee": {"who": "self", "source": source},
        "components": [
            {
                "id": COMPONENT,
                "label": row.label,
                "kind": "discretionary",
                "bounds": {"from": yuan(bounds.least), "to": yuan(bounds.most)},
                "source": source,
            }
        ],
    }
    return Plan.model_validate(
        {
            "id": PLAN,
            "label": row.label,
            "benefit_kind": "hardship_relief",
            "modality": row.modality,
            "source": source,
            "editions": [edition],
            **dict.fromkeys(nothing),
        }
    )


def decided(
    profile: Profile, bounds: Bounds, reference: str, asked_on: date, amount: int | None, on: date
) -> Decision[ClaimAnswer]:
    """The policy's word on one request: the amount an officer proposes (fen; None before he has), inside the bounds or not."""
    row = service_of(profile)
    assert row is not None, "relief is asked only where the profile states it"
    plan = plan_for(row, bounds, asked_on.year)
    rules = profile.rules.model_copy(update={"benefits": (plan,)})
    finding = {"row": COMPONENT, "about": reference, "holds": True, "exception": False, "amount": yuan(amount or 0)}
    facts: dict[str, Any] = {
        "plan": {"id": PLAN},
        "member": {},
        "events": [{"id": "A1", "at": f"{asked_on.isoformat()}T12:00+08:00"}],
        "filings": [
            {
                "id": reference,
                "event": "A1",
                "filed_on": asked_on.isoformat(),
                "decided": None,
                "documents": [],
                "originals": [],
                "payee": "self",
                "bills": [],
            }
        ],
        "findings": [finding] if amount is not None else [],
    }
    return decide("claim", facts, replace(profile, rules=rules, alternatives={}), on)
