"""Which page comes next: only what is needed, in one order, and nothing twice."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.join.questions import OF_FACT, ORDER, QUESTIONS, asked, next_question, previous_question

FACTS = sorted(OF_FACT)
KEYS = {question.id: question.keys for question in QUESTIONS}


def test_occupation_and_relation_come_first_whatever_is_needed() -> None:
    assert next_question({}, []) == "group"
    assert next_question({"worker_group": "courier"}, []) == "relation"


def test_a_fact_that_no_row_needs_is_not_asked() -> None:
    answers = {"worker_group": "courier", "relation_kind": "partial"}
    assert next_question(answers, []) is None
    assert next_question(answers, ["station_branch"]) == "station-branch"


def test_a_unit_that_is_not_on_the_register_is_asked_about() -> None:
    answers = {"worker_group": "courier", "relation_kind": "employment", "employer_name": "甲公司"}
    assert next_question(answers, ["employer_union"]) == "employer-details"


def test_a_unit_of_the_register_is_not_asked_about() -> None:
    answers = {"worker_group": "courier", "relation_kind": "employment", "employer_id": "x"}
    assert next_question(answers, ["employer_union"]) is None


@given(st.lists(st.sampled_from(FACTS)))
def test_answering_page_by_page_ends_and_never_repeats_a_page(needed: list[str]) -> None:
    answers: dict[str, object] = {}
    seen: list[str] = []
    while (page := next_question(answers, needed)) is not None:
        assert page not in seen
        seen.append(page)
        answers |= dict.fromkeys(KEYS[page], "x")
        assert len(seen) <= len(ORDER)
    assert asked(answers) == sorted(asked(answers), key=ORDER.index)


@given(st.lists(st.sampled_from(FACTS)))
def test_back_leads_through_every_answered_page_to_the_first(needed: list[str]) -> None:
    answers: dict[str, object] = {}
    while (page := next_question(answers, needed)) is not None:
        answers |= dict.fromkeys(KEYS[page], "x")
    page = asked(answers)[-1]
    walked = [page]
    while (page := previous_question(page, answers)) is not None:
        walked.append(page)
    assert walked == asked(answers)[::-1]
