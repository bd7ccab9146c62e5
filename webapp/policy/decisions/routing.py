"""Where the route table leads a worker, and which unions are suggested beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.policy.answers.join import RouteAnswer, SuggestionAnswer
from webapp.policy.explaining.story import Story
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.language.rows import Ruled
from webapp.policy.language.tables import Considered, Outcome, collect, unique
from webapp.policy.language.vocabularies import UNIT_UNIONS
from webapp.policy.profile.join import At, Local, Route, Suggestion
from webapp.policy.reading.layered import Profile


@dataclass(frozen=True, slots=True)
class Routed:
    """The route that a situation takes.

    `to` are the kinds the rule names, `options` those that exist for this worker.
    """

    considered: Considered[Route]
    to: tuple[str, ...]
    options: tuple[str, ...]
    open: bool
    at: tuple[str, ...]
    modality: str | None
    sort: tuple[str, ...]
    form: str | None
    preselect: str | None
    refer: str | None

    @property
    def leads_to(self) -> str:
        """`area_union` where the union lies at a place, `unit_union` where it is the union of a unit."""
        return "area_union" if self.at else "unit_union"

    def as_answer(self) -> RouteAnswer:
        """The `route` of an answer."""
        one = self.considered
        return RouteAnswer(
            row=one.row.id,
            layer=one.layer,
            via=one.via.id if one.via else None,
            to=self.to,
            options=self.options,
            open=self.open,
            at=self.at,
            modality=self.modality,
            leads_to=self.leads_to,
            refer=self.refer,
        )


def routes(profile: Profile, facts: Mapping[str, Any]) -> Outcome[Route]:
    """How every row of the route table comes out."""
    return unique(profile.layers(profile.rules.join.routes, profile.nation.join.routes), facts)


def route_of(story: Story, facts: Mapping[str, Any]) -> Routed | None:
    """The route, explained; None while a fact is missing that decides it (it is then in `story.ask`)."""
    outcome = routes(story.profile, facts)
    story.refute(outcome.refuted, "join.routes", lambda row: _named(story, row))
    story.need(outcome.missing)
    found = outcome.one
    if found is None:
        return None
    row, via = found.row, found.via
    to, rows = expanded(story.profile, row.to or ())
    options = existing(story, to, facts)
    at = (via.at if via and via.at else row.at) or At()
    preselect = (via.preselect if via else None) or row.preselect
    routed = Routed(
        considered=found,
        to=to,
        options=options,
        open=_open(story.profile, row),
        at=places(at, facts),
        modality=row.modality,
        sort=(via.sort if via else None) or row.sort or (),
        form=(via.form if via else None) or row.form,
        preselect=preselect if preselect in options else (options[0] if len(options) == 1 else None),
        refer=row.refer,
    )
    _tell(story, routed, [row, via, *rows])
    return routed


def _named(story: Story, row: Route | Suggestion) -> str:
    """What a row leads to, in a few words."""
    if row.national:
        return "本地没有规定，按全国规则"
    word = story.profile.label("modality", row.modality or "")
    kinds = "、".join("所在地工会" if kind == "local" else story.kinds([kind]) for kind in row.to or ())
    if isinstance(row, Suggestion):
        return f"{word}{kinds}{'提供服务' if row.role == 'serves' else '吸收入会'}"
    return f"{word}加入{kinds}"


def _tell(story: Story, routed: Routed, rows: list[Ruled | None]) -> None:
    found = routed.considered
    situation = story.situation(found.finding.held) or "不论何种情形"
    if found.via is not None:
        story.say("本地文件没有规定这一情形，适用全国规则", [found.via], cite=False)
    place = "、".join(story.profile.label("location", one) for one in routed.at)
    word = story.profile.label("modality", routed.modality or "")
    where = f"{place}的" if place else ""
    more = "等" if routed.open else ""
    names = story.kinds(routed.options or routed.to)
    story.say(f"{situation}。{word}加入{where}{names}{more}", rows, considered=found, table="join.routes")
    if routed.refer:
        story.say(f"具体依照{routed.refer}；该文件未收入本系统", rows, cite=False)


def expanded(profile: Profile, to: Iterable[str]) -> tuple[tuple[str, ...], list[Ruled]]:
    """The kinds that `to` names, `local` written out, and the rows that say what local means."""
    kinds: list[str] = []
    rows: list[Ruled] = []
    for one in to:
        if one != "local":
            kinds.append(one)
            continue
        found, rows = local_kinds(profile)
        kinds += found
    return tuple(dict.fromkeys(kinds)), rows


def local_kinds(profile: Profile) -> tuple[list[str], list[Ruled]]:
    """The local kinds in their order, and the rows they rest on: first, the list itself (own or the nation's),
    also.
    """
    own, nation = _local(profile.rules.join.local), _local(profile.nation.join.local)
    base = own if own is not None and own.kinds is not None else nation
    kinds = list(base.kinds or ()) if base else []
    rows: list[Ruled] = [base] if base else []
    if own is not None and own.first is not None:
        kinds = [*own.first.kinds, *kinds]
        rows.append(own.first)
    if own is not None and own.also is not None:
        kinds = [*kinds, *own.also.kinds]
        rows.append(own.also)
    return kinds, rows


def _local(section: object) -> Local | None:
    return section if isinstance(section, Local) else None


def _open(profile: Profile, row: Route) -> bool:
    if row.open is not None:
        return row.open
    if "local" not in (row.to or ()):
        return False
    own, nation = _local(profile.rules.join.local), _local(profile.nation.join.local)
    if own is not None and own.open is not None:
        return own.open
    return bool(nation and nation.open)


def existing(story: Story, kinds: Iterable[str], facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds that are there for this worker: a unit's own union only where the fact of that name is true; else
    it is asked for.
    """
    found: list[str] = []
    for kind in kinds:
        if kind not in UNIT_UNIONS or facts.get(kind) is True:
            found.append(kind)
        elif facts.get(kind, UNKNOWN) is UNKNOWN:
            story.need([kind])
    return tuple(found)


def places(at: At, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The places of an `at`: all that may be picked, or the first of the list that the worker has."""
    if at.pick or not at.first_of:
        return at.pick
    has_not = [one for one in at.first_of if one in facts and facts[one] is None]
    left = [one for one in at.first_of if one not in has_not] or list(at.first_of)
    known = [one for one in left if facts.get(one, UNKNOWN) is not UNKNOWN]
    return ((known or left)[0],)


def suggestions_of(story: Story, facts: Mapping[str, Any], named: Iterable[str]) -> list[SuggestionAnswer]:
    """The unions suggested beside the route, nearest layer first, none that `named` holds already."""
    profile = story.profile
    outcome = collect(profile.layers(profile.rules.join.suggestions, profile.nation.join.suggestions), facts)
    story.refute(outcome.refuted, "join.suggestions", lambda row: _named(story, row))
    story.need(outcome.missing)
    seen = set(named)
    found: list[SuggestionAnswer] = []
    for one in outcome.deciding:
        kinds, _ = expanded(profile, one.row.to or ())
        new = [kind for kind in existing(story, kinds, facts) if kind not in seen]
        seen.update(new)
        if new:
            _suggest(story, one, new)
        rank = 2 if one.layer == "nation" and profile.rules is not profile.nation else 1
        found += [SuggestionAnswer(kind, one.row.role, one.row.modality, one.layer, rank) for kind in new]
    return found


def _suggest(story: Story, one: Considered[Suggestion], kinds: list[str]) -> None:
    word = story.profile.label("modality", one.row.modality or "")
    names = story.kinds(kinds)
    what = f"{names}吸收其入会，须由该工会接收" if one.row.role == "admits" else f"{names}提供服务和管理，不另立会籍"
    text = f"{story.situation(one.finding.held)}。{word}{what}"
    story.say(text, [one.row, one.via], considered=one, table="join.suggestions")
