"""The ways in: which channels are open here, and where somebody comes from who uses one."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from webapp.join.doors.drives import drive_by_code
from webapp.policy import Channel, Decision, JoinAnswer, decide
from webapp.tenancy import business_date, profile
from webapp.unions import Employer, Union, divisions, employer_by_id, union_by_id
from webapp.unions.divisions import only_in
from webapp.unions.settings import closed_channels

ONLINE, OFFLINE, QR, VIA_PLATFORM = "online", "offline", "qr_scan", "via_platform"
EVENTS = ("collective_registration", "mobile_window", "onsite_meeting")


@dataclass(frozen=True)
class Entrance:
    """One way in as somebody meets it. `origin` is kept with the application, `answers` what it already answers.

    `only_here`: the places to which alone it is open, None for the whole province.
    """

    channel: str
    words: str
    origin: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    only_here: str | None = None


class Closed(Exception):
    """This province does not have the channel; `decision` says so, with what the documents say."""

    def __init__(self, decision: Decision[JoinAnswer]) -> None:
        super().__init__(decision.outcome)
        self.decision = decision


class NoSuchEntrance(Exception):
    """The code or the id leads nowhere; the message is Chinese."""


def doors_of(kind: str) -> list[Channel]:
    """The province's doors of a channel kind, in the order of the profile; none where it does not have it."""
    return [channel for channel in profile().channels if channel.kind == kind]


def require(channel: str) -> Channel:
    """The first door of this kind, or Closed with the policy's own words."""
    doors = doors_of(channel)
    if not doors:
        raise Closed(decide("join", {"channel": channel}, profile(), business_date()))
    return doors[0]


def online() -> Entrance:
    """The site itself; a door that stands in some places alone is named as theirs."""
    require(ONLINE)
    doors = doors_of(ONLINE)
    everywhere = any(door.row.divisions is None for door in doors)
    words = "、".join(only_in(door.label, door.row.divisions) for door in doors)
    return Entrance(ONLINE, words, only_here=None if everywhere else _places_of(doors))


def _places_of(doors: list[Channel]) -> str:
    codes = dict.fromkeys(code for door in doors for code in door.row.divisions or ())
    return "、".join("".join(one.name for one in divisions.path(code)[1:]) or code for code in codes)


def by_drive(code: str) -> Entrance:
    """An enrolment drive, by the code of its QR."""
    drive = drive_by_code(code)
    if drive is None:
        raise NoSuchEntrance("没有找到这次入会活动，请核对二维码，或向现场工作人员询问。")
    if not drive.is_open(business_date()):
        raise NoSuchEntrance(f"“{drive.name}”现在不在开放时间。您可以在网上申请入会。")
    door = require(drive.channel)
    origin = {"drive": str(drive.id), "union": str(drive.union_id)}
    return Entrance(drive.channel, f"{drive.name}（{door.label}）", origin, {"place_hint": drive.division})


def by_place(union_id: UUID, *, at: str = "") -> Entrance:
    """A QR code at a union's place, or at a place that it runs elsewhere: `at` is that one's division."""
    door = require(QR)
    union: Union | None = union_by_id(union_id)
    if union is None or not union.open:
        raise NoSuchEntrance("这个二维码已经失效，请向工会工作人员询问，或在网上申请入会。")
    if QR in closed_channels([union.id]):
        raise NoSuchEntrance(f"{union.name}没有使用{door.label}，您可以在网上申请入会。")
    inside = divisions.get(at) is not None and divisions.within(at, str(profile().division))
    answers = {"place_hint": at if inside else union.division, "pick:": str(union.id)}
    return Entrance(QR, f"{union.name}（{door.label}）", {"union": str(union.id)}, answers)


def by_platform(platform_id: UUID) -> Entrance:
    """A platform that leads its workers here."""
    door = require(VIA_PLATFORM)
    platform: Employer | None = employer_by_id(platform_id)
    if platform is None or not platform.platform:
        raise NoSuchEntrance("没有找到这家平台，您可以在网上申请入会。")
    answers = {"platform_ids": [str(platform.id)]}
    return Entrance(VIA_PLATFORM, f"{platform.name}（{door.label}）", {"platform": str(platform.id)}, answers)


def by_way(way: str) -> Entrance:
    """The entrance that a start page named: "", `drive:CODE`, `place:ID` (or `place:ID@DIVISION`) or `platform:ID`. Raises Closed, NoSuchEntrance."""
    kind, _, value = way.partition(":")
    if kind == "drive":
        return by_drive(value)
    if kind in ("place", "platform"):
        value, _, at = value.partition("@")
        try:
            identity = UUID(value)
        except ValueError:
            raise NoSuchEntrance("这个二维码不完整，请重新扫描。") from None
        return by_place(identity, at=at) if kind == "place" else by_platform(identity)
    return online()
