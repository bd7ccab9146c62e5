"""A province that appears later has its officers in the demo, and `gonghui init` says what a demo's database is."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.client import browse
from tests.conftest import BuildApp
from tests.demo.test_any_profiles import BASE, MINGHAI, POLICIES, demo_app, leave
from tests.join.test_fourth_province import say_the_rest
from tests.officers import links_to, set_password
from webapp.accounts import Officer, Role
from webapp.accounts.officers import officer_by_login
from webapp.cases.models import Step
from webapp.config import BadSettings
from webapp.demo.build import build
from webapp.demo.desk import open_desks
from webapp.desk.first_administrators import name_one
from webapp.jobs import run_due
from webapp.operations.provisioning import create_databases
from webapp.persistence import db, unit_of_work
from webapp.tenancy import NATIONAL
from webapp.unions import Union

NEW = "minghai"


def folder_of_one(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    for other in ("jiangsu", "shanghai"):
        (folder / f"{other}.yaml").unlink()
    return folder


def add_the_new(folder: Path) -> None:
    shutil.copytree(MINGHAI, folder, dirs_exist_ok=True)
    say_the_rest(folder / f"{NEW}.yaml")


def test_a_kept_demo_gets_the_provinces_that_came_since_and_keeps_the_others(
    build_app: BuildApp, tmp_path: Path
) -> None:
    folder = folder_of_one(tmp_path)
    first = demo_app(build_app, folder, tmp_path)
    assert [one.jurisdiction for one in build(first)] == [BASE]
    leave(first)
    add_the_new(folder)
    app = demo_app(build_app, folder, tmp_path)
    assert [one.jurisdiction for one in build(app)] == [NEW]
    assert build(app) == []
    page = browse(app, None).get("/demo").text
    assert "明海省" in page and "还没有工作人员" not in page
    for jurisdiction in (BASE, NEW, NATIONAL):
        with app.app_context(), unit_of_work(jurisdiction, write=False):
            assert officer_by_login("policy-author") is not None
    leave(app)


def test_the_administrators_of_a_province_published_at_the_desk_stand_in_the_demo(
    build_app: BuildApp, tmp_path: Path
) -> None:
    folder = folder_of_one(tmp_path)
    add_the_new(folder)
    app = demo_app(build_app, folder, tmp_path)
    with app.app_context():
        db.create_all(bind_key=None)
        open_desks([NATIONAL])
        with unit_of_work(NATIONAL):
            editors = db.session.scalars(select(Officer).order_by(Officer.login))
            for number, editor in enumerate(list(editors)):
                name_one(NEW, name=f"首任{number}", login=f"first-{number}", phone=f"1390013900{number}", by=editor)
    assert "还没有工作人员" in browse(app, None).get("/demo").text
    run_due(app)
    page = browse(app, None).get("/demo").text
    assert "first-0" in page and "first-1" in page and "设置密码的链接" in page
    assert len(links_to(app, NEW, "first-0")) == 1
    assert "first-0" in set_password(app, NEW, "first-0").get("/officers/account").text
    leave(app)


def test_init_says_of_a_demos_database_what_it_is_and_changes_nothing(build_app: BuildApp, tmp_path: Path) -> None:
    app = demo_app(build_app, folder_of_one(tmp_path), tmp_path)
    with app.app_context():
        db.create_all(bind_key=None)
        with pytest.raises(BadSettings, match="no revision.*gonghui demo --keep.*Nothing was changed"):
            create_databases(app.extensions["gonghui.settings"])
    leave(app)


def test_no_two_unions_are_called_alike_and_whoever_has_something_to_do_is_listed(
    build_app: BuildApp, tmp_path: Path
) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    for other in (BASE, "jiangsu"):
        (folder / f"{other}.yaml").unlink()
    app = demo_app(build_app, folder, tmp_path)
    [built] = build(app)
    with app.app_context(), unit_of_work(built.jurisdiction, write=False):
        names = list(db.session.scalars(select(Union.name)))
        busy = (
            select(Officer.login).join(Role, Role.officer_id == Officer.id).join(Step, Step.union_id == Role.union_id)
        )
        logins = set(db.session.scalars(busy.where(Step.state == "open")))
    assert sorted(set(names)) == sorted(names)
    page = browse(app, None).get("/demo").text
    assert logins and [login for login in logins if f"<code>{login}</code>" not in page] == []
    leave(app)
