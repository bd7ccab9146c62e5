"""Under which rules, plan and edition an accident is assessed: those in force when its first filing was handed in, for all that follows.

A publication that wants open cases decided anew is the only thing that moves it on. Nothing here commits.
"""

from dataclasses import dataclass

from webapp.claims.assessment.plans import edition_by_id, edition_on, plan_by_id
from webapp.claims.models import Accident
from webapp.persistence import now
from webapp.policy import NoProfile, Profile
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.tenancy import business_date, current, library, profile
from webapp.web.dates import CHINA


@dataclass(frozen=True)
class Terms:
    """What governs an accident; `edition` is None where no terms of its day are known."""

    rules: Profile
    plan: Plan
    edition: Edition | None


def terms_of(accident: Accident) -> Terms:
    """The terms of an accident: its edition is the one that is pinned, else the one of its day."""
    rules = rules_of(accident)
    plan = plan_by_id(rules, accident.plan)
    assert plan is not None, f"the profile has no plan {accident.plan}"
    edition = edition_by_id(plan, accident.edition)
    if edition is None and accident.at is not None:
        edition = edition_on(plan, accident.at.astimezone(CHINA).date())
    return Terms(rules, plan, edition)


def rules_of(accident: Accident) -> Profile:
    """The profile of an accident; today's for one of which nothing was handed in yet."""
    if accident.rules is None or _reopened(accident):
        return profile()
    try:
        return library().pinned(current(), accident.rules)
    except NoProfile:
        # Where profiles are files that people try things out in, only the newest text is at hand.
        return profile()


def plan_of(accident: Accident) -> Plan:
    """The plan an accident was reported under."""
    return terms_of(accident).plan


def edition_of(accident: Accident) -> Edition | None:
    """The edition that governs an accident; None where none is known."""
    return terms_of(accident).edition


def pin(accident: Accident) -> Terms:
    """Keep the rules in force with the accident, unless it has some that stand; its terms from now on."""
    if accident.rules is None or _reopened(accident):
        accident.rules, accident.ruled_on, accident.ruled_at = profile().digest, business_date(), now()
    return terms_of(accident)


def _reopened(accident: Accident) -> bool:
    if accident.ruled_on is None or accident.ruled_at is None:
        return False
    return library().reopened(current(), accident.ruled_on, accident.ruled_at)
