"""A member who takes another job: his seat stands on what he says now, and nothing that he left counts or moves him any more."""

from sqlalchemy import select

from tests.client import browse
from tests.join.conftest import Grown
from tests.join.register import standing
from tests.join.test_transfers import ask, found_union, granted, history, rules, sweep
from tests.join.walking import Walk, text
from webapp.cases.follow_ups import open_follow_ups
from webapp.founding.counting import counted
from webapp.members import active_seat, person_by_identity
from webapp.members.models import Membership
from webapp.members.transfers import open_transfer
from webapp.persistence import db, unit_of_work
from webapp.unions import union_by_id

OLD, NEW = "agent_without", "agent_with"


def seat_of(grown: Grown, jurisdiction: str, walk: Walk) -> Membership:
    with grown.app.app_context(), unit_of_work(jurisdiction, write=False):
        person = person_by_identity("resident_identity_card", walk.number)
        assert person is not None
        seat = active_seat(person.id)
        assert seat is not None
        return seat


def change_job(grown: Grown, jurisdiction: str, **wants: object) -> Walk:
    """Joined at a unit without a union, then moved to what he says now."""
    walk = granted(grown, jurisdiction, relation_kind="employment", employer="好邻居", has_labour_contract="yes")
    walk.wants = wants
    ask(walk)
    grown.decide(jurisdiction, walk.path.rsplit("/", 1)[1], "grant")
    return walk


def test_the_new_seat_says_what_the_member_said_and_the_old_unit_has_no_hold_on_him(grown: Grown, real: str) -> None:
    walk = change_job(grown, real, relation_kind="employment", employer="迅达", worker_group="courier")
    land = grown.lands[real]
    seat = seat_of(grown, real, walk)
    named = next(row for row in land.employers.values() if "迅达" in row.name)
    assert seat.employer_id == named.id and seat.relation_kind == "employment"

    found_union(grown, real, OLD)
    sweep(grown, real)

    with grown.app.app_context(), unit_of_work(real, write=False):
        person = person_by_identity("resident_identity_card", walk.number)
        assert person is not None and open_transfer(person.id) is None
        assert not [row for row in open_follow_ups() if row.kind == "watch"]
    assert len(history(grown.app, real, walk.number)) == 2


def test_who_takes_a_job_is_counted_there_and_watched_for_its_union(grown: Grown, real: str) -> None:
    walk = granted(grown, real, relation_kind="freelance")
    walk.wants = {"relation_kind": "employment", "employer": "好邻居", "has_labour_contract": "yes"}
    ask(walk)
    grown.decide(real, walk.path.rsplit("/", 1)[1], "grant")

    land = grown.lands[real]
    seat = seat_of(grown, real, walk)
    assert (seat.relation_kind, seat.employer_id) == ("employment", land.employers[OLD].id)
    with grown.app.app_context(), unit_of_work(real, write=False):
        answer = counted(land.employers[OLD], task_open=False).answer
        stated = counted(land.employers[OLD], task_open=False).outcome != "not_stated"
        if stated and answer.count is not None:
            assert answer.count == 1
    union_id = found_union(grown, real, OLD)
    sweep(grown, real)
    with grown.app.app_context(), unit_of_work(real, write=False):
        person = person_by_identity("resident_identity_card", walk.number)
        assert person is not None
        transfer = open_transfer(person.id)
        assert transfer is not None and transfer.to_union_id == union_id


def test_a_member_is_not_told_of_receivers_and_checks_before_he_asks(grown: Grown, real: str) -> None:
    walk = granted(grown, real, relation_kind="partial")
    walk.wants = {"relation_kind": "employment", "employer": "迅达"}
    walk.begin()
    assert "尚未成立" not in text(walk.page) and "先由" not in text(walk.page)
    walk.send(walk._answers(walk.form), button="选好了，去核对")
    assert walk.path == "/join/transfer" and "迅达" in text(walk.page)
    assert standing(grown.app, real, walk.number).seat is not None
    walk.send(button="申请接转会籍")
    assert "没填完的入会申请" not in text(walk.go("/me").page)


def test_it_is_not_asked_for_on_answers_that_another_tab_changed(grown: Grown, real: str) -> None:
    walk = granted(grown, real, relation_kind="partial")
    walk.wants = {"relation_kind": "employment", "employer": "迅达"}
    walk.begin()
    walk.send(walk._answers(walk.form), button="选好了，去核对")
    shown = walk.page
    walk.wants = {"worker_group": rules(grown, real).worker_groups[1].id}
    walk.go("/join/questions/group").send(walk._answers(walk.form))
    with grown.app.app_context(), unit_of_work(real, write=False):
        before = db.session.scalars(select(Membership.state)).all()
    assert "/transfers/" not in (walk.browser.send(shown, "/join/transfer", None, button="申请接转会籍").location or "")
    with grown.app.app_context(), unit_of_work(real, write=False):
        assert db.session.scalars(select(Membership.state)).all() == before


def test_the_site_knows_a_member(grown: Grown, real: str) -> None:
    walk = granted(grown, real, relation_kind="partial")
    with grown.app.app_context(), unit_of_work(real, write=False):
        union = union_by_id(seat_of(grown, real, walk).union_id)
    home, start = text(walk.browser.get("/").text), text(walk.browser.get("/join").text)
    assert "您是工会会员" in home and union.name in home and "您也可以加入工会" not in home
    assert "办理会籍接转" in start and union.name in start and "该加入哪一个工会" not in start
    assert "您也可以加入工会" in text(browse(grown.app, real).get("/").text)
