"""Background work, asked for in the transaction that makes it necessary.

`enqueue` writes a job row; it exists exactly when the transaction that wanted it is committed. A worker (`gonghui
jobs`) claims one due job at a time and runs its handler in one transaction with the note that it is done, in the scope
of the row's jurisdiction: a killed worker leaves the job as it was. A failed job is tried again later, each time after
a longer wait, and in the end left as failed for people to see. A sweep is a job that comes back by the clock. Handlers
may run twice for effects outside the database. Messages go FIRST, sweeps last.
"""

from flask import Flask

from webapp.jobs.models import FIRST, Job
from webapp.jobs.registry import job, sweep
from webapp.jobs.store import call_off, enqueue
from webapp.jobs.worker import run_due

__all__ = ["FIRST", "Job", "call_off", "enqueue", "init_app", "job", "run_due", "sweep"]


def init_app(_app: Flask) -> None:
    """Register the ground's own sweeps."""
    from webapp.jobs import housekeeping  # noqa: F401  (it registers by being imported; it needs this package first)
