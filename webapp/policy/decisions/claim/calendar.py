"""Days of rest and working days: weekends, moved by the calendar of public holidays (reference/holidays.csv).

A row of the calendar is `date,kind,name`; `rest` makes a working day free, `work` makes a weekend a working day. Years
without rows know weekends only.
"""

import csv
import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_WEEKEND = 5
_PACKAGE = Path(__file__).resolve().parents[3]
_PLACES = (
    _PACKAGE.parent / "reference" / "holidays.csv",
    _PACKAGE / "_bundled" / "reference" / "holidays.csv",
)
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


@functools.cache
def calendar() -> Calendar:
    """The calendar of public holidays that comes with the program."""
    return next((Calendar.from_csv(path) for path in _PLACES if path.exists()), Calendar())
