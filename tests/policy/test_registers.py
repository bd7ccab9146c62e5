"""The register of facts and the register of answers say what the program does, and docs/facts.md says what they say."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.policy.conftest import POLICIES, ROOT
from webapp.policy import KINDS, Decision, Library, PaymentAnswer, Stored, decide, read_decision
from webapp.policy.answers.stored import keys
from webapp.policy.checking.scenarios import load_scenarios
from webapp.policy.decisions.answers import ANSWERS, PAYMENT
from webapp.policy.decisions.kinds import ANSWER_OF
from webapp.policy.language import vocabularies
from webapp.policy.language.supply import COMMAND, FACTS, known_to
from webapp.policy.profile.benefits.facts import CLAIM_FACTS
from webapp.policy.writing.registers import tables

DOCUMENT = ROOT / "docs" / "facts.md"
SHOWN = [(kind, name) for kind, fields in ANSWERS.items() for name in fields]
CONDITIONS = {
    "join": (vocabularies.ROUTE_FACTS, vocabularies.STEP_FACTS),
    "seat": (vocabularies.SEAT_FACTS,),
    "threshold": (vocabularies.THRESHOLD_FACTS,),
    "counted": (vocabularies.COUNTED,),
    "dues": (vocabularies.DUES_FACTS,),
    "claim": (CLAIM_FACTS,),
}


def test_the_document_is_the_exported_one() -> None:
    assert DOCUMENT.read_text("utf-8") == tables(), "run: gonghui policy facts > docs/facts.md"


@pytest.mark.parametrize("kind", sorted(CONDITIONS))
def test_a_condition_can_name_no_fact_that_nobody_supplies(kind: str) -> None:
    supplied = {one.name for one in known_to(kind) if one.by[kind].who != COMMAND}
    assert [fact for vocabulary in CONDITIONS[kind] for fact in vocabulary if fact not in supplied] == []


def test_every_kind_of_decision_stands_in_both_registers() -> None:
    assert set(ANSWERS) == set(KINDS)
    assert set(KINDS) <= {kind for one in FACTS for kind in one.by}


def decisions(library: Library) -> Iterator[Decision[Stored]]:
    """What every example of every profile comes to."""
    for path in sorted((POLICIES / "scenarios").glob("*.yaml")):
        for one in load_scenarios(path):
            profile = library.profile(one.jurisdiction, one.row.as_of)
            yield decide(one.row.decide, one.facts, profile, one.row.as_of)


def test_every_field_that_a_decision_answers_stands_in_the_register_and_no_other(library: Library) -> None:
    answered = {kind: set(keys(answer)) for kind, answer in ANSWER_OF.items()}
    assert answered == {kind: set(fields) for kind, fields in ANSWERS.items()}
    assert set(keys(PaymentAnswer)) == set(PAYMENT)
    assert all(type(one.answer) is ANSWER_OF[one.kind] for one in decisions(library))


def test_every_answer_is_kept_and_read_back_word_for_word(library: Library) -> None:
    """What was kept reads back to the same answer and to the same sentences, and is written again to the same text."""
    seen = set()
    for decision in decisions(library):
        kept = json.loads(json.dumps(decision.as_dict()))
        again = read_decision(kept, ANSWER_OF[decision.kind])
        assert again.answer == decision.answer, decision.kind
        assert (again.reasons, again.why_not, again.interpretations) == (
            decision.reasons,
            decision.why_not,
            decision.interpretations,
        )
        assert json.dumps(again.as_dict()) == json.dumps(kept)
        seen.add(decision.kind)
    assert seen == set(KINDS)


@pytest.mark.parametrize(("kind", "name"), [*SHOWN, *(("payment", name) for name in PAYMENT)])
def test_a_field_is_read_where_the_register_says(kind: str, name: str) -> None:
    shown = (PAYMENT if kind == "payment" else ANSWERS[kind])[name]
    text = (ROOT / shown.where).read_text("utf-8")
    assert re.search(rf"\b{re.escape(shown.word or name)}\b", text), shown
