"""What people get wrong, and what somebody tampers with: a clear word beside the field, nothing typed is lost, nothing is done."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from tests.client import browse
from tests.join.conftest import REAL, Grown
from tests.join.register import legs, standing
from tests.join.walking import Walk, errors, last_code, text
from webapp.demo.people import identity_number
from webapp.persistence import now
from webapp.unions import divisions
from webapp.web.identity_number import check_digit

HERE, ELSEWHERE = REAL[0], REAL[1]


@pytest.fixture
def database() -> str:
    """What is typed is judged before any database sees it: one is enough."""
    return "sqlite"


def born(day: str) -> str:
    body = f"990000{day}001"
    return body + check_digit(body)


@pytest.fixture
def walk(grown: Grown) -> Walk:
    """A worker on his way."""
    return grown.walk(HERE, relation_kind="partial")


@pytest.fixture
def at_identity(walk: Walk) -> Walk:
    """He is asked who he is."""
    return walk.begin().choose().sign_in()


@pytest.fixture
def at_check(at_identity: Walk) -> Walk:
    """He checks everything."""
    return at_identity.identify()


GOOD = identity_number(1)
WRONG = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (WRONG, "身份证号最后一位对不上，请逐位检查"),
        (born("20990101"), "身份证号里的出生日期在今天之后，请检查"),
        (born("19900231"), "身份证号第 7 到 14 位应是出生日期，请检查"),
        (born("18500101"), "身份证号里的出生年份不对，请检查"),
        (GOOD[:-1], "身份证号应为 18 位，您填写了 17 位"),
        ("A" + GOOD[1:], "身份证号只能是数字，最后一位可以是 X"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_beside_the_field_and_stays_there(
    at_identity: Walk, typed: str, message: str
) -> None:
    at_identity.send({"name": "陈小明", "identity_number": typed})
    assert at_identity.status == 422
    assert errors(at_identity.page) == [message]
    assert shown(at_identity.page) == {"name": "陈小明", "identity_number": typed}


def shown(page: str) -> dict[str, str]:
    inputs = BeautifulSoup(page, "html5lib").select("main form input.input")
    return {str(each["name"]): str(each["value"]) for each in inputs}


@pytest.mark.parametrize("noise", [lambda number: f" {number[:6]} {number[6:14]}-{number[14:]} ", str.lower, "full"])
def test_a_number_counts_as_it_is_meant_however_it_is_typed(at_identity: Walk, noise: object) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) for each in GOOD)
    at_identity.send({"name": "　陈小明 ", "identity_number": noise(GOOD) if callable(noise) else wide})
    assert at_identity.path == "/join/check", errors(at_identity.page)
    assert "陈小明" in text(at_identity.page)


def test_an_empty_form_says_what_is_missing_at_each_field(at_identity: Walk) -> None:
    at_identity.send({"name": "", "identity_number": " "})
    assert at_identity.status == 422
    assert errors(at_identity.page) == ["请填写姓名", "请填写证件号码"]


def test_too_long_a_name_is_refused_and_kept(at_identity: Walk) -> None:
    at_identity.send({"name": "陈" * 51, "identity_number": GOOD})
    assert at_identity.status == 422
    assert "50" in errors(at_identity.page)[0]
    assert shown(at_identity.page)["name"] == "陈" * 51


@pytest.mark.parametrize(("given", "missing"), [({}, 2), ({"join": "1"}, 1), ({"identity": "1"}, 1)])
def test_without_every_consent_nothing_is_handed_in(grown: Grown, at_check: Walk, given: dict, missing: int) -> None:
    page = at_check.browser.get("/join/check").text
    assert BeautifulSoup(page, "html5lib").select("input[checked]") == []
    at_check.send({"join": "", "identity": ""} | given, button="提交入会申请")
    assert at_check.status == 422
    assert len(errors(at_check.page)) == missing
    assert all("请勾选" in each for each in errors(at_check.page))
    assert "/join/applications/" not in at_check.go("/me").page


def test_no_choice_made_is_said_beside_the_question(walk: Walk) -> None:
    walk.go("/join").send(button="开始").send({})
    assert walk.status == 422
    assert errors(walk.page) == ["请选择您主要做的一行"]


@pytest.mark.parametrize("typed", ["president", "", "courier'; --", "employment"])
def test_a_tampered_choice_is_refused_and_nothing_is_kept(walk: Walk, typed: str) -> None:
    walk.go("/join").send(button="开始").send({"worker_group": typed})
    assert walk.status == 422
    assert walk.go("/join/result").path == "/join/questions/group"


def to_place(walk: Walk) -> Walk:
    walk.go("/join").send(button="开始")
    while walk.path != "/join/questions/place":
        walk.answer_one()
    return walk


def test_a_place_of_another_province_is_refused_by_name(grown: Grown, walk: Walk) -> None:
    to_place(walk)
    with grown.app.app_context():
        there = grown.lands[ELSEWHERE].counties[0]
        name = divisions.full_name(there.code)
    basis = {"place_basis": "work_place"} if 'name="place_basis"' in walk.page else {}
    walk.send(basis | {"place_division": there.code})
    assert walk.status == 422
    assert errors(walk.page)[0].startswith(f"{name}不在")
    assert walk.go("/join/result").path == "/join/questions/place"


@pytest.mark.parametrize("code", ["999999", "abc", "44010", "4401060060"])
def test_a_place_that_does_not_exist_is_refused(walk: Walk, code: str) -> None:
    to_place(walk).send({"place_division": code})
    assert walk.status == 422
    assert errors(walk.page)


def test_a_basis_that_the_rules_do_not_offer_is_refused(walk: Walk) -> None:
    to_place(walk).send({"place_basis": "agency_location"})
    assert walk.status == 422
    assert errors(walk.page)


def test_a_unit_of_another_province_is_not_on_the_register_here(grown: Grown) -> None:
    walk = grown.walk(HERE, relation_kind="employment").go("/join").send(button="开始")
    while walk.path != "/join/questions/employer":
        walk.answer_one()
    walk.send({"unit": str(grown.lands[ELSEWHERE].employers["courier_with"].id)})
    assert walk.status == 422
    assert errors(walk.page) == ["这个单位已不在名录中，请重新查找"]


def test_a_union_that_is_not_among_those_found_cannot_be_picked(grown: Grown) -> None:
    for jurisdiction in REAL:
        walk = grown.walk(jurisdiction, relation_kind="freelance").begin()
        names = {str(each["name"]) for each in walk.form.select("input[type=radio]")}
        if not names:
            continue
        top = next(
            union for (kind, _), union in grown.lands[jurisdiction].unions.items() if kind == "provincial_federation"
        )
        walk.send(dict.fromkeys(names, str(top.id)), button="申请加入")
        assert walk.status == 422
        assert errors(walk.page)
        return
    pytest.fail("no province leaves a choice")


LATER_STEPS = ("/join/questions/place", "/join/result", "/join/identity", "/join/check", "/join/draft")


@pytest.mark.parametrize("path", LATER_STEPS)
def test_a_jump_to_a_later_step_without_a_draft_leads_to_the_start(walk: Walk, path: str) -> None:
    walk.go("/me").sign_in()
    assert walk.go(path).path == "/join"


@pytest.mark.parametrize("path", ["/join/result", "/join/check", "/join/draft"])
def test_a_jump_over_questions_leads_to_the_first_open_one(walk: Walk, path: str) -> None:
    walk.go("/me").sign_in().go("/join").send(button="开始")
    assert walk.go(path).path == "/join/questions/group"


def test_handing_in_before_everything_is_said_hands_in_nothing(grown: Grown, at_identity: Walk) -> None:
    consents = {"join": "1", "identity": "1"}
    answer = at_identity.browser.post(
        "/join/submission", data=at_identity.token | consents, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.location.partition("?")[0] == "/join/identity"
    assert standing(grown.app, HERE, GOOD).members == 0
    assert "/join/applications/" not in at_identity.go("/me").page


def test_another_workers_application_does_not_exist_for_me(grown: Grown, at_check: Walk) -> None:
    reference = at_check.submit().reference
    other = grown.walk(HERE, 2)
    other.go("/me").sign_in()
    for path in ("", "/amendment"):
        assert other.browser.get(f"/join/applications/{reference}{path}").status_code == 404
    answer = other.browser.post(
        f"/join/applications/{reference}/withdrawal", data=other.token, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 404
    assert {leg.state for leg in legs(grown.app, HERE, reference)} <= {"under_review", "waiting"}


def test_another_unions_case_does_not_exist_for_an_officer(grown: Grown, at_check: Walk) -> None:
    reference = at_check.submit().reference
    concerned = {leg.union_id for leg in legs(grown.app, HERE, reference)}
    unit = next(union for union in grown.lands[HERE].unions.values() if union.employer_id and union.id not in concerned)
    officer = grown.officer(HERE, unit.id)
    assert officer.get(f"/office/cases/{reference}").status_code == 404
    assert reference not in officer.get("/office").text


def test_a_tampered_version_decides_nothing(grown: Grown, at_check: Walk) -> None:
    reference = at_check.submit().reference
    leg = next(leg for leg in legs(grown.app, HERE, reference) if leg.state == "under_review")
    officer = grown.officer(HERE, leg.union_id)
    path = f"/office/cases/{leg.reference}"
    for version in ("", "-1", "abc", "9" * 30):
        answer = officer.submit(
            path, {"verdict": "grant", "version": version}, button=decision_button(officer.get(path).text)
        )
        assert answer.status_code in (409, 422), (version, answer.status_code)
    assert standing(grown.app, HERE, GOOD).members == 0


def decision_button(page: str) -> str:
    form = BeautifulSoup(page, "html5lib").select_one("form[action*='/decision']")
    assert form is not None
    return str(form.select("button")[-1].get_text(strip=True))


@pytest.mark.parametrize("verdict", ["return", "refuse", "", "pardon"])
def test_a_verdict_without_a_reason_or_none_at_all_is_refused_and_what_was_typed_stays(
    grown: Grown, at_check: Walk, verdict: str
) -> None:
    reference = at_check.submit().reference
    leg = next(leg for leg in legs(grown.app, HERE, reference) if leg.state == "under_review")
    officer = grown.officer(HERE, leg.union_id)
    path = f"/office/cases/{leg.reference}"
    page = officer.get(path).text
    answer = officer.send(page, path, {"verdict": verdict, "reason": " "}, button=decision_button(page))
    assert answer.status_code == 422
    assert errors(answer.text)
    long = "不" * 501
    answer = officer.send(page, path, {"verdict": "refuse", "reason": long}, button=decision_button(page))
    assert answer.status_code == 422
    assert long in answer.text


def test_an_amendment_without_words_or_with_too_many_is_refused_and_kept(grown: Grown, at_check: Walk) -> None:
    reference = at_check.submit().reference
    leg = next(leg for leg in legs(grown.app, HERE, reference) if leg.state == "under_review")
    grown.decide(HERE, leg.reference, "return", "请补充")
    path = f"/join/applications/{leg.reference}/amendment"
    for note in ("", "补" * 501):
        at_check.go(path).send({"note": note}, button="重新提交")
        assert at_check.status == 422
        assert errors(at_check.page)
        assert note in at_check.page


def test_an_expired_and_a_wrong_code_lose_no_answer(walk: Walk) -> None:
    walk.begin().choose().send({"phone": walk.phone})
    code = last_code(walk.app, HERE)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    walk.send({"code": wrong}, button="登录")
    assert (walk.status, errors(walk.page)[0][:6]) == (422, "验证码不正确")
    with time_machine.travel(now() + timedelta(minutes=11)):
        walk.send({"code": code}, button="登录")
        assert errors(walk.page) == ["验证码已失效，请重新获取"]
        walk.send(button="重新发送验证码").sign_in_with_code()
        assert walk.path == "/join/identity"


def test_a_form_without_its_token_does_nothing(grown: Grown, at_check: Walk) -> None:
    answer = at_check.browser.post(
        "/join/submission", data={"join": "1", "identity": "1"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 400
    assert "/join/applications/" not in at_check.go("/me").page


def test_a_changed_answer_comes_back_to_the_check_page(at_check: Walk) -> None:
    changes = [
        str(link["href"]) for link in BeautifulSoup(at_check.page, "html5lib").select("main dl a, main .summary a")
    ]
    assert changes
    group = next(path for path in changes if "/questions/group" in path)
    values = [str(each["value"]) for each in at_check.go(group).form.select("input[type=radio]")]
    at_check.send({"worker_group": values[-1]})
    at_check.answer_questions()
    assert at_check.path in ("/join/check", "/join/result")


def test_the_pages_show_no_whole_number_or_phone(at_check: Walk) -> None:
    for path in ("/join/check", "/me"):
        page = at_check.go(path).page
        assert GOOD not in page
        assert at_check.phone not in page


def test_on_the_bare_domain_there_is_nothing_to_join(grown: Grown) -> None:
    assert browse(grown.app, None).get("/join").status_code == 404
