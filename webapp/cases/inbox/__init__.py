"""What an officer's unions have to decide, and what they decided: the rows of the inbox, and the queues they are read from."""

from webapp.cases.inbox.queues import VIEWS, Desk, Filter
from webapp.cases.inbox.rows import (
    InboxRow,
    count_views,
    desk_of,
    inbox,
    key_of_row,
    may_see,
    next_case,
    open_step,
    steps_here,
    unmanned_below,
    waits_for_another,
)

__all__ = [
    "VIEWS",
    "Desk",
    "Filter",
    "InboxRow",
    "count_views",
    "desk_of",
    "inbox",
    "key_of_row",
    "may_see",
    "next_case",
    "open_step",
    "steps_here",
    "unmanned_below",
    "waits_for_another",
]
