"""Legs: one joining in several independent parts, each its own case; exactly one of them carries the seat."""

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.policy.answers.join import LegAnswer
from webapp.policy.decisions.doors import Picked
from webapp.policy.decisions.routing import Routed, existing, expanded, places
from webapp.policy.explaining.story import Story
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.profile.join import At, Leg
from webapp.policy.reading.layered import stated_rows


def legs_of(story: Story, routed: Routed, here: Picked, facts: Mapping[str, Any]) -> tuple[LegAnswer, ...] | None:
    """The legs, the one with the seat first; None where the profile has none."""
    rows: tuple[Leg, ...] = stated_rows(story.profile.rules.join.legs)
    if not rows:
        return None
    legs: list[LegAnswer] = []
    for row in rows:
        if row.carries_seat_when.holds({**facts, "leads_to": routed.leads_to}):
            legs.insert(0, _seat_leg(story, row, here, facts))
        legs += _other_legs(story, row, routed, facts)
    return tuple(legs)


def _seat_leg(story: Story, row: Leg, here: Picked, facts: Mapping[str, Any]) -> LegAnswer:
    story.say(f"{row.label}：加入{story.kinds(here.options)}，会籍随这一方", [row], table="join.legs")
    of = next((one["id"] for one in facts.get("platforms") or () if one.get("employer")), None) if row.each else None
    return LegAnswer(
        leg=row.id,
        label=row.label,
        of=of,
        options=here.options,
        open=here.open,
        at=here.at,
        modality=here.modality,
        seat=True,
        state="waits" if here.waits else "open",
    )


def _other_legs(story: Story, row: Leg, routed: Routed, facts: Mapping[str, Any]) -> Iterable[LegAnswer]:
    """The legs of this row that carry no seat: one, or with `each: platform` one for every platform but the
    employing one.
    """
    carries = row.carries_seat_when.holds({**facts, "leads_to": routed.leads_to})
    if row.each == "platform":
        for platform in _platforms(story, facts):
            if carries and platform.get("employer"):
                continue
            yield _affiliation(story, row, platform["id"], platform["union"], facts)
    elif not carries:
        yield _affiliation(story, row, None, True, facts)


def _platforms(story: Story, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The worker's platforms. Without a list, `platform_union` speaks of one unnamed platform."""
    named = facts.get("platforms", UNKNOWN)
    if named is not UNKNOWN and named is not None:
        return [
            {"id": one.get("id"), "union": one.get("union"), "employer": one.get("employer", False)} for one in named
        ]
    union = facts.get("platform_union", UNKNOWN)
    if named is None or union is None:
        return []
    if union is UNKNOWN:
        story.need(["platform_union"])
        return [{"id": None, "union": None, "employer": False}]
    return [{"id": None, "union": union, "employer": False}]


def _affiliation(story: Story, row: Leg, of: str | None, union: bool | None, facts: Mapping[str, Any]) -> LegAnswer:
    kinds, rows = expanded(story.profile, row.to)
    open_ = union is True
    options = existing(story, kinds, {**facts, "platform_union": union}) if open_ else ()
    state = "open" if options else "waits"
    text = f"{row.label}：加入{story.kinds(options)}，只建立联系，不另立会籍"
    if state == "waits":
        text = f"{row.label}：目前没有可以加入的{story.kinds(kinds)}，先等候，不影响另一方"
    story.say(text, [row, *rows], table="join.legs")
    return LegAnswer(
        leg=row.id,
        label=row.label,
        of=of,
        options=options,
        open="local" in row.to,
        at=places(row.at or At(), facts),
        modality=row.modality,
        seat=False,
        state=state,
    )
