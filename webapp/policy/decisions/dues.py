"""Dues (会费): whether what a union sets, or a member gives, keeps to the profile, and what a member pays.

The rows of the table say for which union kinds dues are stated at all. Where the amount is left to be set and
nobody has set it, there is no dues screen; where no row speaks, this rule checks nothing.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from webapp.policy.answers.unions import DuesAnswer
from webapp.policy.decision import Decision
from webapp.policy.explaining.story import Story
from webapp.policy.language.rows import Refer
from webapp.policy.language.tables import Outcome, layered, unique
from webapp.policy.language.vocabularies import DUES
from webapp.policy.profile.membership import Dues, Percentage
from webapp.policy.reading.layered import Profile, stated_rows

FEN = Decimal("0.01")


def decide_dues(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[DuesAnswer]:
    """What dues are, under the scheme a union set. Facts and answer: docs/policy-profile.md."""
    given = DUES.read(facts)
    story = Story("dues", profile, given, on)
    answer = DuesAnswer()
    stated = profile.rules.dues
    if not stated_rows(stated):
        text = f"依照《{stated.refer}》，本系统没有收录该文件" if isinstance(stated, Refer) else "文件没有规定会费"
        story.say(text, [profile.defaults.silence], table="dues")
        return story.decision("not_stated", answer)
    outcome: Outcome[Dues] = unique(layered(stated_rows(stated), ()), given)
    story.refute(outcome.refuted, "dues")
    story.need(outcome.missing)
    if outcome.one is None:
        if not outcome.missing:
            story.say("会费规定不适用于这类工会，本规则不作检查", [profile.defaults.silence], table="dues")
        return story.decision("ask" if outcome.missing else "not_stated", answer)
    row = outcome.one.row
    answer = DuesAnswer(per=row.per, use=row.use, set_by=row.set_by, min=row.min, max=row.max, modes=row.modes)
    return _checked(story, row, given, answer)


def _checked(story: Story, row: Dues, given: Mapping[str, Any], answer: DuesAnswer) -> Decision[DuesAnswer]:
    mode = given.get("mode") or (row.modes[0] if len(row.modes) == 1 else None)
    if mode is None:
        story.need(["mode"])
        return story.decision("ask", answer)
    if mode not in row.modes:
        words = "、".join(story.profile.label("dues_mode", one) for one in row.modes)
        story.say(f"会费方式可以是：{words}；不能是{story.profile.label('dues_mode', mode)}", [row], table="dues")
        return story.decision("invalid", answer)
    return _MODES[mode](story, row, given, answer)


def _none(story: Story, row: Dues, given: Mapping[str, Any], answer: DuesAnswer) -> Decision[DuesAnswer]:
    story.say("决定不收会费", [row], table="dues")
    return story.decision("valid", replace(answer, amount=Decimal("0.00"), paying=False))


def _fixed(story: Story, row: Dues, given: Mapping[str, Any], answer: DuesAnswer) -> Decision[DuesAnswer]:
    amount = given.get("amount", row.amount)
    if amount is None:
        story.say("实行定额会费，金额尚未设定；设定之前不出现会费页面", [row], table="dues")
        story.warn("请管理员设定会费金额和周期", [row])
        return story.decision("not_configured", answer)
    return _bounded(story, row, amount, replace(answer, amount=amount, paying=True), "每人")


def _voluntary(story: Story, row: Dues, given: Mapping[str, Any], answer: DuesAnswer) -> Decision[DuesAnswer]:
    amount = given.get("given")
    if amount is None or amount == 0:
        story.say("自愿缴纳：没有缴纳，记为不缴", [row], table="dues")
        return story.decision("valid", replace(answer, amount=Decimal("0.00"), paying=False, screen=True))
    return _bounded(story, row, amount, replace(answer, amount=amount, paying=True), "自愿缴纳")


def _percentage(story: Story, row: Dues, given: Mapping[str, Any], answer: DuesAnswer) -> Decision[DuesAnswer]:
    rule = row.percentage
    if rule is None:
        story.say("按比例缴纳，比例没有规定；设定之前不出现会费页面", [row], table="dues")
        return story.decision("not_configured", answer)
    wage = given.get("wage")
    if wage is None:
        story.need(["wage"])
        return story.decision("ask", answer)
    base = _base(rule, wage)
    amount = (base * rule.rate).quantize(FEN, ROUND_HALF_UP)
    amount = max(amount, row.min) if row.min is not None else amount
    amount = min(amount, row.max) if row.max is not None else amount
    percent = (rule.rate * 100).normalize()
    story.say(f"基数 {base} 元，按 {percent:f}% 计 {amount} 元", [row], table="dues")
    return story.decision("valid", replace(answer, amount=amount, base=base, paying=amount > 0, screen=True))


def _base(rule: Percentage, wage: Decimal) -> Decimal:
    """The part of the wage that counts: above the exempt part, rounded down to the step."""
    base = max(Decimal("0.00"), wage - (rule.exempt or 0))
    return base // rule.step * rule.step if rule.step else base


def _bounded(story: Story, row: Dues, amount: Decimal, answer: DuesAnswer, who: str) -> Decision[DuesAnswer]:
    low, high = row.min, row.max
    per = story.profile.label("per", row.per or "")
    if (low is not None and amount < low) or (high is not None and amount > high):
        story.say(f"{who}{per} {amount} 元，不在 {low} 至 {high} 元（含两端）之内", [row], table="dues")
        return story.decision("invalid", replace(answer, paying=None))
    bounds = f"，在 {low} 至 {high} 元（含两端）之内" if low is not None and high is not None else ""
    story.say(f"{who}{per} {amount} 元{bounds}", [row], table="dues")
    return story.decision("valid", replace(answer, screen=True))


_MODES = {"none": _none, "fixed": _fixed, "voluntary": _voluntary, "percentage": _percentage}
