"""The end of a membership: the member leaves, or the union ends it and says why; what ends with it, what stays."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, browse
from tests.join.walking import errors, text
from tests.officers import person
from tests.world import World
from webapp.accounts import REVIEWER, Officer, give_role
from webapp.cases import Case, EffectRefused
from webapp.cases.follow_ups import open_follow_ups
from webapp.join import submitting
from webapp.join.models import JoinApplication
from webapp.members import Consent, Membership, Person, active_seat, affiliate, affiliations_of, count_members
from webapp.members.endings import Ending, NotMember, SeatMoved, end_membership
from webapp.members.real_name import real_name_share
from webapp.members.workflow import EndReason
from webapp.notices.models import Message
from webapp.persistence import Event, unit_of_work
from webapp.tenancy import business_date

SET = Callable[[date], None]


class Member:
    """The world's member of alpha, whose transfer is under way, and who reads his affairs."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.rows = app, world.alpha.rows
        self.browser = browse(app, "alpha").sign_in("worker", self.rows["granted_worker"])
        self.officer = browse(app, "alpha").sign_in("officer", self.rows["officer"])

    def read(self, question: Callable[[Any, Person], Any]) -> Any:
        """Ask the registers about him."""
        with self.app.app_context(), unit_of_work("alpha") as work:
            person = work.scalars(select(Person).where(Person.worker_id == self.rows["granted_worker"])).one()
            return question(work, person)

    def seat(self) -> Membership:
        seat: Membership = self.read(
            lambda work, person: work.scalars(
                select(Membership).where(Membership.person_id == person.id).order_by(Membership.since.desc())
            ).first()
        )
        return seat

    def end(self, **changes: Any) -> Any:
        """The officer's form on the member's page, filled in."""
        fields = {"reason": "trade", "note": "已和本人电话核实", "sure": "1", **changes}
        return self.officer.submit(f"/office/members/{self.seat().id}", fields, button="终止会籍")


@pytest.fixture
def member(app: Flask, world: World) -> Member:
    """The member of alpha."""
    return Member(app, world)


def test_a_member_leaves_and_everything_ends_on_one_day_and_stays_on_record(member: Member) -> None:
    union_id = member.seat().union_id
    before = member.read(lambda work, person: count_members())
    other = UUID(str(member.rows["top"]))
    member.read(lambda _, person: affiliate(person, union_id=other, leg="x", since=business_date(), case_id=None))
    page = text(member.browser.get("/me/leaving").text)
    assert member.rows["transfer_reference"] in page and "没有规定退会的条件、手续和期限" in page
    refused = member.browser.submit("/me/leaving", {})
    assert errors(refused.text) == ["要退会的，请先勾选“自愿退会”；不想退会，直接离开这一页"]
    answer = member.browser.submit("/me/leaving", {"sure": "1"}, follow_redirects=True)
    assert "您已退会" in answer.text and "已终止（本人退会）" in text(answer.text)

    def check(work: Any, person: Person) -> None:
        assert active_seat(person.id) is None and affiliations_of(person.id) == []
        assert (count_members(), real_name_share().members) == (before - 1, before - 1)
        seat = member_seat(work, person)
        assert (seat.until, seat.state, seat.ended_because) == (business_date(), "ended", "left")
        transfer = work.scalars(select(Case).where(Case.reference == member.rows["transfer_reference"])).one()
        consents = work.scalars(select(Consent).where(Consent.worker_id == person.worker_id)).all()
        assert {(one.purpose, one.withdrawn_at is None) for one in consents} == {("join", False), ("identity", True)}
        assert {row.union_id for row in open_follow_ups(kind="ended")} == {union_id, other}
        last = work.scalars(select(Message).order_by(Message.created_at.desc(), Message.id.desc())).first()
        assert "您已退会" in last.text and transfer.state == "withdrawn"
        told = set(work.scalars(select(Event.kind).where(Event.subject == f"person:{person.id}")))
        assert {"membership.ended", "affiliation.ended", "seat.given", "seat.ended"} <= told

    member.read(check)
    assert "没有会籍，不用退会" in member.browser.get("/me/leaving").text
    assert "电子会员证" in member.browser.get("/me/card").text
    follow_ups = text(member.officer.get("/office/follow-ups?kind=ended").text)
    assert "本人退会" in follow_ups and "不再是会员" in follow_ups


def member_seat(work: Any, person: Person) -> Membership:
    seat: Membership = work.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    return seat


def test_the_union_ends_a_membership_with_a_reason_and_the_member_is_told(member: Member) -> None:
    assert errors(member.end(reason="", note="", sure="").text) == [
        "请选择终止的原因",
        "请写明依据",
        "请核对后勾选，才能终止",
    ]
    answer = member.end()
    assert answer.status_code == 303
    page = text(member.officer.get(answer.location).text)
    assert "已终止（不再从事这一行业）" in page and "已和本人电话核实" in page and "确认" not in page
    assert "不再从事这一行业" in text(member.browser.get("/me/record").text)
    assert "不再从事这一行业" in text(member.browser.get("/me").text)

    def check(work: Any, person: Person) -> None:
        assert open_follow_ups(kind="ended") == []
        last = work.scalars(select(Message).order_by(Message.created_at.desc(), Message.id.desc())).first()
        assert "原因：不再从事这一行业" in last.text
        event = work.scalars(select(Event).where(Event.kind == "membership.ended")).one()
        assert event.actor == f"officer:{member.rows['officer']}"
        kept = work.scalars(select(Consent.withdrawn_at).where(Consent.worker_id == person.worker_id)).all()
        assert set(kept) == {None}

    member.read(check)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_writes_to_the_phone_of_the_dead(member: Member) -> None:
    before = member.read(lambda work, _: len(work.scalars(select(Message)).all()))
    assert member.end(reason="died").status_code == 303
    assert member.read(lambda work, _: len(work.scalars(select(Message)).all())) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_day_lies_between_the_seats_first_and_today(member: Member, set_today: SET) -> None:
    since = member.seat().since
    set_today(since + timedelta(days=10))
    for wrong in (since - timedelta(days=1), since + timedelta(days=11)):
        answer = member.end(**day_fields(wrong))
        assert answer.status_code == 422 and "和今天之间" in errors(answer.text)[0]
    assert member.end(**day_fields(since + timedelta(days=3))).status_code == 303
    assert member.seat().until == since + timedelta(days=3)


def day_fields(on: date) -> dict[str, str]:
    return {"until-year": str(on.year), "until-month": str(on.month), "until-day": str(on.day)}


def test_two_officers_end_it_once_and_an_old_page_ends_nothing(member: Member) -> None:
    path = f"/office/members/{member.seat().id}"
    page = member.officer.get(path).text
    assert member.end().status_code == 303
    fields = {"reason": "away", "note": "x", "sure": "1"}
    assert member.officer.send(page, path, fields, button="终止会籍").status_code == 409
    assert member.seat().ended_because == "trade"

    ended = member.seat().id

    def again(_: Any, person: Person) -> None:
        for wrong, seat_id in ((NotMember, None), (SeatMoved, ended)):
            with pytest.raises(wrong):
                end_membership(person, Ending(EndReason.LEFT, actor="worker", seat_id=seat_id))

    member.read(again)


def test_what_was_asked_for_before_leaving_is_not_granted_after(member: Member) -> None:
    def check(work: Any, person: Person) -> None:
        end_membership(person, Ending(EndReason.LEFT, actor="worker"))
        application = work.scalars(select(JoinApplication).where(JoinApplication.person_id == person.id)).one()
        case = work.scalars(select(Case).where(Case.application_id == application.id)).one()
        with pytest.raises(EffectRefused, match="已经退会或终止会籍"):
            submitting.grant(case, None)  # type: ignore[arg-type]

    member.read(check)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_officers_see_the_members_of_their_own_unions_and_find_one_by_two_keys(
    member: Member, app: Flask, world: World
) -> None:
    name, number = member.read(lambda _, person: (person.name, person.identity_number))
    page = member.officer.get("/office/members").text
    assert number not in page and name not in page and f"/office/members/{member.seat().id}" in page
    find: Callable[..., Any] = lambda **typed: member.officer.submit("/office/members", typed, button="查找")  # noqa: E731
    assert find(name=name, number=number).location.endswith(f"/office/members/{member.seat().id}")
    wrong = [find(name="别人", number=number), find(name=name, number="99000019900101123X")]
    assert {answer.status_code for answer in wrong} == {422}
    assert errors(wrong[0].text) == errors(wrong[1].text)
    stranger = stranger_at(app, world)
    assert stranger.get(f"/office/members/{member.seat().id}").status_code == 404
    assert str(member.seat().id) not in stranger.get("/office/members").text
    assert stranger.submit("/office/members", {"name": name, "number": number}, button="查找").status_code == 422


def stranger_at(app: Flask, world: World) -> Browser:
    """An officer of another union."""
    with app.app_context(), unit_of_work("alpha"):
        officer: Officer = person(name="张", login="stranger")
        give_role(officer, world.alpha.rows["union"], REVIEWER)
    return browse(app, "alpha").sign_in("officer", officer.id)
