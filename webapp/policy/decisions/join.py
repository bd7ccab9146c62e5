"""Joining (入会): which union, by which door, with which seat, decided by whom, and what has to follow.

The route table says where the situation leads. A door with a receiver puts that receiver in the place of what
can be picked, and the route becomes the place where the member is moved afterwards. Legs, where a province has
them, divide one joining into independent cases of which exactly one carries the seat. Who has a seat already is
offered a transfer along the route itself: receivers and provisional seats of doors are for newcomers.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webapp.policy.answers.join import (
    ChannelAnswer,
    ChoiceAnswer,
    GroupAnswer,
    GuideAnswer,
    JoinAnswer,
    PlaceAnswer,
    SeatGiven,
    StepAnswer,
    SuggestionAnswer,
)
from webapp.policy.decision import Decision
from webapp.policy.decisions.doors import Picked, door_of, picked
from webapp.policy.decisions.follow_ups import follow_ups
from webapp.policy.decisions.legs import legs_of
from webapp.policy.decisions.routing import Routed, route_of, suggestions_of
from webapp.policy.explaining.story import Story
from webapp.policy.language.facts import UNKNOWN, FactError
from webapp.policy.language.rows import Refer
from webapp.policy.language.tables import collect, layered
from webapp.policy.language.vocabularies import JOIN, PLATFORM, UNIT_UNIONS
from webapp.policy.profile.join import Step
from webapp.policy.profile.membership import Single
from webapp.policy.reading.layered import Channel, Profile, stated_rows


def decide_join(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[JoinAnswer]:
    """Where this worker joins. Facts and answer: docs/policy-profile.md."""
    given = JOIN.read(facts)
    story = Story("join", profile, given, on)
    situation = _situation(given)
    door, shut = door_of(story, given.get("channel") or "offline", situation)
    answer = JoinAnswer(
        channel=_channel(door),
        guided_by=_guides(story, given.get("worker_group")),
        worker_group=_group(story, given.get("worker_group")),
    )
    taken = _taken(story, given.get("seat_kind"))
    own = profile.rules.join.routes
    if isinstance(own, Refer):
        story.say(f"入会去向依照《{own.refer}》，本系统没有收录该文件", table="join.routes")
        return story.decision("refers", answer)
    routed = route_of(story, situation)
    if routed is None:
        return story.decision(shut or taken or "ask", answer)
    behind = None if taken else door
    here = picked(story, routed, behind, situation)
    answer = _filled(answer, story, routed, here, behind, situation)
    outcome = shut or taken or _outcome(here, answer)
    return story.decision(outcome, answer)


def _filled(
    answer: JoinAnswer, story: Story, routed: Routed, here: Picked, door: Channel | None, facts: Mapping[str, Any]
) -> JoinAnswer:
    """The answer once the route is known; what is said on the way stands in this order."""
    seat = _seat(story, door, here)
    legs = legs_of(story, routed, here, facts)
    named = {*here.options, *routed.options, *(kind for leg in legs or () for kind in leg.options)}
    suggestions = tuple(suggestions_of(story, facts, named))
    steps = tuple(_steps(story, routed, door, facts))
    left = follow_ups(story, routed, here, door, facts)
    choice = _choice(story, here, suggestions, facts.get("choice"))
    return replace(
        answer,
        route=routed.as_answer(),
        to=here.to,
        options=here.options,
        open=here.open,
        at=here.at,
        places=tuple(PlaceAnswer(one, facts.get(one)) for one in here.at),
        modality=here.modality,
        preselect=here.preselect,
        sort=here.sort,
        form=routed.form,
        receiver=here.receiver,
        seat=seat,
        steps=steps,
        legs=legs,
        marks=_marks(story, facts.get("choice") or here.receiver.kind),
        suggestions=suggestions,
        follow_ups=left,
        choice=choice,
    )


def _outcome(here: Picked, answer: JoinAnswer) -> str:
    if answer.choice and not answer.choice.allowed:
        return "redirect"
    if here.waits:
        return "waits"
    return "join" if here.options else "ask"


def _situation(given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with `platform_union` filled in from the list of platforms."""
    situation = dict(given)
    platforms = given.get("platforms")
    if platforms is not None:
        read = [_platform(one) for one in platforms]
        situation["platforms"] = read
        unions = [one.get("union", UNKNOWN) for one in read]
        if True in unions or UNKNOWN not in unions:
            situation.setdefault("platform_union", True in unions)
    return situation


def _platform(line: Any) -> dict[str, Any]:
    if not isinstance(line, Mapping):
        raise FactError("platforms：每一项要写成 {id, union, employer}")
    return PLATFORM.read(line)


def _channel(door: Channel | None) -> ChannelAnswer | None:
    if door is None:
        return None
    row = door.row
    return ChannelAnswer(
        kind=door.kind,
        id=door.door,
        label=door.label,
        modality=row.modality,
        basis=door.basis,
        batch=row.batch,
        asks=row.asks,
    )


def _taken(story: Story, seat_kind: str | None) -> str | None:
    """`transfer` where the person has a seat and may have only one."""
    single = _single(story)
    if seat_kind in (None, "none") or single is None:
        return None
    story.say("已有会籍：一人只有一个会籍，不再另立，可以办理接转", [single], table="seat.single")
    return "transfer"


def _single(story: Story) -> Single | None:
    """The row that says a person has one seat, the nation's where the province is silent; None where he may have
    several.
    """
    single = story.profile.rules.seat.single or story.profile.nation.seat.single
    return single if isinstance(single, Single) and single.value else None


def _seat(story: Story, door: Channel | None, here: Picked) -> SeatGiven:
    """The seat a grant gives. A body that only stands in gives no more than a reservoir seat."""
    seat = door.row.seat if door else None
    if seat is not None:
        story.say(
            f"批准后会籍先在{story.kinds(here.options)}（{story.words('seat_kind', seat.kind)}）",
            [seat],
            table="join.channels",
        )
        return SeatGiven(seat.kind)
    story.say("会籍随劳动（工作）关系，一人一个会籍", [_single(story)], table="seat.single")
    return SeatGiven("reservoir" if here.receiver.state == "stand_in_named" else "full")


def _steps(story: Story, routed: Routed, door: Channel | None, facts: Mapping[str, Any]) -> list[StepAnswer]:
    """Who does what, in order. If no row of the profile decides, the default does, and says that it is ours."""
    profile = story.profile
    known = {**facts, "leads_to": routed.leads_to, "channel": door.kind if door else None}
    rows = collect(layered(stated_rows(profile.rules.join.steps), ()), known)
    story.need(rows.missing)
    steps = []
    for one in rows.deciding:
        story.say(_step_text(story, one.row.by, one.row.role), [one.row], table="join.steps")
        steps.append(_step(one.row, "document"))
    if not any(step.role == "decides" for step in steps):
        for row in profile.defaults.steps:
            story.say(f"{_step_text(story, row.by, row.role)}（系统默认）", [row], table="defaults.steps")
            steps.append(_step(row, "default"))
    return steps


def _step(row: Step, basis: str) -> StepAnswer:
    return StepAnswer(row.by, row.role, None if row.within is None else row.within.length, basis)


def _step_text(story: Story, by: str, role: str) -> str:
    who = "受理工会" if by == "receiver" else story.kinds([by])
    return f"{who}{story.profile.label('step_role', role)}"


def _choice(
    story: Story, here: Picked, suggestions: tuple[SuggestionAnswer, ...], choice: str | None
) -> ChoiceAnswer | None:
    if choice is None:
        return None
    admitted = {one.kind for one in suggestions if one.role == "admits"} if here.receiver.by == "route" else set()
    known = story.profile.union_kinds
    if choice not in known:
        raise FactError(f"choice：不认识工会类型 “{choice}”")
    row = known[choice]
    if row.members is not None and "persons" not in row.members.of:
        story.say(f"{story.kinds([choice])}的成员是工会，不直接吸收职工入会", [row.members], table="union_kinds")
        return ChoiceAnswer(choice, False)
    allowed = choice in here.options or choice in admitted or (here.open and choice not in UNIT_UNIONS)
    if not allowed:
        story.say(f"不能选择{story.kinds([choice])}：这里可以选的是{story.kinds(here.options)}")
    return ChoiceAnswer(choice, allowed)


def _marks(story: Story, kind: str | None) -> tuple[str, ...]:
    row = story.profile.union_kinds.get(kind or "")
    if row is None or row.members is None or row.members.mark is None:
        return ()
    story.say(f"入会后标识为{story.profile.label('mark', row.members.mark)}", [row.members], table="union_kinds")
    return (row.members.mark,)


def _guides(story: Story, group: str | None) -> tuple[GuideAnswer, ...]:
    """The departments in whose field the worker's group is: those that name it, then those that guide all."""
    if group is None:
        return ()
    rows = story.profile.departments
    naming = [row for row in rows if isinstance(row.guides, tuple) and group in row.guides]
    for_all = [row for row in rows if row.guides == "all"]
    for row in naming:
        story.say(f"{story.words('worker_group', group)}由{row.label}部门指导", [row], table="departments")
    return tuple(GuideAnswer(row.id, row.label, row.field) for row in (*naming, *for_all))


def _group(story: Story, group: str | None) -> GroupAnswer | None:
    """The worker's group as this profile counts it; a group that is not listed counts as the open one."""
    if group is None:
        return None
    rows = story.profile.worker_groups
    row = next((one for one in rows if one.id == group), None) or next((one for one in rows if one.open), None)
    if row is None:
        return GroupAnswer(group, False, None)
    if row.id != group:
        story.say(f"{story.words('worker_group', group)}没有单独列出，按开放的“等”处理", [row], table="worker_groups")
    return GroupAnswer(group, row.id == group, row.counted_as or row.id)
