"""The demo builds with whatever valid profiles there are: its stories follow the plans that it finds."""

import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import func, select

from tests.client import browse
from tests.conftest import REPOSITORY, BuildApp
from tests.join.test_fourth_province import say_the_rest
from webapp.claims.models import Filing
from webapp.demo.build import Built, build
from webapp.persistence import db, unit_of_work

POLICIES = REPOSITORY / "policies"
BASE = "guangdong"
PLANS = Path(__file__).parents[1]
STUDY = PLANS / "claims" / "study_plan.yaml"
NET = PLANS / "claims" / "net_plan.yaml"
SHARES = PLANS / "policy" / "plans" / "made_up.yaml"
MINGHAI = PLANS / "join" / "fourth"
DONGHAI = PLANS / "policy" / "fourth"
MADE_UP = {"minghai": MINGHAI, "donghai": DONGHAI}
NOWHERE = {"donghai"}
"""Its division is in no table of divisions."""
WORDS = {
    "payer": {"society": "互助会", "aid_fund": "帮扶基金"},
    "payee": {"guardian": "监护人"},
    "choice": {"university": "本科", "college": "专科"},
    "unit_kind": {"hospital": "医院"},
    "plan": {"other-plan": "其他计划", "insurer": "商业保险"},
}

Change = Callable[[dict[str, Any]], None]


def _plans(file: Path, *, only: int | None = None, divisions: list[str] | None = None) -> Change:
    def change(profile: dict[str, Any]) -> None:
        plans = yaml.safe_load(file.read_text("utf-8"))["benefits"]
        plans = plans if only is None else [plans[only]]
        profile["words"] = WORDS
        profile["benefits"] = [plan | {"divisions": copy.copy(divisions)} for plan in plans]

    return change


def _nothing(section: str) -> Change:
    def change(profile: dict[str, Any]) -> None:
        profile[section] = None

    return change


def _as_it_is(_profile: dict[str, Any]) -> None:
    return None


def _a_person_decides(profile: dict[str, Any]) -> None:
    _plans(SHARES, only=0)(profile)
    [edition] = profile["benefits"][0]["editions"]
    edition["conditions"] = [
        {"id": "need", "label": "是否确有困难", "holds": {"event.kind": "accident"}, "else": "manual"}
    ]


KINDS = {
    "without benefits": (_nothing("benefits"), "2025-06-15"),
    "a study plan only": (_plans(STUDY, only=0), "2025-06-15"),
    "grants in kind and studies": (_plans(STUDY), "2025-06-15"),
    "a city's pool": (_plans(NET, divisions=["440300"]), "2025-06-15"),
    "a pool of a city that the demo does not show": (_plans(NET, divisions=["445300"]), "2025-06-15"),
    "shares and days in hospital": (_plans(SHARES), "2025-06-15"),
    "in force since a week": (_plans(SHARES), "2025-01-08"),
    "in force since today": (_plans(NET), "2025-01-01"),
    "before its first edition": (_plans(NET), "2024-12-31"),
    "after its last edition": (_as_it_is, "2031-02-03"),
    "a person decides": (_a_person_decides, "2025-06-15"),
    "without thresholds": (_nothing("thresholds"), "2022-06-15"),
    "without dues": (_nothing("dues"), "2022-06-15"),
    "without stations": (_nothing("stations"), "2022-06-15"),
}


@pytest.fixture
def built(request: pytest.FixtureRequest, build_app: BuildApp, tmp_path: Path) -> Iterator[tuple[Flask, Built]]:
    """A demo of one province whose profile was changed."""
    change, today = KINDS[request.param]
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    shutil.rmtree(folder / "scenarios")
    for path in folder.glob("*.yaml"):
        if path.stem not in (BASE, "national"):
            path.unlink()
    path = folder / f"{BASE}.yaml"
    profile = yaml.safe_load(path.read_text("utf-8"))
    change(profile)
    readings = profile.pop("interpretations")
    profile["interpretations"] = {name: row for name, row in readings.items() if f"{name}'" in str(profile)}
    path.write_text(yaml.safe_dump(profile, allow_unicode=True, sort_keys=False), "utf-8")
    app = demo_app(build_app, folder, tmp_path, GONGHUI_TODAY=today)
    [one] = build(app)
    yield app, one
    leave(app)


def demo_app(build_app: BuildApp, policies: Path, folder: Path, **environ: str) -> Flask:
    address = f"sqlite:///{folder / 'demo.db'}"
    return build_app(DATABASE_URL=address, GONGHUI_POLICIES=str(policies), GONGHUI_MODE="demo", **environ)


def leave(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("built", list(KINDS), indirect=True)
def test_it_builds_and_its_pages_open(built: tuple[Flask, Built]) -> None:
    app, one = built
    assert one.unions > 10 and one.applications > 20
    for page in ("/", "/join", "/claims", "/policy", "/stations"):
        assert browse(app, BASE).get(page).status_code == 200, page
    assert BASE in browse(app, None).get("/demo").text


@pytest.mark.parametrize("built", ["without benefits", "a study plan only", "before its first edition"], indirect=True)
def test_no_story_of_a_bill_where_no_plan_pays_bills(built: tuple[Flask, Built]) -> None:
    app, _ = built
    with app.app_context(), unit_of_work(BASE, write=False):
        assert db.session.scalar(select(func.count(Filing.id))) == 0


@pytest.mark.parametrize(
    "built", ["a city's pool", "shares and days in hospital", "in force since a week"], indirect=True
)
def test_the_stories_are_told_with_the_plan_that_pays_bills(built: tuple[Flask, Built]) -> None:
    app, _ = built
    with app.app_context(), unit_of_work(BASE, write=False):
        assert db.session.scalar(select(func.count(Filing.id))) == 6


@pytest.mark.parametrize("name", list(MADE_UP))
def test_a_province_of_yaml_alone_is_built_beside_the_others(name: str, build_app: BuildApp, tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    shutil.copytree(MADE_UP[name], folder, dirs_exist_ok=True)
    if name == "minghai":
        say_the_rest(folder / f"{name}.yaml")
    for other in ("jiangsu", "shanghai"):
        (folder / f"{other}.yaml").unlink()
    app = demo_app(build_app, folder, tmp_path)
    built = {one.jurisdiction: one for one in build(app)}
    assert set(built) == {BASE, name}
    assert (built[name].unions > 0, built[name].why_none == "") == (name not in NOWHERE,) * 2
    assert browse(app, name).get("/join").status_code == 200
    leave(app)
