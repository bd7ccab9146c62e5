"""A claim under way is reckoned by the rules it was handed in under, unless the publication says otherwise."""

from datetime import UTC, datetime

import pytest

from tests.claims.conftest import HOME, build_stage
from tests.desk.conftest import Office, text_of
from tests.desk.test_publishing import ON_SQLITE, publish
from webapp.cases import latest_decision
from webapp.jobs import run_due
from webapp.policy import decide
from webapp.tenancy import library

TIER = '              - {over: "500.00", to: "2000.00"'
LESS = """\
              - {over: "400.00", to: "450.00", pays: "150.00"}
              - {over: "450.00", to: "500.00", pays: "200.00"}
"""
EARLIER = datetime(2022, 3, 5, 2, tzinfo=UTC)


@ON_SQLITE
@pytest.mark.parametrize(("opens", "granted"), [("keep", 20_000), ("reopen", 15_000)])
def test_an_open_claim_keeps_its_rules_unless_the_publication_says_otherwise(
    office: Office, monkeypatch: pytest.MonkeyPatch, opens: str, granted: int
) -> None:
    editors, stage = office.editors(HOME), build_stage(office.app)
    member = stage.member()
    first = stage.file(member, 43_000)
    text = text_of(office, HOME)
    assert TIER in text
    publish(
        *editors,
        HOME,
        text.replace(TIER, LESS + TIER).replace(
            'to: "500.00", pays: "200.00", on_edge', 'to: "400.00", pays: "200.00", on_edge'
        ),
        effective="2022-01-01",
        opens=opens,
    )
    run_due(office.app)
    stage.decide(first)
    assert stage.filing(first).amount == granted

    beside = stage.file(member, 43_000, at=EARLIER)
    assert stage.filing(beside).amount == 15_000, (stage.filing(beside).state, stage.filing(beside).codes)
    for reference in (first, beside):
        kept = stage.read(lambda reference=reference: latest_decision(stage.case(reference), "claim"))
        with office.app.app_context():
            again = decide("claim", kept.facts, library().pinned(HOME, kept.digest), kept.governed_on)
        assert again.as_dict() == kept.outcome
