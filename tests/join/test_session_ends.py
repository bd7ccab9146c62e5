"""A session that ends loses nothing: the form is offered again to the same person, and a draft is found again on its phone."""

from datetime import timedelta

import pytest
import time_machine
from werkzeug.test import TestResponse

from tests.client import browse
from tests.join.conftest import REAL, Grown, send_verdict
from tests.join.register import legs, standing
from tests.join.walking import Walk, text
from tests.officers import WORDS, person
from webapp.accounts import REVIEWER, give_role
from webapp.persistence import now, unit_of_work

HERE = REAL[0]
REASON = "单位名称和合同上的不一致，请带上劳动合同到街道工会窗口核对，也可以拍照补交。"


@pytest.fixture
def database() -> str:
    """Nothing here depends on the kind of database."""
    return "sqlite"


@pytest.fixture
def walk(grown: Grown) -> Walk:
    return grown.walk(HERE, relation_kind="partial")


def later(hours: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(hours=hours))


def test_an_answer_given_hours_later_without_a_sign_in_is_offered_again_and_counts(walk: Walk) -> None:
    walk.go("/join").send(button="开始").answer_one()
    with later(3):
        walk.answer_one()
        assert "您填的内容还在" in text(walk.page)
        walk.send(button="接着提交")
        assert walk.path.startswith("/join/") and walk.path != "/join/questions/relation"
        walk.answer_questions()
        assert walk.path == "/join/result"


@pytest.mark.parametrize("days", [1, 29])
def test_a_draft_is_found_again_on_its_phone(walk: Walk, days: int) -> None:
    walk.go("/join").send(button="开始").answer_one().answer_one()
    with later(24 * days):
        assert "接着上次的填" in text(walk.go("/join").page)
        walk.go("/join/draft").answer_questions()
        assert walk.path == "/join/result"


def test_a_draft_is_forgotten_by_the_phone_after_its_time(walk: Walk) -> None:
    walk.go("/join").send(button="开始").answer_one()
    with later(24 * 31):
        assert "接着上次的填" not in text(walk.go("/join").page)


def test_what_a_worker_wrote_is_there_after_he_signed_in_again(grown: Grown, walk: Walk) -> None:
    walk.to_check()
    with later(3):
        walk.submit()
        assert walk.path == "/login"
        walk.sign_in()
        assert "您填的内容还在" in text(walk.page)
        assert standing(grown.app, HERE, walk.number).members == 0
        walk.send(button="接着提交")
        assert "/join/applications/" in walk.path


def test_another_worker_on_the_same_phone_sees_nothing_of_it(walk: Walk) -> None:
    walk.to_check()
    with later(3):
        walk.submit()
        walk.phone = "13900000009"
        walk.sign_in()
        assert "您填的内容还在" not in text(walk.page) and walk.name not in text(walk.page)


class Desk:
    """An officer who signed in with his password, on the page of a case."""

    def __init__(self, grown: Grown, walk: Walk, login: str = "writer-1") -> None:
        leg = next(leg for leg in legs(grown.app, HERE, walk.reference) if leg.state == "under_review")
        with grown.app.app_context(), unit_of_work(HERE):
            give_role(person(name="李审核", login=login, password=WORDS), leg.union_id, REVIEWER)
        self.login, self.path = login, f"/office/cases/{leg.reference}"
        self.browser = browse(grown.app, HERE)
        self.sign_in("/officers/login")
        self.page = self.browser.get(self.path).text

    def sign_in(self, address: str) -> TestResponse:
        return self.browser.submit(address, {"login": self.login, "password": WORDS})

    def decide(self, page: str | None = None) -> TestResponse:
        return send_verdict(self.browser, page or self.page, self.path, {"verdict": "return", "reason": REASON})


@pytest.fixture
def desk(grown: Grown, walk: Walk) -> Desk:
    return Desk(grown, walk.to_end())


def state(grown: Grown, desk: Desk) -> str:
    reference = desk.path.rpartition("/")[2]
    return next(leg.state for leg in legs(grown.app, HERE, reference) if leg.reference == reference)


def test_an_officers_reason_is_there_after_he_signed_in_again(grown: Grown, desk: Desk) -> None:
    with later(1.2):
        lost = desk.decide()
        assert lost.status_code == 303
        gate = desk.browser.get(lost.location)
        assert gate.status_code == 303 and gate.location.startswith("/officers/login")
        back = desk.sign_in(gate.location)
        page = desk.browser.get(back.location).text
        assert "您填的内容还在" in text(page) and REASON in text(page)
        assert state(grown, desk) == "under_review", "nothing is sent without a press of the button"
        assert desk.browser.send(page, desk.path, button="接着提交").status_code == 303
        assert state(grown, desk) == "returned"


def test_a_colleague_at_the_same_machine_sees_nothing_of_it(grown: Grown, walk: Walk, desk: Desk) -> None:
    colleague = Desk(grown, walk, login="writer-2")
    with later(1.2):
        gate = desk.browser.get(desk.decide().location)
        desk.login = colleague.login
        page = desk.browser.get(desk.sign_in(gate.location).location).text
        assert "您填的内容还在" not in text(page) and REASON not in page
        assert REASON not in desk.browser.get(f"{desk.path}?kept=1").text


def test_after_signing_out_nothing_is_kept(grown: Grown, desk: Desk) -> None:
    desk.browser.submit("/logout")
    assert desk.decide().status_code == 400


def test_a_form_of_another_site_is_not_kept(desk: Desk) -> None:
    with later(1.2):
        answer = desk.browser.post(
            f"{desk.path}/decision",
            data={"verdict": "return", "reason": REASON},
            headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
        )
        assert answer.status_code in (400, 403)
        assert "您填的内容还在" not in desk.browser.get(f"{desk.path}?kept=1", follow_redirects=True).text
