"""How the pages of the members room are reached in the world."""

from collections.abc import Callable
from typing import Any

from tests.client import Browser
from tests.world import Province, part
from webapp.members import active_seat, person_of_worker


@part
def seats(province: Province) -> None:
    """The seat of the member whose application was granted."""
    person = person_of_worker(province.rows["granted_worker"])
    seat = active_seat(person.id) if person else None
    assert seat is not None
    province.rows["seat"] = seat.id


def member(browser: Browser, province: Province) -> None:
    """The worker who has a seat."""
    browser.sign_in("worker", province.rows["granted_worker"])


EXAMPLES: dict[str, Callable[[Province], dict[str, Any]]] = {
    "members_office.show": lambda province: {"seat_id": province.rows["seat"]}
}
FIELDS: dict[str, Callable[[Province], dict[str, Any]]] = {
    "members_office.show": lambda province: {"reason": "trade", "note": province.text("已核实"), "sure": "1"},
    "leaving.show": lambda _: {"sure": "1"},
}
READY = {"leaving.show": member}
