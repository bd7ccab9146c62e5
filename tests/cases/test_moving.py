"""What the asker does with a case: hand in again, take back; and how a waiting one finds its union."""

import pytest
from sqlalchemy import select

from tests.cases.procedure import HOME, Stage, at_once
from webapp.cases import (
    AlreadyDecided,
    Case,
    IllegalMove,
    StepPlan,
    Verdict,
    assign,
    decide_step,
    resubmit,
    steps_of,
    take_up,
    withdraw,
)
from webapp.persistence import unit_of_work


def found(work: object, reference: str) -> Case:
    """The case in this transaction."""
    return work.scalars(select(Case).where(Case.reference == reference)).one()  # type: ignore[attr-defined,no-any-return]


def test_a_returned_case_comes_back_to_the_officer_it_was_handed_to(stage: Stage) -> None:
    [reference] = stage.open()
    li = stage.officers["li"]
    with stage.app.app_context(), unit_of_work(HOME) as work:
        case = found(work, reference)
        assign(case, steps_of(case)[0], li, by=stage.officers["chief"])
        decide_step(case, steps_of(case)[0], Verdict.RETURN, officer_id=li, reason="请补充", seen_version=case.version)
        resubmit(case, [StepPlan(1, stage.unions["street"])])
    assert [(step.round, step.state, step.assigned_to) for step in stage.steps(reference)] == [
        (1, "returned", li),
        (2, "open", li),
    ]


def test_a_waiting_case_goes_to_its_deciders_once_its_union_is_found(stage: Stage) -> None:
    [reference] = stage.open()
    with stage.app.app_context(), unit_of_work(HOME) as work:
        case = found(work, reference)
        case.state = "waiting"
        take_up(case, [StepPlan(1, stage.unions["far"])], union_id=stage.unions["far"])
    case = stage.case(reference)
    assert (case.state, case.union_id) == ("under_review", stage.unions["far"])
    with pytest.raises(IllegalMove), stage.app.app_context(), unit_of_work(HOME) as work:
        take_up(found(work, reference), [], union_id=stage.unions["far"])


def test_a_withdrawal_and_a_grant_at_once_end_in_one_of_the_two(stage: Stage) -> None:
    references = stage.open(8)

    def race(number: int) -> None:
        reference, is_worker = references[number // 2], number % 2 == 0
        try:
            with stage.app.app_context(), unit_of_work(HOME) as work:
                case = found(work, reference)
                if is_worker:
                    withdraw(case)
                else:
                    decide_step(
                        case,
                        steps_of(case)[0],
                        Verdict.GRANT,
                        officer_id=stage.officers["li"],
                        reason="",
                        seen_version=case.version,
                    )
        except (IllegalMove, AlreadyDecided):
            pass

    at_once(16, race)
    for reference in references:
        state = stage.case(reference).state
        assert state in ("withdrawn", "granted")
        assert stage.effects(reference) == int(state == "granted")
