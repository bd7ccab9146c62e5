"""A seat moves: asked for by the member, or because a follow-up of the grant says so. One seat at every moment."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.join.conftest import REAL, Grown
from tests.join.register import legs, standing
from tests.join.walking import Walk, text
from webapp.cases import Case
from webapp.cases.follow_ups import open_follow_ups, sweep_follow_ups
from webapp.jobs import run_due
from webapp.members import person_by_identity, seats_of
from webapp.members.transfers import open_transfer
from webapp.persistence import db, unit_of_work
from webapp.policy import Library, Profile
from webapp.unions import Union


def rules(grown: Grown, jurisdiction: str) -> Profile:
    library: Library = grown.app.extensions["gonghui.library"]
    return library.profile(jurisdiction)


def granted(grown: Grown, jurisdiction: str, **wants: object) -> Walk:
    """A member: every leg of his application granted."""
    walk = grown.walk(jurisdiction, **wants).to_end()
    for leg in legs(grown.app, jurisdiction, walk.reference):
        if leg.state == "under_review":
            grown.decide(jurisdiction, leg.reference, "grant")
    assert standing(grown.app, jurisdiction, walk.number).seat is not None
    return walk


def ask(walk: Walk) -> Walk:
    """Answer the questions again as a member and ask to be moved."""
    walk.begin()
    assert "您已是工会会员" in text(walk.page)
    walk.send(walk._answers(walk.form), button="选好了，去核对")
    assert walk.path == "/join/transfer"
    return walk.send(button="申请接转会籍")


def history(app: Flask, jurisdiction: str, number: str) -> list[tuple[UUID, str, bool]]:
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        person = person_by_identity("resident_identity_card", number)
        assert person is not None
        return [(seat.union_id, seat.state, seat.until is None) for seat in seats_of(person.id)]


def found_union(grown: Grown, jurisdiction: str, employer: str) -> UUID:
    """The employer founds a union."""
    land = grown.lands[jurisdiction]
    with grown.app.app_context(), unit_of_work(jurisdiction):
        row = land.employers[employer]
        union = Union(name=f"{row.name}工会", kind="employer_union", division=row.division, employer_id=row.id)
        db.session.add(union)
        return union.id


def sweep(grown: Grown, jurisdiction: str) -> None:
    """What the nightly sweep and the jobs after it do."""
    with grown.app.app_context():
        with unit_of_work(jurisdiction):
            sweep_follow_ups()
        run_due(grown.app)


def test_a_member_who_asks_again_is_offered_a_transfer_and_keeps_his_seat_until_it_is_granted(
    grown: Grown, real: str
) -> None:
    walk = granted(grown, real, relation_kind="partial")
    before = standing(grown.app, real, walk.number)
    assert before.seat is not None
    walk.wants = {"relation_kind": "employment", "employer": "迅达"}
    ask(walk)
    assert "会籍接转" in text(walk.page)
    assert standing(grown.app, real, walk.number).seat[0] == before.seat[0]
    grown.decide(real, walk.path.rsplit("/", 1)[1], "grant")
    after = standing(grown.app, real, walk.number)
    assert after.seat is not None and after.seat[0] != before.seat[0]
    assert after.members == before.members == 1
    assert [row[2] for row in history(grown.app, real, walk.number)] == [True, False]


def test_a_refused_transfer_leaves_the_seat_as_it_was(grown: Grown, real: str) -> None:
    walk = granted(grown, real, relation_kind="partial")
    before = standing(grown.app, real, walk.number)
    walk.wants = {"relation_kind": "employment", "employer": "迅达"}
    ask(walk)
    grown.decide(real, walk.path.rsplit("/", 1)[1], "refuse", "材料不符")
    assert standing(grown.app, real, walk.number) == before


def test_one_transfer_at_a_time(grown: Grown, real: str) -> None:
    walk = granted(grown, real, relation_kind="partial")
    walk.wants = {"relation_kind": "employment", "employer": "迅达"}
    first = ask(walk).path
    assert ask(walk).path == first


def with_placement(grown: Grown) -> list[str]:
    doors = {
        name: [door.row.placement for door in rules(grown, name).channels if door.kind == "online"] for name in REAL
    }
    return [name for name, found in doors.items() if any(found)]


def test_a_provisional_seat_is_moved_to_the_unions_own_place_where_the_rules_name_one(grown: Grown) -> None:
    for jurisdiction in with_placement(grown):
        walk = granted(grown, jurisdiction, relation_kind="employment", employer="迅达")
        sweep(grown, jurisdiction)
        transfer = only_transfer(grown, jurisdiction, walk.number)
        grown.decide(jurisdiction, transfer, "grant")
        seat = standing(grown.app, jurisdiction, walk.number).seat
        assert seat is not None and seat[1:3] == ("full", "active")
        kinds = {union.id: union.kind for union in grown.lands[jurisdiction].unions.values()}
        assert kinds[seat[0]] == "employer_union"


def only_transfer(grown: Grown, jurisdiction: str, number: str) -> str:
    with grown.app.app_context(), unit_of_work(jurisdiction, write=False):
        person = person_by_identity("resident_identity_card", number)
        assert person is not None
        found = open_transfer(person.id)
        assert found is not None, [row.kind for row in open_follow_ups()]
        return db.session.scalars(select(Case.reference).where(Case.id == found.case_id)).one()


def test_when_the_employer_founds_a_union_the_seat_follows_as_the_profile_says(grown: Grown, real: str) -> None:
    walk = granted(grown, real, relation_kind="employment", employer="好邻居", has_labour_contract="yes")
    union_id = found_union(grown, real, "agent_without")
    sweep(grown, real)
    grown.decide(real, only_transfer(grown, real, walk.number), "grant")
    seat = standing(grown.app, real, walk.number).seat
    assert seat is not None and seat[0] == union_id


@pytest.mark.parametrize("times", [2, 3])
def test_looking_again_opens_no_second_transfer(grown: Grown, real: str, times: int) -> None:
    walk = granted(grown, real, relation_kind="employment", employer="好邻居", has_labour_contract="yes")
    found_union(grown, real, "agent_without")
    references = set()
    for _ in range(times):
        sweep(grown, real)
        references.add(only_transfer(grown, real, walk.number))
    assert len(references) == 1
