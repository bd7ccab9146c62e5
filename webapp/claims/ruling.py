"""Which revision of the rules an accident is assessed by: the one in force when its first filing was handed in, for all that follows.

A publication that wants open cases decided anew is the only thing that moves it on. Nothing here commits.
"""

from webapp.claims.models import Accident
from webapp.persistence import now
from webapp.policy import NoProfile, Profile
from webapp.tenancy import business_date, current, library, profile


def rules_of(accident: Accident) -> Profile:
    """The profile of an accident; today's for one of which nothing was handed in yet."""
    if accident.rules is None or _reopened(accident):
        return profile()
    try:
        return library().pinned(current(), accident.rules)
    except NoProfile:
        # Where profiles are files that people try things out in, only the newest text is at hand.
        return profile()


def pin(accident: Accident) -> None:
    """Keep the rules in force with the accident, unless it has some that stand."""
    if accident.rules is None or _reopened(accident):
        accident.rules, accident.ruled_on, accident.ruled_at = profile().digest, business_date(), now()


def _reopened(accident: Accident) -> bool:
    if accident.ruled_on is None or accident.ruled_at is None:
        return False
    return library().reopened(current(), accident.ruled_on, accident.ruled_at)
