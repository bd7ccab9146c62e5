"""The doctor proves what it says: each of its checks fails when the thing is broken, and passes when it is not."""

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
import time_machine
from flask import Flask
from sqlalchemy import make_url, select
from werkzeug.serving import make_server

from tests.databases import IN_USE, away
from tests.operations.conftest import Gonghui, Work
from tests.persistence.seeds import session_row
from tests.postgres import OWNER, ROLE, Cluster, binaries
from tests.world import World
from webapp.accounts import Officer
from webapp.accounts.models import SUSPENDED
from webapp.accounts.passwords import hash_password
from webapp.jobs import Job
from webapp.notices.spool import FOLDER
from webapp.operations.backups import NOTE
from webapp.operations.doctor import Finding, examine
from webapp.operations.doctor import server as checks
from webapp.persistence import now, seal_heads, unit_of_work
from webapp.persistence.crypto import Keyring
from webapp.persistence.safeguards import POLICY
from webapp.policy.decisions.claim.calendar import calendar
from webapp.tenancy import scopes

Found = dict[tuple[str, str], Finding]
Examine = Callable[..., Found]
NAME = "gonghui.example"
GOOD = "A secret of thirty-two characters or more, at random."
KEYS = tuple(os.urandom(32) for _ in range(3))

postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def examined(app: Flask, tmp_path: Path) -> Iterator[Examine]:
    """What the doctor finds: `examined(at=…, messages="file")` with these settings, else those of the tests; a data folder
    of the test's own.
    """
    kept = app.extensions["gonghui.settings"], app.extensions["gonghui.keyring"]

    def look(at: str | None = None, **changed: Any) -> Found:
        settings = replace(kept[0], **{"data_dir": tmp_path} | changed)
        app.extensions["gonghui.settings"] = settings
        app.extensions["gonghui.keyring"] = Keyring(settings.field_keys, settings.index_key)
        app.extensions.pop("gonghui.channels", None)
        with app.app_context():
            return {(finding.where, finding.what): finding for finding in examine(app, at=at)}

    yield look
    app.extensions["gonghui.settings"], app.extensions["gonghui.keyring"] = kept
    app.extensions.pop("gonghui.channels", None)


PRODUCTION = {"mode": "production", "base_domain": NAME, "secret_key": GOOD, "messages": "file", "field_keys": KEYS[:1]}


# -- the machine --------------------------------------------------------------------------------------------------------


@sqlite
@pytest.mark.parametrize(
    ("what", "changed", "says"),
    [
        ("secrets", {"secret_key": "x"}, "can be guessed"),
        ("secrets", {"secret_key": "ab" * 40}, "can be guessed"),
        ("secrets", {"index_key": b"k" * 32}, "can be guessed"),
        ("secrets", {"index_key": KEYS[0]}, "one key twice"),
        ("base domain", {"base_domain": "localhost"}, "BASE_DOMAIN"),
        ("business date", {"today": {"*": date(2026, 1, 1)}}, "GONGHUI_TODAY"),
        ("business date", {"today": {"alpha": date(2026, 1, 1)}}, "GONGHUI_TODAY"),
        ("disk", {"data_dir": Path("/nowhere/at/all")}, "FileNotFoundError"),
        ("backup", {}, "there is none"),
        ("proxies", {"base_domain": "127.0.0.1"}, "does not answer"),
    ],
)
def test_a_setting_that_is_not_fit_for_production_is_trouble_there(
    examined: Examine, what: str, changed: dict[str, Any], says: str
) -> None:
    found = examined(at="http://127.0.0.1:1", **PRODUCTION | changed)
    assert says in found["server", what].trouble
    assert ("server", "secrets") not in examined(**changed)


@sqlite
def test_settings_fit_for_production_are_none(examined: Examine) -> None:
    found = examined(**PRODUCTION)
    assert [
        found["server", what].trouble for what in ("secrets", "base domain", "business date", "disk", "messages")
    ] == [""] * 5


@sqlite
@pytest.mark.parametrize("limit", ["LEAST_BYTES", "LEAST_FILES"])
def test_a_disk_that_is_nearly_full_is_trouble(examined: Examine, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(checks, limit, 1 << 62)
    assert "make room" in examined()["server", "disk"].trouble


@sqlite
def test_holidays_must_be_known_for_the_weeks_that_come(examined: Examine) -> None:
    last = max(calendar().moved).year
    with time_machine.travel(datetime(last, 11, 1, tzinfo=UTC)):
        assert examined()["server", "holidays"].trouble == ""
    with time_machine.travel(datetime(last, 12, 1, tzinfo=UTC)):
        assert "holidays.csv ends with" in examined()["server", "holidays"].trouble


@sqlite
def test_a_backup_is_not_older_than_two_days(examined: Examine, tmp_path: Path) -> None:
    for days, trouble in ((0, ""), (1, ""), (3, "the last one is 3 days old")):
        (tmp_path / NOTE).write_text(json.dumps({"made_at": (now() - timedelta(days=days, hours=1)).isoformat()}))
        assert examined(**PRODUCTION)["server", "backup"].trouble.partition(":")[0] == trouble


@sqlite
def test_messages_that_nobody_takes_away_are_trouble(examined: Examine, tmp_path: Path) -> None:
    assert examined(messages="file")["server", "messages"] == Finding("server", "messages")
    waiting = tmp_path / FOLDER / "one.json"
    waiting.write_text("{}")
    assert examined(messages="file")["server", "messages"].trouble == ""
    os.utime(waiting, (0, now().timestamp() - 700))
    assert "1 wait in the folder" in examined(messages="file")["server", "messages"].trouble


@sqlite
def test_a_gateway_is_tried_by_its_probe_and_never_by_a_message(
    app: Flask, examined: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gateway:
        def __call__(self, message: object) -> None:
            raise AssertionError("a message was sent")

    gateway = Gateway()
    entry = type("Entry", (), {"load": staticmethod(lambda: lambda app: gateway)})
    monkeypatch.setattr("webapp.notices.channels.entry_points", lambda group, name: [entry])
    assert "no probe" in examined(messages="pigeon")["server", "messages"].note
    gateway.probe = lambda: None  # type: ignore[attr-defined]
    assert examined(messages="pigeon")["server", "messages"] == Finding("server", "messages")
    gateway.probe = lambda: 1 / 0  # type: ignore[attr-defined]
    assert "ZeroDivisionError" in examined(messages="pigeon")["server", "messages"].trouble


# -- the way of a request -----------------------------------------------------------------------------------------------


@contextmanager
def served(app: Flask, **headers: str) -> Iterator[str]:
    """The application behind proxies that pass requests on with these headers; the address of the first."""

    def front(environ: dict[str, Any], start_response: Any) -> Any:
        return app(environ | {f"HTTP_{name.upper()}": value for name, value in headers.items()}, start_response)

    server = make_server("127.0.0.1", 0, front)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


ONE = {"x_forwarded_for": "192.0.2.1", "x_forwarded_proto": "https"}


@sqlite
@pytest.mark.parametrize(
    ("trusted", "headers", "says"),
    [
        (1, ONE, ""),
        (2, ONE | {"x_forwarded_for": "192.0.2.1, 192.0.2.2", "x_forwarded_proto": "https, https"}, ""),
        (0, ONE, "1 wrote X-Forwarded-For, GONGHUI_TRUSTED_PROXIES is 0"),
        (2, ONE, "1 wrote X-Forwarded-For, GONGHUI_TRUSTED_PROXIES is 2"),
        (1, ONE | {"x_forwarded_proto": "http"}, "X-Forwarded-Proto"),
        (1, ONE | {"host": "backend:8000"}, "takes the request for backend:8000"),
        (1, ONE | {"x_forwarded_host": NAME, "host": "backend:8000"}, ""),
    ],
)
def test_the_proxies_on_the_way_are_counted_by_a_request(
    app: Flask, examined: Examine, app_with: Callable[..., Flask], trusted: int, headers: dict[str, str], says: str
) -> None:
    server = app_with(BASE_DOMAIN=NAME, GONGHUI_TRUSTED_PROXIES=str(trusted))
    with served(server, **headers) as address:
        found = examined(at=address, base_domain=NAME, trusted_proxies=trusted)["server", "proxies"]
    assert (says in found.trouble) if says else found.trouble == ""


@sqlite
def test_another_program_at_the_address_is_trouble(
    app: Flask, examined: Examine, app_with: Callable[..., Flask]
) -> None:
    with served(app_with(GONGHUI_SECRET_KEY="another", BASE_DOMAIN=NAME)) as address:
        assert "another GONGHUI_SECRET_KEY" in examined(at=address, base_domain=NAME)["server", "proxies"].trouble


# -- databases ----------------------------------------------------------------------------------------------------------


@postgresql
def test_a_database_that_is_away_is_trouble_and_ends_the_examination(
    examined: Examine, admin: psycopg.Connection
) -> None:
    with away(admin):
        found = examined()
    assert "not currently accepting connections" in found["home", "reached"].trouble
    assert "OperationalError" in found["alpha", "failed jobs"].trouble
    assert examined()["home", "reached"].trouble == ""


def test_a_schema_that_no_migration_made_is_trouble(examined: Examine) -> None:
    assert "run `gonghui init`" in examined()["home", "schema"].trouble


@pytest.fixture
def inside(cluster: Cluster) -> Iterator[psycopg.Connection]:
    """A superuser in the database of the application."""
    with psycopg.connect(host=str(cluster.folder), user="postgres", dbname=IN_USE, autocommit=True) as connection:
        yield connection


FORCE, ENABLE = "FORCE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"
BROKEN = [
    ("row-level security", f"ALTER TABLE officers NO {FORCE}", f"ALTER TABLE officers {FORCE}", "not on officers"),
    ("row-level security", "ALTER TABLE officers DISABLE ROW LEVEL SECURITY", f"ALTER TABLE officers {ENABLE}", "not on officers"),
    ("row-level security", f"ALTER POLICY {POLICY} ON jobs RENAME TO x", f"ALTER POLICY x ON jobs RENAME TO {POLICY}", "not on jobs"),
    ("server's role", f"ALTER ROLE {ROLE} CREATEDB", f"ALTER ROLE {ROLE} NOCREATEDB", "makes databases"),
    ("server's role", f"ALTER ROLE {ROLE} CREATEROLE", f"ALTER ROLE {ROLE} NOCREATEROLE", "makes roles"),
    ("server's role", f"GRANT CREATE ON SCHEMA public TO {ROLE}", f"REVOKE CREATE ON SCHEMA public FROM {ROLE}", "makes tables"),
    ("server's role", f"GRANT pg_monitor TO {ROLE}", f"REVOKE pg_monitor FROM {ROLE}", "member of other roles"),
    ("server's role", f"GRANT UPDATE ON events TO {ROLE}", f"REVOKE UPDATE ON events FROM {ROLE}", "should have on events"),
    ("server's role", f"REVOKE DELETE ON jobs FROM {ROLE}", f"GRANT DELETE ON jobs TO {ROLE}", "should have on jobs"),
]  # fmt: skip


@postgresql
@pytest.mark.parametrize(("what", "breaks", "mends", "says"), BROKEN)
def test_rights_and_locks_of_the_database_are_compared(
    examined: Examine, inside: psycopg.Connection, what: str, breaks: str, mends: str, says: str
) -> None:
    assert examined()["home", what].trouble == ""
    inside.execute(breaks)
    try:
        assert says in examined()["home", what].trouble
    finally:
        inside.execute(mends)


@postgresql
def test_a_clock_that_differs_from_the_databases_is_trouble(examined: Examine) -> None:
    assert examined()["home", "clock"].trouble == ""
    with time_machine.travel(now() + timedelta(seconds=30)):
        assert "behind this machine's" in examined()["home", "clock"].trouble
    with time_machine.travel(now() - timedelta(seconds=30)):
        assert "ahead of this machine's" in examined()["home", "clock"].trouble


@postgresql
def test_the_roles_of_owner_and_backup_are_looked_at_where_they_are_named(
    examined: Examine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = examined()
    assert "as it should be" in found["home", "owner's role"].note
    assert "`gonghui backup` needs it" in found["home", "backup's role"].note
    found = examined(database_owner_url=_psycopg(cluster, OWNER), database_backup_url=_psycopg(cluster, OWNER))
    assert found["home", "owner's role"] == Finding("home", "owner's role")
    assert "BYPASSRLS" in found["home", "backup's role"].trouble
    monkeypatch.setenv("PATH", f"{binaries()}:/usr/bin:/bin")
    superuser = _psycopg(cluster, "postgres")
    found = examined(database_owner_url=superuser, database_backup_url=superuser)
    assert "is a superuser" in found["home", "owner's role"].trouble
    assert found["home", "backup's role"].trouble == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pg_dump is not installed" in examined(database_backup_url=superuser)["home", "backup's role"].trouble
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho pg_dump \\(PostgreSQL\\) 9.6\n")
    (tmp_path / "pg_dump").chmod(0o700)
    assert "pg_dump is of version 9" in examined(database_backup_url=superuser)["home", "backup's role"].trouble


def _psycopg(cluster: Cluster, role: str) -> str:
    return make_url(cluster.url(IN_USE, role)).render_as_string(hide_password=False)


# -- provinces ----------------------------------------------------------------------------------------------------------


def test_a_key_that_opens_nothing_and_a_value_without_its_key_are_told(
    app: Flask, world: World, examined: Examine
) -> None:
    right = app.extensions["gonghui.settings"].field_keys
    found = examined()
    assert (found["alpha", "encrypted values"].trouble, found["server", "field key 1"].trouble) == ("", "")
    found = examined(field_keys=KEYS[:1])
    assert "GONGHUI_FIELD_KEYS does not hold" in found["alpha", "encrypted values"].trouble
    found = examined(field_keys=(KEYS[0], *right))
    assert found["alpha", "encrypted values"].trouble == ""
    assert "gonghui keys rotate" in found["server", "field key 1"].trouble
    assert found["server", "field key 2"].trouble == ""
    found = examined(field_keys=(*right, KEYS[0]))
    assert "take it out" in found["server", "field key 2"].trouble


@postgresql
def test_a_value_moved_from_another_province_is_told(
    app: Flask, world: World, examined: Examine, inside: psycopg.Connection
) -> None:
    inside.execute("UPDATE workers a SET phone = (SELECT phone FROM workers b WHERE b.jurisdiction = 'beta' LIMIT 1)")
    assert "workers.phone do not open" in examined()["alpha", "encrypted values"].trouble
    assert examined()["beta", "encrypted values"].trouble == ""


def test_a_wrong_index_key_is_told_by_the_seals(app: Flask, world: World, examined: Examine) -> None:
    assert "nothing is sealed" in examined()["alpha", "index key"].trouble
    with app.app_context(), unit_of_work("alpha"):
        seal_heads()
    assert examined()["alpha", "index key"].trouble == ""
    assert "is not the key" in examined(index_key=KEYS[2])["alpha", "index key"].trouble


def test_two_administrators_must_be_able_to_sign_in(app: Flask, world: World, examined: Examine) -> None:
    def able() -> str:
        return examined()["alpha", "administrators"].trouble.partition(" can")[0]

    before = able()
    let_administrators_in(app, "alpha", password="only one has a password", number=1)
    assert (before, able()) == ("0 of 2", "1 of 2")
    let_administrators_in(app, "alpha", password="both have one")
    assert able() == ""
    with app.app_context(), unit_of_work("alpha") as work:
        work.scalars(select(Officer).where(Officer.login.startswith("boss"))).first().state = SUSPENDED
    assert able() == "1 of 2"


def let_administrators_in(app: Flask, jurisdiction: str, *, password: str, number: int = 2) -> None:
    """So many administrators with a password at the top of a province."""
    from webapp.accounts import ADMINISTRATOR, Role
    from webapp.unions import top_union

    with app.app_context(), unit_of_work(jurisdiction) as work:
        top = top_union()
        for each in range(number):
            login = f"boss{each}"
            officer = work.scalars(select(Officer).where(Officer.login == login)).one_or_none()
            if officer is None:
                officer = Officer(name=f"管理员{each}", login=login)
                work.add_all([officer, Role(officer_id=officer.id, union_id=top.id, role=ADMINISTRATOR)])
            officer.password_hash = hash_password(password)


@pytest.mark.parametrize(
    ("what", "state", "says"), [("failed jobs", "failed", "1 given up"), ("late jobs", "waiting", "1 are late")]
)
def test_work_that_was_given_up_or_waits_for_nobody_is_trouble(
    app: Flask, examined: Examine, what: str, state: str, says: str
) -> None:
    assert examined()["beta", what].trouble == ""
    long_ago = now() - timedelta(hours=1)
    with app.app_context(), unit_of_work("beta") as work:
        work.add(Job(kind="x", state=state, run_at=long_ago, created_at=long_ago))
    assert says in examined()["beta", what].trouble


# -- the command --------------------------------------------------------------------------------------------------------


@pytest.fixture
def production(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a deployment in production."""
    for name, value in {
        "GONGHUI_MODE": "production",
        "BASE_DOMAIN": NAME,
        "GONGHUI_SECRET_KEY": GOOD,
        "GONGHUI_FIELD_KEYS": base64.b64encode(KEYS[0]).decode(),
        "GONGHUI_INDEX_KEY": base64.b64encode(KEYS[1]).decode(),
        "GONGHUI_MESSAGES": "file",
        "GONGHUI_TRUSTED_PROXIES": "1",
    }.items():
        environment.setenv(name, value)
    return environment


def test_a_deployment_in_order_is_found_in_order_and_one_that_is_not_is_not(
    production: pytest.MonkeyPatch,
    gonghui: Gonghui,
    deployed: list[str],
    start: Work,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = start()
    with app.app_context():
        served_scopes = scopes()
    for jurisdiction in served_scopes:
        let_administrators_in(app, jurisdiction, password="two of them")
    with app.app_context(), unit_of_work("alpha") as work:
        work.add(session_row("somebody"))
    assert gonghui("jobs", "--once") == 0
    assert gonghui("backup", tmp_path / "all.tar.gz") == 0
    capsys.readouterr()

    with served(app, **ONE) as address:
        code = gonghui("doctor", "--at", address)
        lines = capsys.readouterr().out.splitlines()
        troubles = [line for line in lines if "trouble: " in line]
        assert [line for line in troubles if "holidays" not in line] == []
        assert code == bool(troubles)
        assert all(line.split(maxsplit=2)[2] for line in lines)

        production.setenv("GONGHUI_MESSAGES", "carrier")
        assert gonghui("doctor", "--at", address) == 1
        assert capsys.readouterr().out.splitlines() == [
            f"{'server':12} {'settings':20} trouble: GONGHUI_MESSAGES=carrier: no such channel is installed "
            "(entry points gonghui.messages)"
        ]
        production.setenv("GONGHUI_MESSAGES", "file")
        production.setenv("GONGHUI_FIELD_KEYS", base64.b64encode(KEYS[2]).decode())
        assert gonghui("doctor", "--at", address) == 1
        assert "GONGHUI_FIELD_KEYS does not hold" in capsys.readouterr().out
