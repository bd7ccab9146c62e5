"""What is wrong with a machine and with the way of a request is told."""

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.operations.doctor.conftest import KEYS, NAME, ONE, PRODUCTION, Examine, served, sqlite
from webapp.notices.spool import FOLDER
from webapp.operations.backups import NOTE
from webapp.operations.doctor import Finding
from webapp.operations.doctor import server as checks
from webapp.persistence import now
from webapp.policy.decisions.claim.calendar import calendar


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
        ("disk", {"data_dir": Path("/dev/null/x")}, "NotADirectoryError"),
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
