"""By which door an application comes: the channel's own rules, and what can be picked behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.policy.answers.join import ReceiverAnswer
from webapp.policy.decisions.routing import Routed, places
from webapp.policy.explaining.story import Story
from webapp.policy.language.facts import FactError
from webapp.policy.language.rows import Refer
from webapp.policy.language.tables import find, layered
from webapp.policy.language.vocabularies import CHANNEL_KINDS
from webapp.policy.reading.layered import Channel, stated_rows

_UNIT_PLACES = {
    "employer_union": "employer_location",
    "agency_union": "agency_location",
    "user_unit_union": "user_unit_location",
}


@dataclass(frozen=True, slots=True)
class Picked:
    """What can be picked here: the route's own options, or the receiver that the channel puts in their place."""

    to: tuple[str, ...]
    options: tuple[str, ...]
    open: bool
    at: tuple[str, ...]
    modality: str | None
    preselect: str | None
    sort: tuple[str, ...]
    receiver: ReceiverAnswer
    waits: bool


def door_of(story: Story, wanted: str, facts: Mapping[str, Any]) -> tuple[Channel | None, str | None]:
    """The door that `wanted` (a channel kind or a door's id) means here, else None and why: `closed` or `refers`."""
    profile = story.profile
    open_ = [one for one in profile.channels if wanted in (one.kind, one.door)]
    door = _speaking(story, open_, facts)
    if door is not None:
        if door.row.modality:
            word = profile.label("modality", door.row.modality)
            story.say(f"入会渠道：{door.label}（{word}）", [door.row], table="join.channels")
        return door, None
    if wanted not in CHANNEL_KINDS and not open_:
        raise FactError(f"channel：不认识渠道 “{wanted}”")
    stated = getattr(profile.rules.join.channels, wanted, None)
    label = profile.label("channel", wanted)
    if isinstance(stated, Refer):
        story.say(f"{label}依照《{stated.refer}》，本系统没有收录该文件", table="join.channels")
        return None, "refers"
    reason = (
        "文件规定不开通"
        if stated is False
        else "本地文件没有规定这一渠道"
        if not stated_rows(stated)
        else "这一渠道不适用于该情形"
    )
    story.say(f"{label}：{reason}", table="join.channels")
    return None, "closed"


def _speaking(story: Story, doors: list[Channel], facts: Mapping[str, Any]) -> Channel | None:
    """The nearest door that is open to this worker; what would open a nearer one is asked for."""
    tentative: Channel | None = None
    for _, openings in layered([_Opening(one) for one in doors], ()):
        for opening in openings:
            finding = find(opening, facts)
            if finding.holds:
                return opening.channel
            if finding.holds is None:
                story.need(finding.missing[:1])
                tentative = tentative or opening.channel
    return tentative


@dataclass(frozen=True, slots=True)
class _Opening:
    """A door seen as a table row."""

    channel: Channel

    @property
    def id(self) -> str:
        return self.channel.door

    @property
    def when(self) -> Any:
        return self.channel.row.when

    @property
    def divisions(self) -> tuple[str, ...] | None:
        return self.channel.row.divisions

    @property
    def national(self) -> bool:
        return False


def picked(story: Story, routed: Routed, door: Channel | None, facts: Mapping[str, Any]) -> Picked:
    """What can be picked behind the door.

    A receiver replaces the route's options, and a route that is a must becomes a warning.
    """
    receiver = door.row.receiver if door else None
    if receiver is None or door is None:
        only = routed.options[0] if len(routed.options) == 1 and not routed.open else None
        return Picked(
            routed.to,
            routed.options,
            routed.open,
            routed.at,
            routed.modality,
            routed.preselect,
            routed.sort,
            ReceiverAnswer("route", only, None),
            False,
        )
    kind, state, waits = _receiving(story, receiver.kind, facts)
    if routed.modality == "must":
        names = story.kinds(routed.options)
        story.warn(f"按规定应当加入{names}；先由{story.kinds([kind])}接收，再接转过去", [routed.considered.row])
    if not waits:
        story.say(f"从{door.label}申请，只由{story.kinds([kind])}受理", [receiver], table="join.channels")
    return Picked(
        (receiver.kind,),
        (kind,),
        False,
        _of_the_route(places(receiver.at, facts), routed),
        receiver.modality or door.row.modality,
        kind,
        (),
        ReceiverAnswer("channel", kind, state),
        waits,
    )


def _of_the_route(at: tuple[str, ...], routed: Routed) -> tuple[str, ...]:
    """The places of a receiver that the worker's own route gives: where his unit is if it leads to a unit's union."""
    units = tuple(_UNIT_PLACES[kind] for kind in routed.options if kind in _UNIT_PLACES)
    return tuple(one for one in at if one in (routed.at or units)) or at


def _receiving(story: Story, kind: str, facts: Mapping[str, Any]) -> tuple[str, str | None, bool]:
    """The kind that receives, its state, and whether the application waits because nobody can receive it yet."""
    state = facts.get("receiver_state")
    stand_in = next(
        (row for row in story.profile.union_kinds.values() if row.stands_in and row.stands_in.for_ == kind), None
    )
    if state == "stand_in_named" and stand_in is not None:
        story.say(f"{story.kinds([kind])}尚未成立，由指定的{story.kinds([stand_in.id])}代为受理", [stand_in.stands_in])
        return stand_in.id, state, False
    if state in ("missing", "stand_in_named"):
        story.warn(
            f"{story.kinds([kind])}尚未成立，也没有指定代为受理的组织：申请保留，等候受理，不作拒绝",
            [stand_in.stands_in if stand_in else None],
        )
        return kind, state, True
    return kind, state, False
