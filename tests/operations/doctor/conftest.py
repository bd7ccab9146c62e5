"""The doctor's findings, with settings of the test's own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from tests.databases import IN_USE
from tests.postgres import Cluster
from webapp.accounts import Officer
from webapp.accounts.passwords import hash_password
from webapp.operations.doctor import Finding, examine
from webapp.persistence import unit_of_work
from webapp.persistence.crypto import Keyring

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


PRODUCTION: dict[str, Any] = {
    "mode": "production",
    "base_domain": NAME,
    "secret_key": GOOD,
    "messages": "file",
    "field_keys": KEYS[:1],
}


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


@pytest.fixture
def inside(cluster: Cluster) -> Iterator[psycopg.Connection]:
    """A superuser in the database of the application."""
    with psycopg.connect(host=str(cluster.folder), user="postgres", dbname=IN_USE, autocommit=True) as connection:
        yield connection
