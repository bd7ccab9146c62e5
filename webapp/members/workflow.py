"""The small tables of a seat and of an affiliation. Pure."""

from enum import StrEnum


class SeatState(StrEnum):
    """Where a seat of membership (会籍) stands; a provisional one waits to be placed at another union."""

    PROVISIONAL = "provisional"
    ACTIVE = "active"
    TRANSFERRING = "transferring"
    ENDED = "ended"


class Trigger(StrEnum):
    """What set a transfer off."""

    ASKED = "asked"
    UNION = "union"
    PLACEMENT = "placement"
    UNION_FOUNDED = "union_founded"
    RELATION_MOVED = "relation_moved"


SEAT_LABELS = {
    SeatState.PROVISIONAL: "蓄水池会籍",
    SeatState.ACTIVE: "在籍",
    SeatState.TRANSFERRING: "接转中",
    SeatState.ENDED: "已终止",
}

FIRST_STATE = {"reservoir": SeatState.PROVISIONAL, "full": SeatState.ACTIVE}


def first_state(seat_kind: str) -> SeatState:
    """The state a seat of this kind (`reservoir` or `full`) starts in. Raises KeyError for another kind."""
    return FIRST_STATE[seat_kind]
