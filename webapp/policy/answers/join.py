"""What joining (入会) and a change of the seat (会籍) answer. Union kinds, locations and words of binding are ids of the profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from webapp.policy.answers.stored import Stored


@dataclass(frozen=True, slots=True)
class RouteAnswer(Stored):
    """Where the rule leads: the row and its layer, `via` the row of ours that called on the nation's, then as of a join's answer."""

    row: str
    layer: str
    via: str | None
    to: tuple[str, ...]
    options: tuple[str, ...]
    open: bool
    at: tuple[str, ...]
    modality: str | None
    leads_to: str
    refer: str | None


@dataclass(frozen=True, slots=True)
class PlaceAnswer(Stored):
    """A place that may be picked: its basis (work_place, residence …), and the division where it is known."""

    basis: str
    division: str | None


@dataclass(frozen=True, slots=True)
class ReceiverAnswer(Stored):
    """Who takes the application: `by` the route or the channel, its union kind, and for a channel's the state of the receiver."""

    by: str
    kind: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class ChannelAnswer(Stored):
    """The door that the application came by; `asks` are facts that the door wants besides."""

    kind: str
    id: str
    label: str
    modality: str | None
    basis: str
    batch: bool
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatGiven(Stored):
    """The kind of seat that a grant gives: `full` or `reservoir`."""

    kind: str


@dataclass(frozen=True, slots=True)
class StepAnswer(Stored):
    """Who does what: `by` the receiver or a union kind, `within` so many days, working days or months; the basis is a document or ours."""

    by: str
    role: str
    within: Mapping[str, int] | None
    basis: str


@dataclass(frozen=True, slots=True)
class LegAnswer(Stored):
    """One part of a joining. `of`: the unit it belongs to; `seat`: whether it carries the seat; `state`: open or waits."""

    leg: str
    label: str
    of: str | None
    options: tuple[str, ...]
    open: bool
    at: tuple[str, ...]
    modality: str | None
    seat: bool
    state: str


@dataclass(frozen=True, slots=True)
class SuggestionAnswer(Stored):
    """A union kind suggested beside the route; rank 1 is nearer than 2."""

    kind: str
    role: str
    modality: str | None
    layer: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLeft(Stored):
    """Somebody is to be told."""

    kind: Literal["notice"] = "notice"
    to: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementLeft(Stored):
    """A reservoir seat is to be moved to where the route leads; `transfer`: on its own, as the route leads to a unit's union."""

    kind: Literal["placement"] = "placement"
    to: tuple[str, ...]
    open: bool
    at: tuple[str, ...]
    modality: str | None
    by: str
    transfer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchLeft(Stored):
    """A unit without a union is to be watched; `then` = what its founding does to the seat, None while that is not known."""

    kind: Literal["watch"] = "watch"
    event: str
    unit: str
    then: str | None
    modality: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLeft(Stored):
    """The member counts towards a threshold of his unit."""

    kind: Literal["count"] = "count"
    threshold: str
    per: str
    at_least: int


FollowUpAnswer: TypeAlias = NoticeLeft | PlacementLeft | WatchLeft | CountLeft


@dataclass(frozen=True, slots=True)
class GuideAnswer(Stored):
    """A department in whose field the worker's group is."""

    id: str
    label: str
    field: str | None


@dataclass(frozen=True, slots=True)
class GroupAnswer(Stored):
    """The worker's group as the profile counts it."""

    id: str
    listed: bool
    counted_as: str | None


@dataclass(frozen=True, slots=True)
class ChoiceAnswer(Stored):
    """The union kind that was chosen, and whether it may be."""

    kind: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class JoinAnswer(Stored):
    """Which union, by which door, with which seat, decided by whom, what follows; each is None until it is known."""

    route: RouteAnswer | None = None
    to: tuple[str, ...] | None = None
    options: tuple[str, ...] | None = None
    open: bool | None = None
    at: tuple[str, ...] | None = None
    places: tuple[PlaceAnswer, ...] | None = None
    modality: str | None = None
    preselect: str | None = None
    sort: tuple[str, ...] | None = None
    form: str | None = None
    receiver: ReceiverAnswer | None = None
    channel: ChannelAnswer | None = None
    seat: SeatGiven | None = None
    steps: tuple[StepAnswer, ...] | None = None
    legs: tuple[LegAnswer, ...] | None = None
    marks: tuple[str, ...] | None = None
    suggestions: tuple[SuggestionAnswer, ...] | None = None
    follow_ups: tuple[FollowUpAnswer, ...] | None = None
    guided_by: tuple[GuideAnswer, ...] | None = None
    worker_group: GroupAnswer | None = None
    choice: ChoiceAnswer | None = None


@dataclass(frozen=True, slots=True)
class SeatAnswer(Stored):
    """What an event does to the seat; `stated` is False where no row speaks of it. `within`: the time allowed, None = not stated."""

    stated: bool | None = None
    to: tuple[str, ...] | None = None
    options: tuple[str, ...] | None = None
    at: tuple[str, ...] | None = None
    modality: str | None = None
    within: Mapping[str, int] | None = None
    layer: str | None = None
    row: str | None = None
