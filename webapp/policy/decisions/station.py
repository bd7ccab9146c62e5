"""Service stations (服务站点): whether a place of a kind may be opened, recognised or used, and what is still needed.

A station is a place; an organisation at a depot is decided by `organisation`. A circumstance that the text
leaves to judgement is a person's flag with a reason, never a number. Who opens a station is our default where
no document says so.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webapp.policy.answers.unions import (
    ApprovalAnswer,
    HostAnswer,
    OpenToAnswer,
    RecognitionAnswer,
    StationAnswer,
    StationKindAnswer,
)
from webapp.policy.decision import Decision
from webapp.policy.explaining.story import Story
from webapp.policy.language.rows import Refer
from webapp.policy.language.vocabularies import STATION
from webapp.policy.profile.listed import Listed, Listing
from webapp.policy.profile.stations import StationKind, Stations
from webapp.policy.reading.layered import Profile


def decide_station(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[StationAnswer]:
    """Whether a station may be opened (default), recognised or used. Facts and answer: docs/policy-profile.md."""
    given = STATION.read(facts)
    story = Story("station", profile, given, on)
    section = profile.rules.stations
    if given.get("act") == "use":
        return _use(story, section, given)
    if not isinstance(section, Stations):
        text = (
            f"依照《{section.refer}》，本系统没有收录该文件" if isinstance(section, Refer) else "文件没有规定服务站点"
        )
        story.say(text, [profile.defaults.silence], table="stations")
        return story.decision("not_stated", StationAnswer())
    kind = given.get("kind")
    if kind is None:
        story.need(["kind"])
        return story.decision("ask", StationAnswer())
    row = next((one for one in section.kinds if one.id == kind), None)
    if row is None:
        names = "、".join(one.label for one in section.kinds)
        story.say(f"本地文件没有规定这一类站点（有：{names}）", [profile.defaults.silence], table="stations.kinds")
        return story.decision("not_stated", StationAnswer())
    answer = StationAnswer(StationKindAnswer(row.id, row.label, row.modality))
    if given.get("act") == "recognise":
        return _recognise(story, section, row, given, answer)
    return _open(story, section, row, given, answer)


def _open(
    story: Story, section: Stations, row: StationKind, given: Mapping[str, Any], answer: StationAnswer
) -> Decision[StationAnswer]:
    word = story.profile.label("modality", row.modality or "")
    story.say(f"{word}设立{row.label}", [row], table="stations.kinds")
    host = _host(story, section.hosts, given.get("host"))
    answer = replace(answer, host=host, approval=_approval(story, section.approval))
    if row.where is not None and given.get(row.where.fact) is not True:
        if row.where.fact not in given:
            story.need([row.where.fact])
        story.say(f"“{row.where.label}”由人判断，要写明理由", [row.where], table="stations.kinds")
        answer = replace(answer, flags=(row.where.fact,))
        if not given.get("reason"):
            story.need(["reason"])
            return story.decision("incomplete", replace(answer, missing=("reason",)))
    elif row.where is not None:
        story.cite([row.where])
    return story.decision("allowed", answer)


def _host(story: Story, hosts: object, host: str | None) -> HostAnswer | None:
    """The host as the profile names it. A host that is not listed is allowed where the list is open."""
    if host is None or not isinstance(hosts, Listing):
        return None
    row = next((one for one in hosts.rows if one.id == host), None)
    if row is None and not hosts.open:
        story.warn("文件列举的依托场所中没有这一种", [hosts])
    elif row is None:
        story.say("依托场所是开放的列举（等），这一种也可以", [hosts], table="stations.hosts")
    else:
        story.say(f"依托{row.label}", [hosts], table="stations.hosts")
    return HostAnswer(host, row.label if row else None, row is not None)


def _approval(story: Story, approval: object) -> ApprovalAnswer:
    if isinstance(approval, Listed):
        story.say(f"设立站点：{approval.label}", [approval], table="stations.approval")
        return ApprovalAnswer(approval.id, "document")
    default = story.profile.defaults.approval
    story.say(f"设立站点：{default.label}（系统默认）", [default], table="defaults.approval")
    return ApprovalAnswer(default.id, "default")


def _recognise(
    story: Story, section: Stations, row: StationKind, given: Mapping[str, Any], answer: StationAnswer
) -> Decision[StationAnswer]:
    recognitions = section.recognition if isinstance(section.recognition, tuple) else ()
    found = next((one for one in recognitions if row.id in one.kinds), None)
    if found is None:
        story.say(
            f"文件没有规定{row.label}的命名或认定", [story.profile.defaults.silence], table="stations.recognition"
        )
        return story.decision("not_stated", answer)
    story.say(f"可以认定为{found.label}", [found], table="stations.recognition")
    given_by = RecognitionAnswer(found.id, found.label, found.by)
    return story.decision("allowed", replace(answer, recognition=given_by))


def _use(story: Story, section: object, given: Mapping[str, Any]) -> Decision[StationAnswer]:
    own = section.open_to if isinstance(section, Stations) else None
    row = own if isinstance(own, Listed) else story.profile.defaults.open_to
    answer = StationAnswer(open_to=OpenToAnswer(row.id, row.label, "document" if row is own else "default"))
    if row.id == "members" and given.get("member") is not True:
        if "member" not in given:
            story.need(["member"])
        story.say(f"服务站点只对会员开放：{row.label}", [row], table="stations.open_to")
        return story.decision("refused" if "member" in given else "ask", answer)
    story.say(f"服务站点{row.label}", [row], table="stations.open_to")
    return story.decision("allowed", answer)
