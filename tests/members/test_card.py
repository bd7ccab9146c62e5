"""The member's card, the page that checks it, his record, and whether he is who he says."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, browse
from tests.join.walking import text
from tests.world import Province, World
from webapp.demo.people import identity_number
from webapp.jobs.worker import run_due
from webapp.members import Person, register_person
from webapp.members import real_name as names
from webapp.members.models import CardCode
from webapp.members.real_name import FAILED, UNVERIFIED, VERIFIED, real_name_share
from webapp.persistence import Event, now, unit_of_work


@pytest.fixture
def member(app: Flask, world: World) -> Browser:
    """The browser of somebody with a seat in alpha."""
    return browse(app, "alpha").sign_in("worker", world.alpha.rows["granted_worker"])


def picture(page: str) -> str:
    """The address of the code's picture."""
    image = BeautifulSoup(page, "html5lib").select_one("#card-code img")
    assert image is not None
    return str(image["src"])


def token_of(page: str) -> str:
    """The code that a card shows."""
    return picture(page).rsplit("/", 1)[1]


def person_of(app: Flask, province: Province, worker: str) -> Person:
    """The person of a worker of the world."""
    with app.app_context(), unit_of_work(province.jurisdiction, write=False) as work:
        return work.scalars(select(Person).where(Person.worker_id == province.rows[worker])).one()


def test_the_card_shows_union_masked_name_and_state_and_a_code(member: Browser, world: World, app: Flask) -> None:
    page = member.get("/me/card").text
    person = person_of(app, world.alpha, "granted_worker")
    assert person.name not in page
    assert person.identity_number not in page
    assert person.name[0] + "*" in text(page)
    assert "60 秒内有效" in text(page)
    assert len(page.encode()) < 25_000


def test_the_picture_carries_the_address_of_the_check_page_and_is_the_members_own(
    member: Browser, world: World, app: Flask
) -> None:
    page = member.get("/me/card").text
    image = member.get(picture(page))
    assert image.mimetype == "image/svg+xml"
    assert image.headers["Cache-Control"] == "no-store"
    assert BytesIO(image.data).read(4) == b"<svg"
    stranger = browse(app, "alpha").sign_in("worker", world.alpha.rows["open_worker"])
    assert stranger.get(picture(page)).status_code == 404


def test_a_code_is_long_random_and_kept_as_a_hash_only(member: Browser, app: Flask) -> None:
    tokens = {token_of(member.get("/me/card").text) for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) * 6 >= 128 for token in tokens)
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        hashes = set(work.scalars(select(CardCode.token_hash)))
    assert not tokens & hashes


def test_whoever_scans_the_card_sees_the_least(app: Flask, member: Browser, world: World) -> None:
    answer = browse(app, "alpha").get(f"/card/{token_of(member.get('/me/card').text)}")
    words = text(answer.text)
    person = person_of(app, world.alpha, "granted_worker")
    assert answer.status_code == 200
    assert "会员证有效" in words
    assert person.name[0] + "*" in words
    assert person.name not in answer.text
    assert not re.search(r"\d{7}", words)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_old_an_unknown_and_another_provinces_code_look_the_same(app: Flask, member: Browser, world: World) -> None:
    token = token_of(member.get("/me/card").text)
    with time_machine.travel(now() + timedelta(seconds=61), tick=False):
        old = browse(app, "alpha").get(f"/card/{token}")
        unknown = browse(app, "alpha").get("/card/" + "x" * 32)
        foreign = browse(app, "beta").get(f"/card/{token_of(member.get('/me/card').text)}")
    for answer in (old, unknown, foreign):
        assert answer.status_code == 404
        assert "无效或已过期" in text(answer.text)
    assert text(old.text).replace(world.alpha.canary, "") == text(unknown.text).replace(world.alpha.canary, "")


def test_htmx_fetches_the_next_code_alone_and_the_last_one_stays_good_for_its_time(app: Flask, member: Browser) -> None:
    first = token_of(member.get("/me/card").text)
    fragment = member.get("/me/card", headers={"HX-Request": "true"}).text
    assert fragment.lstrip().startswith('<div id="card-code"')
    for token in (first, token_of(fragment)):
        assert browse(app, "alpha").get(f"/card/{token}").status_code == 200


def test_checking_is_limited(app: Flask, world: World) -> None:
    answers = [browse(app, "alpha").get("/card/nobody").status_code for _ in range(61)]
    assert answers[:60] == [404] * 60
    assert answers[60] == 429


def test_without_a_seat_there_is_no_card(app: Flask, world: World) -> None:
    page = browse(app, "alpha").sign_in("worker", world.alpha.rows["open_worker"]).get("/me/card")
    assert "取得会籍后" in text(page.text)
    assert "card-code" not in page.text


def test_the_record_lists_every_seat_with_numbers_masked(app: Flask, member: Browser, world: World) -> None:
    page = member.get("/me/record").text
    assert person_of(app, world.alpha, "granted_worker").identity_number not in page
    assert "至今" in text(page)


def test_the_application_is_a_form_for_the_worker_and_for_the_officer(app: Flask, world: World) -> None:
    rows = world.alpha.rows
    worker = browse(app, "alpha").sign_in("worker", rows["open_worker"])
    officer = browse(app, "alpha").sign_in("officer", rows["officer"])
    person = person_of(app, world.alpha, "open_worker")
    for browser, path, whole in (
        (worker, f"/join/applications/{rows['open_reference']}/form", True),
        (officer, f"/office/cases/{rows['open_reference']}/form", False),
    ):
        page = browser.get(path).text
        assert "入会申请书" in text(page)
        assert "自愿加入" in text(page)
        assert person.name in page
        assert (person.identity_number in page) is whole
    assert worker.get(f"/join/applications/{rows['granted_reference']}/form").status_code == 404


def test_an_officer_verifies_with_the_document_in_hand(app: Flask, world: World) -> None:
    rows = world.alpha.rows
    officer = browse(app, "alpha").sign_in("officer", rows["officer"])
    path = f"/office/cases/{rows['open_reference']}/real-name"
    assert officer.submit(path, {}).status_code == 422
    answer = officer.submit(path, {"document": "passport", "outcome": "verified"})
    assert answer.status_code == 303
    person = person_of(app, world.alpha, "open_worker")
    assert (person.real_name_state, person.verification_method) == (VERIFIED, "officer")
    assert person.verified_by == f"officer:{rows['officer']}"
    assert "已核验" in text(officer.get(f"/office/cases/{rows['open_reference']}").text)
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        [event] = work.scalars(select(Event).where(Event.kind == "real_name.verified"))
        assert event.data["document"] == "passport"
        assert event.case_id == rows["open_case"]


def test_the_share_counts_members_once_and_only_the_verified(app: Flask, world: World) -> None:
    with app.app_context(), unit_of_work("alpha"):
        before = real_name_share()
    person = person_of(app, world.alpha, "granted_worker")
    with app.app_context(), unit_of_work("alpha") as work:
        mine = work.scalars(select(Person).where(Person.id == person.id)).one()
        names.verify(mine, passed=True, officer_id=world.alpha.rows["officer"], document="passport")
        after = real_name_share()
    assert (after.members, after.verified) == (before.members, before.verified + 1)


def test_a_new_name_is_verified_anew(app: Flask, world: World) -> None:
    person = person_of(app, world.alpha, "granted_worker")
    with app.app_context(), unit_of_work("alpha") as work:
        mine = work.scalars(select(Person).where(Person.id == person.id)).one()
        names.verify(mine, passed=True, officer_id=world.alpha.rows["officer"], document="passport")
        again = register_person(
            worker_id=person.worker_id,
            name="改了名",
            identity_kind=person.identity_kind,
            identity_number=person.identity_number,
            phone=person.phone,
        )
        assert again.real_name_state == UNVERIFIED


class Bureau:
    """A provider of the tests' own: out of order at first, then it knows one name."""

    name = "bureau"

    def __init__(self) -> None:
        self.asked = 0

    def check(self, *, name: str, identity_kind: str, identity_number: str, phone: str) -> bool | None:
        """Fails the first time."""
        self.asked += 1
        if self.asked == 1:
            raise ConnectionError("out of order")
        return name == "真名"


def test_a_provider_is_asked_by_a_job_and_tried_again_when_it_fails(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau = Bureau()
    monkeypatch.setattr(names, "provider", lambda: bureau)
    with app.app_context(), unit_of_work("alpha"):
        for number, name in ((71, "真名"), (72, "假名")):
            register_person(
                worker_id=None,
                name=name,
                identity_kind="resident_identity_card",
                identity_number=identity_number(number),
                phone="13800138000",
            )
    run_due(app)
    with time_machine.travel(now() + timedelta(minutes=5)):
        run_due(app)
    with app.app_context(), unit_of_work("alpha", write=False) as work:
        states = {
            row.name: row.real_name_state
            for row in work.scalars(select(Person).where(Person.name.in_(["真名", "假名"])))
        }
    assert states == {"真名": VERIFIED, "假名": FAILED}
