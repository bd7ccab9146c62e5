"""The dues of one city are asked of the members of its unions alone, and the rules name them as that city's."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.claims.conftest import Stage, build_stage
from tests.client import browse
from tests.join.walking import text
from tests.policy.conftest import POLICIES

HOME = "guangdong"
DUES = """
dues:
  - id: city
    when: {}
    divisions: ["%s"]
    modes: [fixed]
    amount: "3.00"
    per: month
    set_by: null
    use: null
    source: GD30-A3-3e
"""


@pytest.fixture
def city_dues(app_with: Callable[..., Flask], tmp_path: Path, request: pytest.FixtureRequest) -> Stage:
    """A province where members of one city pay 3 yuan a month; the stage's union lies in Guangzhou."""
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    own = folder / f"{HOME}.yaml"
    body = own.read_text("utf-8")
    begin, end = body.index("\ndues:\n"), body.index("\nthresholds:")
    own.write_text(body[:begin] + DUES % request.param + body[end:], "utf-8")
    return build_stage(app_with(GONGHUI_POLICIES=str(folder)))


@pytest.mark.parametrize(("city_dues", "pays"), [("440100", True), ("440300", False)], indirect=["city_dues"])
def test_a_member_reads_the_dues_of_his_own_city_alone(city_dues: Stage, pays: bool) -> None:
    worker = city_dues.worker(city_dues.member())
    answer = worker.get("/me/dues")
    assert (answer.status_code == 200) is pays and ('href="/me/dues"' in worker.get("/me").text) is pays
    assert ("每月 3.00 元" in text(answer.text)) is pays


@pytest.mark.parametrize("city_dues", ["440300"], indirect=True)
def test_the_rules_name_them_as_that_citys(city_dues: Stage) -> None:
    page = text(browse(city_dues.app, HOME).get("/policy/dues").text)
    assert "深圳市" in page, page
