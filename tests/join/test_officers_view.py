"""What the deciding officer reads about an application: age, unit, contract, and who decides its other parts."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.join.conftest import Grown
from tests.join.register import legs
from tests.join.walking import Walk, text
from webapp.persistence import Event, db, unit_of_work
from webapp.web.identity_number import check_digit


@pytest.fixture
def database() -> str:
    """Nothing here depends on the kind of database."""
    return "sqlite"


def born(day: str) -> str:
    body = f"990000{day}001"
    return body + check_digit(body)


def case_pages(grown: Grown, real: str, walk: Walk) -> list[BeautifulSoup]:
    found = [leg for leg in legs(grown.app, real, walk.reference) if leg.union_id is not None]
    return [
        BeautifulSoup(grown.officer(real, leg.union_id).get(f"/office/cases/{leg.reference}").text, "html5lib")
        for leg in found
    ]


def row(page: BeautifulSoup, label: str) -> str:
    term = next((one for one in page.select("main dl dt") if label in one.get_text()), None)
    return term.find_next("dd").get_text(strip=True) if term else ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("birthday", "note"), [("20180615", "未满 16 周岁，请核对"), ("19300101", "请核对本人和证件"), ("19900102", "周岁")]
)
def test_the_age_stands_in_plain_sight_and_an_unlikely_one_is_pointed_out(
    grown: Grown, real: str, birthday: str, note: str
) -> None:
    walk = grown.walk(real, relation_kind="partial")
    walk.number = born(birthday)
    walk.to_end()
    [page, *_] = case_pages(grown, real, walk)
    assert note in row(page, "年龄")
    assert ("请核对" in row(page, "年龄")) == ("请核对" in note)
    assert birthday not in page.get_text()


def test_the_unit_and_the_contract_stand_on_the_case(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="employment", employer="好邻居").to_end()
    [page, *_] = case_pages(grown, real, walk)
    assert "好邻居" in row(page, "所在单位（名录里的单位）")


def test_a_unit_that_was_typed_is_said_to_be_on_no_register(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="employment", employer="没有这家速运").to_end()
    page = case_pages(grown, real, walk)[0].get_text()
    assert "本人填写，名录里没有" in page


def test_every_other_part_names_the_union_that_decides_it(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="partial").to_end()
    every = [leg for leg in legs(grown.app, real, walk.reference) if leg.union_id is not None]
    unions = {union.id: union.name for union in grown.lands[real].unions.values()}
    for page, leg in zip(case_pages(grown, real, walk), every, strict=True):
        for other in every:
            if other.reference != leg.reference and other.union_id in unions:
                assert f"由{unions[other.union_id]}办理" in text(str(page))


def test_the_paper_that_is_signed_bears_the_full_number_for_who_may_see_it(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="partial").to_end()
    own = walk.go(f"/join/applications/{walk.reference}/form")
    assert walk.number in text(own.page) and walk.phone in text(own.page)
    assert "data-print" in own.page

    [leg, *_] = legs(grown.app, real, walk.path.split("/")[-2])
    officer, path = grown.officer(real, leg.union_id), f"/office/cases/{leg.reference}/form"
    assert walk.number not in officer.get(path).text
    refused = officer.submit(path, {"reason": ""})
    assert refused.status_code == 422 and walk.number not in refused.text
    shown = officer.submit(path, {"reason": "请本人来签字"}).text
    assert walk.number in shown and "只印头尾几位" not in shown
    assert walk.number not in officer.get(path).text
    with grown.app.app_context(), unit_of_work(real, write=False):
        [event] = db.session.scalars(select(Event).where(Event.kind == "personal_data.read"))
        assert "请本人来签字" in str(event.data) and walk.number not in str(event.data)


def test_what_is_handed_in_says_which_privacy_notice_its_page_led_to(grown: Grown, real: str) -> None:
    walk = grown.walk(real, relation_kind="partial").begin().choose().sign_in()
    assert "/privacy" in walk.page.split('name="identity_number"')[0].split("<main")[1]
    walk.identify().submit()
    assert {leg.data["privacy_notice"] for leg in legs(grown.app, real, walk.reference)} == {"默认文本 1"}
