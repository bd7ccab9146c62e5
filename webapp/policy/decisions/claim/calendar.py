"""Days of rest and working days: weekends, moved by the calendar of public holidays (holidays.csv of the program and of the
reference folder).

A row of the calendar is `date,kind,name`; `rest` makes a working day free, `work` makes a weekend a working day. Years
without rows know weekends only.
"""

import csv
import datetime
import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_WEEKEND = 5
_PACKAGE = Path(__file__).resolve().parents[3]
_FILE = "holidays.csv"
_PLACES = (_PACKAGE.parent / "reference" / _FILE, _PACKAGE / "_bundled" / "reference" / _FILE)
ONE_DAY = datetime.timedelta(days=1)
NO_DAYS = datetime.timedelta(0)


@dataclass(frozen=True)
class Calendar:
    """Which days are free. `moved` maps a day to True (rest) or False (work)."""

    moved: Mapping[datetime.date, bool] = field(default_factory=dict)

    @classmethod
    def from_csv(cls, path: Path) -> "Calendar":
        """Read `date,kind,name`. Raises ValueError for a row that cannot be read."""
        moved: dict[datetime.date, bool] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["kind"] not in ("rest", "work"):
                    raise ValueError(f"{path.name}: {row['date']}: {row['kind']}")
                moved[datetime.date.fromisoformat(row["date"])] = row["kind"] == "rest"
        return cls(moved)

    def is_rest(self, day: datetime.date) -> bool:
        """Whether `day` is a weekend or holiday on which nobody works."""
        moved = self.moved.get(day)
        return day.weekday() >= _WEEKEND if moved is None else moved

    def next_working_day(self, day: datetime.date) -> datetime.date:
        """`day` itself where it is a working day, else the first one behind it."""
        while self.is_rest(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: datetime.date, number: int) -> datetime.date:
        """The `number`th working day behind `day`; with 0 `day` itself."""
        while number:
            day += ONE_DAY
            if not self.is_rest(day):
                number -= 1
        return day

    @functools.cached_property
    def years(self) -> frozenset[int]:
        """The years of which the holidays are known."""
        return frozenset(day.year for day in self.moved)

    def unsure_of(self, day: datetime.date) -> str:
        """What is said beside a day that was counted by working days: nothing, or that the holidays of its year are not known yet."""
        return "" if day.year in self.years else f"（{day.year} 年的放假安排还不知道，这一天可能会变）"


class _Followed:
    """The folder whose rows count beside the program's own; None while there is none."""

    folder: Path | None = None


def follow(folder: Path | None) -> None:
    """Let the holidays of a reference folder count for this process: of a day that both know, its row wins."""
    _Followed.folder = folder


def calendar() -> Calendar:
    """The calendar of public holidays that comes with the program, and of the reference folder in use."""
    given = _Followed.folder or (Path(os.environ["GONGHUI_REFERENCE"]) if "GONGHUI_REFERENCE" in os.environ else None)
    return _read(given)


@functools.lru_cache(maxsize=8)
def _read(folder: Path | None) -> Calendar:
    own = next((path for path in _PLACES if path.exists()), None)
    more = folder / _FILE if folder is not None else None
    paths = [path for path in (own, more) if path is not None and path.exists()]
    moved: dict[datetime.date, bool] = {}
    for path in paths:
        moved |= Calendar.from_csv(path).moved
    return Calendar(moved)
