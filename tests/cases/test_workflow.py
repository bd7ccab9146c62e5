"""The lifecycle table: what leads where, and that nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.cases.workflow import (
    MOVES,
    IllegalMove,
    State,
    StepPlan,
    StepState,
    StepView,
    Verdict,
    after_verdict,
    first_states,
    move,
)


@given(st.sampled_from(sorted(MOVES)), st.sampled_from(list(State)))
def test_a_verb_leads_where_the_table_says_and_is_refused_elsewhere(verb: str, state: State) -> None:
    if state in MOVES[verb]:
        assert move(verb, state) is MOVES[verb][state]
    else:
        with pytest.raises(IllegalMove) as refused:
            move(verb, state)
        assert refused.value.state == state


def test_every_state_can_be_reached() -> None:
    reached = {State.DRAFT} | {target for moves in MOVES.values() for target in moves.values()}
    assert reached == set(State)


@pytest.mark.parametrize("state", [State.GRANTED, State.WITHDRAWN])
def test_nothing_leads_out_of_a_final_state(state: State) -> None:
    assert all(state not in moves for moves in MOVES.values())


def test_only_the_first_order_is_open_at_first_and_helpers_never_wait() -> None:
    plans = [StepPlan(1, "a", "assists"), StepPlan(2, "b"), StepPlan(2, "c"), StepPlan(3, "d")]
    assert first_states(plans) == [StepState.OPEN, StepState.OPEN, StepState.OPEN, StepState.PENDING]


def steps(*rows: tuple[int, str, str]) -> list[StepView]:
    return [StepView(*row) for row in rows]


def test_parallel_steps_must_both_agree() -> None:
    one = after_verdict(Verdict.GRANT, steps((1, "decides", "granted"), (1, "decides", "open")))
    both = after_verdict(Verdict.GRANT, steps((1, "decides", "granted"), (1, "decides", "granted")))
    assert (one.verb, both.verb) == (None, "grant")


def test_the_next_order_opens_when_the_present_one_has_agreed() -> None:
    found = after_verdict(
        Verdict.GRANT, steps((1, "decides", "granted"), (2, "decides", "pending"), (3, "decides", "pending"))
    )
    assert (found.verb, found.open_order) == (None, 2)


def test_an_open_helper_does_not_hold_up_a_grant() -> None:
    assert after_verdict(Verdict.GRANT, steps((1, "assists", "open"), (2, "decides", "granted"))).verb == "grant"


@pytest.mark.parametrize(("verdict", "verb"), [(Verdict.RETURN, "return"), (Verdict.REFUSE, "refuse")])
def test_one_return_or_refusal_settles_the_round(verdict: Verdict, verb: str) -> None:
    found = after_verdict(verdict, steps((1, "decides", "open"), (1, "decides", "refused")))
    assert (found.verb, found.void_rest) == (verb, True)
