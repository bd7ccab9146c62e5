"""docs/benefits.md names every key of the language, every fact and every key of the answers."""

import re
from typing import Any

import pytest

from tests.policy.conftest import POLICIES
from webapp.policy.answers.claim import ClaimAnswer
from webapp.policy.answers.stored import keys
from webapp.policy.decisions.claim.views import ORDER
from webapp.policy.language.rows import Row
from webapp.policy.profile.benefits import components, plans, rows
from webapp.policy.profile.benefits.facts import CLAIM_FACTS

TEXT = (POLICIES.parent / "docs" / "benefits.md").read_text("utf-8")
NAMED = {word for code in re.findall(r"`([^`]+)`", TEXT) for word in re.findall(r"[a-z_]+", code)}
MODULES = (plans, components, rows)
MODELS = [
    model
    for module in MODULES
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, Row) and model.__module__ == module.__name__
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_documented(model: Any) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert keys - NAMED == set()


def test_every_fact_and_every_key_of_the_answer_is_documented() -> None:
    facts = {part for fact in CLAIM_FACTS for part in fact.split(".")}
    assert facts - NAMED == set()
    assert {*keys(ClaimAnswer), *ORDER} - NAMED == set()
