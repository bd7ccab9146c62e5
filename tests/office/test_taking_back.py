"""An officer takes his own verdict back within a minute: nobody was told, nothing was paid, and the case is where it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.claims.conftest import Stage, build_stage
from tests.claims.walking import post, verdict
from tests.client import Browser
from tests.world import World
from tests.world import _officer_of as officer_of
from webapp.cases import Case, Verdict, decide_step, steps_of
from webapp.cases.follow_ups import follow_ups_of
from webapp.cases.letters import letters_of
from webapp.cases.undoing import take_back
from webapp.claims.ledger import entries_of_case
from webapp.jobs import run_due
from webapp.join.models import JoinApplication
from webapp.members.models import Affiliation, Membership
from webapp.members.transfers import transfer_of
from webapp.notices.models import Message
from webapp.payments.batches import payables
from webapp.persistence import db, now, unit_of_work

MINUTE = timedelta(seconds=60)


@pytest.fixture(autouse=True)
def _with_a_minute(app: Flask) -> Iterator[None]:
    """A verdict can be taken back, as it is served."""
    app.extensions["gonghui.settings"] = replace(app.extensions["gonghui.settings"], undo=MINUTE)
    yield
    app.extensions["gonghui.settings"] = replace(app.extensions["gonghui.settings"], undo=timedelta(0))


def told(app: Flask, jurisdiction: str) -> int:
    """How many messages went out so far, but for those that cover began."""
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        return db.session.scalar(select(func.count(Message.id)).where(Message.template != "cover_began")) or 0


def undo(browser: Browser, reference: str) -> int:
    """Take the verdict back through its page; the status."""
    return post(browser, f"/office/cases/{reference}/decision/undoing", {}, page="/officers/account").status_code


@pytest.fixture
def stage(app: Flask) -> Stage:
    """Members with a plan, and officers."""
    return build_stage(app)


def _read(stage: Stage, reference: str) -> dict[str, Any]:
    """What stands of a claim."""

    def read() -> dict[str, Any]:
        case = stage.case(reference)
        return {
            "state": case.state,
            "sums": [one.amount for one in entries_of_case(case.id)],
            "letters": [(one.number, one.void_since is not None) for one in letters_of(case)],
            "steps": [(one.state, one.decided_by) for one in steps_of(case)],
            "payable": [one.case.reference for one in payables(stage.unions["street"])],
        }

    return stage.read(read)  # type: ignore[no-any-return]


def test_a_grant_taken_back_leaves_contra_entries_a_void_letter_and_no_message(stage: Stage) -> None:
    member = stage.member()
    reference = stage.file(member, 60_000)
    before = told(stage.app, stage.jurisdiction)
    with time_machine.travel(now(), tick=False) as clock:
        answer = verdict(stage, reference, "grant")
        assert answer.status_code == 303
        assert reference in stage.officer().get(answer.headers["Location"]).text
        found = _read(stage, reference)
        assert found["state"] == "granted" and found["sums"] == [50_000] and found["payable"] == []
        assert told(stage.app, stage.jurisdiction) == before
        worker = stage.worker(member)
        assert worker.get(f"/cases/{reference}/letter").status_code == 409
        clock.shift(timedelta(seconds=50))
        run_due(stage.app)
        assert told(stage.app, stage.jurisdiction) == before
        assert undo(stage.officer(), reference) == 303
        found = _read(stage, reference)
        assert found["state"] == "under_review" and found["sums"] == [50_000, -50_000]
        assert found["steps"] == [("open", None)] and found["letters"] == [(1, True)]
        assert "作废" in stage.officer().get(f"/office/cases/{reference}/letter").text
        assert "收回刚才的办理意见" in worker.get(f"/claims/{reference}").text
        assert worker.get(f"/cases/{reference}/letter").status_code == 409
        clock.shift(timedelta(minutes=5))
        run_due(stage.app)
        assert told(stage.app, stage.jurisdiction) == before
        verdict(stage, reference, "grant")
        found = _read(stage, reference)
        assert sum(found["sums"]) == 50_000 and [one[1] for one in sorted(found["letters"])] == [True, False]
        clock.shift(timedelta(seconds=61))
        run_due(stage.app)
        assert told(stage.app, stage.jurisdiction) == before + 1
        assert _read(stage, reference)["payable"] == [reference]
        assert worker.get(f"/cases/{reference}/letter").status_code == 200
        assert undo(stage.officer(), reference) == 409


@pytest.mark.parametrize("said", ["refuse", "return"])
def test_a_refusal_or_a_return_is_taken_back_by_who_gave_it_and_nobody_else(stage: Stage, said: str) -> None:
    reference = stage.file(stage.member(), 60_000)
    with time_machine.travel(now(), tick=False) as clock:
        verdict(stage, reference, said)
        other = next(name for name in stage.officers if name != "li")
        assert undo(stage.officer(other), reference) in (404, 409)
        assert "收回我的意见" not in stage.officer(other).get(f"/office/cases/{reference}").text
        assert undo(stage.officer(), reference) == 303
        assert _read(stage, reference)["state"] == "under_review"
        assert undo(stage.officer(), reference) == 409
        verdict(stage, reference, said)
        clock.shift(timedelta(seconds=61))
        assert undo(stage.officer(), reference) == 409


def _decide(app: Flask, world: World, reference: str, said: str) -> UUID:
    """Decide a case of the world as an officer of its union; who that was."""
    with app.app_context(), unit_of_work("alpha"):
        case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
        step = steps_of(case)[0]
        officer = officer_of(world.alpha, step.union_id)
        step.assigned_to = None
        decide_step(case, step, Verdict(said), officer_id=officer.id, reason="请看", seen_version=case.version)
        return officer.id


def _take_back(app: Flask, reference: str, officer_id: UUID) -> None:
    with app.app_context(), unit_of_work("alpha"):
        case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
        take_back(case, officer_id=officer_id)


def _joined(app: Flask, reference: str) -> tuple[str, int, int, int, bool]:
    with app.app_context(), unit_of_work("alpha", write=False):
        case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
        given = [
            db.session.scalar(select(func.count(row.id)).where(row.case_id == case.id)) or 0
            for row in (Membership, Affiliation)
        ]
        application = db.session.get(JoinApplication, ("alpha", case.application_id))
        assert application is not None
        return case.state, *given, len(follow_ups_of(case)), application.open_key is not None


@pytest.mark.parametrize("said", ["grant", "refuse", "return"])
def test_an_application_to_join_is_as_it_was(app: Flask, world: World, said: str) -> None:
    reference = str(world.alpha.rows["open_reference"])
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        run_due(app)  # what the world's own verdicts still had to tell
        before, messages = _joined(app, reference), told(app, "alpha")
        officer = _decide(app, world, reference, said)
        assert _joined(app, reference) != before
        _take_back(app, reference, officer)
        assert _joined(app, reference) == before
        run_due(app)
        assert told(app, "alpha") == messages


@pytest.mark.parametrize("said", ["grant", "refuse"])
def test_a_seat_is_on_its_way_again(app: Flask, world: World, said: str) -> None:
    reference = str(world.alpha.rows["transfer_reference"])

    def read() -> tuple[Any, ...]:
        with app.app_context(), unit_of_work("alpha", write=False):
            case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
            transfer = transfer_of(case)
            seats = db.session.scalars(select(Membership).where(Membership.person_id == transfer.person_id))
            return case.state, transfer.open_key, [(one.union_id, one.state, one.until) for one in seats]

    before = read()
    officer = _decide(app, world, reference, said)
    assert read() != before
    _take_back(app, reference, officer)
    assert read() == before
