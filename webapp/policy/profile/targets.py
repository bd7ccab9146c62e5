"""Targets (目标), statutory returns (报表) and the yearly duties of a union."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from webapp.policy.language.rows import Day, Division, Many, Name, Percent, Row, Ruled, Stated, Text, wrong
from webapp.policy.profile.listed import Listed

Whole = Annotated[int, Field(ge=0)]


class Indicator(Listed):
    """One number to reach: a count, or with `of` the share of `counts` in it.

    `at_least` is inclusive, `over` exclusive; `share_at_least` is for a share. `by: null` = no date stated;
    `every: year` = anew each calendar year. `covers` = who or what is counted, in words.
    """

    counts: Name
    of: Many[Name] = ()
    at_least: Whole | None = None
    over: Whole | None = None
    share_at_least: Percent | None = None
    by: Day | None = None
    every: Literal["year"] | None = None
    headline: bool = False

    @model_validator(mode="after")
    def _one_mark(self) -> "Indicator":
        marks = [one for one in (self.at_least, self.over, self.share_at_least) if one is not None]
        if len(marks) != 1:
            raise wrong("marks", "一个指标要写明 at_least、over、share_at_least 中的一个")
        if (self.share_at_least is None) != (not self.of):
            raise wrong("marks", "写了 share_at_least 就要写明 of（占什么的比例），反之亦然")
        return self


class DivisionTargets(Ruled):
    """One division's part of the targets, in the order of the table's columns."""

    division: Division
    label: Text
    values: Many[Whole]


class TargetTable(Ruled):
    """Targets broken down by division; the sum of each column has to be the indicator's own number."""

    columns: Many[Name]
    rows: Many[DivisionTargets]


class Targets(Row):
    """The target section. `campaign_start: null` = when “new” begins is not stated: the tenant sets it."""

    campaign_start: Day | None
    indicators: Many[Indicator]
    by_division: Stated[TargetTable]
    rate: Stated[Listed]

    @model_validator(mode="after")
    def _table_adds_up(self) -> "Targets":
        table = self.by_division
        if not isinstance(table, TargetTable):
            return self
        marks = {row.id: row.at_least for row in self.indicators}
        for at, column in enumerate(table.columns):
            if column not in marks:
                raise wrong("column", f"没有名为 “{column}” 的指标", path=("by_division", "columns", at))
        for at, row in enumerate(table.rows):
            if len(row.values) != len(table.columns):
                message = f"{row.label}应当有 {len(table.columns)} 个数，现在有 {len(row.values)} 个"
                raise wrong("columns", message, path=("by_division", "rows", at, "values"))
        for at, column in enumerate(table.columns):
            total = sum(row.values[at] for row in table.rows)
            if total != marks[column]:
                message = f"各地合计 {total}，与指标 “{column}” 的 {marks[column]} 不符"
                raise wrong("sum", message, path=("by_division", "columns", at))
        return self


class ReportColumn(Listed):
    """A column of a return: entered by hand, counted by the site, taken from a target, or a rate of two other
    columns.
    """

    comes_from: Literal["entered", "counted", "target", "rate"]
    target: Name | None = None
    part: Name | None = None
    of: Name | None = None


class ReportRow(Listed):
    """A row of a return: a worker group; those that no row names are counted in the open one."""

    group: Name


class Report(Ruled):
    """A return: due every so many months on a day of the named months, on time up to the end of that day.

    `remind_on` = the day of the month from which it is shown as due; `first_due` and `last_due` bound the campaign.
    """

    id: Name
    label: Text
    every_months: Annotated[int, Field(ge=1, le=12)]
    months: Many[Annotated[int, Field(ge=1, le=12)]]
    day: Annotated[int, Field(ge=1, le=28)]
    day_counts: bool
    remind_on: Annotated[int, Field(ge=1, le=28)]
    covers_months: Annotated[int, Field(ge=1, le=1200)]
    cumulative: bool
    first_due: Day | None
    last_due: Day | None
    filled_by: Literal["city", "county", "union"]
    rows: Many[ReportRow]
    columns: Many[ReportColumn]
    head: Many[Text]
    foot: Many[Text]

    @model_validator(mode="after")
    def _columns_refer_to_columns(self) -> "Report":
        known = {column.id for column in self.columns}
        for at, column in enumerate(self.columns):
            if (column.comes_from == "rate") != (column.part is not None and column.of is not None):
                raise wrong("rate", "完成率一栏要写明 part 和 of，其他栏不写", path=("columns", at))
            if (column.comes_from == "target") != (column.target is not None):
                raise wrong("target", "目标一栏要写明 target（哪个指标），其他栏不写", path=("columns", at))
            for key in ("part", "of"):
                named = getattr(column, key)
                if named is not None and named not in known:
                    raise wrong("column", f"没有名为 “{named}” 的栏", path=("columns", at, key))
        return self


class Duty(Listed):
    """What a union has to hold each year, at least so often."""

    at_least: Annotated[int, Field(ge=1)]
    every: Literal["year"]
    of: Many[Name]
