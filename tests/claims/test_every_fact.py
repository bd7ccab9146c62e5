"""Every fact that the register says is supplied does arrive: one plan reads them all, and a claim walks to the decision."""

import copy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from tests.claims.conftest import Stage
from tests.claims.made_up import stage_with
from tests.claims.test_net_of_others import PLANS
from tests.claims.walking import ACCOUNT, Walk, post
from tests.conftest import BuildApp, Served
from webapp.cases import latest_decision, open_case
from webapp.join.questions import OF_FACT
from webapp.members.store import active_seat
from webapp.persistence import db
from webapp.policy.language.supply import FACTS, QUESTION, SUPPLIERS, known_to
from webapp.policy.profile.benefits.facts import CLAIM_FACTS
from webapp.unions import Employer, Union

WEBAPP = Path(__file__).parents[2] / "webapp"
ANY: dict[str, Any] = {
    "bool": {"one_of": [True, False], "none": "holds"},
    "name": {"none_of": ["nothing"], "none": "holds"},
    "list": {"none_of": ["nothing"], "none": "holds"},
    "day": {"not_after": "2199-01-01", "none": "holds"},
    "moment": {"not_after": "2199-01-01T00:00"},
    "int": {"at_least": 0},
    "money": {"at_least": "0.00", "none": "holds"},
    "place": {"none_of": ["990000"]},
}
"""A condition that holds for every value of the type, and is not known where nobody gave one."""


def holds(fact: str) -> Any:
    named = {"event.kind": ["accident", "trip"], "result.degree": ["1", "2"]}
    if fact in named:
        return named[fact]
    kind = CLAIM_FACTS[fact]
    if kind.kind == "choice":
        return {"one_of": list(kind.values), "none": "holds"}
    return copy.deepcopy(ANY[kind.kind])


def rows(facts: list[str]) -> list[dict[str, Any]]:
    return [
        {"id": fact.replace(".", "_") + "_known", "label": fact, "holds": {fact: holds(fact)}, "else": "flag"}
        for fact in facts
    ]


@pytest.fixture
def stage(served: Served, build_app: BuildApp, tmp_path: Path) -> Iterator[Stage]:
    """A plan with a row for every fact; a row whose fact nobody gives is marked."""
    plans = yaml.safe_load(PLANS.read_text("utf-8"))
    plan = plans["benefits"][0]
    edition = plan["editions"][0]
    of_bills = [fact for fact in CLAIM_FACTS if fact.partition(".")[0] in ("bill", "hospital")]
    edition["conditions"] = [
        row | {"tested": "filing"} for row in rows([fact for fact in CLAIM_FACTS if fact not in of_bills])
    ]
    edition["bills"] = rows(of_bills)
    path = tmp_path / "plans.yaml"
    path.write_text(yaml.safe_dump(plans, allow_unicode=True, sort_keys=False), "utf-8")
    with stage_with(path, served, build_app, tmp_path, words={"plan": {"insurer": "商业保险"}}) as found:
        found.today(date(2025, 5, 20))
        yield found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_row_lacks_its_fact(stage: Stage) -> None:
    walk = Walk(stage, stage.member(since=date(2025, 1, 5), real_name=date(2025, 1, 5)))
    works_at_a_unit(stage, walk)
    reference = walk.post("/claims", {"plan": "costs-net"}, page="/claims").location.rpartition("/")[2]
    path = f"/claims/{reference}"
    walk.post(f"{path}/when", {"day": "2025-05-10"})
    what = {"kind": "accident", "place": "路口", "story": "送货时摔伤", "third_party": "no"}
    assert walk.browser.submit(f"{path}/what", what).status_code == 303
    bill = {"begins_on": "2025-05-10", "ends_on": "2025-05-12", "care": "inpatient", "hospital_days": "2"}
    sums = {"total": "5000.00", "self_paid_in_scope": "3000.00", "hospital_division": "440103"}
    assert walk.bill(reference, bill | sums).status_code == 303
    more = {
        "told_paid_elsewhere__city_plan": "0",
        "told_paid_elsewhere__insurer": "0",
        "told_member__retires_on": "2040-01-01",
        "told_unit__contract_months": "24",
        "degree": "1",
        "death": "no",
    }
    page = walk.browser.get(f"{path}/more").text
    assert [name for name in more if f'name="{name}' not in page] == [], "every fact that the page has to ask"
    assert walk.post(f"{path}/more", more).status_code == 303
    assert walk.post(f"{path}/account", {"payee": "self"} | ACCOUNT).status_code == 303
    assert walk.post(f"{path}/submission", {"consent": "1"}).status_code == 303
    assert {"unit_size_known", "unit_pays_union_funds_known", "unit_started_on_known"} == marked(stage, reference)
    told = {name: value for name, value in more.items() if name.startswith("told")} | {
        "told_unit__size": "120",
        "told_unit__pays_union_funds": "no",
        "told_unit__started_on": "2010-01-01",
    }
    fields = {f"told-{name}": value for name, value in told.items()} | {"told-note": "看了营业执照"}
    office = f"/office/claims/{reference}"
    assert post(stage.officer(), f"{office}/told", fields, f"/office/cases/{reference}").status_code == 303
    assert marked(stage, reference) == set()
    assert stage.filing(reference).state == "approved"


def works_at_a_unit(stage: Stage, walk: Walk) -> None:
    """The member applied by a case, works at a unit of the register, and sits in a union of one level."""
    with stage.app.app_context(), stage.work():
        employer = Employer(name="快运公司", kind="enterprise", division="440103")
        db.session.add(employer)
        db.session.flush()
        seat = active_seat(stage.person(walk.worker_id).id)
        assert seat is not None
        seat.employer_id = employer.id
        applied = open_case(
            kind="join",
            application_id=uuid4(),
            worker_id=walk.worker_id,
            union_id=seat.union_id,
            title="入会",
            governed_on=date(2025, 1, 3),
            data={},
        )
        seat.case_id = applied.id
        db.session.get_one(Union, (stage.jurisdiction, seat.union_id)).kind = "newform_trade_federation"


def marked(stage: Stage, reference: str) -> set[str]:
    """The rows that the newest decision marked."""

    def read() -> set[str]:
        row = latest_decision(stage.case(reference), "claim")
        assert row is not None
        return {one["row"] for one in row.outcome["answer"]["flags"]}

    return stage.read(read)  # type: ignore[no-any-return]


def test_each_fact_stands_once_for_a_kind_of_decision_and_names_who_supplies_it_where() -> None:
    named = [(one.name, kind) for one in FACTS for kind in one.by]
    assert len(named) == len(set(named))
    for one in FACTS:
        for supply in one.by.values():
            assert supply.who in SUPPLIERS and one.words
            assert (WEBAPP / supply.where).is_file()


def test_every_fact_of_a_join_that_a_page_asks_has_its_page() -> None:
    asked = [one.name for one in known_to("join") if one.by["join"].who == QUESTION]
    assert [name for name in asked if name not in OF_FACT] == []
