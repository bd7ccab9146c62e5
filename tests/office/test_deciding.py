"""Officers decide cases through real requests: one effect each, told about one another, on to the next, many at once."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.cases.procedure import Stage, at_once
from tests.client import Browser, browse
from webapp.cases import FollowUp, Letter

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def form_of(browser: Browser, path: str) -> dict[str, str]:
    """The hidden fields of the verdict form."""
    page = BeautifulSoup(browser.get(path).text, "html5lib")
    form = page.select_one("form[action*='/decision']")
    assert form is not None
    return {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}


def twin(browser: Browser, app: object) -> Browser:
    """Another window of the same officer, for a thread of its own."""
    name = "__Host-gonghui"
    copy = browse(app, browser.jurisdiction)  # type: ignore[arg-type]
    cookie = browser.get_cookie(name, domain=f"{browser.jurisdiction}.localhost")
    assert cookie is not None
    copy.set_cookie(name, cookie.value, domain=f"{browser.jurisdiction}.localhost", secure=True)
    return copy


def in_inbox(browser: Browser, query: str = "") -> list[str]:
    """The references of the inbox, in order."""
    page = BeautifulSoup(browser.get(f"/office{query}").text, "html5lib")
    return [link.text for link in page.select("th[scope=row] a")]


@pytest.mark.both_databases
def test_64_verdicts_at_once_on_one_case_have_one_effect(stage: Stage) -> None:
    [reference] = stage.open()
    path = f"/office/cases/{reference}"
    officers = [stage.signed_in(login) for login in ("li", "zhang")]
    windows = [(officers[number % 2], form_of(officers[number % 2], path)) for number in range(64)]
    answers: list[int] = []

    def press(number: int) -> None:
        officer, hidden = windows[number]
        fields = hidden | {"verdict": ("grant", "refuse")[number % 2], "reason": "核实过了"}
        window = twin(officer, stage.app)
        answers.append(window.post(f"{path}/decision", data=fields, headers=SAME_ORIGIN).status_code)

    at_once(64, press)
    granted = stage.case(reference).state == "granted"
    assert (answers.count(303), answers.count(409)) == (1, 63)
    assert stage.effects(reference) == stage.count(FollowUp) == int(granted)
    assert stage.count(Letter) == 1
    assert [step.state for step in stage.steps(reference)] == [stage.case(reference).state]


def test_a_verdict_on_a_page_from_before_another_union_decided_has_no_effect(stage: Stage) -> None:
    [reference] = stage.open(plans=[(1, "street"), (1, "far")])
    li, far = stage.signed_in("li"), stage.signed_in("far")
    path = f"/office/cases/{reference}"
    seen = form_of(li, path)
    assert stage.decide(far, reference, "grant").status_code == 303
    old = li.post(f"{path}/decision", data=seen | {"verdict": "grant"}, headers=SAME_ORIGIN)
    assert (old.status_code, stage.case(reference).state, stage.effects(reference)) == (409, "under_review", 0)
    again = li.post(f"{path}/decision", data=form_of(li, path) | {"verdict": "grant"}, headers=SAME_ORIGIN)
    assert (again.status_code, stage.case(reference).state, stage.effects(reference)) == (303, "granted", 1)


def test_the_oldest_is_first_and_the_next_one_opens_after_a_decision(stage: Stage) -> None:
    first, second, third = stage.open(3)
    officer = stage.signed_in("li")
    assert in_inbox(officer) == [first, second, third]
    answer = stage.decide(officer, second, "grant")
    assert answer.location.endswith(f"/office/cases/{third}")
    assert stage.decide(officer, third, "grant").location.endswith(f"/office/cases/{first}")
    assert stage.decide(officer, first, "grant").location == "/office"


def test_the_filters_stand_in_the_address_and_follow_the_officer(stage: Stage) -> None:
    first, second = stage.open(2)
    officer = stage.signed_in("li")
    assert in_inbox(officer, f"?q={second[-6:].lower()}") == [second]
    assert in_inbox(officer, "?kind=other") == []
    assert in_inbox(officer, "?view=closed") == []
    page = officer.get(f"/office?q={second}")
    fragment = officer.get(f"/office?q={second}", headers={"HX-Request": "true"})
    assert fragment.text.strip() in page.text
    following = officer.get(f"/office/cases/{first}?kind=trial").text
    assert f"/office/cases/{second}?kind=trial" in following


def test_two_officers_on_one_case_are_told_and_the_next_case_is_another(stage: Stage) -> None:
    first, second, third = stage.open(3)
    li, zhang = stage.signed_in("li"), stage.signed_in("zhang")
    assert "正在办理" not in li.get(f"/office/cases/{first}").text
    assert "李经办正在办理这一件" in zhang.get(f"/office/cases/{first}").text
    assert "李经办正在办理" in zhang.get("/office").text
    assert "正在办理这一件" not in li.get(f"/office/cases/{first}").text
    assert stage.decide(zhang, third, "grant").location.endswith(f"/office/cases/{second}")
    assert stage.decide(zhang, first, "grant").status_code == 303


@pytest.mark.parametrize("verdict", ["return", "refuse"])
def test_a_return_and_a_refusal_need_words_of_ones_own_or_phrases(stage: Stage, verdict: str) -> None:
    [reference] = stage.open()
    chief, officer = stage.signed_in("chief"), stage.signed_in("li")
    assert stage.decide(officer, reference, verdict).status_code == 422
    union = stage.unions["street"]
    chief.submit(f"/office/unions/{union}", {"text": "请补充劳动合同。"}, button="加入常用语")
    page = officer.get(f"/office/cases/{reference}").text
    assert "请补充劳动合同。" in page
    fields = {"verdict": verdict, "phrases": "请补充劳动合同。", "reason": "三天内交。"}
    assert officer.submit(f"/office/cases/{reference}", fields, button="办理").status_code == 303
    assert stage.steps(reference)[0].reason == "请补充劳动合同。三天内交。"
    chief.submit(f"/office/unions/{union}", button="删除“请补充劳动合同。”")
    assert "请补充劳动合同。" not in chief.get(f"/office/unions/{union}").text


def test_a_bulk_decision_shows_what_will_happen_and_decides_each_case_once(stage: Stage) -> None:
    references = stage.open(3) + stage.open(plans=[(1, "street"), (1, "far")])
    officer = stage.signed_in("li")
    chosen = "&".join(f"chosen={reference}@{stage.case(reference).version}" for reference in references)
    path = f"/office/decisions?verdict=grant&{chosen}"
    preview = officer.get(path).text
    assert "同意 4 件，请确认" in preview
    assert preview.count("批准，立即生效") == 3 and "还要等其他工会" in preview
    assert {stage.effects(reference) for reference in references} == {0}
    stage.decide(stage.signed_in("zhang"), references[0], "refuse", "不行")
    token = form_token(preview)
    done = officer.post("/office/decisions", data=bulk_fields(preview, token), headers=SAME_ORIGIN)
    assert "已同意 3 件" in done.text and "没有办理的 1 件" in done.text
    states = [stage.case(reference).state for reference in references]
    assert states == ["refused", "granted", "granted", "under_review"]
    assert [stage.effects(reference) for reference in references] == [0, 1, 1, 0]


def form_token(page: str) -> str:
    """The session's token."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def bulk_fields(page: str, token: str) -> dict[str, object]:
    """The preview form as it stands."""
    chosen = re.findall(r'name="chosen" value="([^"]+)"', page)
    return {"csrf_token": token, "verdict": "grant", "chosen": chosen}


@pytest.mark.both_databases
def test_two_bulk_decisions_at_once_on_the_same_cases_do_not_lock_each_other_out(stage: Stage) -> None:
    references = stage.open(8)
    pages = []
    for login in ("li", "zhang"):
        officer = stage.signed_in(login)
        chosen = "&".join(f"chosen={reference}@{stage.case(reference).version}" for reference in references)
        page = officer.get(f"/office/decisions?verdict=grant&{chosen}").text
        pages.append((officer, bulk_fields(page, form_token(page))))

    def press(number: int) -> None:
        officer, fields = pages[number % 2]
        assert twin(officer, stage.app).post("/office/decisions", data=fields, headers=SAME_ORIGIN).status_code == 200

    at_once(8, press)
    assert [stage.effects(reference) for reference in references] == [1] * 8


def test_a_handed_case_is_the_colleagues_alone_until_it_is_taken_back(stage: Stage) -> None:
    [reference] = stage.open()
    path, chief = f"/office/cases/{reference}", stage.signed_in("chief")
    assert chief.submit(path, {"officer": str(stage.officers["zhang"])}, button="改派").status_code == 303
    li = stage.signed_in("li")
    assert (in_inbox(li), in_inbox(li, "?view=others")) == ([], [reference])
    assert "没有轮到您办理" in li.get(path).text and "交给张经办" in li.get(path).text
    assert in_inbox(stage.signed_in("zhang")) == [reference]
    union = stage.unions["street"]
    assert "收回交给他的" in chief.get(f"/office/unions/{union}").text
    token = form_token(chief.get(path).text)
    away = f"/office/unions/{union}/officers/{stage.officers['zhang']}/absence"
    assert chief.post(away, data={"csrf_token": token}, headers=SAME_ORIGIN).status_code == 303
    assert in_inbox(li) == [reference]


def test_an_officer_of_the_union_above_can_be_asked_to_help_and_nobody_else(stage: Stage) -> None:
    [reference] = stage.open()
    path, chief = f"/office/cases/{reference}", stage.signed_in("chief")
    assert chief.submit(path, {"officer": str(stage.officers["far"])}, button="改派").status_code == 422
    assert in_inbox(stage.signed_in("top")) == []
    chief.submit(path, {"officer": str(stage.officers["top"])}, button="改派")
    assert in_inbox(stage.signed_in("top")) == [reference]
    assert stage.decide(stage.signed_in("top"), reference, "grant").status_code == 303
    assert stage.effects(reference) == 1


def test_letters_are_numbered_per_union_and_keep_what_was_said(stage: Stage) -> None:
    references = stage.open(3)
    far = stage.open(plans=[(1, "far")])[0]
    officer = stage.signed_in("li")
    for reference in references:
        stage.decide(officer, reference, "refuse", "会籍在原单位")
    stage.decide(stage.signed_in("far"), far, "grant")
    numbers = [
        re.search(r"〕(\d+) 号", officer.get(f"/office/cases/{reference}/letter").text) for reference in references
    ]
    assert [found and found[1] for found in numbers] == ["1", "2", "3"]
    letter = officer.get(f"/office/cases/{references[0]}/letter").text
    assert all(words in letter for words in ("王小明", "会籍在原单位", "李经办", "申请复核", "street工会"))
    assert "〕1 号" in stage.signed_in("far").get(f"/office/cases/{far}/letter").text
    assert officer.get(f"/office/cases/{stage.open()[0]}/letter").status_code == 404


def test_another_unions_case_does_not_exist_for_an_officer(stage: Stage) -> None:
    [reference] = stage.open()
    far = stage.signed_in("far")
    for path in ("", "/letter", "/full-numbers"):
        assert far.get(f"/office/cases/{reference}{path}").status_code == 404
    assert in_inbox(far) == []
    answer = far.get(f"/office/decisions?verdict=grant&chosen={reference}@2")
    assert answer.status_code == 303
