"""Two officers who meet over money: the amount that is decided is the amount that is paid, and a second officer is asked once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.claims.conftest import Stage
from tests.claims.papers import picture
from tests.claims.walking import post
from tests.meeting import meet
from tests.payments.test_pages import ASKED, went
from tests.world import World
from webapp.cases import Case, EffectRefused, Step, Verdict, decide_step, steps_of
from webapp.cases.second_officer import want_second
from webapp.cases.store import case_by_reference
from webapp.claims.ledger import entries_of_case
from webapp.persistence import db, unit_of_work
from webapp.relief.models import ReliefRequest, ReliefTerms
from webapp.relief.plan import Bounds
from webapp.relief.procedure import propose, relief_of, set_bounds
from webapp.tenancy import business_date

Rows = dict[str, Any]


@pytest.fixture
def rows(world: World) -> Rows:
    return world.alpha.rows


@contextmanager
def working(app: Flask, *, write: bool = True) -> Iterator[None]:
    with app.app_context(), unit_of_work("alpha", write=write):
        yield


def relief(rows: Rows) -> Case:
    case = case_by_reference(rows["relief"])
    assert case is not None
    return case


def amount(rows: Rows, fen: int) -> None:
    case, day = relief(rows), business_date() - timedelta(days=1)
    propose(relief_of(case), case, visited_on=day, note="属实", amount=fen, officer_id=rows["officer"])


def grant(rows: Rows) -> None:
    case = relief(rows)
    step = next(one for one in steps_of(case) if one.state == "open")
    decide_step(case, step, Verdict.GRANT, officer_id=rows["officer"], reason="已核对", seen_version=case.version)


def apart(app: Flask, act: Callable[[], None]) -> Callable[[], str]:
    """The act in a transaction of its own; what it refused, or an empty string."""

    def one() -> str:
        try:
            with working(app):
                act()
        except EffectRefused as refused:
            return str(refused)
        return ""

    return one


def test_an_amount_written_while_another_officer_grants_changes_nothing(app: Flask, rows: Rows) -> None:
    with working(app):
        amount(rows, 100_000)
    table = ReliefRequest.__tablename__
    told, granted = meet(app, table, apart(app, lambda: amount(rows, 400_000)), apart(app, lambda: grant(rows)))
    with working(app, write=False):
        asked = relief_of(relief(rows)).amount
        paid = [entry.amount for entry in entries_of_case(relief(rows).id)]
    if granted:  # the amount was written first, so that the grant saw another version
        assert (asked, paid, told) == (400_000, [], "")
    else:
        assert paid == [asked]


def test_a_second_officer_is_asked_once_however_many_look_at_the_case(app: Flask, rows: Rows) -> None:
    look = apart(app, lambda: want_second(relief(rows), True))
    meet(app, Step.__tablename__, look, look)
    with working(app, write=False):
        assert [step.state for step in steps_of(relief(rows))] == ["open", "pending"]


def test_a_second_officer_whose_turn_has_come_is_not_taken_out_by_a_glance_at_an_older_state(
    app: Flask, rows: Rows
) -> None:
    with working(app):
        amount(rows, 100_000)
        want_second(relief(rows), True)
    glance = apart(app, lambda: want_second(relief(rows), False))
    meet(app, Step.__tablename__, glance, apart(app, lambda: grant(rows)))
    with working(app, write=False):
        states = [step.state for step in steps_of(relief(rows))]
    assert states in (["granted", "open"], ["granted", "void"])
    if states[1] == "void":
        with working(app, write=False):
            assert relief(rows).state == "granted"


def test_two_administrators_set_the_bounds_of_a_union_at_once(app: Flask, rows: Rows) -> None:
    def setting(most: int) -> Callable[[], str]:
        return apart(app, lambda: set_bounds(rows["top"], Bounds(50_000, most), officer_id=rows["officer"]))

    assert meet(app, ReliefTerms.__tablename__, setting(100_000), setting(200_000)) == ("", "")
    with working(app, write=False):
        here = select(func.count(ReliefTerms.id)).where(ReliefTerms.union_id == rows["top"])
        assert db.session.scalar(here) == 1


def test_a_request_that_came_back_is_handed_in_once_however_often_the_button_is_pressed(stage: Stage) -> None:
    stage.today(date(2026, 5, 6))
    worker_id = stage.member()
    terms = f"/office/relief/terms/{stage.unions['street']}"
    went(post(stage.officer("chief"), terms, {"least": "500", "most": "5000", "second": ""}, terms))
    form = {**ASKED, "files": picture()}
    reference = went(post(stage.worker(worker_id), "/claims/relief", form, content_type="multipart/form-data"))
    reference = reference.rpartition("/")[2]
    stage.decide(reference, "return")
    path, windows = f"/claims/relief/{reference}", [stage.worker(worker_id) for _ in range(2)]

    def send(number: int) -> TestResponse:
        return post(windows[number], path, ASKED, content_type="multipart/form-data")

    answers = meet(stage.app, ReliefRequest.__tablename__, lambda: send(0), lambda: send(1))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "没有保存" in refused.text
    assert stage.read(lambda: max(step.round for step in steps_of(stage.case(reference)))) == 2
