"""Statutory returns (报表): when one is due, whether it came in time, and what its table adds up to.

Due days come from the profile's months and day, on time up to the end of that day. Rows are worker groups; the
total is computed, its target is the division's own. A row without a target has no rate.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from webapp.policy.answers.targets import CoversAnswer, ReportAnswer
from webapp.policy.decision import Decision
from webapp.policy.decisions.target import NO_RATE, percent
from webapp.policy.explaining.story import Story
from webapp.policy.language.facts import FactError
from webapp.policy.language.rows import Refer
from webapp.policy.language.vocabularies import REPORT
from webapp.policy.profile.targets import Report, ReportColumn, Targets, TargetTable
from webapp.policy.reading.layered import Profile, stated_rows

TOTAL = "total"
LOCAL = datetime.timezone(datetime.timedelta(hours=8))
"""The country's one time zone."""


def decide_report(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[ReportAnswer]:
    """When a return is due, whether it came in time, and its totals. Facts and answer: docs/policy-profile.md."""
    given = REPORT.read(facts)
    story = Story("report", profile, given, on)
    rows: tuple[Report, ...] = stated_rows(profile.rules.reports)
    if not rows:
        stated = profile.rules.reports
        text = f"依照《{stated.refer}》，本系统没有收录该文件" if isinstance(stated, Refer) else "文件没有规定报表"
        story.say(text, [profile.defaults.silence], table="reports")
        return story.decision("not_stated", ReportAnswer())
    wanted = given.get("report")
    row = next((one for one in rows if wanted in (None, one.id)), None)
    if row is None:
        raise FactError(f"report：没有名为 “{wanted}” 的报表")
    table = _table(story, row, given) if given.get("rows") is not None else None
    answer = ReportAnswer(report=row.id, label=row.label, table=table)
    filed = given.get("filed_at")
    if filed is not None:
        return _filed(story, row, filed, given.get("due"), answer)
    return _calendar(story, row, on, answer)


def due_days(row: Report, year: int) -> Iterator[datetime.date]:
    """The due days of a year, those outside the campaign left out."""
    for month in sorted(row.months):
        day = datetime.date(year, month, row.day)
        if (row.first_due or day) <= day <= (row.last_due or day):
            yield day


def _around(row: Report, day: datetime.date) -> list[datetime.date]:
    return [due for year in (day.year - 1, day.year, day.year + 1) for due in due_days(row, year)]


def _calendar(story: Story, row: Report, on: datetime.date, answer: ReportAnswer) -> Decision[ReportAnswer]:
    """Whether a return is due on the day, and which comes next."""
    days = _around(row, on)
    last = [day for day in days if day.replace(day=row.remind_on) <= on]
    now = next((day for day in last if on <= day), None)
    coming = next((day for day in days if day > (now or on)), None)
    answer = replace(answer, due=now, next_due=coming, covers=_covers(row, now) if now else None)
    if now is not None:
        story.say(f"{row.label}应于 {now.isoformat()}（含当天）以前报送", [row], table="reports")
        return story.decision("due", answer)
    when = f"；下一次是 {coming.isoformat()}" if coming else "；以后没有了"
    story.say(f"{row.label}现在没有应报的{when}", [row], table="reports")
    return story.decision("nothing_due", answer)


def _filed(
    story: Story, row: Report, filed: datetime.datetime, due: datetime.date | None, answer: ReportAnswer
) -> Decision[ReportAnswer]:
    """Whether a return that came at `filed` (local time) was in time for `due`, by default the period its month
    belongs to.
    """
    day = filed.astimezone(LOCAL).date() if filed.tzinfo else filed.date()
    days = _around(row, day)
    period = due or next((one for one in reversed(days) if one.replace(day=1) <= day), None)
    if period is None:
        raise FactError("filed_at：这一天以前没有应报的报表")
    on_time = day <= period if row.day_counts else day < period
    coming = next((one for one in days if one > period), None)
    answer = replace(answer, due=period, next_due=coming, on_time=on_time, covers=_covers(row, period))
    word = "按时" if on_time else "逾期"
    story.say(
        f"{row.label}应报日 {period.isoformat()}（含当天），{filed.isoformat()} 报送：{word}", [row], table="reports"
    )
    return story.decision("submitted" if on_time else "late", answer)


def _covers(row: Report, due: datetime.date) -> CoversAnswer:
    """The calendar months a return covers: those before the month it is due in."""
    first_of_month = due.replace(day=1)
    end = first_of_month - datetime.timedelta(days=1)
    month = first_of_month.year * 12 + first_of_month.month - 1 - row.covers_months
    return CoversAnswer(datetime.date(month // 12, month % 12 + 1, 1), end, row.cumulative)


def _table(story: Story, row: Report, given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The table with its rates and its total row."""
    known = {one.id for one in row.rows}
    lines: Mapping[str, Any] = given["rows"]
    for name in lines:
        if name not in known:
            raise FactError(f"rows：没有名为 “{name}” 的行")
    found = {one.id: _line(row, lines.get(one.id) or {}, None) for one in row.rows}
    totals = {column.id: _sum(found, column.id) for column in row.columns if column.comes_from != "rate"}
    target = _division_target(story, row, given.get("division"))
    found[TOTAL] = _line(row, totals, target)
    _warn_of_sums(story, row, found, target)
    joined = found[TOTAL].get("joined")
    story.say(f"总计：已入会 {joined if joined is not None else NO_RATE}", [row, *row.rows], table="reports")
    story.cite(row.columns)
    return found


def _line(row: Report, values: Mapping[str, Any], target: int | None) -> dict[str, Any]:
    line: dict[str, Any] = {}
    for column in row.columns:
        value = values.get(column.id)
        if column.comes_from == "target" and target is not None:
            value = target
        if column.comes_from != "rate":
            line[column.id] = value
    for column in (one for one in row.columns if one.comes_from == "rate"):
        part, of = line.get(str(column.part)), line.get(str(column.of))
        line[column.id] = percent(part, of) if isinstance(part, int) else NO_RATE
    return line


def _sum(lines: Mapping[str, Mapping[str, Any]], column: str) -> int | None:
    values = [line[column] for line in lines.values() if line.get(column) is not None]
    return sum(values) if values else None


def _division_target(story: Story, row: Report, division: str | None) -> int | None:
    """The division's own target, which the total row carries."""
    column: ReportColumn | None = next((one for one in row.columns if one.comes_from == "target"), None)
    targets = story.profile.rules.targets
    if column is None or not isinstance(targets, Targets) or not isinstance(targets.by_division, TargetTable):
        return None
    table = targets.by_division
    found = next((one for one in table.rows if one.division == division), None)
    return found.values[table.columns.index(str(column.target))] if found else None


def _warn_of_sums(story: Story, row: Report, lines: Mapping[str, Mapping[str, Any]], target: int | None) -> None:
    """The groups' own targets are optional; if they are all there they should add up to the division's."""
    for column in (one for one in row.columns if one.comes_from == "target"):
        groups = [lines[one.id][column.id] for one in row.rows]
        if target is not None and None not in groups and sum(groups) != target:
            story.warn(f"各群体目标合计 {sum(groups)}，与总目标 {target} 不符", [column])
