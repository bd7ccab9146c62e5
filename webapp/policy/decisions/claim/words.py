"""The sentences about rows and facts of a claim, in Chinese."""

import datetime
from typing import Any

from webapp.policy.decision import Because
from webapp.policy.decisions.claim.facts import Values
from webapp.policy.language.conditions import FactRef, Test
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.language.places import place_name
from webapp.policy.language.spans import Span
from webapp.policy.profile.benefits.components import Band
from webapp.policy.profile.benefits.facts import CLAIM_FACTS, LABELS, yuan
from webapp.policy.reading.layered import Profile

ANSWERS = "answers."
WORDS_OF = {
    "member.worker_group": "worker_group",
    "member.channel": "channel",
    "member.relation_kind": "relation_kind",
    "member.seat_kind": "seat_kind",
    "member.level": "level",
    "member.sex": "sex",
    "member.other_plans": "one_of",
    "unit.kind": "unit_kind",
    "plan.id": "plan",
    "event.kind": "event_kind",
    "hospital.kind": "hospital_kind",
    "bill.care": "care",
    "filing.payee": "payee",
    "filing.documents": "document",
    "filing.originals": "document",
    "result.degree": "degree",
}
"""The vocabulary of a profile in which the values of a fact have their words; a question's own choices have theirs in `choice`."""


def vocabulary_of(fact: str) -> str:
    """Where the words for the values of a fact stand."""
    return "choice" if fact.startswith(ANSWERS) else WORDS_OF.get(fact, fact)


_COMPARED = {
    "at_least": "不少于",
    "at_most": "不超过",
    "over": "大于",
    "below": "小于",
    "not_before": "不早于",
    "not_after": "不晚于",
    "one_of": "是",
    "none_of": "不是",
}


def label(fact: str, profile: Profile | None = None) -> str:
    """How a sentence names a fact; a question of a plan by its own label, which `profile` holds."""
    if profile is not None and fact.startswith(ANSWERS):
        return profile.asked.get(fact, "本计划要问的情况")
    return LABELS.get(fact, fact)


def value(profile: Profile, fact: str, found: Any) -> str:
    """The words for a value of a fact."""
    if found is None:
        return "没有"
    if isinstance(found, tuple):
        return "、".join(value(profile, fact, one) for one in found) or "没有"
    if isinstance(found, str):
        if is_place(fact):
            return place_name(found)
        return profile.label(vocabulary_of(fact), found)
    if isinstance(found, datetime.date):
        return found.isoformat()
    if found is UNKNOWN:
        return "不清楚"
    if isinstance(found, bool):
        return "是" if found else "否"
    if isinstance(found, int) and fact in CLAIM_FACTS and CLAIM_FACTS[fact].kind == "money":
        return f"{yuan(found)} 元"
    return str(found)


def is_place(fact: str) -> bool:
    """Whether the values of a fact are division codes."""
    return fact in CLAIM_FACTS and CLAIM_FACTS[fact].kind == "place"


def found(profile: Profile, test: Test, facts: Values) -> str:
    """A fact and its value: `入会批准日 2022-01-05`."""
    name = label(test.fact, profile).rstrip("？?")
    return f"{name} {value(profile, test.fact, facts.get(test.fact, UNKNOWN))}"


def wanted(profile: Profile, test: Test) -> str:
    """What a comparison wants: `不晚于发生日`."""
    if test.until is not None:
        span = test.bound if isinstance(test.bound, Span) else None
        length = _span(span) if span is not None else f"按{label(test.by or '', profile)}规定的时间"
        return f"到{label(test.until, profile)}{_COMPARED[test.op]}{length}"
    if isinstance(test.bound, FactRef):
        return f"{_COMPARED[test.op]}{label(test.bound.fact, profile)}"
    options = test.bound if isinstance(test.bound, tuple) else (test.bound,)
    return _COMPARED[test.op] + "或".join(value(profile, test.fact, one) for one in options)


def because(profile: Profile, test: Test, facts: Values) -> Because:
    """A comparison with what was found and what was wanted."""
    return Because(test.fact, label(test.fact, profile), found(profile, test, facts), wanted(profile, test))


def _span(span: Span) -> str:
    years, months = divmod(span.months, 12)
    parts = [f"{years}年" if years else "", f"{months}个月" if months else "", f"{span.days}天" if span.days else ""]
    return "".join(parts) or "0天"


def band(one: Band) -> str:
    """A band in words: `200.00（含）至 500.00 元（含）`."""
    lower = f"{yuan(one.lower)}（{'含' if one.from_ is not None else '不含'}）"
    if one.upper is None:
        return f"{lower}元以上"
    return f"{lower}至 {yuan(one.upper)} 元（{'含' if one.to is not None else '不含'}）"
