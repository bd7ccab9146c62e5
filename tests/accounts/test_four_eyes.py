"""Which acts need a second human, in every way to fake him; and that no act of the table is left without a caller."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.cases.procedure import Stage, build_stage
from tests.officers import FAKES, person
from webapp.accounts import ADMINISTRATOR, Officer, give_role
from webapp.accounts.acts import Newcomer, ask_appointment, ask_channel, ask_reset, confirm
from webapp.accounts.four_eyes import SAME_ACCOUNT, Act, NeedsAnother, require_two
from webapp.accounts.models import AccountAct
from webapp.accounts.officers import officer_by_id, owner_name, suspend_officer
from webapp.office.staff import remove
from webapp.persistence import unit_of_work
from webapp.unions import Union, union_by_id

WEBAPP = Path(__file__).parents[2] / "webapp"
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def stage(app: Flask) -> Stage:
    """The street union with one administrator, the top union with two."""
    stage = build_stage(app)
    with app.app_context(), unit_of_work("alpha"):
        second = person(name="总工会副管理员", login="second")
        give_role(second, stage.unions["top"], ADMINISTRATOR)
        stage.officers["second"] = second.id
    return stage


def test_every_act_of_the_table_is_asked_for_somewhere() -> None:
    named: dict[str, set[str]] = {}
    for path in WEBAPP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Act":
                named.setdefault(node.attr, set()).add(path.name)
    assert {act.name for act in Act} == set(SAME_ACCOUNT_NAMES) == set(named)
    callers = {name: files - {"four_eyes.py"} for name, files in named.items()}
    assert all(callers.values()), callers


SAME_ACCOUNT_NAMES = [act.name for act in SAME_ACCOUNT]


@SQLITE
@pytest.mark.parametrize("act", list(Act))
def test_no_way_of_faking_a_person_makes_two_of_one(stage: Stage, act: Act) -> None:
    first, second = stage.officers["top"], stage.officers["second"]
    with stage.app.app_context(), unit_of_work("alpha"):
        require_two(act, [first], second)
        with pytest.raises(NeedsAnother, match=SAME_ACCOUNT[act]):
            require_two(act, [first], first)
        for who in (first, second):
            for way, spoil in FAKES.items():
                officer = officer_by_id(who)
                assert officer is not None
                kept = {name: getattr(officer, name) for name in KEPT}
                spoil(officer)
                with pytest.raises(NeedsAnother):
                    require_two(act, [first], second)
                    pytest.fail(way)
                for name, value in kept.items():
                    setattr(officer, name, value)
        require_two(act, [first, None], second)


KEPT = ("confirmed_by", "phone_index", "proved_at", "signed_in_at", "state")

Ask = Callable[[Union, Officer, Officer], AccountAct]
NEW = Newcomer("钱新", "qian.xin", "13900139000")
ASKS: dict[str, Ask] = {
    "appointment": lambda union, zhang, asker: ask_appointment(union, "treasurer", NEW, asker=asker),
    "one more role": lambda union, zhang, asker: ask_appointment(union, "treasurer", zhang, asker=asker),
    "for himself": lambda union, zhang, asker: ask_appointment(union, "treasurer", asker, asker=asker),
    "handover": lambda union, zhang, asker: ask_appointment(
        union, ADMINISTRATOR, zhang, asker=asker, kind=Act.HANDOVER
    ),
    "reset": lambda union, zhang, asker: ask_reset(union, zhang, asker=asker),
    "channel": lambda union, zhang, asker: ask_channel(union, zhang, "13900139001", asker=asker),
}


def _by_name(stage: Stage, login: str) -> Officer:
    found = officer_by_id(stage.officers[login])
    assert found is not None
    return found


@SQLITE
@pytest.mark.parametrize("ask", list(ASKS))
def test_only_another_human_of_the_nearest_union_that_has_one_confirms(stage: Stage, ask: str) -> None:
    """`chief` asks at the street, whose only administrator he is: those of the top confirm, nobody else, and no fake of theirs."""

    def work() -> tuple[Union, Officer]:
        union = union_by_id(stage.unions["street"])
        assert union is not None
        return union, _by_name(stage, "chief")

    with stage.app.app_context(), unit_of_work("alpha"):
        union, chief = work()
        act = ASKS[ask](union, _by_name(stage, "zhang"), chief)
        assert act.waits_until is None
        for login in ("chief", "li", "zhang", "far", "auditor"):
            with pytest.raises(NeedsAnother):
                confirm(act, _by_name(stage, login))
        for way, spoil in FAKES.items():
            top = _by_name(stage, "top")
            kept = {name: getattr(top, name) for name in KEPT}
            spoil(top)
            with pytest.raises(NeedsAnother):
                confirm(act, top)
                pytest.fail(way)
            for name, value in kept.items():
                setattr(top, name, value)
        confirm(act, _by_name(stage, "top"))
        assert act.state == "done"


@SQLITE
def test_a_puppet_named_by_one_person_is_nobodys_second(stage: Stage) -> None:
    """The walk of X-02: an administrator cannot bring about the two he would need, whatever he asks first."""
    with stage.app.app_context(), unit_of_work("alpha"):
        street = union_by_id(stage.unions["street"])
        assert street is not None
        chief = _by_name(stage, "chief")
        for number in range(2):
            ask_appointment(
                street, ADMINISTRATOR, Newcomer("替身", f"puppet{number}", f"1390013900{number}"), asker=chief
            )
    with stage.app.app_context(), unit_of_work("alpha", write=False) as work:
        assert work.query(Officer).filter(Officer.login.like("puppet%")).count() == 0


@SQLITE
@pytest.mark.parametrize("way", ["suspended", "removed"])
def test_who_puts_the_second_human_out_gets_nothing_by_waiting(stage: Stage, way: str) -> None:
    with stage.app.app_context(), unit_of_work("alpha"):
        top, union, second = _by_name(stage, "top"), union_by_id(stage.unions["top"]), _by_name(stage, "second")
        assert union is not None
        if way == "suspended":
            suspend_officer(second, actor=owner_name(top.id))
        else:
            remove(union.id, second, actor=owner_name(top.id))
        with pytest.raises(NeedsAnother, match="不能靠等待生效"):
            ask_appointment(union, ADMINISTRATOR, NEW, asker=top)


@SQLITE
def test_whose_own_account_counts_for_nobody_asks_nothing(stage: Stage) -> None:
    with stage.app.app_context(), unit_of_work("alpha"):
        street, chief = union_by_id(stage.unions["street"]), _by_name(stage, "chief")
        assert street is not None
        chief.proved_at = None
        with pytest.raises(NeedsAnother, match="您的账号没有用发到本人手机的链接"):
            ask_appointment(street, "treasurer", NEW, asker=chief)
