"""The state tables: what is not in them is refused."""

import pytest

from webapp.stations.workflow import (
    BRANCH_MOVES,
    STATION_MOVES,
    BranchState,
    NotPossible,
    StationState,
    move_branch,
    move_station,
    possible_by_hand,
)


@pytest.mark.parametrize("state", StationState)
def test_a_station_moves_along_its_table_only(state: StationState) -> None:
    for verb, moves in STATION_MOVES.items():
        if state in moves:
            assert move_station(verb, state) is moves[state]
        else:
            with pytest.raises(NotPossible, match="不能这样办理"):
                move_station(verb, state)


@pytest.mark.parametrize("state", BranchState)
def test_a_branch_moves_along_its_table_only(state: BranchState) -> None:
    for verb, moves in BRANCH_MOVES.items():
        if state in moves:
            assert move_branch(verb, state) is moves[state]
        else:
            with pytest.raises(NotPossible, match="不能这样办理"):
                move_branch(verb, state)


def test_what_is_closed_stays_closed_and_what_waits_is_decided_by_others() -> None:
    assert possible_by_hand("closed") == possible_by_hand("under_review") == []
    assert [verb for verb, _ in possible_by_hand("suspended")] == ["resume", "close"]
