"""What people see of a case: one table over every state, every kind and both who look; no page of it says otherwise."""

import re
from itertools import product

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from tests.client import browse
from tests.web.lint import page_faults, text_of
from tests.world import World
from webapp.cases import Case, kind_of
from webapp.cases.registry import Own, kinds
from webapp.cases.seen import Looker, head_of, see, seen_of
from webapp.cases.workflow import OPEN_STATES, State
from webapp.claims.store import filing_of
from webapp.claims.workflow import own_words
from webapp.founding.workflow import STATES as FOUNDING
from webapp.notices.texts import template_of
from webapp.persistence import db, unit_of_work
from webapp.relief.procedure import relief_of
from webapp.web.tags import tag_of

UNION = "东街总工会"
CLAIM_STATES = {
    None: "",
    "approved": "可以给付",
    "accumulating": "累计中",
    "documents_requested": "待补材料",
    "needs_manual_decision": "待人工判断",
    "refused": "不予给付",
}
OWNS = [
    None,
    *FOUNDING.values(),
    *(
        own_words(state, claim, words, amount)
        for state in State
        for claim, words in CLAIM_STATES.items()
        for amount in (0, 1)
    ),
]


@pytest.mark.parametrize(("state", "looker"), list(product(State, Looker)))
def test_the_mark_the_word_and_what_is_to_do_agree(state: State, looker: Looker) -> None:
    for own, union in product(OWNS, (UNION, "")):
        seen = see(state, looker, own, union)
        assert seen.word and "{" not in seen.now
        assert (seen.mark == "good") == (state == State.GRANTED)
        assert (seen.mark == "bad") == (state == State.REFUSED)
        assert bool(seen.now) == (state in OPEN_STATES - {State.SUBMITTED} or state == State.DRAFT)
        assert not (seen.todo and looker is Looker.OFFICER)
        assert not seen.todo or state in (State.DRAFT, State.RETURNED) or (own is not None and own.lacks)
        if state in (State.UNDER_REVIEW, State.APPEALED):
            assert (UNION in seen.now) == bool(union)
            assert union or "还没有确定受理的工会" in seen.now
        if state == State.RETURNED:
            assert ("您" in seen.now) == (looker is Looker.ASKER)


def test_a_kind_without_words_of_its_own_uses_those_of_every_tag() -> None:
    assert all(see(state, looker).word == tag_of(state).text for state, looker in product(State, Looker))


@pytest.mark.parametrize(
    ("states", "head", "mark"),
    [
        (["granted", "granted"], "已批准", "good"),
        (["refused"], "未通过", "bad"),
        (["refused", "under_review"], "有一部分未通过，其余还在办", "bad"),
        (["refused", "granted"], "办结：有一部分未通过", "bad"),
        (["granted", "under_review"], "有一部分已批准，其余还在办", "sent"),
        (["granted", "waiting"], "有一部分已批准，其余还在办", "wait"),
        (["granted", "withdrawn"], "已批准", "good"),
        (["waiting"], "已提交，等待受理", "wait"),
        (["waiting", "under_review"], "已提交", "wait"),
        (["returned", "under_review"], "有一部分退回补充", "wait"),
        (["withdrawn"], "已撤回", "calm"),
    ],
)
def test_over_an_application_of_several_parts_stands_what_came_of_it(states: list[str], head: str, mark: str) -> None:
    assert (head_of(states).head, head_of(states).mark) == (head, mark)


def test_no_head_over_several_parts_is_green_where_a_part_is_not() -> None:
    for some in product(State, repeat=3):
        found = head_of(some)
        assert found.mark != "good" or set(some) <= {State.GRANTED, State.WITHDRAWN}
        assert found.mark in ("bad", "wait") or State.REFUSED not in some


TOLD = {
    ("join", "granted"): ("join_granted", "批准"),
    ("join", "refused"): ("join_refused", "未通过"),
    ("join", "returned"): ("join_returned", "补充"),
    ("transfer", "granted"): ("transfer_done", "已接转"),
    ("transfer", "refused"): ("transfer_refused", "没有办成"),
    ("claim", "granted"): ("claim_granted", "已核定"),
    ("claim", "refused"): ("claim_refused", "不予给付"),
    ("claim", "returned"): ("claim_returned", "补充"),
    ("relief", "granted"): ("relief_granted", "已批准"),
    ("relief", "refused"): ("relief_refused", "未通过"),
    ("relief", "returned"): ("relief_returned", "补充"),
    ("claim_review", "granted"): ("claim_review_changed", "改定"),
    ("claim_review", "refused"): ("claim_review_stands", "维持原来核定的金额"),
}
"""By kind and state: the message that tells of it, and the part of the page's word that it has to say too."""
CASES = {
    "join": "open_reference",
    "transfer": "transfer_reference",
    "claim": "claim_open",
    "relief": "relief",
    "claim_review": "money_review",
}


def _put(app: Flask, reference: str, state: State) -> tuple[str, str, str]:
    """The case in this state; its owner, its page, and the word for both."""
    with app.app_context(), unit_of_work("alpha"):
        case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
        case.state = state
        if case.kind == "claim":
            filing_of(case).amount = 50_000
        elif case.kind == "relief":
            relief_of(case).amount = 50_000
        db.session.flush()
        words = {seen_of(case, looker).word for looker in Looker}
        assert len(words) == 1
        with app.test_request_context(base_url="http://alpha.localhost"):
            page = app.url_for(kind_of(case).show_endpoint or "", reference=reference)
        return str(case.worker_id), page, words.pop()


def _main(page: str) -> BeautifulSoup:
    assert page_faults(page) == []
    found = BeautifulSoup(page, "html5lib").main
    assert found is not None
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", CASES)
def test_every_page_says_the_same_of_a_case(app: Flask, world: World, kind: str, state: State) -> None:
    reference = str(world.alpha.rows[CASES[kind]])
    owner, page, word = _put(app, reference, state)
    worker = browse(app, "alpha").sign_in("worker", owner)
    shown = worker.get(page)
    shown = worker.get(shown.headers["Location"]) if shown.status_code == 303 else shown
    own = _main(shown.text)
    assert word in text_of(own)
    marks = [str(use["href"]).rpartition("#")[2] for use in own.select(".panel__mark use")]
    assert "circle-check" not in marks or state not in (State.REFUSED, State.WITHDRAWN, State.WAITING)
    mine = _main(worker.get("/me").text)
    line = next(item for item in mine.select(".task-list__item") if reference in text_of(item))
    assert word in text_of(line)
    todos = [text_of(one) for one in mine.select(".notice--warning")]
    assert any(reference in one for one in todos) == (state in (State.DRAFT, State.RETURNED))
    assert ("没有要您办的事" in text_of(mine)) == (not todos)
    if kind == "claim":
        item = next(
            one
            for one in _main(worker.get("/claims").text).select(".task-list__item, .card")
            if reference in text_of(one)
        )
        assert word in text_of(item)
    desk = browse(app, "alpha").sign_in("officer", world.alpha.rows["officer"])
    seen = desk.get(f"/office/cases/{reference}")
    if seen.status_code == 200:
        head = _main(seen.text).select_one(".case-head")
        assert head is not None and word in text_of(head)
    for (told, when), (template, said) in TOLD.items():
        if (told, when) == (kind, state):
            assert said in template_of(template).text
            assert said.removeprefix("已") in word.replace("退回", "") or said in word


def test_every_kind_that_has_a_page_for_its_asker_is_in_the_table() -> None:
    assert {kind.name for kind in kinds() if kind.show_endpoint} - {"trial"} == set(CASES)


def test_a_refused_claim_says_the_reason_first_and_no_sum_as_paid(app: Flask, world: World) -> None:
    owner, page, _word = _put(app, str(world.alpha.rows["claim_open"]), State.REFUSED)
    main = _main(browse(app, "alpha").sign_in("worker", owner).get(page).text)
    for details in main.find_all("details"):
        details.decompose()
    text = text_of(main)
    assert "本次付" not in text and not re.search(r"\d+\.\d\d 元", text.partition("票据")[0])
    assert "计入" not in text


def test_own_words_of_a_kind_are_a_word_and_a_colour() -> None:
    assert all(own is None or isinstance(own, Own) and own.word for own in OWNS)
