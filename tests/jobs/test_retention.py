"""What has had its time goes, in bits that hold nobody up; what has not, and what a law or a reader may ask for, stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from tests.persistence.seeds import session_row
from webapp.accounts.models import Attempt, KnownBrowser, LoginCode, Officer
from webapp.jobs import Job, enqueue, run_due
from webapp.join.models import JoinDraft
from webapp.notices import Message
from webapp.persistence import Scoped, db, delete_some, insert, now, unit_of_work
from webapp.persistence.deleting import MOST
from webapp.web.sessions import WebSession

DAY = timedelta(days=1)


class Forgotten(NamedTuple):
    """A row of an age, the sweep that takes it away, and how old it has to be."""

    row: Callable[[timedelta], Scoped]
    sweep: str
    after: timedelta


def officer() -> Officer:
    found = Officer(name="李", login=f"li-{uuid7()}")
    db.session.add(found)
    return found


FORGOTTEN = {
    "a session": Forgotten(
        lambda age: session_row(str(uuid7()), seen_at=now() - age), "sessions.delete_dead", timedelta(hours=2)
    ),
    "a job": Forgotten(lambda age: Job(kind="x", state="done", finished_at=now() - age), "jobs.delete_done", 30 * DAY),
    "a code": Forgotten(
        lambda age: LoginCode(phone="1", code_hash="", ends_at=now() - age), "accounts.forget", timedelta(minutes=10)
    ),
    "a try": Forgotten(lambda age: Attempt(bucket="x", at=now() - age), "accounts.forget", DAY),
    "a known browser": Forgotten(
        lambda age: KnownBrowser(officer_id=officer().id, token_hash=str(uuid7()), ends_at=now() - age),
        "accounts.forget",
        timedelta(0),
    ),
    "a message": Forgotten(
        lambda age: Message(phone="1", template="x", text="", parameters="", created_at=now() - age),
        "notices.forget",
        180 * DAY,
    ),
    "a draft": Forgotten(lambda age: JoinDraft(channel="online", saved_at=now() - age), "join.forget_drafts", 60 * DAY),
}


def count(app: Flask, model: type[Scoped], *conditions: Any) -> int:
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        return work.scalar(select(func.count(model.id)).where(*conditions)) or 0


@pytest.mark.parametrize("name", FORGOTTEN)
def test_a_row_goes_when_its_time_has_passed_and_not_before(app: Flask, name: str) -> None:
    row, sweep, after = FORGOTTEN[name]
    minute = timedelta(minutes=1)
    with app.app_context(), unit_of_work("alpha") as work:
        old, young = row(after + minute), row(after - minute)
        work.add_all([old, young])
        enqueue(sweep)
    run_due(app)
    model = type(old)
    assert count(app, model, model.id == old.id) == 0
    assert count(app, model, model.id == young.id) == 1


def test_how_long_is_a_setting(app_with: Callable[..., Flask]) -> None:
    site = app_with(GONGHUI_KEEP_DRAFTS="7", GONGHUI_KEEP_SESSIONS="1")
    with site.app_context(), unit_of_work("alpha") as work:
        work.add_all([JoinDraft(channel="online", saved_at=now() - 8 * DAY), JoinDraft(channel="online")])
        work.add(session_row("dead since an hour", seen_at=now() - timedelta(hours=3)))
        for sweep in ("join.forget_drafts", "sessions.delete_dead"):
            enqueue(sweep)
    run_due(site)
    assert (count(site, JoinDraft), count(site, WebSession)) == (1, 1)


def test_many_rows_go_in_bits_of_their_own_transactions(app: Flask) -> None:
    with app.app_context(), unit_of_work("alpha") as work:
        values = [
            {
                "jurisdiction": "alpha",
                "token_hash": str(number),
                "data": "{}",
                "seen_at": now() - DAY,
                "idle_seconds": 60,
                "ends_at": now(),
            }
            for number in range(2 * MOST + 1)
        ]
        work.execute(insert(WebSession), values)
        enqueue("sessions.delete_dead")
    run_due(app)
    assert count(app, WebSession) == 0
    assert count(app, Job, Job.kind == "sessions.delete_dead", Job.state == "done") >= 3


def test_a_row_that_somebody_holds_is_left_for_another_time(app: Flask, database: str) -> None:
    with app.app_context(), unit_of_work("alpha") as work:
        work.add_all([session_row("held"), session_row("free")])

    def hold(work: Any) -> None:
        work.scalars(select(WebSession).where(WebSession.owner == "held").with_for_update()).one()

    with app.app_context(), unit_of_work("alpha", write=database == "postgresql") as holding:
        hold(holding)
        with unit_of_work("alpha"):
            delete_some(WebSession, WebSession.owner.in_(["held", "free"]))
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        left = work.scalars(select(WebSession.owner)).all()
    assert left == (["held"] if database == "postgresql" else [])
