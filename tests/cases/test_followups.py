"""What a grant leaves to be done is written with it, looked at after it, and leads to one task however many ask."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cases.procedure import HOME, Stage, at_once
from tests.world import World
from webapp.cases import Case, DecisionRow, FollowUp, Verdict, decide_step, open_case_once, register_follow_up, steps_of
from webapp.cases import follow_ups as room
from webapp.cases.follow_ups import sweep_follow_ups
from webapp.jobs import run_due
from webapp.persistence import db, unit_of_work
from webapp.tenancy import business_date
from webapp.unions import EmployerReport

THRESHOLD = 3


def found_a_union(follow_up: FollowUp) -> str | None:
    """The 25th joiner in small: when enough grants took effect, one case is opened."""
    if (db.session.scalar(select(func.count(EmployerReport.id))) or 0) < follow_up.data["at_least"]:
        return None
    case, _new = open_case_once(
        kind="trial",
        key=follow_up.subject,
        worker_id=None,
        union_id=follow_up.union_id,
        title="建会",
        governed_on=business_date(),
        data={},
    )
    return f"已转建会 {case.reference}"


@pytest.fixture(autouse=True)
def kinds_of_the_test() -> Iterator[None]:
    before = dict(room._evaluators)
    yield
    room._evaluators.clear()
    room._evaluators.update(before)


def states(stage: Stage) -> list[str]:
    """Of all follow-ups, in the order they were left."""
    with stage.app.app_context(), unit_of_work(HOME, write=False) as work:
        return list(work.scalars(select(FollowUp.state).order_by(FollowUp.created_at, FollowUp.id)))


def tasks(stage: Stage) -> int:
    """Cases opened by follow-ups."""
    return stage.count(Case, Case.title == "建会")


def grant(stage: Stage, reference: str) -> None:
    """A grant as the office does it, in a transaction of its own."""
    with stage.app.app_context(), unit_of_work(HOME) as work:
        case = work.scalars(select(Case).where(Case.reference == reference)).one()
        officer = stage.officers["li"]
        decide_step(case, steps_of(case)[0], Verdict.GRANT, officer_id=officer, reason="", seen_version=case.version)


def test_a_follow_up_exists_exactly_when_its_grant_is_committed(stage: Stage) -> None:
    references = stage.open(2)
    grant(stage, references[0])
    with pytest.raises(ZeroDivisionError), stage.app.app_context(), unit_of_work(HOME) as work:
        case = work.scalars(select(Case).where(Case.reference == references[1])).one()
        li = stage.officers["li"]
        decide_step(case, steps_of(case)[0], Verdict.GRANT, officer_id=li, reason="", seen_version=case.version)
        raise ZeroDivisionError
    assert states(stage) == ["open"]


def test_a_kind_that_no_room_does_stays_open_and_is_shown_to_officers(stage: Stage) -> None:
    [reference] = stage.open()
    grant(stage, reference)
    run_due(stage.app)
    assert states(stage) == ["open"]
    officer = stage.signed_in("li")
    assert "1 件后续事项" in officer.get("/office").text
    assert reference in officer.get("/office/follow-ups").text
    assert reference not in stage.signed_in("far").get("/office/follow-ups").text


def test_below_the_threshold_it_waits_and_the_grant_that_reaches_it_opens_the_task(stage: Stage) -> None:
    register_follow_up("trial_count", found_a_union)
    references = stage.open(THRESHOLD)
    for reference in references[:-1]:
        grant(stage, reference)
        run_due(stage.app)
    assert (tasks(stage), states(stage)) == (0, ["open"] * (THRESHOLD - 1))
    grant(stage, references[-1])
    run_due(stage.app)
    assert (tasks(stage), states(stage)[-1]) == (1, "done")


def test_the_nightly_sweep_looks_again_at_what_is_still_open(stage: Stage) -> None:
    references = stage.open(THRESHOLD)
    for reference in references:
        grant(stage, reference)
    run_due(stage.app)
    register_follow_up("trial_count", found_a_union)
    assert tasks(stage) == 0
    with stage.app.app_context(), unit_of_work(HOME):
        sweep_follow_ups()
    run_due(stage.app)
    assert (tasks(stage), states(stage)) == (1, ["done"] * THRESHOLD)


def test_one_that_fails_holds_up_no_other(stage: Stage) -> None:
    references = stage.open(THRESHOLD)
    for reference in references:
        grant(stage, reference)
    broken = stage.case(references[1]).id

    def sometimes(follow_up: FollowUp) -> str | None:
        if follow_up.case_id == broken:
            raise ConnectionError("the register is away")
        return "完成"

    register_follow_up("trial_count", sometimes)
    with stage.app.app_context(), unit_of_work(HOME):
        sweep_follow_ups()
    run_due(stage.app)
    assert states(stage) == ["done", "open", "done"]


def test_64_grants_at_once_around_a_threshold_open_one_task(stage: Stage) -> None:
    register_follow_up("trial_count", found_a_union)
    references = stage.open(64)
    at_once(64, lambda number: grant(stage, references[number]))
    at_once(4, lambda _number: run_due(stage.app) and None)
    with stage.app.app_context(), unit_of_work(HOME):
        sweep_follow_ups()
    run_due(stage.app)
    assert stage.count(EmployerReport) == 64
    assert (tasks(stage), set(states(stage))) == (1, {"done"})


def test_an_officer_settles_one_by_hand_once(stage: Stage) -> None:
    [reference] = stage.open()
    grant(stage, reference)
    officer = stage.signed_in("li")
    with stage.app.app_context(), unit_of_work(HOME, write=False) as work:
        address = f"/office/follow-ups/{work.scalars(select(FollowUp.id)).one()}"
    assert officer.submit(address, {"note": ""}).status_code == 422
    second = stage.signed_in("zhang").get(address).text
    assert "记为已处理" in second
    assert officer.submit(address, {"note": "已电话告知"}).status_code == 303
    assert "已电话告知" in officer.get(address).text
    assert stage.signed_in("far").get(address).status_code == 404
    assert states(stage) == ["done"]


def test_what_is_opened_once_is_found_again_whoever_asks(stage: Stage) -> None:
    found = []
    for _ in range(2):
        with stage.app.app_context(), unit_of_work(HOME):
            values = {"worker_id": None, "union_id": None, "title": "建会", "governed_on": business_date(), "data": {}}
            case, new = open_case_once(kind="trial", key="employer:one", **values)
            found.append((case.reference, new))
    assert found[0][0] == found[1][0]
    assert [new for _reference, new in found] == [True, False]


def test_a_granted_application_leaves_what_its_stored_decision_lists(app: Flask, world: World) -> None:
    for province in (world.alpha, world.beta):
        with app.app_context(), unit_of_work(province.jurisdiction, write=False) as work:
            decision = work.scalars(
                select(DecisionRow).where(DecisionRow.case_id == province.rows["granted_case"])
            ).one()
            left = work.scalars(
                select(FollowUp).where(FollowUp.case_id == province.rows["granted_case"]).order_by(FollowUp.key)
            ).all()
            refused = work.scalars(select(FollowUp).where(FollowUp.case_id == province.rows["refused_case"])).all()
        listed = [row["kind"] for row in decision.outcome["answer"]["follow_ups"]]
        assert "placement" in listed and {row.kind for row in left} == set(listed)
        assert {row.data["decision"] for row in left} == {str(decision.id)}
        assert refused == []
