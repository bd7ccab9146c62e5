"""A unit that a worker named and the register does not know is reported at submission, for an officer to look into."""

from collections.abc import Iterator

from webapp.join.facts import UNIT_NAMES
from webapp.join.models import JoinApplication
from webapp.join.wording import NAMELESS
from webapp.unions import report_employer

PLATFORM = "platform"
LONGEST = 120


def subject_of(application: JoinApplication) -> str:
    """How a report names the application that waits for its answer."""
    return f"application:{application.id}"


def report_units(application: JoinApplication, *, near: str | None) -> None:
    """Write a report for each unit typed by name; `near` is the place to look in where the worker did not say where it is."""
    for unit, name in _typed(application):
        report_employer(
            name=name[:LONGEST],
            division=application.answers.get(f"{unit}_location") or near,
            subject=subject_of(application),
            unit=unit,
        )


def _typed(application: JoinApplication) -> Iterator[tuple[str, str]]:
    for unit in (*UNIT_NAMES, PLATFORM):
        name = application.answers.get(f"{unit}_name")
        if name and name != NAMELESS:
            yield unit, name
