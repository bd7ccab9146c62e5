"""What is offered is what can be had: places of the rule, unions of the worker's trade, doors of his place, no leg that holds another up."""

import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.claims.test_broken_files import folder
from tests.conftest import BuildApp, Served
from tests.databases import EMPTY
from tests.join.conftest import Grown, grow_one
from tests.join.register import legs
from tests.join.test_fourth_province import FOURTH, NAME, say_the_rest
from tests.join.test_walks import two_legs, with_legs
from tests.join.walking import text, walker
from webapp.persistence import db, unit_of_work
from webapp.policy import Library
from webapp.unions import Union

__all__ = ["folder"]


def test_a_union_of_other_trades_is_not_offered(grown: Grown, real: str) -> None:
    with grown.app.app_context(), unit_of_work(real, write=False):
        others = db.session.scalars(select(Union).where(Union.kind == "trade_federation")).all()
        names = {union.name for union in others if union.trades and "delivery_rider" not in union.trades}
    if real != "guangdong":
        assert names, "there are unions of one trade"
    page = text(grown.walk(real, worker_group="delivery_rider", relation_kind="partial").begin().page)
    assert not [name for name in names if name in page]


def test_the_kinds_that_the_profile_puts_first_come_first_however_near(grown: Grown, real: str) -> None:
    library: Library = grown.app.extensions["gonghui.library"]
    local = library.profile(real).rules.join.local
    first = getattr(getattr(local, "first", None), "kinds", ())
    walk = grown.walk(real, relation_kind="partial", place=grown.lands[real].counties[0].code).begin()
    with grown.app.app_context(), unit_of_work(real, write=False):
        kinds = {union.name: union.kind for union in db.session.scalars(select(Union))}
    page = text(walk.page)
    shown = sorted((page.index(name), kind) for name, kind in kinds.items() if name in page)
    wanted = [kind in first for _, kind in shown]
    assert wanted == sorted(wanted, reverse=True)


def test_an_open_seat_leg_is_told_before_any_question_and_a_refused_one_holds_nobody_up(grown: Grown) -> None:
    for jurisdiction in with_legs(grown):
        walk = two_legs(grown, jurisdiction)
        before = legs(grown.app, jurisdiction, walk.reference)
        seat = next(leg for leg in before if leg.seat)
        start = text(walk.go("/join").page)
        assert "已有一件在办的入会申请" in start and seat.reference in start
        grown.decide(jurisdiction, seat.reference, "refuse", "不属于本行业")

        assert "已有一件在办的入会申请" not in text(walk.go("/join").page)
        walk.begin().choose().identify().submit()

        assert len(legs(grown.app, jurisdiction, walk.reference)) == len(before)
        old = {leg.reference: leg.state for leg in legs(grown.app, jurisdiction, seat.reference)}
        assert {state for reference, state in old.items() if reference != seat.reference} == {"withdrawn"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_door_of_one_city_is_named_as_its_own_before_any_question(
    served: Served, build_app: BuildApp, folder: Path
) -> None:
    served.reset(EMPTY)
    for path in FOURTH.rglob("*.yaml"):
        (folder / path.relative_to(FOURTH)).write_bytes(path.read_bytes())
    own = folder / f"{NAME}.yaml"
    say_the_rest(own)
    profile = Library.from_folder(folder).profile(NAME, datetime.date(2025, 1, 1))
    place = f"{str(profile.division)[:2]}0100"
    body = own.read_text("utf-8")
    assert "label: 明海网上入会" in body
    own.write_text(body.replace("label: 明海网上入会", f"divisions: ['{place}']\n      label: 明海网上入会"), "utf-8")
    app = build_app(DATABASE_URL=served.databases.url, GONGHUI_POLICIES=str(folder))
    with app.app_context():
        grow_one(NAME)
    page = text(walker(app, NAME).go("/join").page)
    assert "网上申请只在" in page and "明海网上入会（限" in page
    assert "拨打页面下方" not in page
    with app.app_context():
        db.engine.dispose()


UNIT_OF_THE_LIST = [
    {"relation_kind": "employment", "has_labour_contract": "yes"},
    {"relation_kind": "meets_employment"},
]


@pytest.mark.parametrize("answers", UNIT_OF_THE_LIST, ids=lambda one: one["relation_kind"])
def test_the_place_of_a_unit_of_the_list_is_neither_asked_again_nor_replaced_by_a_home(
    grown: Grown, real: str, answers: dict[str, str]
) -> None:
    walk = grown.walk(real, worker_group="delivery_rider", employer="好邻居", **answers).begin()
    assert "/join/questions/place" not in " ".join(walk.seen)
    before = text(walk.page)
    home = {"place_basis": "residence", "place_division": grown.lands[real].streets[-1].code}
    walk.browser.submit(walk.path.rpartition("/")[0] + "/questions/place", home)
    assert text(walk.go(walk.path).page) == before


def test_each_part_is_named_by_its_platform_and_their_number_is_the_right_one(grown: Grown) -> None:
    for jurisdiction in with_legs(grown):
        units = [unit for unit in grown.lands[jurisdiction].employers.values() if unit.platform]
        names = [unit.name for unit in units] + ["飞马出行"]
        listed = {"platform_ids": [str(unit.id) for unit in units], "platform_name": "飞马出行"}
        walk = grown.walk(jurisdiction, relation_kind="partial", **listed).begin()
        result = text(walk.page)
        assert f"您要办 {len(names) + 1} 件" in result and "两边" not in result
        assert "拿不准就选第一个" in result or walk.form.find("input", attrs={"type": "radio"}) is None
        walk.choose().sign_in().identify()
        assert all(f"（{name}）" in text(walk.page) for name in names)
        walk.submit()
        assert all(f"（{name}）" in text(walk.page) for name in names)
        assert all(f"（{name}）" in text(walk.go("/me").page) for name in names)
