"""A request for relief that came back says what was corrected: officers see old and new, the account's ends only."""

import pytest

from tests.claims.conftest import Stage
from tests.claims.walking import post, text
from tests.relief.test_visits import ASKED, SENT, asked, went
from webapp.cases.supplements import corrections_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_what_a_worker_corrects_stands_beside_what_it_was(stage: Stage) -> None:
    reference, _path = asked(stage)
    stage.decide(reference, "return")
    worker = stage.read(lambda: stage.case(reference).worker_id)
    path = f"/claims/relief/{reference}"
    went(post(stage.worker(worker), path, {**ASKED, "household": "一家五口"}, path, **SENT))
    found = stage.read(lambda: corrections_of(stage.case(reference)))
    assert [(one.label, one.before, one.after) for one in found] == [("家庭情况", "一家四口", "一家五口")]
    page = text(stage.officer().get(f"/office/cases/{reference}").text)
    assert "家庭情况：一家四口 → 一家五口" in page
