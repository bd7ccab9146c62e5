"""A worker process is killed at each commit of a grant, before and after it; whoever comes back finds the same end."""

import os
import signal
import sys
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from tests.client import Browser, browse
from tests.conftest import WORLD, Served
from tests.world import World
from webapp.cases import Case
from webapp.jobs import Job, run_due
from webapp.jobs.registry import SWEEPS
from webapp.persistence import Base, Event, db, unit_of_work
from webapp.persistence.session import ScopedSession
from webapp.persistence.transactions import writing

BOOKKEEPING = ("web_sessions", "attempts", "jobs")
MOMENTS = ("before_commit", "after_commit")


class Countdown:
    """Kills this process at the n-th such moment of a writing transaction; with n 0 it only counts."""

    def __init__(self, moment: str, number: int = 0) -> None:
        self.seen = 0
        self._number = number
        event.listen(ScopedSession, moment, self._tick)
        self._remove = lambda: event.remove(ScopedSession, moment, self._tick)

    def _tick(self, _session: Any) -> None:
        self.seen += writing()
        if writing() and self.seen == self._number:
            os.kill(os.getpid(), signal.SIGKILL)

    def stop(self) -> int:
        self._remove()
        return self.seen


@pytest.fixture
def site(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    for kind in list(SWEEPS):
        monkeypatch.delitem(SWEEPS, kind)
    return app


@pytest.fixture
def officer(site: Flask, world: World) -> Browser:
    return browse(site, "alpha").sign_in("officer", world.alpha.rows["officer"])


def grant(app: Flask, officer: Browser, world: World) -> None:
    """What an officer does: he presses the button, once more if he sees the case still open; then jobs are run."""
    reference = world.alpha.rows["open_reference"]
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        version = work.scalars(select(Case.version).where(Case.reference == reference)).one()
    fields = {"verdict": "grant", "version": str(version)}
    officer.post(f"/office/cases/{reference}/decision", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    run_due(app)


def end_state(app: Flask) -> dict[str, Any]:
    """How many rows each table has, how every case stands, what every chain of events says, and what work is left."""
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        state: dict[str, Any] = {
            mapper.local_table.name: work.scalar(select(func.count()).select_from(mapper.class_))
            for mapper in Base.registry.mappers
            if mapper.local_table.name not in BOOKKEEPING
        }
        state["cases"] = sorted(tuple(row) for row in work.execute(select(Case.reference, Case.state)))
        state["events"] = sorted(
            tuple(row) for row in work.execute(select(Event.chain, Event.position, Event.kind, Event.actor))
        )
        state["waiting jobs"] = work.scalar(select(func.count()).select_from(Job).where(Job.state != "done"))
    return state


def killed(app: Flask, officer: Browser, world: World, moment: str, number: int) -> bool:
    """Grant in a process of its own that is killed at the n-th such moment; whether it was."""
    with app.app_context():
        db.engine.dispose()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            Countdown(moment, number)
            grant(app, officer, world)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.takes_turns
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_process_killed_at_any_commit_of_a_grant_leaves_the_same_end_after_a_restart(
    site: Flask, served: Served, officer: Browser, world: World, moment: str
) -> None:
    counter = Countdown(moment)
    grant(site, officer, world)
    commits = counter.stop()
    expected = end_state(site)
    assert ("granted" in {state for _, state in expected["cases"]}) and commits >= 3
    assert expected["waiting jobs"] == 0

    for number in range(1, commits + 1):
        served.reset(WORLD)
        again = browse(site, "alpha").sign_in("officer", world.alpha.rows["officer"])
        assert killed(site, again, world, moment, number)
        grant(site, again, world)
        assert end_state(site) == expected, f"killed {moment} number {number}"
