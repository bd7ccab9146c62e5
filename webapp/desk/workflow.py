"""The way of a text: who may do what with it next. Pure.

    draft --propose--> proposed --publish--> published
      ^  \\--drop--> dropped |
      \\----send_back--------/

The approver publishes, and is never the one who wrote it (four eyes).
"""

from enum import StrEnum


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


class NotNow(Exception):
    """This cannot be done with the text as it stands; the message is Chinese and says why."""


def move(verb: str, state: str) -> State:
    """The state after a verb. Raises NotNow."""
    found = MOVES.get((verb, State(state)))
    if found is None:
        raise NotNow(f"这份文本现在是“{LABELS[State(state)]}”，不能这样办理。")
    return found


def check_four_eyes(author: object, approver: object) -> None:
    """Raises NotNow where one person would approve his own text."""
    if author == approver:
        raise NotNow("起草的人不能复核自己的文本，请另一位复核人办理。")
