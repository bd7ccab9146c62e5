"""Lengths of time as the profiles write them: `1y6m10d`."""

import calendar
import datetime
import re
from dataclasses import dataclass

from webapp.policy.language.rows import wrong

_SPAN = re.compile("(?:([0-9]{1,2})y)?(?:([0-9]{1,3})m)?(?:([0-9]{1,4})d)?\\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in calendar months and days."""

    months: int
    days: int

    def after(self, day: datetime.date) -> datetime.date:
        """`day` plus this span; a day the month does not have becomes its last (29 Feb + 1y = 28 Feb)."""
        month = day.month - 1 + self.months
        year, month = day.year + month // 12, month % 12 + 1
        last = calendar.monthrange(year, month)[1]
        return datetime.date(year, month, min(day.day, last)) + datetime.timedelta(days=self.days)


def span(text: object, path: tuple[str | int, ...] = ()) -> Span:
    """`1y6m10d` as a Span. Raises PydanticCustomError."""
    found = _SPAN.match(text) if isinstance(text, str) and text else None
    if not found:
        raise wrong("span", "时间长度要写成 1y6m10d 这样（年、月、日）", path=path)
    years, months, days = (int(one or 0) for one in found.groups())
    return Span(years * 12 + months, days)
