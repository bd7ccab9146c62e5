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


class EndReason(StrEnum):
    """Why a membership ended: the member said so on the web or on paper, or the union found it out."""

    LEFT = "left"
    PAPER = "paper"
    TRADE = "trade"
    AWAY = "away"
    DIED = "died"
    MISTAKEN = "mistaken"


END_LABELS = {
    EndReason.LEFT: "本人退会",
    EndReason.PAPER: "本人书面提出退会",
    EndReason.TRADE: "不再从事这一行业",
    EndReason.AWAY: "已离开本省",
    EndReason.DIED: "去世",
    EndReason.MISTAKEN: "登记有误，证件号码不是本人的",
}
BY_UNION = (EndReason.PAPER, EndReason.TRADE, EndReason.AWAY, EndReason.DIED, EndReason.MISTAKEN)
OWN_WISH = frozenset({EndReason.LEFT, EndReason.PAPER})

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
