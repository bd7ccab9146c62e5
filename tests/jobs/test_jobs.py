"""Background work: it exists when its transaction does, runs once, and survives failures."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.persistence.seeds import owners, session_row
from webapp.jobs import Job, enqueue, job, run_due, sweep
from webapp.jobs.registry import HANDLERS, SWEEPS
from webapp.jobs.store import ATTEMPTS
from webapp.persistence import db, now, unit_of_work
from webapp.tenancy import current


@pytest.fixture(autouse=True)
def only_kinds_of_the_test(app: Flask) -> Iterator[None]:
    kept, swept = dict(HANDLERS), dict(SWEEPS)
    SWEEPS.clear()
    yield
    for registry, before in ((HANDLERS, kept), (SWEEPS, swept)):
        registry.clear()
        registry.update(before)


def states(app: Flask, jurisdiction: str = "alpha") -> list[str]:
    with app.app_context(), unit_of_work(jurisdiction) as work:
        return list(work.scalars(select(Job.state).order_by(Job.created_at, Job.id)))


def ask(app: Flask, kind: str, jurisdiction: str = "alpha", **values: object) -> None:
    with app.app_context(), unit_of_work(jurisdiction):
        enqueue(kind, **values)  # type: ignore[arg-type]


def test_a_job_runs_in_its_province_with_its_payload_and_is_done(app: Flask) -> None:
    seen: list[tuple[str, str]] = []
    job("note")(lambda word: seen.append((current(), word)))
    ask(app, "note", "beta", word="rain")
    assert run_due(app) == 1
    assert seen == [("beta", "rain")]
    assert states(app, "beta") == ["done"]
    assert run_due(app) == 0


def test_a_job_of_a_transaction_that_is_rolled_back_never_was(app: Flask) -> None:
    job("note")(lambda: None)
    with pytest.raises(ZeroDivisionError), app.app_context(), unit_of_work("alpha"):
        enqueue("note")
        raise ZeroDivisionError
    assert states(app) == []


def test_a_job_may_ask_for_more_work_which_runs_as_well(app: Flask) -> None:
    job("first")(lambda: enqueue("second"))
    job("second")(lambda: None)
    ask(app, "first")
    assert run_due(app) == 2
    assert states(app) == ["done", "done"]


def test_what_a_failed_job_wrote_is_undone_and_it_is_tried_again_later_and_later(app: Flask) -> None:
    attempts: list[int] = []

    @job("fragile")
    def fragile() -> None:
        db.session.add(session_row("left over"))
        db.session.flush()
        attempts.append(len(attempts))
        if len(attempts) < 3:
            raise ConnectionError("the gateway is away")

    with time_machine.travel(now(), tick=False) as clock:
        ask(app, "fragile")
        run_due(app)
        assert (states(app), owners(app, "alpha")) == (["waiting"], [])
        assert run_due(app) == 0
        clock.shift(timedelta(seconds=11))
        run_due(app)
        clock.shift(timedelta(seconds=11))
        assert run_due(app) == 0
        clock.shift(timedelta(seconds=30))
        run_due(app)
    assert (len(attempts), states(app), owners(app, "alpha")) == (3, ["done"], ["left over"])


def test_a_job_that_always_fails_is_given_up_with_its_error_kept(app: Flask) -> None:
    @job("hopeless")
    def hopeless() -> None:
        raise ValueError("never")

    with time_machine.travel(now(), tick=False) as clock:
        ask(app, "hopeless")
        for _ in range(ATTEMPTS + 2):
            run_due(app)
            clock.shift(timedelta(days=10))
    with app.app_context(), unit_of_work("alpha") as work:
        left = work.scalars(select(Job)).one()
    assert (left.state, left.attempts, left.error) == ("failed", ATTEMPTS, "ValueError: never")


def test_a_failed_job_does_not_hold_up_the_others(app: Flask) -> None:
    seen: list[str] = []

    @job("broken")
    def broken() -> None:
        raise ValueError("no")

    job("fine")(lambda: seen.append(current()))
    ask(app, "broken")
    ask(app, "fine")
    ask(app, "fine", "beta")
    run_due(app)
    assert sorted(seen) == ["alpha", "beta"]


def test_a_job_waits_for_its_time(app: Flask) -> None:
    job("later")(lambda: None)
    with time_machine.travel(now(), tick=False) as clock:
        ask(app, "later", at=now() + timedelta(hours=1))
        assert run_due(app) == 0
        clock.shift(timedelta(hours=1))
        assert run_due(app) == 1


def test_work_to_be_done_once_is_asked_for_twice_and_done_once(app: Flask) -> None:
    job("once")(lambda: None)
    for jurisdiction in ("alpha", "alpha", "beta"):
        ask(app, "once", jurisdiction, once="2026-W47")
    assert run_due(app) == 2
    ask(app, "once", once="2026-W47")
    assert run_due(app) == 0


def test_a_sweep_runs_in_every_province_once_a_slot(app: Flask) -> None:
    seen: list[str] = []
    sweep("nightly", every=timedelta(hours=1))(lambda: seen.append(current()))
    with time_machine.travel("2026-11-22T02:10:00Z", tick=False) as clock:
        for _ in range(3):
            run_due(app)
        once = sorted(seen)
        clock.shift(timedelta(hours=1))
        run_due(app)
    assert once == sorted(app.extensions["gonghui.library"].jurisdictions())
    assert sorted(seen) == sorted(once * 2)


def test_four_workers_run_sixteen_jobs_each_once(app: Flask) -> None:
    @job("add")
    def add(number: int) -> None:
        db.session.add(session_row(f"made by {number:02}"))

    for number in range(16):
        ask(app, "add", number=number)
    workers = [Thread(target=run_due, args=(app,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert owners(app, "alpha") == [f"made by {number:02}" for number in range(16)]
    with app.app_context(), unit_of_work("alpha") as work:
        assert work.scalar(select(func.count()).where(Job.state == "done")) == 16
