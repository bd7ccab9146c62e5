"""Targets (目标) and yearly duties: what is to be reached, how far it is, whether it is reached.

Rates are exact fractions, shown with one decimal, rounded half up, and may pass 100 %. Without a target there
is no rate, never 0 %.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from webapp.policy.answers.targets import DutiesAnswer, IndicatorAnswer, TargetAnswer
from webapp.policy.decision import Decision
from webapp.policy.explaining.story import Story
from webapp.policy.faults import did_you_mean
from webapp.policy.language.facts import FactError
from webapp.policy.language.rows import Refer
from webapp.policy.language.vocabularies import TARGET
from webapp.policy.profile.targets import DivisionTargets, Duty, Indicator, Targets, TargetTable
from webapp.policy.reading.layered import Profile, stated_rows

NO_RATE = "—"


def percent(part: int, of: int | None) -> str:
    """`part` in `of` as a page shows it: one decimal, half up; `—` without a target."""
    if not of:
        return NO_RATE
    share = Fraction(part, of) * 100
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def decide_target(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[TargetAnswer]:
    """How far a target or the year's duties are. Facts and answer: docs/policy-profile.md."""
    given = TARGET.read(facts)
    story = Story("target", profile, given, on)
    if "duties" in given:
        return _duties(story, given)
    section = profile.rules.targets
    if not isinstance(section, Targets):
        text = f"依照《{section.refer}》，本系统没有收录该文件" if isinstance(section, Refer) else "文件没有规定目标数"
        story.say(text, [profile.defaults.silence], table="targets")
        return story.decision("not_stated", TargetAnswer(indicators=()))
    wanted = given.get("indicator")
    if wanted is None:
        story.say("本地文件规定的目标", section.indicators, table="targets.indicators")
        return story.decision("listed", TargetAnswer(indicators=tuple(_shown(one) for one in section.indicators)))
    row = next((one for one in section.indicators if one.id == wanted), None)
    if row is None:
        hint = did_you_mean(wanted, [one.id for one in section.indicators])
        raise FactError(f"indicator：没有名为 “{wanted}” 的指标" + (f"（{hint}）" if hint else ""))
    return _measured(story, section, row, given)


def _shown(row: Indicator) -> IndicatorAnswer:
    return IndicatorAnswer(
        id=row.id,
        label=row.label,
        target=row.at_least if row.at_least is not None else row.over,
        share=percent(*row.share_at_least.as_integer_ratio()) if row.share_at_least is not None else None,
        inclusive=row.over is None,
        by=row.by,
        every=row.every,
        headline=row.headline,
    )


def _measured(story: Story, section: Targets, row: Indicator, given: Mapping[str, Any]) -> Decision[TargetAnswer]:
    shown = _shown(row)
    answer = TargetAnswer(
        id=shown.id,
        label=shown.label,
        target=shown.target,
        share=shown.share,
        inclusive=shown.inclusive,
        by=shown.by,
        every=shown.every,
        headline=shown.headline,
        count=given.get("count"),
        rate=NO_RATE,
    )
    division = given.get("division")
    part = _part(section.by_division, row, division)
    if division is not None and division != story.profile.division:
        answer = replace(answer, division=division, target=part[1] if part else None)
        if part is not None:
            story.say(f"{part[0].label}：{row.label} {part[1]}", [row, part[0]], table="targets.by_division")
        elif row.share_at_least is None:
            story.say(f"{row.label}没有分解到这个地区", [row], table="targets.by_division")
    count = given.get("count")
    if count is None:
        if answer.target is not None:
            story.say(f"{row.label}：{answer.target}", [row], table="targets.indicators")
        story.need(["count"])
        return story.decision("no_target" if answer.target is None and not row.of else "stated", answer)
    return _share(story, row, given, answer) if row.of else _count(story, section, row, count, answer)


def _part(table: object, row: Indicator, division: str | None) -> tuple[DivisionTargets, int] | None:
    if not isinstance(table, TargetTable) or row.id not in table.columns:
        return None
    found = next((one for one in table.rows if one.division == division), None)
    return (found, found.values[table.columns.index(row.id)]) if found else None


def _count(story: Story, section: Targets, row: Indicator, count: int, answer: TargetAnswer) -> Decision[TargetAnswer]:
    target = answer.target
    if target is None:
        return story.decision("no_target", answer)
    reached = count > target if row.over is not None else count >= target
    fraction = Fraction(count, target) if target else None
    answer = replace(answer, rate=percent(count, target), fraction=fraction, reached=reached)
    rate = section.rate if section.rate and not isinstance(section.rate, Refer) else None
    story.say(f"{row.label} {count} / {target}，{answer.rate}", [row, rate], table="targets.indicators")
    return story.decision("reached" if reached else "not_reached", answer)


def _share(story: Story, row: Indicator, given: Mapping[str, Any], answer: TargetAnswer) -> Decision[TargetAnswer]:
    total, count = given.get("of"), int(given["count"])
    mark = row.share_at_least
    assert mark is not None, "an indicator with `of` has a share"
    if total is None:
        story.need(["of"])
        return story.decision("ask", answer)
    if total == 0:
        return story.decision("no_target", answer)
    share = Fraction(count, total)
    reached = share >= Fraction(mark)
    answer = replace(answer, rate=percent(count, total), fraction=share, reached=reached)
    word = "达到" if reached else "没有达到"
    story.say(f"{row.label} {answer.rate}，{word} {answer.share}", [row], table="targets.indicators")
    if given.get("division") is not None:
        story.say("标准是就全省定的，各地只作参考", [row], table="targets.indicators", cite=False)
    return story.decision("reached" if reached else "not_reached", answer)


def _duties(story: Story, given: Mapping[str, Any]) -> Decision[TargetAnswer]:
    """What a union has held of what each year asks of it."""
    rows: tuple[Duty, ...] = stated_rows(story.profile.rules.duties)
    kind = given.get("union_kind")
    rows = tuple(row for row in rows if kind is None or kind in row.of)
    held = given["duties"]
    unknown = [name for name in held if name not in {row.id for row in rows}]
    if rows and unknown:
        raise FactError(f"duties：没有名为 “{unknown[0]}” 的事项")
    if not rows:
        story.say("文件没有规定每年要办的事项", [story.profile.defaults.silence], table="duties")
        return story.decision("not_stated", TargetAnswer(duties=DutiesAnswer(0, 0, ())))
    missing = [row.id for row in rows if held.get(row.id, 0) < row.at_least]
    for row in rows:
        state = "还没有办" if row.id in missing else "已办"
        story.say(f"每年至少 {row.at_least} 次{row.label}：{state}", [row], table="duties")
    answer = TargetAnswer(duties=DutiesAnswer(len(rows) - len(missing), len(rows), tuple(missing)))
    return story.decision("not_reached" if missing else "reached", answer)
