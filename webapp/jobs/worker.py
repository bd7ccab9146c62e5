"""Runs what is due, province by province.

What comes first (codes, messages) is looked for everywhere before each turn, and has a thread of its own besides: it waits
behind no backlog and behind no long job.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from threading import Event, Thread
from uuid import UUID

from flask import Flask

from webapp.jobs import store
from webapp.jobs.models import FIRST, LAST
from webapp.jobs.registry import HANDLERS, SWEEPS
from webapp.persistence import now, unit_of_work
from webapp.tenancy import NATIONAL, scopes

PAUSE_SECONDS = 1.0
TURN_SECONDS = 0.5
"""So long one province's work goes on before the others have their turn."""
NEVER = Event()

log = logging.getLogger("webapp.jobs")


def work(app: Flask, stop: Event) -> None:
    """Run jobs until told to stop. Every thing that goes wrong is logged and the work goes on."""
    hurry = Thread(target=_go_on, args=(app, stop, run_first), name="jobs that come first", daemon=True)
    hurry.start()
    _go_on(app, stop, run_due)
    hurry.join()


def _go_on(app: Flask, stop: Event, run: Callable[[Flask, Event], int]) -> None:
    while not stop.is_set():
        try:
            ran = run(app, stop)
        except Exception:
            log.exception("no jobs could be run")
            ran = 0
        if not ran:
            stop.wait(PAUSE_SECONDS)


def run_due(app: Flask, stop: Event = NEVER) -> int:
    """Run everything that is due now, also what that asks for in turn; the number of jobs run. For tests too."""
    with app.app_context():
        served = scopes()
        for jurisdiction in served:
            _ask_for_sweeps(jurisdiction)
        return _run_in_turn(served, stop)


def run_first(app: Flask, _stop: Event = NEVER) -> int:
    """Run what comes first and is due now; the number of jobs run."""
    with app.app_context():
        return sum(_run_some(jurisdiction, FIRST) for jurisdiction in scopes())


def _run_in_turn(served: list[str], stop: Event) -> int:
    count, turns = 0, deque(served)
    while turns and not stop.is_set():
        for jurisdiction in served:
            ran = _run_some(jurisdiction, FIRST)
            count += ran
            if ran and jurisdiction not in turns:
                turns.append(jurisdiction)
        jurisdiction = turns.popleft()
        ran = _run_some(jurisdiction, LAST)
        count += ran
        if ran:
            turns.append(jurisdiction)
    return count


def _run_some(jurisdiction: str, lane: int) -> int:
    """Run what is due in the lanes up to this one, for one turn; the number of jobs run."""
    count, ends = 0, time.monotonic() + TURN_SECONDS
    while time.monotonic() < ends and _has_work(jurisdiction, lane) and _run_one(jurisdiction, lane):
        count += 1
    return count


def _has_work(jurisdiction: str, lane: int) -> bool:
    with unit_of_work(jurisdiction, write=False):
        return store.is_due(lane)


def _run_one(jurisdiction: str, lane: int) -> bool:
    """Run one job; False where another worker has what is left."""
    job_id: UUID | None = None
    try:
        with unit_of_work(jurisdiction):
            job = store.claim(lane)
            if job is None:
                return False
            job_id = job.id
            more = HANDLERS[job.kind](**job.payload)
            store.finish(job)
            if more is True:
                store.enqueue(job.kind, **job.payload)
    except Exception as error:
        if job_id is None:
            raise
        log.exception("job %s of %s failed", job_id, jurisdiction)
        with unit_of_work(jurisdiction):
            store.postpone(job_id, f"{type(error).__name__}: {error}")
    return True


def _ask_for_sweeps(jurisdiction: str) -> None:
    at = now()
    slots = {sweep.kind: sweep.slot(at) for sweep in SWEEPS.values() if sweep.everywhere or jurisdiction != NATIONAL}
    with unit_of_work(jurisdiction, write=False):
        missing = store.not_asked_for(slots)
    if missing:
        with unit_of_work(jurisdiction):
            for kind in missing:
                store.enqueue(kind, once=slots[kind])
