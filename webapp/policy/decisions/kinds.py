"""The kinds of decision, and `decide`, the one way to get one."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, overload

from webapp.policy.answers.claim import ClaimAnswer, CoverAnswer
from webapp.policy.answers.join import JoinAnswer, SeatAnswer
from webapp.policy.answers.stored import Stored
from webapp.policy.answers.targets import ReportAnswer, TargetAnswer
from webapp.policy.answers.unions import DuesAnswer, OrganisationAnswer, StationAnswer, ThresholdAnswer
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

Facts = Mapping[str, Any]
"""Name -> value; what a kind of decision reads, and how, is said by its vocabulary."""
Decider = Callable[[Facts, Profile, datetime.date], Decision[Stored]]

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
REMEMBERED = frozenset({"join"})
"""Kinds that are asked for the same facts again and again, page by page; their facts tell of work and place, of nobody."""
MOST_REMEMBERED = 128
"""Some 50 KB each."""


ANSWER_OF: Mapping[str, type[Stored]] = {
    "join": JoinAnswer,
    "seat": SeatAnswer,
    "threshold": ThresholdAnswer,
    "dues": DuesAnswer,
    "organisation": OrganisationAnswer,
    "station": StationAnswer,
    "target": TargetAnswer,
    "report": ReportAnswer,
    "claim": ClaimAnswer,
    "cover": CoverAnswer,
}
"""What a decision of each kind answers."""


@overload
def decide(kind: Literal["join"], facts: Facts, profile: Profile, on: datetime.date) -> Decision[JoinAnswer]: ...
@overload
def decide(kind: Literal["seat"], facts: Facts, profile: Profile, on: datetime.date) -> Decision[SeatAnswer]: ...
@overload
def decide(
    kind: Literal["threshold"], facts: Facts, profile: Profile, on: datetime.date
) -> Decision[ThresholdAnswer]: ...
@overload
def decide(kind: Literal["dues"], facts: Facts, profile: Profile, on: datetime.date) -> Decision[DuesAnswer]: ...
@overload
def decide(
    kind: Literal["organisation"], facts: Facts, profile: Profile, on: datetime.date
) -> Decision[OrganisationAnswer]: ...
@overload
def decide(kind: Literal["station"], facts: Facts, profile: Profile, on: datetime.date) -> Decision[StationAnswer]: ...
@overload
def decide(kind: Literal["target"], facts: Facts, profile: Profile, on: datetime.date) -> Decision[TargetAnswer]: ...
@overload
def decide(kind: Literal["report"], facts: Facts, profile: Profile, on: datetime.date) -> Decision[ReportAnswer]: ...
@overload
def decide(kind: Literal["claim"], facts: Facts, profile: Profile, on: datetime.date) -> Decision[ClaimAnswer]: ...
@overload
def decide(kind: Literal["cover"], facts: Facts, profile: Profile, on: datetime.date) -> Decision[CoverAnswer]: ...
@overload
def decide(kind: str, facts: Facts, profile: Profile, on: datetime.date) -> Decision[Stored]: ...
def decide(kind: str, facts: Facts, profile: Profile, on: datetime.date) -> Decision[Stored]:
    """Decide under `profile` on the day `on`. A decision is a value: nobody changes what is in it.

    Raises KeyError for an unknown kind, FactError for facts that cannot be read.
    """
    asked = _Asked(kind, on, id(profile), repr(facts), profile, facts)
    return _remembered(asked) if kind in REMEMBERED else _decided(asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be decided; the same as another one where kind, day, profile and facts are."""

    kind: str
    on: datetime.date
    _identity: int
    _words: str
    profile: Profile = field(compare=False)
    facts: Facts = field(compare=False)


def _decided(asked: _Asked) -> Decision[Stored]:
    decider = KINDS[asked.kind]
    decision = decider(asked.facts, asked.profile, asked.on)
    if asked.kind in WEIGH_THEIR_OWN:
        return decision
    return weighed(decision, asked.profile, lambda other: decider(asked.facts, other, asked.on))


_remembered = lru_cache(maxsize=MOST_REMEMBERED)(_decided)
