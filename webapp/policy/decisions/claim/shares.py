"""Who pays for a share, and who carries a payment."""

from collections.abc import Mapping
from typing import Any

from webapp.policy.decisions.claim.facts import Values
from webapp.policy.decisions.claim.terms import Terms
from webapp.policy.language.divisions import within
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import BorneBy, Price


def borne(terms: Terms, facts: Values, amount: int) -> dict[str, str] | None:
    """A payment divided among those who carry it, to the fen; what does not divide goes to the first. None = not stated."""
    row = borne_by(terms, facts)
    return None if row is None else _divided(row.shares, amount)


def borne_by(terms: Terms, facts: Values) -> BorneBy | None:
    """The row that says who carries a payment: the first that fits."""
    rows = terms.edition.borne_by or ()
    return next((row for row in rows if row.when is None or row.when.holds(facts)), None)


def _divided(shares: Mapping[str, Any], amount: int) -> dict[str, str]:
    parts = {payer: int(share * amount) for payer, share in shares.items()}
    first = next(iter(parts))
    parts[first] += amount - sum(parts.values())
    return {payer: yuan(part) for payer, part in parts.items()}


def price_of(terms: Terms, facts: Values) -> Price | None:
    """The price that stands for a person: the first row whose `when` and `divisions` fit."""
    division = facts.get("member.division", UNKNOWN)
    for row in terms.edition.price or ():
        if row.divisions is not None and not any(
            isinstance(division, str) and within(division, one) for one in row.divisions
        ):
            continue
        if row.when is None or row.when.holds(facts):
            return row
    return None
