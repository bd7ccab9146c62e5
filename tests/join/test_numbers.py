"""A number that somebody typed tells nothing, keeps nobody out and counts only once an officer said so (decision 16)."""

import re
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from tests.client import Browser
from tests.join.conftest import REAL, Grown, give_verdict
from tests.join.register import legs, open_steps, standing
from tests.join.test_never_twice import at_once, one_leg, partial
from tests.join.test_queries import counted
from tests.join.walking import Walk, errors, text
from webapp.demo.people import identity_number
from webapp.jobs import run_due
from webapp.members.models import Person
from webapp.notices import messages_of
from webapp.persistence import Event, mask_identity_number, unit_of_work

HERE = REAL[0]
ONE_PLACE = pytest.mark.parametrize("real", [HERE])


def member(grown: Grown, real: str, person: int = 1) -> Walk:
    """Somebody who applied and was granted."""
    walk = partial(grown, real, person).to_end()
    for leg in legs(grown.app, real, walk.reference):
        if leg.state == "under_review":
            grown.decide(real, leg.reference, "grant")
    assert standing(grown.app, real, walk.number).seat is not None
    return walk


def another(grown: Grown, real: str, person: int, number: str) -> Walk:
    """Somebody on another phone who types this number."""
    walk = partial(grown, real, person)
    walk.number = number
    return walk


def trail(grown: Grown, walk: Walk) -> list[tuple[int, str, str, int]]:
    """What somebody meets from his number to the end: status, address, words and statements of each page, without what is his."""
    walk.begin().choose().sign_in()
    met = []
    for step in (walk.identify, walk.submit, lambda: walk.go("/me"), lambda: walk.go("/me/data")):
        with counted(grown.app) as statements:
            step()
        words = text(walk.page).replace(mask_identity_number(walk.number), "NUMBER")
        words = re.sub(r"\d{6}-[0-9A-Z]{6}|\d{3}\*{4}\d{4}|\d+ ?[月日:时分秒]|\d{2}:\d{2}", "X", words)
        met.append((walk.status, re.sub(r"[^/]+$", "", walk.path), words, len(statements)))
    return met


def messages_to(grown: Grown, real: str, phone: str) -> list[str]:
    """The texts that went to a phone, without codes."""
    with grown.app.app_context(), unit_of_work(real, write=False):
        return [row.text for row in messages_of(200) if row.phone == phone and "验证码" not in row.text]


def officer_of(grown: Grown, real: str, reference: str) -> Browser:
    """An officer of the union whose turn it is."""
    return grown.officer(real, open_steps(grown.app, real, reference)[0])


def test_a_registered_number_looks_like_a_free_one(grown: Grown, real: str) -> None:
    known = member(grown, real)
    registered = trail(grown, another(grown, real, 2, known.number))
    free = trail(grown, another(grown, real, 3, identity_number(3)))
    assert registered == free
    open_one = trail(grown, another(grown, real, 4, identity_number(3)))
    assert open_one == free


@ONE_PLACE
def test_the_member_is_told_and_whoever_only_typed_the_number_is_not(grown: Grown, real: str) -> None:
    known = member(grown, real)
    for person in (2, 3):
        another(grown, real, person, known.number).to_end()
        another(grown, real, person + 3, identity_number(9)).to_end()
    run_due(grown.app)
    told = [one for one in messages_to(grown, real, known.phone) if "证件号码" in one]
    assert len(told) == 1 and "另一个手机号" in told[0] and known.number not in told[0]
    for person in (2, 3, 5, 6):
        assert not [one for one in messages_to(grown, real, f"138{person:08d}") if "证件号码" in one]


def test_one_phone_learns_little_of_a_hundred_numbers(grown: Grown) -> None:
    walk = partial(grown, HERE).begin().choose().sign_in()
    answers = []
    for number in range(1, 101):
        walk.number = identity_number(number)
        walk.go("/join/identity").identify()
        answers.append((walk.status, errors(walk.page)))
    taken = [errors_ for status, errors_ in answers if status == 200]
    refused = [errors_ for status, errors_ in answers if status == 422]
    assert len(taken) == 5 and len(refused) == 95
    assert all("次数太多" in told[0] for told in refused)


def test_an_address_is_limited_however_many_phones_it_has(grown: Grown, monkeypatch: pytest.MonkeyPatch) -> None:
    from webapp.accounts import limits

    few = limits.Rule("identity-number-address", (limits.Limit(3, limits.HOUR),))
    monkeypatch.setattr(limits, "NUMBERS_FROM_ADDRESS", few)
    found = [partial(grown, HERE, person).to_check().status for person in range(1, 5)]
    assert found == [200, 200, 200, 422]


def test_a_number_typed_first_by_a_stranger_keeps_its_owner_out_of_nothing(grown: Grown, real: str) -> None:
    stranger = another(grown, real, 2, identity_number(1)).to_end()
    owner = partial(grown, real, 1).to_end()
    case, other = one_leg(grown, real, owner), one_leg(grown, real, stranger)
    officer = officer_of(grown, real, case.reference)
    page = text(officer.get(f"/office/cases/{case.reference}").text)
    assert "这个证件号码另有 1 人登记" in page
    both = text(officer.get(f"/office/cases/{case.reference}/same-number").text)
    assert "138****0002" in both and "没有会籍" in both
    grown.decide(real, case.reference, "grant")
    assert standing(grown.app, real, owner.number).members == 1
    refused = give_verdict(officer_of(grown, real, other.reference), other.reference, "grant")
    assert refused.status_code == 409 and "核对同号登记" in text(refused.text)
    assert standing(grown.app, real, owner.number).members == 1


@ONE_PLACE
def test_two_grants_of_one_number_at_once_make_one_member(grown: Grown, real: str) -> None:
    walks = [another(grown, real, person, identity_number(1)).to_end() for person in (1, 2)]
    cases = [one_leg(grown, real, walk).reference for walk in walks]
    officers = [officer_of(grown, real, case) for case in cases]
    answers = at_once(
        *(
            lambda officer=officer, case=case: give_verdict(officer, case, "grant")
            for officer, case in zip(officers, cases, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) in ([302, 409], [303, 409])
    assert standing(grown.app, real, identity_number(1)).members == 1


def same_number(officer: Browser, reference: str, **typed: str) -> tuple[int, str]:
    """Send the form that settles whose a number is."""
    path = f"/office/cases/{reference}/same-number"
    fields = {"document": "resident_identity_card", **typed}
    answer = officer.submit(path, fields, button="记下核对结果")
    return answer.status_code, text(answer.text)


def persons(grown: Grown, real: str, number: str) -> list[tuple[UUID, UUID | None, bool]]:
    """Everybody registered under a number: id, account, whether it counts for him."""
    with grown.app.app_context(), unit_of_work(real, write=False) as work:
        rows = work.query(Person).order_by(Person.id)
        return [(row.id, row.worker_id, bool(row.number_key)) for row in rows if row.identity_number == number]


@ONE_PLACE
def test_a_member_with_a_new_phone_is_recognised_and_keeps_everything(grown: Grown, real: str) -> None:
    known = member(grown, real)
    [(kept, account, _)] = persons(grown, real, known.number)
    again = another(grown, real, 2, known.number).to_end()
    case = one_leg(grown, real, again)
    officer = officer_of(grown, real, case.reference)
    assert same_number(officer, case.reference, outcome="same")[0] == 303
    found = {row[0]: row for row in persons(grown, real, known.number)}
    assert found[kept][1] not in (None, account) and found[kept][2]
    assert "您还没有会籍" not in text(again.go("/me").page)
    assert "您还没有会籍" in text(known.go("/me").page)
    assert [one for one in messages_to(grown, real, known.phone) if "转到另一个手机号" in one]
    refused = give_verdict(officer, case.reference, "grant")
    assert refused.status_code == 409 and "一个人只有一个会籍" in text(refused.text)
    assert standing(grown.app, real, known.number).members == 1
    with grown.app.app_context(), unit_of_work(real, write=False) as work:
        kinds = {event.kind for event in work.query(Event).filter_by(subject=f"person:{kept}")}
    assert {"person.recognised", "real_name.verified"} <= kinds


@ONE_PLACE
def test_a_membership_given_to_the_wrong_one_is_ended_and_the_owner_becomes_a_member(grown: Grown, real: str) -> None:
    wrong = member(grown, real, 1)
    owner = another(grown, real, 2, wrong.number).to_end()
    case = one_leg(grown, real, owner)
    officer = officer_of(grown, real, case.reference)
    status, page = same_number(officer, case.reference, outcome="other")
    assert status == 422 and "登记有误" in page
    seat = standing(grown.app, real, wrong.number).seat
    assert seat is not None
    members = grown.officer(real, seat[0])
    listed = BeautifulSoup(members.get("/office/members").text, "lxml").select_one("a[href^='/office/members/']")
    assert listed is not None
    ended = members.submit(
        str(listed["href"]), {"reason": "mistaken", "note": "证件和本人对不上", "sure": "1"}, button="终止会籍"
    )
    assert ended.status_code == 303, errors(ended.text)
    grown.decide(real, case.reference, "grant")
    assert standing(grown.app, real, wrong.number).members == 1
    assert "您还没有会籍" not in text(owner.go("/me").page)


@ONE_PLACE
def test_somebody_who_left_and_comes_back_by_another_phone_is_one_person(grown: Grown, real: str) -> None:
    known = member(grown, real)
    known.go("/me/leaving")
    known.send({"sure": "1"}, button="确认退会")
    assert standing(grown.app, real, known.number).members == 0
    [(kept, _, _)] = persons(grown, real, known.number)
    case = one_leg(grown, real, another(grown, real, 2, known.number).to_end())
    officer = officer_of(grown, real, case.reference)
    assert give_verdict(officer, case.reference, "grant").status_code == 409
    assert same_number(officer, case.reference, outcome="same")[0] == 303
    grown.decide(real, case.reference, "grant")
    assert standing(grown.app, real, known.number).members == 1
    assert [row[0] for row in persons(grown, real, known.number) if row[2]] == [kept]


@ONE_PLACE
def test_only_the_union_of_the_seat_recognises_its_member_and_a_verified_number_is_not_taken(
    grown: Grown, real: str
) -> None:
    known = member(grown, real)
    seat = standing(grown.app, real, known.number).seat
    assert seat is not None
    other = next(union for union in grown.lands[real].unions.values() if union.id != seat[0])
    case = one_leg(grown, real, another(grown, real, 2, known.number).to_end())
    stranger = grown.officer(real, other.id)
    answer = stranger.get(f"/office/cases/{case.reference}/same-number")
    assert answer.status_code in (404, 200)
    if answer.status_code == 200:
        assert same_number(stranger, case.reference, outcome="same")[0] == 422


def test_an_officer_looks_up_few_numbers_and_each_leaves_an_event(grown: Grown) -> None:
    known = member(grown, HERE)
    seat = standing(grown.app, HERE, known.number).seat
    assert seat is not None
    officer = grown.officer(HERE, seat[0])
    page = officer.get("/office/members").text
    told = [
        officer.send(page, "/office/members", {"name": "陈小明", "number": identity_number(50 + one)}, button="查找")
        for one in range(70)
    ]
    assert [one.status_code for one in told] == [422] * 70
    assert "次数太多" in errors(told[-1].text)[0] and "次数太多" not in errors(told[0].text)[0]
    with grown.app.app_context(), unit_of_work(HERE, write=False) as work:
        assert work.query(Event).filter_by(kind="member.not_found").count() == 60


@ONE_PLACE
def test_an_officer_who_enters_a_known_number_is_told_to_compare(grown: Grown, real: str) -> None:
    known = member(grown, real)
    union = standing(grown.app, real, known.number).seat
    assert union is not None
    walk = grown.walk(real, 3, relation_kind="freelance")
    walk.browser = grown.officer(real, union[0])
    walk.go("/office/entries").send({}, button="开始录入")
    walk.answer_questions().choose()
    typed = {"name": "陈小明", "identity_number": known.number, "phone": "13800000003", "paper": "1"}
    walk.send(typed, button="提交入会申请")
    assert "已录入，编号" in walk.page and "这个证件号码另有登记" in walk.page
    assert standing(grown.app, real, known.number).members == 1
