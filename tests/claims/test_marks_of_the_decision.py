"""What the decision itself marks stands on the officer's page: exactly on a line, for a person to look at, paid above what is due."""

import pytest

from tests.claims.conftest import Stage
from tests.claims.walking import Walk, text
from webapp.claims.flags import flags_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def marks(stage: Stage, reference: str) -> list[str]:
    found: list[str] = stage.read(lambda: [one.words for one in flags_of(stage.filing(reference))])
    return found


def test_a_sum_exactly_on_the_line_of_a_band_is_marked_for_the_officer_alone(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    exact, above = walk.file({"self_paid_in_scope": "200.00"}), walk.file({"self_paid_in_scope": "200.01"})
    [mark] = [one for one in marks(stage, exact) if "正好在" in one]
    assert mark in text(stage.officer().get(f"/office/claims/{exact}").text)
    assert mark in text(stage.officer().get(f"/office/cases/{exact}").text)
    assert mark not in walk.page(exact)
    assert not [one for one in marks(stage, above) if "正好在" in one]


def test_a_member_of_a_group_that_the_text_does_not_name_is_marked(stage: Stage) -> None:
    named = Walk(stage, stage.member()).file({})
    other = Walk(stage, stage.member(group="other")).file({})
    assert set(marks(stage, other)) - set(marks(stage, named))


def test_money_of_a_third_party_is_marked(stage: Stage) -> None:
    plain = Walk(stage, stage.member()).file({})
    paid = Walk(stage, stage.member()).file({"third_party": "100.00"}, what={"third_party": "yes"})
    assert set(marks(stage, paid)) - set(marks(stage, plain))
