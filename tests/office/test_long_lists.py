"""Long lists are read stretch by stretch: each row once and in order, whatever comes or goes meanwhile."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.cases.procedure import HOME, Stage
from tests.client import Browser
from webapp.cases import Case
from webapp.cases.models import Step
from webapp.persistence import Event, stretches, unit_of_work
from webapp.persistence.stretches import after, key_of
from webapp.web.pagination import count_words


def references(browser: Browser, path: str) -> list[str]:
    """Those of all stretches, by following the link that leads on."""
    found: list[str] = []
    while path:
        page = BeautifulSoup(browser.get(path).text, "html5lib")
        found += [str(link.get_text()) for link in page.select("tbody th a")]
        onward = page.select_one("a[rel=next]")
        path = str(onward["href"]) if onward else ""
    return found


def test_every_case_is_met_once_and_in_order_also_where_several_wait_since_one_moment(stage: Stage) -> None:
    opened = stage.open(120)
    same = datetime(2026, 1, 5, 8, tzinfo=UTC)
    with stage.app.app_context(), unit_of_work(HOME) as work:
        for number, case in enumerate(work.scalars(select(Case).order_by(Case.id)).all()):
            age = same if number % 2 else datetime(2026, 1, 1, tzinfo=UTC)
            case.age_from = age
            for step in work.scalars(select(Step).where(Step.case_id == case.id)):
                step.case_age, step.due_on = age, date(2026, 2, 1) if number % 3 == 0 else None
    seen = references(stage.signed_in("li"), "/office")
    assert sorted(seen) == sorted(opened)
    with stage.app.app_context(), unit_of_work(HOME, write=False) as work:
        rows = work.execute(select(Case, Step).join(Step, Step.case_id == Case.id)).all()
    order = sorted(rows, key=lambda row: (row[1].due_on or date.max, row[0].age_from, row[0].id))
    assert seen == [row[0].reference for row in order]


def test_what_was_decided_is_read_newest_first_to_its_end(stage: Stage) -> None:
    opened = stage.open(55)
    officer = stage.signed_in("li")
    for reference in opened:
        stage.decide(officer, reference, "refuse", "不符合条件")
    seen = references(officer, "/office?view=closed")
    assert sorted(seen) == sorted(opened)
    assert references(officer, "/office") == []


def test_a_step_knows_where_its_case_stands(stage: Stage) -> None:
    [granted, returned, waiting] = stage.open(3)
    officer = stage.signed_in("li")
    stage.decide(officer, granted, "grant")
    stage.decide(officer, returned, "return", "请补充")
    with stage.app.app_context(), unit_of_work(HOME, write=False) as work:
        rows = work.execute(select(Case, Step).join(Step, Step.case_id == Case.id)).all()
        assert {row[0].reference for row in rows} == {granted, returned, waiting}
        assert all(row[1].queue_day == (row[1].due_on or date.max) for row in rows)
        assert [(row[1].case_state, row[1].case_age) for row in rows] == [
            (row[0].state, row[0].age_from) for row in rows
        ]


def test_a_count_ends_at_its_bound(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open(12)
    monkeypatch.setattr(stretches, "BOUND", 10)
    monkeypatch.setattr("webapp.web.pagination.BOUND", 10)
    page = stage.signed_in("li").get("/office").text
    assert "10 以上" in page and count_words(10) == "10"


def test_a_view_that_is_empty_and_hidden_opens_all_the_same(stage: Stage) -> None:
    officer = stage.signed_in("li")
    for view in ("others", "below"):
        assert officer.get(f"/office?view={view}").status_code == 200


@pytest.mark.parametrize("begin", ["", "x", "2026-01-01", "2026-01-01~", f"2026-01-01T00:00:00~{UUID(int=1)}", "~" * 9])
def test_nonsense_for_a_key_is_the_beginning(stage: Stage, begin: str) -> None:
    [reference] = stage.open()
    assert references(stage.signed_in("li"), f"/office?after={begin}") == [reference]


def test_a_key_says_days_moments_and_ids_alone() -> None:
    at, row = datetime(2026, 1, 5, 8, tzinfo=UTC), UUID(int=7)
    assert key_of((date(2026, 1, 5), at, row)) == f"2026-01-05~2026-01-05T08:00:00+00:00~{row}"
    assert str(after((Event.at, Event.id), "nonsense")) == "true"
