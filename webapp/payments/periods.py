"""The time that a report of money covers, as people write it. Pure: no database, no web."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.web.dates import day

_YEAR = r"(20\d\d)年?"
_QUARTERS = {**{str(number): number for number in range(1, 5)}, "一": 1, "二": 2, "三": 3, "四": 4}
_DAY = r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_DAYS = re.compile(rf"{_DAY}(?:(?:至|到|-|~|—|–|\.\.){_DAY})?")
UNREADABLE = "看不懂这个期间。可以填：2022（一年）、2022-03（一个月）、2022-Q2（一季）、2022-H1（半年）、2022-01-05 至 2022-03-31"


class NoPeriod(ValueError):
    """The text names no time; the message is Chinese and says what can be written."""


@dataclass(frozen=True)
class Period:
    """From one day to another, both in; `text` is how an address says it, `words` how a page does."""

    first: date
    last: date
    text: str
    words: str

    def __str__(self) -> str:
        return self.text

    @property
    def after(self) -> date:
        """The first day after it."""
        return self.last + timedelta(days=1)

    @classmethod
    def read(cls, text: str, today: date) -> "Period":
        """A year, half, quarter, month, day or two days; nothing is the year of `today`. Raises NoPeriod."""
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
        if not plain:
            return _months(today.year, 1, 12, str(today.year), f"{today.year}年")
        try:
            found = _part_of_year(plain) or _between(plain)
        except ValueError:
            found = None
        if found is None:
            raise NoPeriod(UNREADABLE)
        return found


def _part_of_year(plain: str) -> Period | None:
    if whole := re.fullmatch(rf"{_YEAR}(?:全年|度)?", plain):
        return _months(int(whole[1]), 1, 12, whole[1], f"{whole[1]}年")
    if quarter := re.fullmatch(rf"{_YEAR}-?(?:Q([1-4])|第?([一二三四1-4])季度?)", plain):
        year, number = int(quarter[1]), _QUARTERS[quarter[2] or quarter[3]]
        return _months(year, number * 3 - 2, number * 3, f"{year}-Q{number}", f"{year}年第{'一二三四'[number - 1]}季度")
    if half := re.fullmatch(rf"{_YEAR}-?(?:H([12])|([上下])半年)", plain):
        year, second = int(half[1]), half[2] == "2" or half[3] == "下"
        first = 7 if second else 1
        return _months(
            year, first, first + 5, f"{year}-H{2 if second else 1}", f"{year}年{'下' if second else '上'}半年"
        )
    if month := re.fullmatch(r"(20\d\d)(?:-|/|\.|年)(\d{1,2})月?", plain):
        year, number = int(month[1]), int(month[2])
        return _months(year, number, number, f"{year}-{number:02d}", f"{year}年{number}月")
    return None


def _between(plain: str) -> Period | None:
    found = _DAYS.fullmatch(plain)
    if found is None:
        return None
    year, month, number, *until = found.groups()
    first = date(int(year), int(month), int(number))
    last = date(*map(int, until)) if until[0] else first
    if last < first:
        return None
    return Period(first, last, f"{first}..{last}", day(first) if first == last else f"{day(first)}至{day(last)}")


def _months(year: int, first: int, last: int, text: str, words: str) -> Period:
    after = date(year + 1, 1, 1) if last == 12 else date(year, last + 1, 1)
    return Period(date(year, first, 1), after - timedelta(days=1), text, words)
