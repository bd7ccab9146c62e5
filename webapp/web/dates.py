"""Days and moments as people here write them: 2021年12月7日, 2021年12月7日 14:05, in the time of China."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day(value: date | datetime | str) -> str:
    """A date, a moment or an ISO date as a Chinese date."""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = value.astimezone(CHINA)
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """An aware datetime as a Chinese date and the time of day."""
    local = value.astimezone(CHINA)
    return f"{day(local)} {local:%H:%M}"
