"""The sentences about rows and facts of a claim, in Chinese."""

import datetime
from typing import Any

from webapp.policy.decision import Because
from webapp.policy.decisions.claim.facts import Values
from webapp.policy.language.conditions import FactRef, Test
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.language.spans import Span
from webapp.policy.profile.benefits.components import Band
from webapp.policy.profile.benefits.facts import CLAIM_FACTS, LABELS, yuan
from webapp.policy.reading.layered import Profile

_WORDS_OF = {
    "member.worker_group": "worker_group",
    "member.channel": "channel",
    "member.relation_kind": "relation_kind",
    "member.seat_kind": "seat_kind",
    "event.kind": "event_kind",
    "hospital.kind": "hospital_kind",
    "bill.care": "care",
    "filing.payee": "payee",
}
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


def label(fact: str) -> str:
    """How a sentence names a fact."""
    return LABELS.get(fact, fact)


def value(profile: Profile, fact: str, found: Any) -> str:
    """The words for a value of a fact."""
    if found is None:
        return "没有"
    if isinstance(found, str):
        return profile.label(_WORDS_OF.get(fact, fact), found)
    if isinstance(found, datetime.date):
        return found.isoformat()
    if found is UNKNOWN:
        return "不清楚"
    if isinstance(found, bool):
        return "是" if found else "否"
    if isinstance(found, int) and fact in CLAIM_FACTS and CLAIM_FACTS[fact].kind == "money":
        return f"{yuan(found)} 元"
    return str(found)


def found(profile: Profile, test: Test, facts: Values) -> str:
    """A fact and its value: `入会批准日 2022-01-05`."""
    return f"{label(test.fact)} {value(profile, test.fact, facts.get(test.fact, UNKNOWN))}"


def wanted(profile: Profile, test: Test) -> str:
    """What a comparison wants: `不晚于发生日`."""
    if test.until is not None:
        span = test.bound if isinstance(test.bound, Span) else None
        length = _span(span) if span is not None else f"按{label(test.by or '')}规定的时间"
        return f"到{label(test.until)}{_COMPARED[test.op]}{length}"
    if isinstance(test.bound, FactRef):
        return f"{_COMPARED[test.op]}{label(test.bound.fact)}"
    options = test.bound if isinstance(test.bound, tuple) else (test.bound,)
    return _COMPARED[test.op] + "或".join(value(profile, test.fact, one) for one in options)


def because(profile: Profile, test: Test, facts: Values) -> Because:
    """A comparison with what was found and what was wanted."""
    return Because(test.fact, label(test.fact), found(profile, test, facts), wanted(profile, test))


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
