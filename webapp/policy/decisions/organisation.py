"""Organisations: whether a union of a kind may be registered, and what is still missing.

Asked of every kind: what the profile needs of all (`any`) and of this one, how many a division may have, its
committees and its term. A `must` that the text puts on a condition is a warning; what the text asks for
unconditionally makes the registration incomplete.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from webapp.policy.answers.unions import OrganisationAnswer, TermAnswer
from webapp.policy.decision import Decision
from webapp.policy.explaining.story import Story
from webapp.policy.language.divisions import layer_of
from webapp.policy.language.facts import FactError
from webapp.policy.language.rows import Ruled
from webapp.policy.language.spans import Span
from webapp.policy.language.vocabularies import ORGANISATION
from webapp.policy.profile.organisations import CommitteeRule, Needs, UnionKind
from webapp.policy.reading.layered import Profile, stated_rows

_PLACES = {"district": "county", "village": "street"}
"""Levels of unions that have no level of their own among the divisions."""
ORDER = ("allowed", "incomplete", "refused")


def decide_organisation(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[OrganisationAnswer]:
    """Whether the organisation may be registered. Facts and answer: docs/policy-profile.md."""
    given = ORGANISATION.read(facts)
    story = Story("organisation", profile, given, on)
    kind = given.get("kind")
    if kind is None:
        story.need(["kind"])
        return story.decision("ask", OrganisationAnswer())
    row = profile.union_kinds.get(kind)
    if row is None or kind == "any":
        raise FactError(f"kind：不认识组织类型 “{kind}”")
    checks = [
        *_needs(story, [one for one in (_for_all(profile), row.needs) if one is not None], given),
        *_level(story, row, given.get("division")),
        *_inside(story, row, given.get("parents")),
        *_per_division(story, row, given),
        *_committees(story, row, given),
        *_term(story, row, given),
    ]
    answer = OrganisationAnswer(
        missing=tuple(what for _, what in checks if what),
        name=_name(row, given),
        term=_term_answer(row, given, story.on),
        level=row.level,
        inside=row.inside.kinds if row.inside else None,
    )
    outcome = max((found for found, _ in checks), key=ORDER.index, default="allowed")
    if outcome == "allowed" and story.ask:
        outcome = "incomplete"
    if outcome == "allowed" and not checks:
        story.say(f"可以登记{story.kinds([kind])}", [row], table="union_kinds")
    else:
        story.cite([row])
    story.cite(_looked_at(story.profile, row, given))
    return story.decision(outcome, answer)


def _looked_at(profile: Profile, row: UnionKind, given: Mapping[str, Any]) -> list[Ruled]:
    """The parts of the kind's row that were tried, passed or not: what an organisation rests on beside the row itself."""
    roles = [profile.union_kinds[one] for one in (row.needs.parents if row.needs else ()) if one in profile.union_kinds]
    tried: list[Ruled | None] = [
        *((row.needs, row.inside, *roles) if given.get("parents") is not None else ()),
        row.per_division if "existing_in_division" in given else None,
        row.term_years if "term_years" in given else None,
    ]
    return [one for one in tried if one is not None]


def _for_all(profile: Profile) -> Needs | None:
    row = next((one for one in stated_rows(profile.rules.union_kinds) if one.id == "any"), None)
    return row.needs if row is not None else None


def _name(row: UnionKind, given: Mapping[str, Any]) -> str | None:
    """The name by the profile's pattern, where every place in the pattern is known."""
    if row.name_pattern is None:
        return None
    places = {level: given.get(level) for level in ("province", "city", "county")}
    if any(f"{{{level}}}" in row.name_pattern and not value for level, value in places.items()):
        return None
    return row.name_pattern.format_map(places)


def _needs(story: Story, needs: Iterable[Needs], given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for row in needs:
        wanted = [name for name in ("upper_union", "address") if getattr(row, name)]
        for name in wanted:
            if name not in given:
                story.need([name])
            elif not given[name]:
                story.say(f"缺少{story.profile.label('fact', name)}", [row], table="union_kinds.needs")
                yield row.lacking, name
        yield from _parents(story, row, given.get("parents"))


def _parents(story: Story, row: Needs, parents: tuple[Any, ...] | None) -> Iterable[tuple[str, str]]:
    """The parents that are missing.

    A role such as `firm_union` is filled by any kind that the profile lets fill it.
    """
    if not row.parents:
        return
    if parents is None:
        story.need(["parents"])
        return
    for parent in row.parents:
        kind = story.profile.union_kinds.get(parent)
        accepted = {parent, *(kind.filled_by if kind else ())}
        if not accepted & set(parents):
            story.say(f"缺少上级：{story.kinds([parent])}", [row], table="union_kinds.needs")
            yield row.lacking, parent


def _level(story: Story, row: UnionKind, division: str | None) -> Iterable[tuple[str, str]]:
    """A kind that the profile sets up at certain levels is registered there only."""
    stated = [row.level] if isinstance(row.level, str) else list(row.level or ())
    levels = list(dict.fromkeys(_PLACES.get(level, level) for level in stated))
    if not levels or division is None or layer_of(division) in levels:
        return
    words = "、".join(story.profile.label("level", level) for level in levels)
    place = story.profile.label("level", layer_of(division))
    story.say(f"{story.kinds([row.id])}设在{words}，{place}不是这一级", [row], table="union_kinds")
    yield "refused", ""


def _inside(story: Story, row: UnionKind, parents: tuple[Any, ...] | None) -> Iterable[tuple[str, str]]:
    """A kind that is set up inside others needs one of them above it."""
    if row.inside is not None and parents is not None and not set(row.inside.kinds) & set(parents):
        story.say(
            f"{story.kinds([row.id])}要设在{story.kinds(row.inside.kinds)}里面", [row.inside], table="union_kinds"
        )
        yield "refused", ""


def _per_division(story: Story, row: UnionKind, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    limit = row.per_division
    if limit is not None and given.get("existing_in_division", 0) >= limit.max:
        story.say(f"每个地区最多 {limit.max} 个{story.kinds([row.id])}，这里已有", [limit], table="union_kinds")
        yield "refused", ""


def _committees(story: Story, row: UnionKind, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if row.committees is None:
        return
    present = given.get("committees")
    for name in ("funds_audit", "women"):
        rule: CommitteeRule | None = getattr(row.committees, name)
        if rule is None or name in (present or ()):
            continue
        if rule.lacking != "warning" and (unknown := _unknown(rule, given)):
            story.need([unknown])
            continue
        if present is None or not _required(rule, given):
            continue
        label = story.profile.label("committee", name)
        if rule.lacking == "warning":
            story.warn(f"应当设立{label}", [rule])
            yield "allowed", name
        else:
            story.say(f"缺少{label}", [rule], table="union_kinds.committees")
            yield "incomplete", name


def _unknown(rule: CommitteeRule, given: Mapping[str, Any]) -> str | None:
    """The fact that has to be known before a committee can be missed."""
    circumstance = None if rule.required == "always" else rule.required.removeprefix("if_")
    if circumstance is not None and circumstance not in given:
        return circumstance
    return "committees" if given.get("committees") is None and _required(rule, given) else None


def _required(rule: CommitteeRule, given: Mapping[str, Any]) -> bool:
    return rule.required == "always" or bool(given.get(rule.required.removeprefix("if_")))


def _term_answer(row: UnionKind, given: Mapping[str, Any], on: datetime.date) -> TermAnswer:
    """When the term of office ends, and from when it is overdue."""
    rule = row.term_years
    if rule is None:
        return TermAnswer(asked=False)
    years, elected = given.get("term_years"), given.get("elected_on")
    if years is None or years not in rule.one_of or elected is None:
        return TermAnswer(True, rule.one_of)
    ends = Span(years * 12, 0).after(elected)
    overdue = ends + datetime.timedelta(days=1)
    return TermAnswer(True, rule.one_of, ends, overdue, on >= overdue)


def _term(story: Story, row: UnionKind, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The term of office: whether it is one of those allowed."""
    rule = row.term_years
    if rule is None:
        return
    years, elected = given.get("term_years"), given.get("elected_on")
    if years is not None and years not in rule.one_of:
        allowed = "或".join(str(one) for one in rule.one_of)
        story.say(f"任期应当是 {allowed} 年，不能是 {years} 年", [rule], table="union_kinds.term_years")
        yield "refused", ""
    elif years is None or elected is None:
        story.need([name for name in ("term_years", "elected_on") if given.get(name) is None])
    else:
        ends = Span(years * 12, 0).after(elected)
        story.say(f"任期 {years} 年，{ends.isoformat()} 届满", [rule], table="union_kinds.term_years")
