"""Holidays: the reference folder counts beside the program's own, and a last day in a year that nobody knows yet says so."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import BuildApp
from tests.policy.claim.world import bill, claim, filing, plan_text, province_with
from tests.policy.conftest import ROOT
from webapp.policy import decide
from webapp.policy.decisions.claim.calendar import calendar, follow
from webapp.policy.decisions.deadline import unsure

LATER = max(calendar().moved).year + 1
NEW_YEAR = datetime.date(LATER, 1, 1)
LUMP = '[{id: sum, label: 给付, kind: lump_sum, each: "100.00"}]'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A reference folder that knows one year more."""
    copy = tmp_path / "reference"
    shutil.copytree(ROOT / "reference", copy)
    with (copy / "holidays.csv").open("a", encoding="utf-8") as file:
        file.write(f"{NEW_YEAR.isoformat()},rest,元旦\n")
    yield copy
    follow(None)


def test_the_folder_in_use_counts(folder: Path, build_app: BuildApp, tmp_path: Path) -> None:
    follow(None)
    assert LATER not in calendar().years and unsure({"working_days": 15}, NEW_YEAR)
    build_app(DATABASE_URL=f"sqlite:///{tmp_path}/x.db", GONGHUI_REFERENCE=str(folder))
    assert calendar().is_rest(NEW_YEAR) and not unsure({"working_days": 15}, NEW_YEAR)


def test_a_last_day_in_a_year_without_holidays_is_marked(tmp_path: Path) -> None:
    follow(None)
    days = (datetime.date(LATER, 3, 1) - datetime.date(2025, 3, 10)).days * 5 // 7
    for length, marked in ((f"working_days: {days}", True), (f"days: {days}", False), ("working_days: 20", False)):
        text = plan_text(LUMP, windows=f"[{{id: w, label: 期限, of: filing, after: event, {length}, else: refused}}]")
        profile = province_with(tmp_path / length.replace(": ", "-"), text)
        decision = decide("claim", claim(filing(bill(), filed_on="2025-03-12")), profile, datetime.date(2025, 4, 1))
        said = " ".join(one.text for one in decision.reasons)
        assert "期限：" in said
        assert ("放假安排还不知道" in said) is marked, length
