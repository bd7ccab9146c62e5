"""What a grant leaves to be done: watch a unit that has no union yet, count towards a threshold, place a reservoir
seat, tell somebody.
"""

from collections.abc import Mapping
from typing import Any

from webapp.policy.answers.join import CountLeft, FollowUpAnswer, NoticeLeft, PlacementLeft, WatchLeft
from webapp.policy.decisions.doors import Picked
from webapp.policy.decisions.routing import Routed
from webapp.policy.explaining.story import Story
from webapp.policy.language.tables import Considered, find, unique
from webapp.policy.language.vocabularies import UNITS
from webapp.policy.profile.membership import SeatChange
from webapp.policy.reading.layered import Channel, stated_rows


def follow_ups(
    story: Story, routed: Routed, here: Picked, door: Channel | None, facts: Mapping[str, Any]
) -> tuple[FollowUpAnswer, ...]:
    """The follow-ups of a grant, in the order they would be done."""
    return (
        *_notice(here),
        *_placement(story, routed, door),
        *_watches(story, facts),
        *_counts(story, routed, facts),
    )


def _notice(here: Picked) -> list[NoticeLeft]:
    return [NoticeLeft(to="administrator", about="receiver_missing")] if here.waits else []


def _placement(story: Story, routed: Routed, door: Channel | None) -> list[PlacementLeft]:
    placement = door.row.placement if door else None
    if placement is None:
        return []
    word = story.profile.label("modality", placement.modality)
    story.say(f"批准后{word}及时落实会籍：接转到{story.kinds(routed.options)}", [placement], table="join.channels")
    return [
        PlacementLeft(
            to=routed.options,
            open=routed.open,
            at=routed.at,
            modality=placement.modality,
            by=placement.by,
            transfer=routed.leads_to == "unit_union",
        )
    ]


def _watches(story: Story, facts: Mapping[str, Any]) -> list[WatchLeft]:
    """One watch for each unit of the worker without a union whose founding one could move his seat."""
    profile = story.profile
    layers = profile.layers(profile.rules.seat.changes, profile.nation.seat.changes)
    found = []
    for unit in UNITS:
        if facts.get(f"{unit}_union") is not False:
            continue
        outcome = unique(layers, {**facts, "event": "union_founded", "unit": unit})
        change = outcome.one
        if change is None and not outcome.possible:
            continue
        if change is not None and change.row.then == "stays":
            continue
        story.need(outcome.missing)
        _say_watch(story, unit, change)
        found.append(
            WatchLeft(
                event="union_founded",
                unit=unit,
                then=change.row.then if change else None,
                modality=change.row.modality if change else None,
            )
        )
    return found


def _say_watch(story: Story, unit: str, change: Considered[SeatChange] | None) -> None:
    who = story.profile.label("unit", unit)
    if change is None:
        story.say(f"{who}以后建立工会的，再看是否接转会籍", table="seat.changes")
        return
    word = story.profile.label("modality", change.row.modality or "")
    then = "可以接转会籍" if change.row.then == "offer" else f"{word}及时接转会籍"
    story.say(f"{who}以后建立工会的，{then}", [change.row, change.via], table="seat.changes")


def _counts(story: Story, routed: Routed, facts: Mapping[str, Any]) -> list[CountLeft]:
    member = {"join_form": routed.form, "relation_kind": facts.get("relation_kind")}
    found = []
    for row in stated_rows(story.profile.rules.thresholds):
        if find(row, facts).holds and row.counts.holds(member):
            story.say(f"计入同一单位满 {row.at_least} 人的统计", [row], table="thresholds")
            found.append(CountLeft(threshold=row.id, per=row.per, at_least=row.at_least))
    return found
