"""Which question comes next. Pure: answers in, the id of a question out.

`Answers` is what the worker said (the draft's JSON), `facts` what the policy reads. A question is asked only when the decision says
that a fact is still needed; the two that every explanation starts from come first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Answers = Mapping[str, Any]

UNITS = {"employer": "employer", "agency": "agency", "user_unit": "user-unit", "affiliation_firm": "affiliation-firm"}
PLATFORM_FEATURES = ("works_to_platform_rules_for_pay", "completes_platform_tasks", "accepts_platform_management")
DRIVERS = frozenset({"truck_driver", "ride_hailing_driver"})
EMPLOYED = frozenset({"employment", "meets_employment"})


@dataclass(frozen=True)
class Question:
    """One page. `facts`: what it settles; `keys`: the answers it writes; `unit`: the kind of unit it is about, if any."""

    id: str
    facts: tuple[str, ...]
    keys: tuple[str, ...]
    unit: str | None = None


QUESTIONS = (
    Question("group", ("worker_group",), ("worker_group",)),
    Question("relation", ("relation_kind",), ("relation_kind",)),
    Question(
        "employer",
        ("employer_union", "employer_location"),
        ("employer_id", "employer_name", "employer_none"),
        "employer",
    ),
    Question("employer-details", (), ("employer_has_union", "employer_location"), "employer"),
    Question("agency", ("agency_union", "agency_location"), ("agency_id", "agency_name"), "agency"),
    Question("agency-details", (), ("agency_has_union", "agency_location"), "agency"),
    Question("user-unit", ("user_unit_union", "user_unit_location"), ("user_unit_id", "user_unit_name"), "user_unit"),
    Question("user-unit-details", (), ("user_unit_has_union", "user_unit_location"), "user_unit"),
    Question("contract", ("has_labour_contract",), ("has_labour_contract",)),
    Question("platforms", ("platforms", "platform_union"), ("platform_ids", "platform_name")),
    Question("platform-work", PLATFORM_FEATURES, ("platform_features",)),
    Question(
        "affiliation-firm",
        ("affiliation_firm_union",),
        ("affiliation_firm_id", "affiliation_firm_name", "affiliation_firm_none"),
        "affiliation_firm",
    ),
    Question("station-branch", ("station_branch",), ("station_branch",)),
    Question("place", ("division", "work_place", "residence"), ("place_basis", "place_division")),
)
BY_ID = {question.id: question for question in QUESTIONS}
OF_FACT = {fact: question.id for question in QUESTIONS for fact in question.facts}
FIRST = ("group", "relation")
ORDER = tuple(question.id for question in QUESTIONS)


def answered(question: Question, answers: Answers) -> bool:
    """Whether the worker has given this page an answer (“不清楚” is one)."""
    return any(key in answers for key in question.keys)


def needs_details(question: Question, answers: Answers) -> bool:
    """A unit that is not on the register is asked about: does it have a union, and where is it."""
    return (
        question.unit is not None and bool(answers.get(f"{question.unit}_name")) and question.unit != "affiliation_firm"
    )


def next_question(answers: Answers, needed: Iterable[str]) -> str | None:
    """The first unanswered page among those that settle a needed fact; None when nothing is left to ask."""
    wanted = set(FIRST) | {OF_FACT[fact] for fact in needed if fact in OF_FACT}
    for question in QUESTIONS:
        if question.id in wanted and not answered(question, answers):
            return question.id
        details = f"{question.id}-details"
        if details in BY_ID and needs_details(question, answers) and not answered(BY_ID[details], answers):
            return details
    return None


def asked(answers: Answers) -> list[str]:
    """The pages already answered, in order: what the check page lists and where “返回” leads."""
    return [question.id for question in QUESTIONS if answered(question, answers)]


def previous_question(question_id: str, answers: Answers) -> str | None:
    """The answered page before this one, or None at the first."""
    before = [other for other in asked(answers) if ORDER.index(other) < ORDER.index(question_id)]
    return before[-1] if before else None
