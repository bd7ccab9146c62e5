"""目标 and 报表: numbers to reach, by when and where, and what has to be returned on which day."""

from collections.abc import Iterator
from typing import Any

from webapp.home.book.keys import KEYS, YES
from webapp.home.book.parts import Rule, Topic
from webapp.home.book.pen import Pen
from webapp.home.book.plain import topics as plain_topics
from webapp.policy.profile.targets import DivisionTargets, Duty, Indicator, Report, TargetTable
from webapp.policy.reading.layered import stated_rows
from webapp.web.dates import day


def target_topics(pen: Pen, targets: Any) -> Iterator[Topic]:
    """The indicators in sentences, the table place by place; the rest row by row."""
    if pen.silence(targets) is not None:
        yield from plain_topics(pen, "targets", targets)
        return
    for topic in plain_topics(pen, "targets", targets):
        if topic.key == "indicators":
            rules = tuple(_indicator(pen, row) for row in targets.indicators)
            yield Topic(topic.key, topic.title, rules, topic.silences)
        elif topic.key == "by_division" and isinstance(targets.by_division, TargetTable):
            rules = tuple(_of_division(pen, targets.by_division, row) for row in targets.by_division.rows)
            yield Topic(topic.key, topic.title, rules)
        else:
            yield topic


def _layer(pen: Pen) -> str:
    return "nation" if pen.profile.rules is pen.profile.nation else "province"


def _indicator(pen: Pen, row: Indicator) -> Rule:
    every = "每年" if row.every == "year" else ""
    number = ""
    if row.share_at_least is not None:
        number = f"不低于 {(row.share_at_least * 100).normalize():f}%"
    elif row.at_least is not None:
        number = f"不少于 {row.at_least:,}"
    elif row.over is not None:
        number = f"超过 {row.over:,}"
    share = f"{pen.word('counts', row.counts)}占{pen.words('counts', row.of)}的比例" if row.of else ""
    return pen.rule(
        row,
        f"{row.label}{every}{number}",
        anchor=f"indicators.{row.id}",
        layer=_layer(pen),
        notes=(row.note or "", f"算法：{share}" if share else "", f"到{day(row.by)}" if row.by else ""),
        unstated=() if row.by or row.every else ("完成期限",),
    )


def _of_division(pen: Pen, table: TargetTable, row: DivisionTargets) -> Rule:
    parts = [f"{pen.word('column', name)} {value:,}" for name, value in zip(table.columns, row.values, strict=True)]
    return pen.rule(row, "，".join(parts), anchor=f"by_division.{row.division}", when=row.label, layer=_layer(pen))


def report_topics(pen: Pen, reports: Any) -> Iterator[Topic]:
    """Each return: how often, by which day, who fills it in, what stands in it."""
    if not stated_rows(reports):
        yield from plain_topics(pen, "reports", reports)
        return
    rules = tuple(_report(pen, row) for row in stated_rows(reports))
    yield Topic("reports", "要报哪些表", rules)


def duty_topics(pen: Pen, duties: Any) -> Iterator[Topic]:
    """What a union has to hold each year, at least so often."""
    if not stated_rows(duties):
        yield from plain_topics(pen, "duties", duties)
        return
    yield Topic("duties", "每年至少要做的事", tuple(_duty(pen, row) for row in stated_rows(duties)))


def _duty(pen: Pen, row: Duty) -> Rule:
    text = f"{row.label}：每年至少 {row.at_least} 次"
    whose = f"要做的工会：{pen.kinds(row.of)}" if row.of else ""
    return pen.rule(row, text, anchor=f"duties.{row.id}", layer=_layer(pen), notes=(row.note or "", whose))


def _report(pen: Pen, row: Report) -> Rule:
    months = "、".join(str(month) for month in row.months)
    first = f"首次 {day(row.first_due)}" if row.first_due else ""
    last = f"末次 {day(row.last_due)}" if row.last_due else ""
    return pen.rule(
        row,
        f"{row.label}：每 {row.every_months} 个月报一次，在 {months} 月的 {row.day} 日以前",
        anchor=f"reports.{row.id}",
        layer=_layer(pen),
        notes=(
            YES[("day_counts", row.day_counts)],
            f"每次报前 {row.covers_months} 个月，{YES[('cumulative', row.cumulative)]}",
            f"{KEYS['filled_by']}：{pen.word('level', row.filled_by)}总工会",
            "，".join(part for part in (first, last) if part),
            f"行：{'、'.join(one.label for one in row.rows)}",
            f"栏：{'、'.join(one.label for one in row.columns)}",
        ),
        rows=(*row.rows, *row.columns),
    )
