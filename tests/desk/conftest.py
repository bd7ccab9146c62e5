"""A deployment in production: the files are its first revisions; two editors at each desk."""

import base64
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.client import Browser, browse
from tests.conftest import BuildApp, Served
from tests.databases import EMPTY
from tests.officers import person
from webapp.accounts import ADMINISTRATOR, POLICY_APPROVER, POLICY_AUTHOR, give_role
from webapp.operations.first_texts import publish_files
from webapp.persistence import db, unit_of_work
from webapp.tenancy import profile
from webapp.unions import Union

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "policies"
FOURTH = Path(__file__).parents[1] / "policy" / "fourth"
KEY = base64.b64encode(b"k" * 32).decode()
PRODUCTION = {
    "GONGHUI_MODE": "production",
    "GONGHUI_FIELD_KEYS": KEY,
    "GONGHUI_INDEX_KEY": KEY,
    "GONGHUI_MESSAGES": "file",
    "GONGHUI_UNDO_SECONDS": "0",
}
ALICE, BOB = "陈起草", "林复核"


@dataclass
class Office:
    """One deployment: its application, the folder it was set up from, and how to start one more process on its database."""

    app: Flask
    folder: Path
    another: Callable[[], Flask]

    def editors(self, jurisdiction: str) -> tuple[Browser, Browser]:
        """An author and an approver of a desk, signed in; made where there are none yet."""
        with self.app.app_context(), unit_of_work(jurisdiction) as work:
            union = Union(name=f"{jurisdiction}总工会", kind="provincial_federation", division=profile().division or "")
            work.add(union)
            work.flush()
            found = []
            for name, login, role in ((ALICE, "alice", POLICY_AUTHOR), (BOB, "bob", POLICY_APPROVER)):
                officer = person(name=name, login=login)
                give_role(officer, union.id, role)
                found.append(officer.id)
            boss = person(name="张管理", login="boss")
            give_role(boss, union.id, ADMINISTRATOR)
        home = None if jurisdiction == "national" else jurisdiction
        return sign_in(self.app, home, found[0]), sign_in(self.app, home, found[1])


def sign_in(app: Flask, jurisdiction: str | None, officer: object) -> Browser:
    """A browser in which an officer is signed in; on the bare domain at the nation's desk."""
    browser = browse(app, jurisdiction)
    with browser.session_transaction(f"{browser.origin}/desk", base_url=browser.origin) as session:
        session["officer"] = str(officer)
    return browser


@pytest.fixture(scope="session")
def policies_of_four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real policies and those of a made-up province."""
    folder = tmp_path_factory.mktemp("desk") / "policies"
    shutil.copytree(POLICIES, folder)
    shutil.copytree(FOURTH, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def office(served: Served, build_app: BuildApp, policies_of_four: Path) -> Iterator[Office]:
    """A deployment on an empty database of each kind, just set up."""
    served.reset(EMPTY)
    started: list[Flask] = []

    def start() -> Flask:
        app = build_app(DATABASE_URL=served.databases.url, GONGHUI_POLICIES=str(policies_of_four), **PRODUCTION)
        started.append(app)
        return app

    first = start()
    with first.app_context():
        publish_files(policies_of_four)
    yield Office(first, policies_of_four, start)
    for app in started:
        with app.app_context():
            db.engine.dispose()


def text_of(office: Office, name: str) -> str:
    """The file a deployment was set up from."""
    return (office.folder / f"{name}.yaml").read_text("utf-8")


def fields(body: str, **more: Any) -> dict[str, Any]:
    """The form of the editor: the text, and what goes with a proposal."""
    proposal = {"reason": "照文件改", "effective": "2026-01-01", "opens": "keep"}
    return {"body": body, **proposal, **more}
