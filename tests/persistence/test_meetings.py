"""Two people add the same thing at the same moment: there is one of it, and neither of them sees a failure.

Each way to "find it or add it" is tried with the second person's whole transaction in the moment between the first one's look
and his writing.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.meeting import meet
from tests.world import World
from webapp.accounts import TREASURER
from webapp.accounts.codes import worker_with_phone
from webapp.accounts.models import Officer, Role, Worker
from webapp.accounts.officers import LoginTaken, PhoneTaken, add_officer, give_role, officer_by_id
from webapp.cases import Case, Left, leave
from webapp.cases.letters import take_number
from webapp.cases.models import FollowUp, LetterSerial, Phrase
from webapp.cases.phrases import add_phrase
from webapp.cases.store import case_by_reference, open_case_once
from webapp.desk.models import Draft
from webapp.desk.store import Overtaken, Written, save
from webapp.founding.models import FoundingItem, MemberUnit
from webapp.founding.records import cover
from webapp.founding.store import do_item, founding_of
from webapp.members import person_of_worker
from webapp.members.models import Affiliation
from webapp.members.store import affiliate
from webapp.persistence import db, unit_of_work
from webapp.stations.depots.branches import BranchExists, propose
from webapp.stations.depots.store import DepotExists, depot_by_id, save_depot
from webapp.stations.models import Depot, DepotBranch
from webapp.tenancy import business_date
from webapp.unions import Employer, Union, union_by_id
from webapp.unions.models import UnionSettings
from webapp.unions.settings import close_channels, set_second_approval
from webapp.unions.store import EmployerExists, add_employer

pytestmark = pytest.mark.both_databases

CREDIT_CODE = "91110000600037341L"
PHONE = "13912345678"

Rows = dict[str, Any]
Act = Callable[[Rows, int], Any]


class Meeting(NamedTuple):
    """What both do at once, the table the first looks into, how many rows of it there are to be more than before, and what
    the slower one may be told instead.
    """

    act: Act
    model: type[Any]
    more: int = 1
    told: type[Exception] | None = None


def settings(rows: Rows, number: int) -> None:
    if number:
        set_second_approval(rows["top"], 100_000)
    else:
        close_channels(rows["top"], ["qr_scan"])


def item(rows: Rows, number: int) -> None:
    case = case_by_reference(rows["founding_reference"])
    assert case is not None
    do_item(founding_of(case), "vote", done_on=date(2026, 1, 1 + number), note="", by=rows["officer"])


def member_unit(rows: Rows, _number: int) -> None:
    known = (rows["deciding_union"], rows["top"])
    federation = union_by_id(rows["deciding_union"])
    unit = db.session.scalars(select(Union).where(Union.id.not_in(known)).order_by(Union.id).limit(1)).one()
    assert federation is not None
    cover(federation, unit, by=rows["officer"])


def affiliation(rows: Rows, _number: int) -> None:
    person = person_of_worker(rows["granted_worker"])
    assert person is not None
    affiliate(person, union_id=rows["top"], leg="work", since=business_date(), case_id=None)


def employer(_rows: Rows, number: int) -> None:
    add_employer(name=f"公司{number}", kind="agent", division="440103", credit_code=CREDIT_CODE)


def depot(rows: Rows, number: int) -> None:
    values = {"employer_id": rows["employer"], "name": "同名站", "division": "440103", "address": ""}
    save_depot(values | {"workers": number, "members": 0}, actor="test")


def branch(rows: Rows, _number: int) -> None:
    found = depot_by_id(rows["depot"])
    assert found is not None
    propose(found, kind="joint_union", name="站点分工会", parents={"trade_federation": rows["top"]}, actor="test")


def task(rows: Rows, _number: int) -> None:
    open_case_once(
        kind="founding",
        key="the same",
        worker_id=None,
        union_id=rows["top"],
        title="",
        governed_on=business_date(),
        data={},
    )


def draft(_rows: Rows, number: int) -> None:
    save("profile", "alpha", Written(f"text: {number}", {}), seen_version=0, author=None)


def left(_rows: Rows, number: int) -> None:
    leave(None, [Left("notice", "the same", f"subject:{number}")])


def role(rows: Rows, _number: int) -> None:
    officer = officer_by_id(rows["colleague"])
    assert officer is not None
    give_role(officer, rows["top"], TREASURER)


MEETINGS = {
    "a role": Meeting(role, Role),
    "a login name": Meeting(lambda _, number: add_officer(name=f"{number}", login="same"), Officer, told=LoginTaken),
    "a phone": Meeting(
        lambda _, number: add_officer(name="", login=f"new-{number}", phone=PHONE), Officer, told=PhoneTaken
    ),
    "a worker's first sign-in": Meeting(lambda _rows, _number: worker_with_phone(PHONE), Worker),
    "a union's settings": Meeting(settings, UnionSettings),
    "a phrase": Meeting(lambda rows, _number: add_phrase(rows["top"], "材料不全。"), Phrase),
    "the first letter of a year": Meeting(lambda rows, _number: take_number(rows["top"]), LetterSerial),
    "a follow-up": Meeting(left, FollowUp),
    "a task": Meeting(task, Case),
    "an item of a founding": Meeting(item, FoundingItem),
    "a member unit": Meeting(member_unit, MemberUnit),
    "an affiliation": Meeting(affiliation, Affiliation),
    "an employer": Meeting(employer, Employer, told=EmployerExists),
    "a depot": Meeting(depot, Depot, told=DepotExists),
    "a branch": Meeting(branch, DepotBranch, told=BranchExists),
    "a draft of a text": Meeting(draft, Draft, told=Overtaken),
}


@pytest.mark.parametrize("name", MEETINGS)
def test_two_who_add_the_same_thing_end_with_one_of_it(app: Flask, world: World, name: str) -> None:
    met = MEETINGS[name]

    def count() -> int:
        with app.app_context(), unit_of_work("alpha", write=False):
            return db.session.scalar(select(func.count()).select_from(met.model)) or 0

    def one(number: int) -> object:
        with app.app_context(), unit_of_work("alpha"):
            try:
                met.act(world.alpha.rows, number)
            except Exception as told:
                if met.told is None or not isinstance(told, met.told):
                    raise
                return type(told)
            return None

    before = count()
    answers = meet(app, met.model.__tablename__, lambda: one(0), lambda: one(1))
    assert count() == before + met.more
    assert sorted(map(str, answers)) == sorted(map(str, (None, met.told)))
