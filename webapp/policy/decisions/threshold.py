"""Thresholds: whether a count of members opens a task, such as guiding a unit to found its own union.

Only what the profile's `counts` describes is counted, over every street of the jurisdiction; the split by
street is shown.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webapp.policy.answers.unions import TaskAnswer, ThresholdAnswer
from webapp.policy.decision import Decision
from webapp.policy.explaining.story import Story
from webapp.policy.language.facts import FactError
from webapp.policy.language.rows import Refer
from webapp.policy.language.tables import Outcome, collect, layered
from webapp.policy.language.vocabularies import COUNTED, THRESHOLD
from webapp.policy.profile.membership import Threshold
from webapp.policy.reading.layered import Profile, stated_rows


def decide_threshold(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[ThresholdAnswer]:
    """Whether the count reaches a threshold. Facts and answer: docs/policy-profile.md."""
    given = THRESHOLD.read(facts)
    story = Story("threshold", profile, given, on)
    answer = ThresholdAnswer()
    stated = profile.rules.thresholds
    if not stated_rows(stated):
        text = f"依照《{stated.refer}》，本系统没有收录该文件" if isinstance(stated, Refer) else "文件没有规定人数标准"
        story.say(text, [profile.defaults.silence], table="thresholds")
        return story.decision("not_stated", answer)
    outcome: Outcome[Threshold] = collect(layered(stated_rows(stated), ()), given)
    story.refute(outcome.refuted, "thresholds")
    story.need(outcome.missing)
    if not outcome.deciding:
        return story.decision("ask" if outcome.missing else "none", answer)
    row = outcome.deciding[0].row
    split = _split(row, [_line(one) for one in given.get("members") or ()])
    count = sum(split.values())
    answer = ThresholdAnswer(count, split, row.at_least, row.per, row.id)
    if "members" not in given:
        story.need(["members"])
        return story.decision("ask", answer)
    return _decided(story, row, count, bool(given.get("task_open")), answer)


def _decided(
    story: Story, row: Threshold, count: int, task_open: bool, answer: ThresholdAnswer
) -> Decision[ThresholdAnswer]:
    who = story.kinds([row.by])
    reached = count >= row.at_least
    if reached and task_open:
        story.say(f"计入 {count} 人，已达到 {row.at_least} 人；任务已在办，不重复建立", [row], table="thresholds")
        return story.decision("already_open", answer)
    if reached:
        word = story.profile.label("modality", row.modality)
        story.say(
            f"计入 {count} 人，达到 {row.at_least} 人（含）：由{who}{word}单位直接建会", [row], table="thresholds"
        )
        task = TaskAnswer(row.opens, row.by, row.at, row.modality, row.id)
        return story.decision("opens", replace(answer, follow_ups=(task,)))
    if task_open and row.falls_below == "stays_open":
        story.say(f"计入 {count} 人，现已低于 {row.at_least} 人；已有的任务保留并注明", [row], table="thresholds")
        return story.decision("stays_open", answer)
    story.say(f"计入 {count} 人，不到 {row.at_least} 人，没有任务", [row], table="thresholds")
    return story.decision("none", answer)


def _line(line: Any) -> dict[str, Any]:
    if not isinstance(line, Mapping):
        raise FactError("members：每一项要写成 {join_form, relation_kind, street, count}")
    return COUNTED.read(line)


def _split(row: Threshold, lines: list[dict[str, Any]]) -> dict[str, int]:
    """How many of those counted belong to each street; an unknown street is the empty text."""
    split: dict[str, int] = {}
    for line in lines:
        if row.counts.holds(line):
            street = str(line.get("street") or "")
            split[street] = split.get(street, 0) + int(line.get("count", 1))
    return split
