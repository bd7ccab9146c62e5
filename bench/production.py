"""A production on a throw-away PostgreSQL for a measurement: databases, roles, the demo's people, and members who can send."""

import base64
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import create_engine, select, text

from tests.client import Browser, browse
from tests.postgres import Cluster, running_cluster
from webapp.app import create_app
from webapp.claims.models import Filing
from webapp.config import Settings
from webapp.demo.build import build
from webapp.demo.commands import demo_environment
from webapp.members import Person
from webapp.operations.first_texts import publish_files
from webapp.operations.provisioning import create_databases
from webapp.persistence import db, unit_of_work

OWNER, ROLE, DATABASE = "bench_owner", "bench_app", "bench"
HOST = "guangdong.localhost"


@dataclass(frozen=True)
class Production:
    """What a server is started with, and the session cookies of members who have claims they can add papers to."""

    environ: Mapping[str, str]
    members: tuple[tuple[str, str], ...]
    """(cookie header, path of the page for papers)."""


@contextmanager
def production(members: int) -> Iterator[Production]:
    """Build it; gone afterwards."""
    with running_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        _databases(cluster)
        environ = _environment(cluster, folder)
        app = create_app(Settings.from_env(environ))
        with app.app_context():
            create_databases(Settings.from_env(environ | {"DATABASE_OWNER_URL": cluster.url(DATABASE, OWNER)}))
            publish_files(app.extensions["gonghui.settings"].policies_dir)
        build(app)
        found = tuple(_sender(app, number) for number in range(members))
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
        yield Production(environ, found)


def _databases(cluster: Cluster) -> None:
    admin = create_engine(cluster.url("postgres", "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE ROLE {OWNER} LOGIN CREATEROLE"))
        connection.execute(text(f"CREATE DATABASE {DATABASE} OWNER {OWNER}"))
    admin.dispose()


def _environment(cluster: Cluster, folder: str) -> dict[str, str]:
    """The variables of docs/operations.md, behind one proxy, with the business dates of the demo."""
    dates = {name: value for name, value in demo_environment({}).items() if name.startswith("GONGHUI_TODAY")}
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ},
        **dates,
        "GONGHUI_MODE": "production",
        "GONGHUI_MESSAGES": "file",
        "GONGHUI_DATA": folder,
        "GONGHUI_SECRET_KEY": secrets.token_urlsafe(),
        "GONGHUI_FIELD_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        "GONGHUI_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "GONGHUI_TRUSTED_PROXIES": "1",
        "DATABASE_URL": cluster.url(DATABASE, ROLE),
    }


def _sender(app: Flask, number: int) -> tuple[str, str]:
    """A member of the demo, signed in, with a new claim on his accident."""
    jurisdiction = HOST.partition(".")[0]
    with app.app_context(), unit_of_work(jurisdiction, write=False) as work:
        filing = work.scalars(select(Filing).order_by(Filing.id).offset(number).limit(1)).one()
        person = work.get(Person, filing.person_id)
        worker_id, plan = person.worker_id, "newform-accident"
    browser = browse(app, jurisdiction).sign_in("worker", worker_id)
    reference = _begin(browser, plan)
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser._cookies.values())
    return cookies, f"/claims/{reference}/papers"


def _begin(browser: Browser, plan: str) -> str:
    answer = browser.submit("/claims", {"plan": plan})
    return str(answer.location).rpartition("/")[2]
