"""Runs what is due, province by province."""

import logging
from threading import Event
from uuid import UUID

from flask import Flask

from webapp.jobs import store
from webapp.jobs.registry import HANDLERS, SWEEPS
from webapp.persistence import now, unit_of_work
from webapp.tenancy import NATIONAL, scopes

PAUSE_SECONDS = 1.0

log = logging.getLogger("webapp.jobs")


def work(app: Flask, stop: Event) -> None:
    """Run jobs until told to stop. Every thing that goes wrong is logged and the work goes on."""
    while not stop.is_set():
        try:
            ran = run_due(app)
        except Exception:
            log.exception("no jobs could be run")
            ran = 0
        if not ran:
            stop.wait(PAUSE_SECONDS)


def run_due(app: Flask) -> int:
    """Run everything that is due now, also what that asks for in turn; the number of jobs run. For tests too."""
    with app.app_context():
        served = scopes()
        for jurisdiction in served:
            _ask_for_sweeps(jurisdiction)
        return sum(_run_all(jurisdiction) for jurisdiction in served)


def _run_all(jurisdiction: str) -> int:
    count = 0
    while _has_work(jurisdiction):
        _run_one(jurisdiction)
        count += 1
    return count


def _has_work(jurisdiction: str) -> bool:
    with unit_of_work(jurisdiction, write=False):
        return store.is_due()


def _run_one(jurisdiction: str) -> None:
    job_id: UUID | None = None
    try:
        with unit_of_work(jurisdiction):
            job = store.claim()
            if job is None:
                return
            job_id = job.id
            HANDLERS[job.kind](**job.payload)
            store.finish(job)
    except Exception as error:
        if job_id is None:
            raise
        log.exception("job %s of %s failed", job_id, jurisdiction)
        with unit_of_work(jurisdiction):
            store.postpone(job_id, f"{type(error).__name__}: {error}")


def _ask_for_sweeps(jurisdiction: str) -> None:
    at = now()
    with unit_of_work(jurisdiction, write=False):
        wanted = [sweep for sweep in SWEEPS.values() if sweep.everywhere or jurisdiction != NATIONAL]
        due = [sweep for sweep in wanted if not store.was_asked_for(sweep.kind, sweep.slot(at))]
    if due:
        with unit_of_work(jurisdiction):
            for sweep in due:
                store.enqueue(sweep.kind, once=sweep.slot(at))
