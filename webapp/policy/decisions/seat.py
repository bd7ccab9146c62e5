"""The seat of membership (会籍): what an event does to it — a transfer, an offer of one, or nothing.

Where a transfer leads is asked of the route table, with the facts as they are after the event. No row = the
seat stays.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webapp.policy.answers.join import SeatAnswer
from webapp.policy.decision import Decision
from webapp.policy.decisions.routing import Routed, existing, expanded, places, route_of
from webapp.policy.explaining.story import Story
from webapp.policy.language.rows import Refer, Within
from webapp.policy.language.tables import Considered, unique
from webapp.policy.language.vocabularies import SEAT
from webapp.policy.profile.join import At
from webapp.policy.profile.membership import SeatChange
from webapp.policy.reading.layered import Profile


def decide_seat(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[SeatAnswer]:
    """What the event does to the seat. Facts and answer: docs/policy-profile.md."""
    given = SEAT.read(facts)
    story = Story("seat", profile, given, on)
    answer = SeatAnswer(within=time_allowed(profile))
    own = profile.rules.seat.changes
    if isinstance(own, Refer):
        story.say(f"会籍变动依照《{own.refer}》，本系统没有收录该文件", table="seat.changes")
        return story.decision("refers", answer)
    outcome = unique(profile.layers(own, profile.nation.seat.changes), given)
    story.refute(outcome.refuted, "seat.changes", lambda row: _named(story, row))
    if outcome.missing:
        story.need(outcome.missing)
        return story.decision("ask", answer)
    found = outcome.one
    if found is None:
        story.say("没有规定这种情形要变动会籍，会籍不变", [profile.defaults.silence], table="seat.changes")
        return story.decision("stays", replace(answer, stated=False))
    answer = replace(answer, stated=True, modality=found.row.modality, layer=found.layer, row=found.row.id)
    _tell(story, found)
    if found.row.then != "stays":
        answer = _goal(answer, story, found.row, given)
    return story.decision(str(found.row.then), answer)


def _named(story: Story, row: SeatChange) -> str:
    """What a row does, in a few words."""
    return "本地没有规定，按全国规则" if row.national else f"会籍{story.profile.label('then', str(row.then))}"


def time_allowed(profile: Profile) -> dict[str, int] | None:
    """The time allowed; the nation steps in. None = not stated (及时): no deadline is made up."""
    for rules in (profile.rules, profile.nation):
        if isinstance(rules.seat.within, Within):
            return rules.seat.within.length
    return None


def _tell(story: Story, found: Considered[SeatChange]) -> None:
    row = found.row
    word = story.profile.label("modality", row.modality or "")
    then = story.profile.label("then", row.then or "")
    if found.via is not None:
        story.say("本地文件没有规定这一情形，适用全国规则", [found.via], table="seat.changes")
    sentence = {"transfer": f"{word}及时接转会籍", "offer": "可以接转会籍，由本人决定", "stays": f"{word}会籍{then}"}
    text = f"{story.situation(found.finding.held)}。{sentence[str(row.then)]}"
    story.say(text, [row], considered=found, table="seat.changes")


def _goal(answer: SeatAnswer, story: Story, row: SeatChange, given: Mapping[str, Any]) -> SeatAnswer:
    """Where the seat goes: the row's own `to`, else where the routes lead after the event."""
    after = dict(given)
    if given.get("event") == "union_founded" and given.get("unit") is not None:
        after[f"{given['unit']}_union"] = True
    story.facts.update(after)
    if row.to is not None:
        kinds, rows = expanded(story.profile, row.to)
        story.cite(rows)
        options = existing(story, kinds, after)
        return replace(answer, to=kinds, options=options, at=places(row.at or At(), after))
    routed: Routed | None = route_of(story, after)
    if routed is None:
        return answer
    return replace(answer, to=routed.to, options=routed.options, at=routed.at)
