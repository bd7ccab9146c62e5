"""Many officers at one union's queue: nobody waits for another's effects, numbers of letters are unique and without a gap, and a
case that ended meanwhile is handed to nobody.
"""

from typing import Any

import pytest
from sqlalchemy import select

from tests import meeting
from tests.cases.procedure import HOME, Stage, at_once
from tests.client import browse
from webapp.cases import AlreadyDecided, assign, case_by_reference, steps_of, withdraw
from webapp.cases.models import Letter
from webapp.persistence import Event, unit_of_work

ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def numbers(stage: Stage) -> list[int]:
    """The numbers of all letters of the street union."""
    with stage.app.app_context(), unit_of_work(HOME, write=False) as work:
        statement = select(Letter.number).where(Letter.union_id == stage.unions["street"])
        return sorted(work.scalars(statement))


@ON_POSTGRESQL
def test_a_grant_does_not_wait_for_another_one_at_the_same_union(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "PATIENCE", 20)
    slow, quick = stage.open(2)
    browsers = {slow: stage.signed_in("li"), quick: stage.signed_in("zhang")}
    done = []

    def grant(reference: str) -> int:
        status = stage.decide(browsers[reference], reference, "grant").status_code
        done.append(reference)
        return status

    assert meeting.meet(stage.app, "employer_reports", lambda: grant(slow), lambda: grant(quick)) == (303, 303)
    assert done == [quick, slow]
    assert numbers(stage) == [1, 2]


def test_many_grants_at_once_take_every_number_once(stage: Stage) -> None:
    references = stage.open(12)
    officers = [stage.officers[login] for login in ("li", "zhang", "chief")]
    browsers = [browse(stage.app, HOME).sign_in("officer", officers[number % 3]) for number in range(len(references))]
    answers: list[Any] = [None] * len(references)

    def grant(number: int) -> None:
        verdict, reason = ("refuse", "材料不全") if number % 4 == 3 else ("grant", "")
        answers[number] = stage.decide(browsers[number], references[number], verdict, reason)

    at_once(len(references), grant)
    assert [answer.status_code for answer in answers] == [303] * len(references)
    assert numbers(stage) == list(range(1, len(references) + 1))


@ON_POSTGRESQL
def test_a_step_that_became_void_meanwhile_is_handed_to_nobody(stage: Stage) -> None:
    [reference] = stage.open()

    def hand_over() -> bool:
        with stage.app.app_context(), unit_of_work(HOME):
            case = case_by_reference(reference)
            assert case is not None
            [step] = steps_of(case)
            try:
                assign(case, step, stage.officers["li"], by=stage.officers["chief"])
            except AlreadyDecided:
                return False
            return True

    def take_back() -> None:
        with stage.app.app_context(), unit_of_work(HOME):
            case = case_by_reference(reference)
            assert case is not None
            withdraw(case)

    handed, _ = meeting.meet(stage.app, "case_steps", hand_over, take_back)
    [step] = stage.steps(reference)
    assert (handed, step.state, step.assigned_to) == (False, "void", None)
    assert stage.count(Event, Event.kind == "step.assign") == 0
