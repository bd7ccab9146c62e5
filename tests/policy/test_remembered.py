"""A join that was decided is not decided again for the same facts, and never given out for others."""

import dataclasses
from datetime import date

from webapp.policy import Library, decide
from webapp.policy.decisions.join import decide_join
from webapp.policy.explaining.readings import weighed

DAY = date(2026, 7, 1)
FACTS = {"channel": "online", "worker_group": "courier", "relation_kind": "partial", "employer_union": False}


def test_the_same_facts_are_decided_once(library: Library) -> None:
    profile = library.profile("guangdong", DAY)
    assert decide("join", dict(FACTS), profile, DAY) is decide("join", dict(FACTS), profile, DAY)


def test_what_is_remembered_is_what_would_be_decided(library: Library) -> None:
    for jurisdiction in library.jurisdictions():
        profile = library.profile(jurisdiction, DAY)
        for _ in range(2):
            anew = weighed(decide_join(FACTS, profile, DAY), profile, lambda other: decide_join(FACTS, other, DAY))
            assert decide("join", FACTS, profile, DAY) == anew


def test_other_facts_days_and_rules_are_decided_for_themselves(library: Library) -> None:
    profile = library.profile("guangdong", DAY)
    first = decide("join", FACTS, profile, DAY)
    assert decide("join", FACTS | {"employer_union": True}, profile, DAY) is not first
    assert decide("join", FACTS, profile, date(2026, 7, 2)).on == date(2026, 7, 2)
    assert decide("join", FACTS, library.profile("shanghai", DAY), DAY).jurisdiction == "shanghai"
    revised = dataclasses.replace(profile, name="另一版")
    assert decide("join", FACTS, revised, DAY) is not first
