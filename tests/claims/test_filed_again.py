"""A filing that was handed in in time and taken back: the accident was reported, so a later filing goes to a person (GD30-A4-5d)."""

from datetime import date

import pytest

from tests.claims.conftest import Stage
from webapp.cases import withdraw
from webapp.claims.store import filing_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
AFTER_THE_YEAR = date(2023, 5, 1)


@pytest.mark.parametrize(
    ("handed_in", "state", "code"), [(True, "needs_manual_decision", "filing"), (False, "refused", "late")]
)
def test_what_was_taken_back_was_reported_in_time_all_the_same(
    stage: Stage, handed_in: bool, state: str, code: str
) -> None:
    worker_id = stage.member()
    first = stage.file(worker_id, 60_000)
    with stage.app.app_context(), stage.work():
        withdraw(stage.case(first))
        if not handed_in:
            filing_of(stage.case(first)).filed_on = None
    stage.today(AFTER_THE_YEAR)
    again = stage.filing(stage.file(worker_id, 60_000, accident=1))
    assert (again.state, again.amount) == (state, 0)
    assert any(code in one for one in again.codes), again.codes


def test_what_was_taken_back_pays_nothing_and_blocks_nothing(stage: Stage) -> None:
    worker_id = stage.member()
    first = stage.file(worker_id, 60_000)
    with stage.app.app_context(), stage.work():
        withdraw(stage.case(first))
    again = stage.filing(stage.file(worker_id, 60_000, accident=1))
    assert (again.state, again.amount) == ("approved", 50_000)
