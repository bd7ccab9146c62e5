"""The threshold watch: who is counted, when the one task opens, and what a province without a threshold does not do."""

import shutil
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import BuildApp, Served
from tests.founding.stage import (
    EMPLOYER,
    add_guide,
    administrator,
    apply,
    clerk,
    grant,
    look,
    members,
    rules,
    seats,
    tasks,
    with_threshold,
    without_threshold,
    words,
)
from tests.join.conftest import Grown, grown
from tests.join.test_never_twice import at_once
from webapp.founding.counting import count_again
from webapp.members import Membership
from webapp.members.store import end_seat
from webapp.notices import Message
from webapp.persistence import db, unit_of_work
from webapp.policy.reading.layered import stated_rows
from webapp.tenancy import business_date
from webapp.unions import Union

__all__ = ["grown"]
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
SIXTY_FOUR = 64
WORKERS = 6


def least(grown: Grown, jurisdiction: str) -> int:
    number: int = stated_rows(rules(grown.app, jurisdiction).rules.thresholds)[0].at_least
    return number


@on_sqlite
def test_one_below_opens_nothing_the_number_itself_opens_one_task_and_one_more_no_second(grown: Grown) -> None:
    for province in with_threshold(grown.app):
        number, guide = least(grown, province), add_guide(grown, province)
        seats(grown, province, range(101, 100 + number - 2))
        members(grown, province, range(1, 3))
        look(grown, province)
        assert tasks(grown.app, province) == []

        members(grown, province, range(number, number + 1))
        look(grown, province)
        (task,) = tasks(grown.app, province)
        assert task[1:] == ("under_review", guide)
        with grown.app.app_context(), unit_of_work(province, write=False) as work:
            told = work.scalars(select(Message).where(Message.template == "founding_possible")).all()
            assert len(told) == 3 and f"已有{number}人，可以建立单位工会" in told[0].text

        members(grown, province, range(number + 1, number + 2))
        look(grown, province, nightly=True)
        assert tasks(grown.app, province) == [task]

        officer = administrator(grown, province, guide)
        page = words(officer.get(f"/office/founding/{task[0]}").text)
        assert f"{number + 1} 人" in page
        case_page = words(officer.get(f"/office/cases/{task[0]}").text)
        assert f"计入 {number} 人，达到 {number} 人（含）" in case_page

        leave(grown, province, 3)
        look(grown, province, nightly=True)
        assert tasks(grown.app, province) == [task]
        page = words(officer.get(f"/office/founding/{task[0]}").text)
        assert f"{number - 2} 人，现已低于 {number} 人" in page


def leave(grown: Grown, jurisdiction: str, number: int) -> None:
    """So many members' seats end."""
    with grown.app.app_context(), unit_of_work(jurisdiction):
        seats = select(Membership).where(Membership.until.is_(None)).order_by(Membership.id).limit(number)
        for seat in db.session.scalars(seats):
            end_seat(seat, until=business_date())


@on_sqlite
def test_riders_who_only_deliver_for_the_unit_are_not_counted(grown: Grown) -> None:
    for province in with_threshold(grown.app):
        add_guide(grown, province)
        members(grown, province, range(1, 4))
        seats(grown, province, range(4, 34), relation_kind="partial")
        look(grown, province, nightly=True)
        assert tasks(grown.app, province) == []
        page = words(page_of_unit(grown, province))
        assert "计入人数 3 人" in page


def page_of_unit(grown: Grown, jurisdiction: str) -> str:
    officer = administrator(grown, jurisdiction, top(grown, jurisdiction))
    return officer.get(f"/office/founding/units/{grown.lands[jurisdiction].employers[EMPLOYER].id}").text


def top(grown: Grown, jurisdiction: str) -> UUID:
    with grown.app.app_context(), unit_of_work(jurisdiction, write=False):
        return db.session.scalars(select(Union.id).where(Union.parent_id.is_(None))).one()


@on_sqlite
def test_a_province_without_a_threshold_opens_nothing(grown: Grown) -> None:
    for province in without_threshold(grown.app):
        members(grown, province, range(1, 2))
        seats(grown, province, range(2, 27))
        look(grown, province, nightly=True)
        assert tasks(grown.app, province) == []
        assert "文件没有规定人数标准" in words(page_of_unit(grown, province))


def test_sixty_four_approvals_at_once_open_one_task(grown: Grown) -> None:
    """The number is passed somewhere in the middle, while several workers of the background run what was left."""
    for province in with_threshold(grown.app)[:1]:
        add_guide(grown, province)
        who = clerk(grown, province)
        waiting = [apply(grown, province, number) for number in range(1, SIXTY_FOUR + 1)]

        def approve(case_id: UUID, province: str = province, who: UUID = who) -> None:
            grant(grown.app, province, case_id, who)

        def work(province: str = province) -> None:
            look(grown, province)

        approvals = [lambda case_id=case_id: approve(case_id) for case_id in waiting]
        at_once(*approvals, work, work)
        at_once(*[work] * WORKERS)
        look(grown, province, nightly=True)
        assert len(tasks(grown.app, province)) == 1
        with grown.app.app_context(), unit_of_work(province, write=False):
            assert len(db.session.scalars(select(Membership)).all()) == SIXTY_FOUR


@on_sqlite
def test_a_task_that_fell_below_closes_where_the_profile_says_so(
    grown: Grown, served: Served, policies: Path, tmp_path: Path, build_app: BuildApp
) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(policies, folder)
    for province in with_threshold(grown.app):
        file = folder / f"{province}.yaml"
        file.write_text(file.read_text().replace("falls_below: stays_open", "falls_below: closes"))
    app = build_app(DATABASE_URL=served.databases.url, GONGHUI_POLICIES=str(folder))
    for province in with_threshold(grown.app):
        number = least(grown, province)
        add_guide(grown, province)
        seats(grown, province, range(1, number))
        members(grown, province, range(number, number + 1))
        look(grown, province)
        for expected in ("under_review", "withdrawn"):
            with app.app_context(), unit_of_work(province):
                count_again()
            assert [state for _, state, _ in tasks(grown.app, province)] == [expected]
            leave(grown, province, 1)
    with app.app_context():
        db.engine.dispose()
