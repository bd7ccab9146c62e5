"""Opening hours: weekdays, ranges over midnight, public holidays; read from lines that people write, and asked for a moment.

A day's ranges are minutes since its midnight, the end exclusive; an end beyond 24:00 lies on the next day.
Public holidays are those of reference/holidays.csv. A weekend that was made a working day counts as a Monday.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from webapp.policy.decisions.claim.calendar import calendar

DAY = 24 * 60
NAMES = "一二三四五六日"
WEEKDAYS = range(7)
Ranges = tuple[tuple[int, int], ...]

EXAMPLE = "周一至周五 8:00-22:00\n周六、周日 9:00-12:00、14:00-18:00\n节假日 休息"


class HoursFault(ValueError):
    """A line cannot be read; the message is Chinese and names the line."""


@dataclass(frozen=True)
class Hours:
    """Ranges of each weekday (Monday is 0), and of public holidays; `holidays` None: as on other days."""

    week: tuple[Ranges, ...]
    holidays: Ranges | None = None

    @classmethod
    def read(cls, text: str) -> "Hours":
        """From lines such as EXAMPLE. A day that no line names is closed. Raises HoursFault."""
        days: dict[int, Ranges] = {}
        holidays: Ranges | None = None
        for line in (line for line in _plain(text).splitlines() if line.strip()):
            which, ranges = _line(line.strip())
            if which is None:
                holidays = ranges
            for day in which or ():
                if day in days:
                    raise HoursFault(f"“{line.strip()}”：周{NAMES[day]}写了两次")
                days[day] = ranges
        if not days:
            raise HoursFault("请至少写一行星期几的开放时间，例如“每天 8:00-22:00”")
        return cls(tuple(days.get(day, ()) for day in WEEKDAYS), holidays)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Hours":
        """As `as_json` wrote it."""
        held = stored.get("holidays")
        return cls(tuple(_pairs(day) for day in stored["week"]), None if held is None else _pairs(held))

    def as_json(self) -> dict[str, Any]:
        """For a JSON column."""
        held = None if self.holidays is None else [list(pair) for pair in self.holidays]
        return {"week": [[list(pair) for pair in day] for day in self.week], "holidays": held}

    def on(self, day: date) -> Ranges:
        """The ranges that begin on a day."""
        rest = calendar().moved.get(day)
        if rest is True and self.holidays is not None:
            return self.holidays
        return self.week[0 if rest is False else day.weekday()]

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at a local moment."""
        minute = at.hour * 60 + at.minute
        today, yesterday = self.on(at.date()), self.on(at.date() - timedelta(days=1))
        return any(start <= minute < end for start, end in today) or any(minute + DAY < end for _, end in yesterday)

    def lines(self) -> list[str]:
        """The hours in words, days with the same hours together; `read` gives the same hours back."""
        groups: dict[Ranges, list[int]] = {}
        for day in WEEKDAYS:
            groups.setdefault(self.week[day], []).append(day)
        found = [f"{_days(days)} {_words(ranges)}" for ranges, days in groups.items()]
        if self.holidays is not None:
            found.append(f"节假日 {_words(self.holidays)}")
        return found

    def text(self) -> str:
        """The lines as one text, for a form."""
        return "\n".join(self.lines())


def _pairs(stored: Iterable[Sequence[int]]) -> Ranges:
    return tuple((start, end) for start, end in stored)


def _plain(text: str) -> str:
    """Full-width digits and colons as half-width, all dashes alike."""
    return re.sub(r"[—–~－〜]+|到", "-", unicodedata.normalize("NFKC", text))


_FIXED = {"每天": tuple(WEEKDAYS), "工作日": tuple(range(5)), "周末": (5, 6), "节假日": None}


def _line(line: str) -> tuple[tuple[int, ...] | None, Ranges]:
    days, _, rest = line.partition(" ")
    if not rest:
        raise HoursFault(f"“{line}”：星期和时间之间请空一格，例如“周一至周五 8:00-22:00”")
    which = _FIXED[days] if days in _FIXED else _named_days(days, line)
    return which, _ranges(rest.replace(" ", ""), line)


def _named_days(text: str, line: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in re.split(r"[、,，]", text):
        match = re.fullmatch(r"(?:周|星期)([一二三四五六日天])(?:[至-](?:周|星期)?([一二三四五六日天]))?", part)
        if match is None:
            raise HoursFault(f"“{line}”：看不懂“{part}”，请写“周一至周五”“周六、周日”“每天”或“节假日”")
        first, last = (_weekday(name) for name in (match[1], match[2] or match[1]))
        found += [day % 7 for day in range(first, last + (7 if last < first else 0) + 1)]
    return tuple(found)


def _weekday(name: str) -> int:
    return NAMES.index(name.replace("天", "日"))


def _ranges(text: str, line: str) -> Ranges:
    if text in ("休息", "关闭", "不开放"):
        return ()
    if text in ("全天", "24小时"):
        return ((0, DAY),)
    found = sorted(_range(part, line) for part in re.split(r"[、,，]", text))
    if any(later[0] < earlier[1] for earlier, later in zip(found, found[1:], strict=False)):
        raise HoursFault(f"“{line}”：时间段有重叠")
    return tuple(found)


def _range(text: str, line: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})[-至](?:次日)?(\d{1,2}):(\d{2})", text)
    if match is None:
        raise HoursFault(f"“{line}”：看不懂“{text}”，请写成“8:00-22:00”，也可以写“全天”“休息”")
    hours, minutes = (int(match[1]), int(match[3])), (int(match[2]), int(match[4]))
    if max(minutes) > 59 or hours[0] > 23 or hours[1] * 60 + minutes[1] > DAY:
        raise HoursFault(f"“{line}”：没有这个时间“{text}”")
    start, end = hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1]
    return (start, end) if end > start else (start, end + DAY)


def _days(days: Sequence[int]) -> str:
    if len(days) == len(WEEKDAYS):
        return "每天"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    first, last = f"周{NAMES[run[0]]}", f"周{NAMES[run[-1]]}"
    return first if len(run) == 1 else f"{first}{'、' if len(run) == 2 else '至'}{last}"


def _words(ranges: Ranges) -> str:
    if not ranges:
        return "休息"
    if ranges == ((0, DAY),):
        return "全天"
    return "、".join(
        f"{_clock(start)}-{'次日' if end > DAY else ''}{_clock(end - DAY if end > DAY else end)}"
        for start, end in ranges
    )


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
