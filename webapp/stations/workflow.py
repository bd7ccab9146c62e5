"""What each verb leads to, for a station and for a depot branch; and who decides. Pure: no database, no web."""

from enum import StrEnum

from webapp.web.refused import Refused


class StationState(StrEnum):
    """Where a station stands."""

    PROPOSED = "proposed"
    UNDER_REVIEW = "under_review"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


STATION_LABELS = {
    StationState.PROPOSED: "拟建",
    StationState.UNDER_REVIEW: "审核中",
    StationState.OPEN: "运行",
    StationState.SUSPENDED: "暂停",
    StationState.CLOSED: "关闭",
}

STATION_MOVES: dict[str, dict[StationState, StationState]] = {
    "submit": {StationState.PROPOSED: StationState.UNDER_REVIEW},
    "return": {StationState.UNDER_REVIEW: StationState.PROPOSED},
    "open": {StationState.UNDER_REVIEW: StationState.OPEN},
    "drop": {StationState.UNDER_REVIEW: StationState.CLOSED, StationState.PROPOSED: StationState.CLOSED},
    "suspend": {StationState.OPEN: StationState.SUSPENDED},
    "resume": {StationState.SUSPENDED: StationState.OPEN},
    "close": {StationState.OPEN: StationState.CLOSED, StationState.SUSPENDED: StationState.CLOSED},
}

BY_HAND = {"suspend": "暂停开放", "resume": "恢复开放", "close": "关闭站点"}
"""What the managing union does by itself, in words."""


class BranchState(StrEnum):
    """Where a depot branch stands. Which of its parents has confirmed is read from the steps of its case."""

    PROPOSED = "proposed"
    CONFIRMING = "confirming"
    ACTIVE = "active"
    DISSOLVED = "dissolved"


BRANCH_LABELS = {
    BranchState.PROPOSED: "拟建",
    BranchState.CONFIRMING: "等上级确认",
    BranchState.ACTIVE: "运行",
    BranchState.DISSOLVED: "撤销",
}

BRANCH_MOVES: dict[str, dict[BranchState, BranchState]] = {
    "submit": {BranchState.PROPOSED: BranchState.CONFIRMING},
    "return": {BranchState.CONFIRMING: BranchState.PROPOSED},
    "confirm": {BranchState.CONFIRMING: BranchState.ACTIVE},
    "lose": {BranchState.ACTIVE: BranchState.PROPOSED},
    "dissolve": {
        BranchState.PROPOSED: BranchState.DISSOLVED,
        BranchState.CONFIRMING: BranchState.DISSOLVED,
        BranchState.ACTIVE: BranchState.DISSOLVED,
    },
}


class NotPossible(Refused):
    """The thing is not in a state from which this verb leads anywhere (409 on the web). The message is Chinese."""


def move_station(verb: str, state: str) -> StationState:
    """The state that `verb` leads to. Raises NotPossible."""
    target = STATION_MOVES[verb].get(StationState(state))
    if target is None:
        raise NotPossible(f"站点现在的状态是“{STATION_LABELS[StationState(state)]}”，不能这样办理。")
    return target


def move_branch(verb: str, state: str) -> BranchState:
    """The state that `verb` leads to. Raises NotPossible."""
    target = BRANCH_MOVES[verb].get(BranchState(state))
    if target is None:
        raise NotPossible(f"站点工会组织现在的状态是“{BRANCH_LABELS[BranchState(state)]}”，不能这样办理。")
    return target


def possible_by_hand(state: str) -> list[tuple[str, str]]:
    """What the managing union can do with a station now: verb and words."""
    return [(verb, words) for verb, words in BY_HAND.items() if StationState(state) in STATION_MOVES[verb]]
