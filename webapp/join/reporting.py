"""Where joining names employers: a unit typed by name is reported at submission; one from the register is found again when two are merged."""

from collections.abc import Collection, Iterator

from webapp.cases import FollowUp
from webapp.join.facts import UNIT_NAMES
from webapp.join.models import JoinApplication, JoinDraft
from webapp.join.wording import NAMELESS
from webapp.unions import report_employer
from webapp.unions.merging import Mention, register_mention

PLATFORM = "platform"
LONGEST = 120
KEYS = (*(f"{unit}_id" for unit in UNIT_NAMES), "platform_ids")


def subject_of(application: JoinApplication) -> str:
    """How a report names the application that waits for its answer."""
    return f"application:{application.id}"


def report_units(application: JoinApplication, *, near: str | None, units: Collection[str] | None = None) -> None:
    """Write a report for each unit typed by name, or for those of `units` only; `near` is the place to look in where the worker did
    not say where it is.
    """
    for unit, name in _typed(application):
        if units is not None and unit not in units:
            continue
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


def register_mentions() -> None:
    """Make the places that name employers beside foreign keys known to merges."""
    register_mention(Mention(JoinDraft, "answers", keys=KEYS))
    register_mention(Mention(JoinApplication, "answers", keys=KEYS))
    register_mention(Mention(FollowUp, "subject", prefix="employer:"))
