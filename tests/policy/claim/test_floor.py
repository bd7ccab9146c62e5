"""The hand-written floor of the benchmark says the same as the profile: the ratio compares like with like."""

import datetime

from bench.claim_by_hand import ByHand
from bench.claims import ON, comparable, workload
from webapp.policy import Library, decide


def test_the_decision_written_by_hand_is_the_profiles_own(library: Library) -> None:
    profile = library.profile("guangdong", datetime.date(2022, 4, 1))
    by_hand = ByHand(profile)
    for facts in workload()[:40]:
        assert comparable(by_hand.decide(facts, ON)) == comparable(decide("claim", facts, profile, ON))
