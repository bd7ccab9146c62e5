"""The last day for a step, in words and as a mark. Pure but for the day of the offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.cases.models import Step
from webapp.cases.workflow import StepState
from webapp.policy.decisions.deadline import time_words, unsure
from webapp.tenancy import business_date
from webapp.web.dates import day

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Due:
    """A last day: the sentence, the short mark and its colour."""

    on: date
    words: str
    mark: str
    role: str


def due_of(step: Step | None) -> Due | None:
    """The last day of an undecided step; None where the rules state no time."""
    if step is None or step.due_on is None or step.state != StepState.OPEN:
        return None
    left = step.due_on - business_date()
    time = f"（{time_words(step.within)}）" if step.within else ""
    words = f"按规定最晚{day(step.due_on)}办好{time}{unsure(step.within or {}, step.due_on)}"
    if left < timedelta(0):
        return Due(step.due_on, f"{words}，已超过 {-left.days} 天", f"超期 {-left.days} 天", "bad")
    mark = "今天到期" if not left else f"{day(step.due_on)}到期"
    return Due(step.due_on, words, mark, "wait" if left <= SOON else "calm")


def first_due(steps: Iterable[Step]) -> Due | None:
    """The nearest last day among the steps of a case."""
    found = [due for step in steps if (due := due_of(step)) is not None]
    return min(found, key=lambda one: one.on, default=None)
