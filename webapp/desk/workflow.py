"""The way of a text: who may do what with it next. Pure.

    draft --propose--> proposed --publish--> published
      ^  \\--drop--> dropped |
      \\----send_back--------/

The approver publishes, and is another human than all who wrote it (accounts/four_eyes.py).
"""

from enum import StrEnum

from webapp.web.refused import Refused


class State(StrEnum):
    """Where a text is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DROPPED = "dropped"


LABELS = {
    State.DRAFT: "草稿",
    State.PROPOSED: "待复核",
    State.PUBLISHED: "已发布",
    State.DROPPED: "已放弃",
}

MOVES: dict[tuple[str, State], State] = {
    ("save", State.DRAFT): State.DRAFT,
    ("propose", State.DRAFT): State.PROPOSED,
    ("drop", State.DRAFT): State.DROPPED,
    ("send_back", State.PROPOSED): State.DRAFT,
    ("publish", State.PROPOSED): State.PUBLISHED,
}


class NotNow(Refused):
    """This cannot be done with the text as it stands; the message is Chinese and says why."""


def move(verb: str, state: str) -> State:
    """The state after a verb. Raises NotNow."""
    found = MOVES.get((verb, State(state)))
    if found is None:
        raise NotNow(f"这份文本现在是“{LABELS[State(state)]}”，不能这样办理。")
    return found
