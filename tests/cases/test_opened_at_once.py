"""正在办理: officers who meet on a case all see it, whoever of them was first."""

from sqlalchemy import update

from tests.cases.procedure import HOME, Stage
from tests.meeting import meet
from webapp.cases.models import CaseClaim
from webapp.persistence import now, unit_of_work

TABLE = CaseClaim.__tablename__


def look(stage: Stage, login: str, reference: str) -> str:
    """The page of a case as this officer sees it."""
    answer = stage.signed_in(login).get(f"/office/cases/{reference}")
    assert answer.status_code == 200, f"{login}: {answer.status_code}"
    return answer.text


def forget_claims(stage: Stage) -> None:
    """Let the time of every claim pass."""
    with stage.app.app_context(), unit_of_work(HOME) as work:
        work.execute(update(CaseClaim).values(until=now()))


def test_two_officers_open_a_case_at_the_same_moment_and_one_is_told(stage: Stage) -> None:
    [reference] = stage.open()
    stage.signed_in("li"), stage.signed_in("zhang")
    pages = meet(stage.app, TABLE, lambda: look(stage, "li", reference), lambda: look(stage, "zhang", reference))
    assert sorted("正在办理" in page for page in pages) == [False, True]
    assert stage.count(CaseClaim) == 1


def test_an_officer_opens_a_case_while_another_decides_it(stage: Stage) -> None:
    [reference] = stage.open()
    look(stage, "zhang", reference)
    stage.signed_in("li")
    page, decided = meet(
        stage.app,
        TABLE,
        lambda: look(stage, "li", reference),
        lambda: stage.decide(stage.signed_in("zhang"), reference, "grant").status_code,
    )
    assert (decided, stage.case(reference).state) == (303, "granted")
    assert reference in page


def test_an_officer_takes_up_a_case_that_was_left_open_while_it_is_decided(stage: Stage) -> None:
    [reference] = stage.open()
    look(stage, "zhang", reference)
    forget_claims(stage)
    stage.signed_in("li")
    page, decided = meet(
        stage.app,
        TABLE,
        lambda: look(stage, "li", reference),
        lambda: stage.decide(stage.signed_in("zhang"), reference, "grant").status_code,
    )
    assert (decided, stage.case(reference).state) == (303, "granted")
    assert reference in page
