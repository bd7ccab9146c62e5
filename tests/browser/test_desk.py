"""A new province in a day: from `gonghui policy new` to a worker who joins on its subdomain, on servers that were never restarted."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from stdnum.cn.ric import calc_check_digit

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.walker import Walker
from tests.conftest import BuildApp, Served
from tests.databases import EMPTY
from tests.desk.conftest import POLICIES, PRODUCTION
from tests.join.walking import last_code
from tests.officers import person
from webapp.accounts import POLICY_APPROVER, POLICY_AUTHOR, give_role
from webapp.cli import main
from webapp.operations.first_texts import publish_files
from webapp.persistence import db, unit_of_work
from webapp.tenancy import profile
from webapp.unions import Union

pytestmark = pytest.mark.browser

NEW = "zhejiang"
PASSWORD = "correct horse battery"
SECRET = "the secret of both servers"
PROCESSES = 2
SECONDS = 60
BODY = "11010119000101999"
NUMBER = BODY + str(calc_check_digit(f"{BODY}0"))
"""Production takes numbers of real areas only; nobody was born then who drives for a platform."""


@pytest.fixture
def environment(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The variables of a deployment in production on an empty database of each kind."""
    served.reset(EMPTY)
    shutil.copytree(POLICIES, tmp_path / "policies")
    values = {
        "DATABASE_URL": served.databases.url,
        "GONGHUI_DATA": str(tmp_path / "data"),
        "GONGHUI_POLICIES": str(tmp_path / "policies"),
        "GONGHUI_SECRET_KEY": SECRET,
        **PRODUCTION,
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    yield monkeypatch


@pytest.fixture
def deployment(served: Served, environment: pytest.MonkeyPatch, build_app: BuildApp, tmp_path: Path) -> Iterator[Flask]:
    """The application as the tests see it: the files published, an author and an approver at the nation's desk."""
    app = build_app(
        DATABASE_URL=served.databases.url,
        GONGHUI_POLICIES=str(tmp_path / "policies"),
        **PRODUCTION | {"GONGHUI_SECRET_KEY": SECRET},
    )
    with app.app_context():
        publish_files(tmp_path / "policies")
        with unit_of_work("national") as work:
            top = Union(name="全国总工会", kind="provincial_federation", division="")
            work.add(top)
            work.flush()
            for name, role in (("alice", POLICY_AUTHOR), ("bob", POLICY_APPROVER)):
                give_role(person(name=name, login=name, password=PASSWORD), top.id, role)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def servers(deployment: Flask) -> Iterator[dict[int, "subprocess.Popen[bytes]"]]:
    """Two server processes on one database, by port."""
    running = {}
    for _ in range(PROCESSES):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "granian", "webapp.operations.bridge:application", "--factory"]
        command += ["--interface", "asginl", "--port", str(port)]
        running[port] = subprocess.Popen(command)
    try:
        for port in running:
            assert answers(port, "localhost", within=SECONDS)
        yield running
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.wait(SECONDS)


def answers(port: int, host: str, *, within: float) -> bool:
    """Whether a host answers on a port within some seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
            status = connection.getresponse().status
            connection.close()
            if status == 200:
                return True
        except ConnectionRefusedError:
            pass
        time.sleep(0.1)
    return False


def sign_in(page: Page, login: str) -> None:
    """At the nation's desk, on the bare domain."""
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/desk**")


def name_administrator(page: Page, name: str, login: str, phone: str) -> None:
    """Each of the two editors names one first administrator of the new province."""
    page.get_by_role("link", name="首任管理员").click()
    for label, value in (("姓名", name), ("登录名", login), ("本人手机号", phone)):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="指定").click()
    page.wait_for_url(f"**/desk/texts/{NEW}")


def written(folder: Path) -> str:
    """What an editor makes of the skeleton in her first hour: the one answer that workers need to apply by themselves."""
    path = folder / f"{NEW}.yaml"
    text = path.read_text("utf-8")
    assert "    online: null\n" in text
    answer = "    online: {label: 浙江工会网上入会, modality: may, source: NAT16-4a}\n"
    path.write_text(text.replace("    online: null\n", answer), "utf-8")
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    "database", ["sqlite", "postgresql"] if os.environ.get("GONGHUI_TEST_ALL") else ["postgresql"], indirect=True
)
def test_from_policy_new_to_a_worker_joining_without_a_restart(
    visit: Visits, deployment: Flask, servers: dict[int, "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    first, second = servers
    assert main(["policy", "new", NEW, "--effective", "2025-01-01"]) == 0
    text = written(tmp_path / "policies")

    author = visit(first, jurisdiction=None, viewport=DESK)
    page = author.open("/desk")
    sign_in(page, "alice")
    page.get_by_text("新的省份").click()
    page.get_by_label("省份（拼音）").fill(NEW)
    page.locator("form", has=page.get_by_label("省份（拼音）")).get_by_role("button", name="建立草稿").click()
    page.wait_for_url(f"**/desk/texts/{NEW}")
    page.locator("textarea[name=body]").evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', {bubbles: true})); }",
        text.replace("modality: may", "modality: mai"),
    )
    fault = page.locator("#panel .fault")
    fault.wait_for()
    assert "这里不能写 “mai”" in fault.inner_text() and "您是否想写 “may”" in fault.inner_text()
    assert not answers(second, f"{NEW}.localhost", within=0.5)
    page.locator("textarea[name=body]").evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', {bubbles: true})); }", text
    )
    page.locator("#panel .tag--good").wait_for()
    page.get_by_text("提交复核", exact=True).first.click()
    page.get_by_label("为什么改").fill("开通浙江，先按全国规定")
    page.get_by_label("照原来的版本办完").check()
    page.get_by_role("button", name="提交复核").click()
    page.wait_for_url("**show=changes")
    name_administrator(page, "陈一", "chen", "13900139001")

    approver = visit(second, jurisdiction=None, viewport=DESK)
    page = approver.open(f"/desk/texts/{NEW}")
    sign_in(page, "bob")
    name_administrator(page, "林二", "lin", "13900139002")
    page.goto(page.url)
    page.get_by_role("button", name="同意并发布").click()
    page.wait_for_url("**/desk")
    for port in servers:
        assert answers(port, f"{NEW}.localhost", within=5)

    with deployment.app_context(), unit_of_work(NEW) as work:
        work.add(Union(name="浙江省总工会", kind="provincial_federation", division=profile().division or ""))
    worker = visit(first, jurisdiction=NEW, viewport=PHONE)
    walker = Walker(worker, code=lambda: last_code(deployment, NEW), person=7, number=NUMBER)
    walker.to_result().to_check().to_end()
    assert walker.path.startswith("/join/applications/")
    assert all(process.poll() is None for process in servers.values())
