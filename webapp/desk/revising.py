"""Open cases after a publication that wants them decided anew."""

from webapp.cases.revising import revise_open_cases
from webapp.jobs.registry import HANDLERS, job

REVISE = "desk.revise"


def install() -> None:
    """Let the worker decide anew, soon after the publication, every open case of the province that published."""
    if REVISE not in HANDLERS:
        job(REVISE)(revise_open_cases)
