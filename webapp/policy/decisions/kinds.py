"""The kinds of decision, and `decide`, the one way to get one."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from webapp.policy.decision import Decision
from webapp.policy.decisions.claim.cover import decide_cover
from webapp.policy.decisions.claim.deciding import decide_claim
from webapp.policy.decisions.dues import decide_dues
from webapp.policy.decisions.join import decide_join
from webapp.policy.decisions.organisation import decide_organisation
from webapp.policy.decisions.report import decide_report
from webapp.policy.decisions.seat import decide_seat
from webapp.policy.decisions.station import decide_station
from webapp.policy.decisions.target import decide_target
from webapp.policy.decisions.threshold import decide_threshold
from webapp.policy.explaining.readings import weighed
from webapp.policy.reading.layered import Profile

Decider = Callable[[Mapping[str, Any], Profile, datetime.date], Decision]

KINDS: dict[str, Decider] = {
    "join": decide_join,
    "seat": decide_seat,
    "threshold": decide_threshold,
    "dues": decide_dues,
    "organisation": decide_organisation,
    "station": decide_station,
    "target": decide_target,
    "report": decide_report,
    "claim": decide_claim,
    "cover": decide_cover,
}

WEIGH_THEIR_OWN = frozenset({"claim", "cover"})
"""Kinds that find out themselves which readings turned them."""


def decide(kind: str, facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision:
    """Decide under `profile` on the day `on`.

    Raises KeyError for an unknown kind, FactError for facts that cannot be read.
    """
    decider = KINDS[kind]
    decision = decider(facts, profile, on)
    if kind in WEIGH_THEIR_OWN:
        return decision
    return weighed(decision, profile, lambda other: decider(facts, other, on))
