"""What rooms above set beside a member's cover and on his cases: a link each, where there is something to lead to."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.cases import Case


@dataclass(frozen=True)
class Link:
    """A page of another room and what the link to it says."""

    endpoint: str
    words: str


Offer = Callable[[], Link | None]
OnCase = Callable[[Case], Link | None]
_offers: list[Offer] = []
_on_cases: list[OnCase] = []


def set_beside(offer: Offer) -> None:
    """Have `offer` asked for its link (None: not here, not now) whenever the cover is shown. Repeatable."""
    if offer not in _offers:
        _offers.append(offer)


def links() -> list[Link]:
    """The links that are offered now."""
    offered = (offer() for offer in _offers)
    return [link for link in offered if link is not None]


def set_on_case(offer: OnCase) -> None:
    """Have `offer` asked for its link, whose page takes the case's reference, whenever a member's case is shown. Repeatable."""
    if offer not in _on_cases:
        _on_cases.append(offer)


def links_on(case: Case) -> list[Link]:
    """The links that are offered now to the member on his case."""
    offered = (offer(case) for offer in _on_cases)
    return [link for link in offered if link is not None]
