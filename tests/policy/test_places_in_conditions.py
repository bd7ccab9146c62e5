"""A division in a rule means that division and whatever lies inside it, in every place where a rule can name one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.policy.claim.test_plans import facts as claimed
from tests.policy.claim.world import PLANS, decided, province_with
from webapp.policy.language.conditions import Condition, parse
from webapp.policy.language.facts import Vocabulary
from webapp.policy.language.supply import FACTS
from webapp.policy.language.tables import find

CITY, COUNTY, STREET = "990100", "990102", "990102003"
CASES = [
    (CITY, CITY, True),
    (CITY, COUNTY, True),
    (CITY, STREET, True),
    (COUNTY, CITY, False),
    (COUNTY, COUNTY, True),
    (COUNTY, STREET, True),
    (STREET, COUNTY, False),
    (STREET, STREET, True),
    (CITY, "990200", False),
    (COUNTY, "990103", False),
    ("990000", STREET, True),
    (CITY, "990000", False),
]
PLACES = [
    pytest.param(one.name, one.type, id=f"{one.name} of {'-'.join(one.by)}")
    for one in FACTS
    if one.type.kind == "place"
]


@dataclass
class Row:
    """A row of any table, as far as it says where it holds."""

    id: str
    divisions: tuple[str, ...] | None
    when: Condition


@pytest.mark.parametrize(("fact", "kind"), PLACES)
def test_a_condition_on_a_place(fact: str, kind: Any) -> None:
    vocabulary = Vocabulary({fact: kind})
    for named, where, inside in CASES:
        assert parse({fact: named}, vocabulary).holds({fact: where}) is inside, (named, where)
        assert parse({fact: ["980100", named]}, vocabulary).holds({fact: where}) is inside, (named, where)
        assert parse({fact: {"one_of": [named]}}, vocabulary).holds({fact: where}) is inside, (named, where)
        assert parse({fact: {"none_of": [named]}}, vocabulary).holds({fact: where}) is not inside, (named, where)


@pytest.mark.parametrize(("named", "where", "inside"), CASES)
def test_the_divisions_of_a_row(named: str, where: str, inside: bool) -> None:
    always = parse({}, Vocabulary({}))
    assert find(Row("one", (named,), always), {"division": where}).holds is inside  # type: ignore[arg-type]
    assert find(Row("one", ("980100", named), always), {"division": where}).holds is inside  # type: ignore[arg-type]


@pytest.mark.parametrize(("named", "where", "inside"), CASES)
def test_the_divisions_of_a_plan_and_of_a_price(named: str, where: str, inside: bool, tmp_path: Path) -> None:
    text = (PLANS / "made_up.yaml").read_text("utf-8")
    plan = province_with(tmp_path / "plan", text.replace("    divisions: null\n", f'    divisions: ["{named}"]\n', 1))
    member = {"division": where}
    assert (decided(plan, claimed(member=member)).outcome == "decided") is inside
    price = province_with(tmp_path / "price", text.replace('divisions: ["990100"]', f'divisions: ["{named}"]', 1))
    paid = decided(price, claimed(member=member), "cover").answer.price
    assert ("city_federation" in paid.paid_by) is inside, paid


def test_nothing_else_of_a_profile_has_divisions_of_its_own() -> None:
    """Whoever gives divisions to another part of the language adds its line above."""
    own = {one.__name__ for one in _models() if "divisions" in one.__annotations__}
    assert own == {"Scoped", "Door", "Price", "Plan"}


def _models(base: type | None = None) -> list[type]:
    from webapp.policy.language.rows import Row as Base

    below = (base or Base).__subclasses__()
    return [*below, *(deeper for one in below for deeper in _models(one))]
