"""One person, one seat, one application at a time: whoever presses what, how often, and at the same moment."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from tests.client import Browser, browse
from tests.join.conftest import REAL, Grown, give_verdict, send_verdict
from tests.join.register import Leg, legs, open_steps, standing
from tests.join.walking import Walk, errors, text
from webapp.accounts.codes import worker_with_phone
from webapp.demo.people import identity_number
from webapp.persistence import unit_of_work
from webapp.web.sessions import COOKIE

CONSENT = {"join": "1", "identity": "1"}


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment, each in a thread of its own; their results in order."""
    barrier = threading.Barrier(len(calls))
    found: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        barrier.wait(timeout=30)
        try:
            found[place] = call()
        except BaseException as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    for each in found:
        if isinstance(each, BaseException):
            raise each
    return found


def second_window(walk: Walk) -> Browser:
    """Another window of the same browser: it shares the cookie."""
    host = f"{walk.browser.jurisdiction}.localhost"
    cookie = walk.browser.get_cookie(COOKIE, domain=host)
    assert cookie is not None
    other = browse(walk.app, walk.browser.jurisdiction)
    other.set_cookie(COOKIE, cookie.value, domain=host)
    return other


def one_leg(grown: Grown, jurisdiction: str, walk: Walk) -> Leg:
    """The leg that carries the seat, which somebody can decide."""
    found = next(leg for leg in legs(grown.app, jurisdiction, walk.reference) if leg.seat)
    assert found.state == "under_review"
    return found


def partial(grown: Grown, jurisdiction: str, person: int = 1) -> Walk:
    return grown.walk(jurisdiction, person, relation_kind="partial")


def test_submitting_a_draft_again_leads_to_the_same_confirmation(grown: Grown, real: str) -> None:
    walk = partial(grown, real).to_check()
    page = walk.page
    first = walk.submit().reference
    again = walk.browser.send(page, "/join/check", CONSENT, button="提交入会申请")
    assert again.location == f"/join/applications/{first}"
    assert walk.go("/join/check").reference == first


def test_a_double_click_ends_in_one_application_and_both_clicks_see_it(grown: Grown, real: str) -> None:
    walk = partial(grown, real).to_check()
    windows = [walk.browser, second_window(walk)]
    answers = at_once(
        *(lambda window=window: window.send(walk.page, walk.path, CONSENT, button="提交入会申请") for window in windows)
    )
    assert [answer.status_code for answer in answers] == [303, 303], [errors(answer.text) for answer in answers]
    assert answers[0].location == answers[1].location


def test_two_officers_at_once_make_one_decision_and_the_other_is_told(grown: Grown, real: str) -> None:
    walk = partial(grown, real).to_end()
    leg = one_leg(grown, real, walk)
    officers = [grown.officer(real, open_steps(grown.app, real, leg.reference)[0]) for _ in range(2)]
    path = f"/office/cases/{leg.reference}"
    pages = [officer.get(path).text for officer in officers]
    verdicts = [{"verdict": "grant"}, {"verdict": "refuse", "reason": "不在本区工作"}]

    def decide(number: int) -> TestResponse:
        return send_verdict(officers[number], pages[number], path, verdicts[number])

    answers = at_once(lambda: decide(0), lambda: decide(1))
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses)[1] == 409
    assert min(statuses) in (302, 303)
    assert "没有写入" in text(answers[statuses.index(409)].text)
    assert standing(grown.app, real, walk.number).members == int(statuses[0] != 409)


def test_an_officer_who_decides_a_case_that_moved_on_is_told_and_changes_nothing(grown: Grown, real: str) -> None:
    walk = partial(grown, real).to_end()
    leg = one_leg(grown, real, walk)
    officer = grown.officer(real, open_steps(grown.app, real, leg.reference)[0])
    page = officer.get(f"/office/cases/{leg.reference}").text
    assert give_verdict(officer, leg.reference, "grant").status_code in (302, 303)
    again = send_verdict(officer, page, f"/office/cases/{leg.reference}", {"verdict": "refuse", "reason": "错了"})
    assert again.status_code == 409
    assert standing(grown.app, real, walk.number).members == 1


def test_two_drafts_of_one_account_at_once_end_in_one_application(grown: Grown, real: str) -> None:
    walk = partial(grown, real).to_check()
    other = partial(grown, real)
    other.number = identity_number(2)
    other.browser.sign_in("worker", worker_of(grown, real, walk.phone))
    other.go("/join").to_check()
    answers = at_once(
        *(lambda one=one: one.browser.send(one.page, one.path, CONSENT, button="提交入会申请") for one in (walk, other))
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    walk.go("/me")
    assert walk.page.count("/join/applications/") == len(legs(grown.app, real, reference_on(walk.page)))


def worker_of(grown: Grown, real: str, phone: str) -> UUID:
    """The account of a phone."""
    with grown.app.app_context(), unit_of_work(real):
        return worker_with_phone(phone).id


def reference_on(page: str) -> str:
    return page.split("/join/applications/")[1][:13]


def test_a_second_application_while_one_is_open_is_refused_with_its_number(grown: Grown, real: str) -> None:
    first = partial(grown, real).to_end()
    first.begin().choose().identify()
    assert first.status == 422
    assert "已有一件在办的入会申请" in errors(first.page)[0]
    assert legs(grown.app, real, reference_in(errors(first.page)[0]))


def reference_in(message: str) -> str:
    return message.split("编号 ")[1][:13]


def test_a_member_who_applies_again_is_told_that_a_seat_can_be_moved(grown: Grown, real: str) -> None:
    walk = partial(grown, real).to_end()
    for leg in legs(grown.app, real, walk.reference):
        if leg.state == "under_review":
            grown.decide(real, leg.reference, "grant")
    walk.begin()
    assert walk.path == "/join/result"
    if "申请加入" in walk.page:
        walk.choose().identify()
        assert walk.status == 422
    assert "接转" in text(walk.page)
    assert standing(grown.app, real, walk.number).members == 1


def test_a_refused_person_may_apply_again_and_become_a_member(grown: Grown, real: str) -> None:
    walk = partial(grown, real).to_end()
    for leg in legs(grown.app, real, walk.reference):
        if leg.state == "under_review":
            grown.decide(real, leg.reference, "refuse", "不在本区工作")
        else:
            withdraw(walk, leg.reference)
    again = walk.begin().choose().identify().submit()
    grown.decide(real, one_leg(grown, real, again).reference, "grant")
    assert standing(grown.app, real, walk.number).members == 1


def withdraw(walk: Walk, reference: str) -> TestResponse:
    walk.go(f"/join/applications/{reference}")
    return walk.browser.send(walk.page, f"{walk.path}/withdrawal", button="确认撤回")


def test_a_withdrawal_and_a_grant_at_once_end_in_one_of_the_two(grown: Grown, real: str) -> None:
    walk = partial(grown, real).to_end()
    leg = one_leg(grown, real, walk)
    officer = grown.officer(real, open_steps(grown.app, real, leg.reference)[0])
    case_page = officer.get(f"/office/cases/{leg.reference}").text
    walk.go(f"/join/applications/{leg.reference}")
    answers = at_once(
        lambda: walk.browser.post(
            f"{walk.path}/withdrawal", data=walk.token, headers={"Sec-Fetch-Site": "same-origin"}
        ),
        lambda: send_verdict(officer, case_page, f"/office/cases/{leg.reference}", {"verdict": "grant"}),
    )
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses)[1] == 409
    state = next(one.state for one in legs(grown.app, real, walk.reference) if one.reference == leg.reference)
    assert state == ("withdrawn" if statuses[1] == 409 else "granted")
    assert standing(grown.app, real, walk.number).members == int(state == "granted")


def test_two_legs_refused_at_once_free_the_person_to_apply_again(grown: Grown) -> None:
    """Each officer's transaction must see the other's: or the person is held by an application that nobody has open."""
    for jurisdiction in REAL:
        platform = grown.lands[jurisdiction].employers["platform_food"].id
        walk = grown.walk(jurisdiction, relation_kind="partial", platform_ids=[str(platform)]).to_end()
        found = legs(grown.app, jurisdiction, walk.reference)
        if len(found) < 2:
            continue
        officers = [grown.officer(jurisdiction, open_steps(grown.app, jurisdiction, leg.reference)[0]) for leg in found]
        at_once(
            *(
                lambda officer=officer, leg=leg: give_verdict(officer, leg.reference, "refuse", "不在本区工作")
                for officer, leg in zip(officers, found, strict=True)
            )
        )
        assert {leg.state for leg in legs(grown.app, jurisdiction, walk.reference)} == {"refused"}
        walk.begin().choose().identify()
        assert walk.path == "/join/check", errors(walk.page)


def test_what_one_worker_left_on_a_shared_phone_is_not_the_next_ones(grown: Grown, real: str) -> None:
    walk = partial(grown, real, 1).to_check()
    walk.phone = "13900000009"
    walk.go("/login").send({"phone": walk.phone})
    walk.sign_in_with_code()
    page = text(walk.go("/join/check").page)
    assert walk.path == "/join"
    assert walk.name not in page
    answer = walk.browser.post("/join/submission", data=CONSENT | walk.token, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.location == "/join"


def test_one_account_is_one_person_while_he_is_a_member_or_applies(grown: Grown, real: str) -> None:
    walk = partial(grown, real, 1).to_end()
    mine, other = walk.number, identity_number(2)
    walk.number = other
    walk.begin().choose().identify()
    assert walk.status == 422
    assert "已登记为另一个人" in errors(walk.page)[0]
    assert standing(grown.app, real, mine).members == 0


def test_a_person_refused_for_a_wrong_number_applies_with_the_right_one_and_finds_his_seat(
    grown: Grown, real: str
) -> None:
    walk = partial(grown, real, 1).to_end()
    for leg in legs(grown.app, real, walk.reference):
        if leg.state == "under_review":
            grown.decide(real, leg.reference, "refuse", "号码不是本人的")
        else:
            withdraw(walk, leg.reference)
    walk.number = identity_number(2)
    walk.begin().choose().identify().submit()
    grown.decide(real, one_leg(grown, real, walk).reference, "grant")
    assert "您还没有会籍" not in text(walk.go("/me").page)
    assert standing(grown.app, real, walk.number).members == 1
