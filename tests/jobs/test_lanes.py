"""A code waits behind nothing: not behind a backlog, in its province or another, and not behind a job that takes long."""

from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.client import browse
from webapp.jobs import FIRST, Job, enqueue, job, run_due
from webapp.jobs.models import LAST, ORDINARY
from webapp.jobs.registry import HANDLERS, SWEEPS, lane_of
from webapp.jobs.worker import run_first, work
from webapp.persistence import db, insert, now, unit_of_work
from webapp.tenancy import current

BACKLOG = 2_000
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def sweeps(app: Flask) -> Iterator[list[str]]:
    """The program's own, which do not run here; what a test registers is forgotten after it."""
    kept, swept = dict(HANDLERS), dict(SWEEPS)
    SWEEPS.clear()
    yield [*swept]
    for registry, before in ((HANDLERS, kept), (SWEEPS, swept)):
        registry.clear()
        registry.update(before)


def ask(app: Flask, kind: str, jurisdiction: str = "alpha") -> None:
    with app.app_context(), unit_of_work(jurisdiction):
        enqueue(kind)


def pile_up(app: Flask, kind: str, jurisdiction: str = "alpha") -> None:
    """So much work that nobody has come to yet."""
    with app.app_context(), unit_of_work(jurisdiction):
        values = [{"jurisdiction": jurisdiction, "kind": kind, "lane": ORDINARY} for _ in range(BACKLOG)]
        db.session.execute(insert(Job), values)


def test_messages_have_the_first_lane_for_themselves_and_sweeps_the_last(sweeps: list[str]) -> None:
    assert [kind for kind in HANDLERS if lane_of(kind) == FIRST] == ["notices.hand_over"]
    assert sorted(kind for kind in HANDLERS if lane_of(kind) == LAST) == sorted(sweeps)


@pytest.fixture
def handed(app: Flask) -> list[str]:
    """What was done, in order: the province of each."""
    done: list[str] = []
    job("message", lane=FIRST)(lambda: done.append(f"message {current()}"))
    job("work")(lambda: done.append(f"work {current()}"))
    job("sweep", lane=LAST)(lambda: done.append(f"sweep {current()}"))
    return done


def test_messages_go_first_everywhere_and_sweeps_go_last(app: Flask, handed: list[str]) -> None:
    for kind in ("sweep", "work", "message"):
        for jurisdiction in ("alpha", "beta"):
            ask(app, kind, jurisdiction)
    assert run_due(app) == 6
    assert handed[:2] == ["message alpha", "message beta"]
    assert handed.index("work alpha") < handed.index("sweep alpha")
    assert handed.index("work beta") < handed.index("sweep beta")


def test_whoever_looks_for_messages_alone_does_nothing_else_however_much_there_is(
    app: Flask, handed: list[str]
) -> None:
    pile_up(app, "work")
    ask(app, "message")
    ask(app, "message", "beta")
    assert run_first(app) == 2
    assert handed == ["message alpha", "message beta"]


def test_a_message_asked_for_by_other_work_is_the_next_thing_to_be_done(app: Flask, handed: list[str]) -> None:
    pile_up(app, "work")
    job("telling")(lambda: enqueue("message"))
    with app.app_context(), unit_of_work("alpha") as work:
        enqueue("telling")
        work.execute(update(Job).where(Job.kind == "work").values(run_at=now()))
    stop = Event()
    job("stop", lane=FIRST)(stop.set)
    HANDLERS["message"] = lambda: handed.append(f"message {current()}") or stop.set()  # type: ignore[func-returns-value]
    run_due(app, stop)
    assert handed.index("message alpha") <= 1


def test_work_of_one_province_does_not_keep_another_waiting_for_its_end(app: Flask, handed: list[str]) -> None:
    pile_up(app, "work")
    ask(app, "work", "beta")
    stop = Event()
    HANDLERS["work"] = lambda: stop.set() if current() == "beta" else handed.append(current())
    run_due(app, stop)
    assert stop.is_set()
    assert len(handed) < BACKLOG


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite lets one transaction write at a time
def test_a_message_leaves_while_a_job_takes_long(app: Flask, handed: list[str]) -> None:
    stop, left = Event(), Event()
    begun = Event()

    @job("long")
    def long() -> None:
        begun.set()
        assert left.wait(20), "the message waited for this job"

    HANDLERS["message"] = left.set
    ask(app, "long")
    worker = Thread(target=work, args=(app, stop))
    worker.start()
    try:
        assert begun.wait(20)
        ask(app, "message")
        assert left.wait(20)
    finally:
        stop.set()
        left.set()
        worker.join()


def test_the_code_of_a_sign_in_goes_first(app_with: Callable[..., Flask]) -> None:
    site = app_with(GONGHUI_MESSAGES="console")
    assert browse(site, "alpha").submit("/login", {"phone": PHONE}).status_code == 303
    with site.app_context(), unit_of_work("alpha", write=False) as work:
        assert work.execute(select(Job.kind, Job.lane)).all() == [("notices.hand_over", FIRST)]
