"""What a page costs the database: a fixed number of statements, however much there is to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event

from tests.client import Browser
from tests.join.conftest import REAL, Grown
from tests.join.register import legs
from tests.join.walking import Walk
from webapp.cases import StepPlan, open_case, submit
from webapp.persistence import db, unit_of_work
from webapp.tenancy import business_date

HERE = REAL[0]
BUDGET = 25
"""An inbox counts each of its views; the case page reads case, steps, grounds, events, legs, letters and who else looks."""


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements sent while this is open."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            found.append(sql)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def add_cases(grown: Grown, union_id: UUID, number: int) -> None:
    """Cases under review at a union."""
    with grown.app.app_context(), unit_of_work(HERE):
        for each in range(number):
            case = open_case(
                kind="join",
                application_id=uuid4(),
                worker_id=None,
                union_id=union_id,
                title=f"陈** · {each}",
                governed_on=business_date(),
                data={},
            )
            submit(case, [StepPlan(1, union_id)])


def cost(grown: Grown, browser: Browser, path: str) -> list[str]:
    assert browser.get(path).status_code == 200
    with counted(grown.app) as statements:
        assert browser.get(path).status_code == 200
    return statements


@pytest.fixture
def applied(grown: Grown) -> Walk:
    """Somebody has applied."""
    return grown.walk(HERE, relation_kind="partial").to_end()


def test_an_inbox_of_200_cases_costs_what_one_of_5_does(grown: Grown, applied: Walk) -> None:
    union = legs(grown.app, HERE, applied.reference)[0].union_id
    assert union is not None
    officer = grown.officer(HERE, union)
    add_cases(grown, union, 4)
    few = cost(grown, officer, "/office")
    add_cases(grown, union, 196)
    many = cost(grown, officer, "/office")
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= BUDGET, "\n".join(many)


def test_a_case_page_has_a_fixed_cost(grown: Grown, applied: Walk) -> None:
    leg = legs(grown.app, HERE, applied.reference)[0]
    assert leg.union_id is not None
    statements = cost(grown, grown.officer(HERE, leg.union_id), f"/office/cases/{leg.reference}")
    assert len(statements) <= BUDGET + 10, "\n".join(statements)


def test_the_workers_pages_cost_little(grown: Grown, applied: Walk) -> None:
    for path in ("/", "/join", "/me", f"/join/applications/{applied.reference}"):
        statements = cost(grown, applied.browser, path)
        assert len(statements) <= 15, (path, "\n".join(statements))


def test_the_questions_cost_little(grown: Grown) -> None:
    walk = grown.walk(HERE, relation_kind="partial").begin()
    for path in ("/join/questions/group", "/join/questions/place", "/join/result"):
        statements = cost(grown, walk.browser, path)
        assert len(statements) <= 15, (path, "\n".join(statements))
