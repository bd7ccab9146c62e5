"""What rooms above set beside a member's cover: a link each, where the profile offers what it leads to."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A page of another room and what the link to it says."""

    endpoint: str
    words: str


Offer = Callable[[], Link | None]
_offers: list[Offer] = []


def set_beside(offer: Offer) -> None:
    """Have `offer` asked for its link (None: not here, not now) whenever the cover is shown. Repeatable."""
    if offer not in _offers:
        _offers.append(offer)


def links() -> list[Link]:
    """The links that are offered now."""
    offered = (offer() for offer in _offers)
    return [link for link in offered if link is not None]
