"""From nothing to a working deployment, and what is refused on the way."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.client import browse
from tests.officers import links_to, set_password
from tests.operations.conftest import Gonghui, people_file
from webapp.app import create_app
from webapp.persistence import db, now, unit_of_work
from webapp.persistence.roles import PowerfulRole

PATIENCE = 600


def test_init_gives_every_desk_two_administrators_whose_links_go_to_their_phones(deployed: list[str]) -> None:
    app = create_app()
    for name in ("national", *app.extensions["gonghui.library"].jurisdictions()):
        sent = {login: links_to(app, name, f"{name}.{login}") for login in ("zhang", "li")}
        assert [len(links) for links in sent.values()] == [1, 1], name
        assert len({links[0][0] for links in sent.values()}) == 2
    assert not any("/officers/password/" in line for line in deployed)
    assert "alpha: alpha.zhang gets a link at 138****0001" in deployed
    [(_phone, path)] = links_to(app, "alpha", "alpha.zhang")
    assert browse(app, "beta").get(path).status_code == 404
    browser = set_password(app, "alpha", "alpha.zhang")
    assert "系统运维" in browser.get("/officers/account").text
    assert set_password(app, "national", "national.li").get("/desk/editors").status_code == 200
    with app.app_context():
        db.engine.dispose()


def test_init_can_be_repeated_says_who_is_wanting_and_sends_a_link_again_once_the_first_is_dead(
    gonghui: Gonghui, environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gonghui("init") == 0
    assert "alpha: two administrators are needed" in capsys.readouterr().out
    named = people_file(tmp_path, "alpha")
    assert gonghui("init", "--administrators", named) == 0
    assert capsys.readouterr().out.count("alpha: alpha.") == 2
    assert gonghui("init", "--administrators", named) == 0
    assert "alpha:" not in capsys.readouterr().out
    with time_machine.travel(now() + timedelta(hours=73), tick=False):
        assert gonghui("init", "--administrators", named) == 0
    assert capsys.readouterr().out.count("alpha: alpha.") == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("alpha: [", ":1:9: "),
        ("atlantis: []\n", ":1:1: no jurisdiction 'atlantis' is served"),
        ("alpha:\n  - {name: 张三, login: zhang}\n", ":2:5: name, login and phone are needed"),
        ('alpha:\n  - {name: 张三, login: zhang, phone: "123"}\n', ":2:5: the phone is no mobile number"),
        ('alpha:\n  - {name: 张三, login: 张, phone: "13800138000"}\n', ":2:5: a login has letters"),
        (
            'alpha:\n  - {name: 张三, login: a, phone: "13800138000"}\n'
            '  - {name: 李四, login: b, phone: "13800138000"}\n',
            ":3:5: the same phone or login as another",
        ),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_of_administrators_with_a_fault_is_refused_where_it_lies(
    gonghui: Gonghui, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(text, "utf-8")
    assert gonghui("init", "--administrators", file) == 2
    assert f"{file}{told}" in capsys.readouterr().err


def test_the_doctor_finds_a_database_without_its_tables(
    gonghui: Gonghui, deployed: list[str], environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert gonghui("doctor") == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_init_needs_the_owners_address(
    gonghui: Gonghui, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.delenv("DATABASE_OWNER_URL")
    assert gonghui("init") == 2
    assert "DATABASE_OWNER_URL is needed" in capsys.readouterr().err


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_server_does_not_start_with_the_owners_address_in_its_environment(
    gonghui: Gonghui, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gonghui("init") == 0
    assert gonghui("serve") == 2
    assert "DATABASE_OWNER_URL" in capsys.readouterr().err


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("variable", ["DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"], ids=["owner", "superuser"])
def test_the_server_works_under_no_powerful_role(
    gonghui: Gonghui,
    environment: pytest.MonkeyPatch,
    variable: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert gonghui("init") == 0
    environment.setenv("DATABASE_URL", os.environ[variable])
    environment.delenv("DATABASE_OWNER_URL")
    assert gonghui("serve") == 2
    assert "owns tables" in capsys.readouterr().err
    app = create_app()
    with app.app_context(), pytest.raises(PowerfulRole), unit_of_work("alpha") as work:
        work.connection()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_role_that_init_makes_sees_no_row_without_a_province(deployed: list[str]) -> None:
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM officers")).scalar_one() == 0
    with engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text("DELETE FROM alembic_version"))
    engine.dispose()


def test_the_server_does_not_start_on_an_old_schema(
    gonghui: Gonghui, environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.delenv("DATABASE_OWNER_URL", raising=False)
    environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert gonghui("serve") == 2
    assert "run `gonghui init`" in capsys.readouterr().err


def test_init_says_what_to_do_with_a_database_of_before_the_first_revision(
    gonghui: Gonghui, environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.delenv("DATABASE_OWNER_URL", raising=False)
    environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'old.db'}")
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0003')"))
    engine.dispose()
    assert gonghui("init") == 2
    told = capsys.readouterr().err
    assert "old.db: the database is at revision 0003" in told
    assert "run `gonghui init` of the last release that has both" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_serve_answers_goes_on_when_its_jobs_die_and_stops_as_one(deployed: list[str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "webapp.cli", "serve", "--port", str(port), "--workers", "1"]
    children: list[int] = []
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert _status(port) == 200
        web, jobs = _children(server.pid)
        os.kill(jobs, signal.SIGKILL)
        until = time.monotonic() + 60
        while len(children := _children(server.pid)) < 2 or jobs in children:
            assert time.monotonic() < until, "no background work"
            time.sleep(0.1)
        assert web in children and _status(port) == 200
    finally:
        server.terminate()
        assert server.wait(40) == 0
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def _status(port: int) -> int:
    for _ in range(PATIENCE):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("GET", "/", headers={"Host": f"alpha.localhost:{port}"})
            status = connection.getresponse().status
            connection.close()
            return status
        except ConnectionRefusedError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
