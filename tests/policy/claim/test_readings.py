"""The shortcuts of the other readings: what is skipped would have come out the same, what is paid again equals a full run."""

import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.claim.test_properties import CLAIMS, ON, PROFILE, claim
from webapp.policy import decide
from webapp.policy.decisions.claim.calendar import calendar
from webapp.policy.decisions.claim.facts import read_case
from webapp.policy.decisions.claim.readings import turned_by
from webapp.policy.decisions.claim.run import run
from webapp.policy.decisions.claim.terms import readings_of

PLAN = PROFILE.rules.benefits[0]  # type: ignore[index,union-attr]
READINGS = readings_of(PLAN)
DAYS = st.integers(-3, 3)
JITTER = st.fixed_dictionaries({"admitted": DAYS, "real_name": DAYS, "bill": DAYS, "filed": DAYS, "left": DAYS})


def shifted(day: str, by: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=by)).isoformat()


def around_the_edges(
    parts: list[tuple[str, int, int]], jitter: dict[str, int], group: str, leaves: bool
) -> dict[str, Any]:
    """A claim whose days lie about the edges of every rule: cover, 180 days, one year, leaving the union."""
    facts = claim(parts)
    member = facts["member"]
    member["admitted_on"] = shifted("2022-03-10", jitter["admitted"])
    member["real_name_on"] = shifted("2022-03-10", jitter["real_name"])
    member["worker_group"] = group
    member["left_on"] = shifted("2022-03-10", jitter["left"]) if leaves else None
    for number, filing in enumerate(facts["filings"]):
        filing["filed_on"] = shifted("2023-03-10", jitter["filed"] * (number % 2))
        for bill in filing["bills"]:
            bill["from"] = shifted("2022-09-06", jitter["bill"])
            bill["out_of_scope"] = "300.00" if number % 2 else "0.00"
    return facts


@given(CLAIMS, JITTER, st.sampled_from(["courier", "livestreamer"]), st.booleans())
@settings(deadline=None)
def test_every_reading_is_weighed_as_if_the_claim_were_run_anew(
    parts: list[tuple[str, int, int]], jitter: dict[str, int], group: str, leaves: bool
) -> None:
    case = read_case(around_the_edges(parts, jitter, group, leaves), READINGS.answers)
    days = calendar()
    result = run(PLAN, READINGS.terms, case, days, ON)
    found = turned_by(READINGS, result, case, days, ON)
    for flip in READINGS.flips:
        other = run(PLAN, flip.terms, case, days, ON)
        differs = (other.total, other.states()) != (result.total, result.states())
        assert (flip.amb in found) is differs, flip.amb
        if differs:
            assert (found[flip.amb].total, found[flip.amb].states()) == (other.total, other.states()), flip.amb


def test_a_reading_that_hangs_on_an_unknown_fact_turns_nothing() -> None:
    facts = claim([("A", 60_000, 2)])
    del facts["filings"][0]["bills"][0]["out_of_scope"]
    decision = decide("claim", facts, PROFILE, ON)
    assert (decision.answer.total, decision.answer.turned_by) == ("500.00", {})
