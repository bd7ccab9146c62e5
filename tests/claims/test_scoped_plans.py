"""A city's plan is offered to those it is for, and named as that city's."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.claims.conftest import Stage, build_stage
from tests.claims.walking import text
from tests.client import browse
from tests.policy.conftest import POLICIES

HOME = Stage.jurisdiction


@pytest.fixture
def city_plan(app_with: Callable[..., Flask], tmp_path: Path, request: pytest.FixtureRequest) -> Stage:
    """A province whose first plan is for members of one city alone."""
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    own = folder / f"{HOME}.yaml"
    body = own.read_text("utf-8")
    begin = body.index("\nbenefits:")
    plan = body[begin:].replace("\n    divisions: null", f'\n    divisions: ["{request.param}"]', 1)
    own.write_text(body[:begin] + plan, "utf-8")
    return build_stage(app_with(GONGHUI_POLICIES=str(folder)))


def headings(page: str) -> list[str]:
    return [one.get_text(strip=True) for one in BeautifulSoup(page, "html.parser").select("h2[id^=plan-]")]


@pytest.mark.parametrize(("city_plan", "offered"), [("440100", True), ("440300", False)], indirect=["city_plan"])
def test_a_member_is_offered_the_plan_of_his_own_city_alone(city_plan: Stage, offered: bool) -> None:
    page = city_plan.worker(city_plan.member()).get("/claims").text
    named = [one for one in headings(page) if "（限" in one]
    assert bool(named) is offered
    assert ("我的账" in text(page)) is offered


@pytest.mark.parametrize("city_plan", ["440300"], indirect=True)
def test_who_is_not_known_yet_reads_whose_the_plan_is(city_plan: Stage) -> None:
    assert "（限深圳市）" in " ".join(headings(browse(city_plan.app, HOME).get("/claims").text))
    assert "（限深圳市）" in text(browse(city_plan.app, HOME).get("/").text)
