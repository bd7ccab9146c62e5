"""A time that a rule names is a last day on the case: shown to the worker, sorted and marked for the officer, by working days."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from tests.client import browse
from tests.conftest import BuildApp, Served
from tests.databases import EMPTY
from tests.join.conftest import POLICIES, Grown, give_verdict, grow_one
from tests.join.register import legs
from tests.join.test_fourth_province import FOURTH, NAME, say_the_rest
from tests.join.walking import text
from webapp.persistence import db
from webapp.policy.decisions.deadline import last_day

WORKS = {"worker_group": "sailor", "relation_kind": "partial", "employer": "迅达"}

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def timed(served: Served, build_app: BuildApp, tmp_path: Path) -> Iterator[Grown]:
    """A province whose rule gives its union 15 working days."""
    served.reset(EMPTY)
    shutil.copytree(POLICIES, tmp_path / "policies")
    shutil.copytree(FOURTH, tmp_path / "policies", dirs_exist_ok=True)
    path = tmp_path / "policies" / f"{NAME}.yaml"
    say_the_rest(path)
    own: Any = yaml.safe_load(path.read_text("utf-8"))
    step = {
        "id": "union-decides",
        "by": "receiver",
        "role": "decides",
        "within": {"working_days": 15},
        "source": "MH01-3",
    }
    own["join"]["steps"] = [step]
    when = {"event": "union_founded", "relation_kind": "employment"}
    changes = {
        "id": "city",
        "divisions": [own["division"][:2] + "0100"],
        "when": when,
        "then": "stays",
        "source": "MH01-3",
    }
    own["seat"] = {"single": None, "within": None, "changes": [changes]}
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), "utf-8")
    app: Flask = build_app(DATABASE_URL=served.databases.url, GONGHUI_POLICIES=str(tmp_path / "policies"))
    with app.app_context():
        land = grow_one(NAME)
    grown = Grown(app, {NAME: land})
    on(grown, date(2026, 9, 15))
    yield grown
    with app.app_context():
        db.engine.dispose()


def on(grown: Grown, day: date) -> None:
    settings = grown.app.extensions["gonghui.settings"]
    grown.app.extensions["gonghui.settings"] = replace(settings, today={"*": day})


@on_sqlite
def test_fifteen_working_days_pass_over_the_holidays(timed: Grown) -> None:
    walk = timed.walk(NAME, **WORKS).to_end()
    # 16 September to 12 October: weekends, 25 September and 1 to 7 October are free, 20 September and 10 October are worked.
    words = "按规定最晚2026年10月12日办好（15 个工作日）"
    page = text(walk.go(f"/join/applications/{walk.reference}").page)
    assert words in page and "文件没有规定审核要多少天" not in page
    [leg] = legs(timed.app, NAME, walk.reference)
    officer = timed.officer(NAME, leg.union_id)
    assert "2026年10月12日到期" in text(officer.get("/office").text)
    assert words in text(officer.get(f"/office/cases/{leg.reference}").text)
    on(timed, date(2026, 10, 14))
    assert "超期 2 天" in text(officer.get("/office").text)
    assert "已超过 2 天" in text(walk.go(f"/join/applications/{walk.reference}").page)
    assert give_verdict(officer, leg.reference, "return", "请补充").status_code == 303
    assert "办好" not in text(walk.go(f"/join/applications/{walk.reference}").page), "nobody's turn but the worker's"


@on_sqlite
def test_what_is_due_first_stands_first_and_is_next(timed: Grown) -> None:
    first = timed.walk(NAME, 1, **WORKS).to_end()
    on(timed, date(2026, 9, 10))
    second = timed.walk(NAME, 2, **WORKS).to_end()
    [one], [two] = legs(timed.app, NAME, first.reference), legs(timed.app, NAME, second.reference)
    assert one.union_id == two.union_id
    page = text(timed.officer(NAME, one.union_id).get("/office").text)
    assert page.index(two.reference) < page.index(one.reference), "handed in later, but due earlier"


@on_sqlite
def test_the_rule_s_page_says_the_same_time(timed: Grown) -> None:
    page = text(browse(timed.app, NAME).get("/policy/join").text)
    assert "办理时限：15 个工作日" in page


@on_sqlite
def test_where_one_city_alone_has_a_rule_of_the_seat_the_nation_s_rules_are_shown_too(timed: Grown) -> None:
    page = text(browse(timed.app, NAME).get("/policy/seat").text)
    assert "会籍不变 市级规定 只适用于：杭州市" in page
    assert "劳动（工作）关系变动 推动 接转会籍 全国规定" in page, "it holds where the city's row does not"


@pytest.mark.parametrize(
    ("within", "begun", "last"),
    [
        ({"days": 10}, date(2026, 2, 20), date(2026, 3, 2)),
        ({"months": 1}, date(2026, 1, 31), date(2026, 2, 28)),
        ({"working_days": 1}, date(2026, 9, 30), date(2026, 10, 8)),
        ({"working_days": 1}, date(2026, 10, 9), date(2026, 10, 10)),
        ({"working_days": 5}, date(2026, 11, 6), date(2026, 11, 13)),
    ],
)
def test_the_day_after_is_the_first(within: dict[str, int], begun: date, last: date) -> None:
    assert last_day(within, begun) == last
