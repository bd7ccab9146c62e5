"""Every consent is shown in its own words, with where it was given, and withdrawing it stops what rests on it and nothing else."""

from datetime import date

import pytest
from flask import Flask

from tests.claims.conftest import Stage, build_stage
from tests.claims.walking import ACCOUNT, Walk, post, text
from webapp.notices import messages_of

ASKED = {"household": "一家四口，只有我有收入", "reason": "父亲住院", "consent": "1", **ACCOUNT}
WORD = {"guangdong": "困难救助", "jiangsu": "困难帮扶", "shanghai": "困难救助"}


def asked_for_relief(stage: Stage) -> tuple[Walk, str]:
    """A member who has asked for relief; the reference."""
    walk = Walk(stage, stage.member())
    answer = post(walk.browser, "/claims/relief", ASKED, content_type="multipart/form-data")
    assert answer.status_code == 303, text(answer.text)[:600]
    return walk, answer.location.rpartition("/")[2]


def state(stage: Stage, reference: str) -> str:
    found: str = stage.read(lambda: stage.case(reference).state)
    return found


def test_what_was_agreed_to_for_relief_and_for_a_claim_is_read_in_the_words_that_were_shown(app: Flask) -> None:
    stage = build_stage(app)
    walk, _relief = asked_for_relief(stage)
    walk.file({})
    page = text(walk.browser.get("/me/consents").text)
    assert "为办理这次困难救助，收集、核对我的家庭" in page and "为办理这次保障申报" in page
    assert "其他" not in page and "指纹" not in page
    assert page.count("本网站") == 2 and "小程序" not in page, "neither was given through a channel of joining"


@pytest.mark.parametrize("purpose", ["relief", "claim"])
def test_withdrawing_one_stops_what_rests_on_it_and_nothing_else(app: Flask, purpose: str) -> None:
    stage = build_stage(app)
    walk, relief = asked_for_relief(stage)
    references = {"relief": relief, "claim": walk.file({})}
    page = text(walk.browser.get("/me/consents").text)
    assert all(f"正在办的申请（{reference}）一并撤回" in page for reference in references.values())
    assert post(walk.browser, "/me/consents", {"purpose": purpose}).status_code == 303
    states = {name: state(stage, reference) for name, reference in references.items()}
    assert states == {name: "withdrawn" if name == purpose else "under_review" for name in references}


@pytest.mark.parametrize("jurisdiction", WORD)
def test_relief_has_the_word_of_its_province_everywhere(app: Flask, jurisdiction: str) -> None:
    stage = build_stage(app, jurisdiction)
    stage.today(date(2026, 5, 6))
    walk, reference = asked_for_relief(stage)
    pages = [text(walk.browser.get(path).text) for path in ("/claims/relief", f"/claims/relief/{reference}", "/me")]
    pages += [text(walk.browser.get("/me/consents").text), text(stage.officer().get("/office").text)]
    pages += [text(stage.officer().get(f"/office/{room}/{reference}").text) for room in ("relief", "cases")]
    pages.append(" ".join(stage.read(lambda: [message.text for message in messages_of(5)])))
    assert all(WORD[jurisdiction] in page for page in pages)
    assert not [page for page in pages for other in set(WORD.values()) - {WORD[jurisdiction]} if other in page]
