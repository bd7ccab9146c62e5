"""What a publication does to cases that are open: they keep their decision, or get it anew; a real case as an example."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.desk.conftest import Office, text_of
from tests.desk.test_publishing import ON_SQLITE, publish, seen, send, soon
from webapp.cases import Case, DecisionRow, open_case, record_decision
from webapp.cases.workflow import State
from webapp.desk.examples import cleaned
from webapp.jobs import run_due
from webapp.persistence import Event, unit_of_work
from webapp.policy import decide
from webapp.tenancy import library, profile

ON = date(2025, 3, 1)
FACTS = {"relation_kind": "employment", "employer_union": True, "worker_group": "courier", "channel": "online"}


def under_review(office: Office) -> UUID:
    """A case that waits for its officer, with the decision it was submitted under."""
    with office.app.app_context(), unit_of_work("donghai"):
        case = open_case(
            kind="join", application_id=uuid4(), worker_id=None, union_id=None, title="王某", governed_on=ON, data={}
        )
        case.state = State.UNDER_REVIEW
        record_decision(case, decide("join", FACTS, profile(ON), ON))
        return case.id


def decisions(office: Office, case: UUID) -> list[DecisionRow]:
    """What was decided on a case, the oldest first."""
    with office.app.app_context(), unit_of_work("donghai", write=False) as work:
        kept = select(DecisionRow).where(DecisionRow.case_id == case).order_by(DecisionRow.created_at)
        return list(work.scalars(kept))


def changed(office: Office) -> str:
    """Another word about how strictly workers with a union of their unit join it."""
    text = text_of(office, "donghai")
    assert "modality: must" in text
    return text.replace("modality: must", "modality: may", 1)


@ON_SQLITE
@pytest.mark.parametrize(("opens", "count"), [("keep", 1), ("reopen", 2)])
def test_open_cases_keep_their_revision_unless_the_publication_says_otherwise(
    office: Office, opens: str, count: int
) -> None:
    case = under_review(office)
    publish(*office.editors("donghai"), "donghai", changed(office), effective="2025-01-01", opens=opens)
    run_due(office.app)
    found = decisions(office, case)
    assert len(found) == count
    with office.app.app_context(), unit_of_work("donghai", write=False) as work:
        events = list(work.scalars(select(Event).where(Event.kind == "policy.revised")))
        for row in found:
            again = decide(row.kind, row.facts, library().pinned("donghai", row.digest), row.governed_on)
            assert again.as_dict() == row.outcome
    assert len(events) == count - 1
    run_due(office.app)
    assert len(decisions(office, case)) == count


@ON_SQLITE
def test_a_draft_is_tried_on_open_cases_and_changes_none(office: Office) -> None:
    case = under_review(office)
    author, _ = office.editors("donghai")
    answer = send(author, "donghai", "show:cases", changed(office))
    page = seen(answer.text)
    assert answer.status_code == 200 and "用 1 件在办申请试算，1 件的结果会不同" in page, page
    assert len(decisions(office, case)) == 1


@ON_SQLITE
def test_a_real_case_becomes_an_example_without_the_person(office: Office) -> None:
    case = under_review(office)
    author, _ = office.editors("donghai")
    with office.app.app_context(), unit_of_work("donghai", write=False) as work:
        reference = work.scalars(select(Case.reference).where(Case.id == case)).one()
    answer = author.submit(
        "/desk/texts/donghai?part=examples", {"act": "case", "reference": reference}, button="保存草稿"
    )
    assert answer.status_code == 303, seen(answer.text)
    assert "REAL-0001" in author.get(answer.location).text
    page = author.get("/desk/texts/donghai?show=check").text
    assert "符合 REAL-0001" in seen(page)


def test_cleaned_facts_name_nobody() -> None:
    facts = {
        "name": "王某",
        "platform_ids": ["01a201c0-7dd5-7101-b7c1-0123456789ab"],
        "residence": "440103001",
        "phone": "13800138000",
        "paid": "1200.00",
        "members": [{"employer": "某公司", "count": 3}],
    }
    assert cleaned(facts) == {
        "platform_ids": [],
        "residence": "440103",
        "paid": "1200.00",
        "members": [{"count": 3}],
    }


@ON_SQLITE
def test_what_an_officer_has_open_is_decided_on_the_new_grounds_only(office: Office) -> None:
    from webapp.cases.revising import is_outdated, revise

    case = under_review(office)
    publish(*office.editors("donghai"), "donghai", changed(office), effective="2025-01-01", opens="reopen")
    with office.app.app_context(), unit_of_work("donghai") as work:
        row = work.scalars(select(Case).where(Case.id == case)).one()
        assert soon(lambda: is_outdated(row) is not None)
        seen_version = row.version
        assert revise(row) and row.version > seen_version
        assert is_outdated(row) is None and not revise(row)
