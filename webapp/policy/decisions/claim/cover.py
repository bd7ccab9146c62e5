"""Cover (保障): whether a member is covered by a plan on a day, from when to when, at what price, and whether a share is set aside.

The day stands in the place of the event: what is asked is whether an event on that day would be covered. A day the cover
begins with and that is still missing (admission, real-name registration) is asked for, not refused.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from webapp.policy.answers.claim import CoverAnswer, Flagged, PriceAnswer
from webapp.policy.decision import Decision
from webapp.policy.decisions.claim.deciding import not_computed
from webapp.policy.decisions.claim.facts import Case, Values, read_case
from webapp.policy.decisions.claim.plan import choose
from webapp.policy.decisions.claim.rows import GOOD, test
from webapp.policy.decisions.claim.run import OTHER_PLAN, enrolled, start_of, waiting_of
from webapp.policy.decisions.claim.shares import price_of
from webapp.policy.decisions.claim.story import ClaimStory
from webapp.policy.decisions.claim.terms import Terms, readings_of
from webapp.policy.decisions.claim.words import label
from webapp.policy.language.facts import UNKNOWN
from webapp.policy.profile.benefits.facts import fen, yuan
from webapp.policy.profile.benefits.plans import Plan
from webapp.policy.reading.layered import Profile

_OF_THE_EVENT = ("event.", "filing", "bill.", "hospital.", "result.", "discharge")


@dataclass(slots=True)
class _Found:
    """What was found: codes that refuse, facts that are asked for, rows to look at, first and last day of the cover."""

    codes: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    flags: list[Flagged] = field(default_factory=list)
    days: tuple[str | None, str | None] = (None, None)


def decide_cover(facts: Mapping[str, Any], profile: Profile, on: datetime.date) -> Decision[CoverAnswer]:
    """Whether the member is covered on the day `on`. Facts as for a claim. Raises FactError."""
    chosen = choose(profile, facts)
    if chosen.outcome is not None:
        plan_id = chosen.plan.id if chosen.plan is not None else None
        return not_computed("cover", chosen, facts, profile).decision(chosen.outcome, CoverAnswer(plan_id), facts, on)
    plan = chosen.plan
    assert plan is not None, "a plan that is computed"
    readings = readings_of(plan)
    case = read_case(facts, readings.answers)
    story = ClaimStory("cover", profile, plan)
    answer = CoverAnswer(plan.id, earmarked=_earmarked(story, plan, case, on))
    terms = next((one for one in readings.terms if one.covers(on)), None)
    if terms is None:
        return _no_terms(story, plan, answer, facts, on)
    return _under(story, terms, case, answer, facts, on)


def _earmarked(story: ClaimStory, plan: Plan, case: Case, on: datetime.date) -> bool | None:
    """Whether a share is set aside; None where the plan knows no such thing or the facts do not tell."""
    if plan.earmarked is None:
        return None
    held = plan.earmarked.holds.holds({**case.base, "event": on})
    if held:
        story.say("已符合赠送条件，先留出一份；批准入会并实名后生效", plan.earmarked, "earmarked")
    return held


def _no_terms(
    story: ClaimStory, plan: Plan, answer: CoverAnswer, facts: Mapping[str, Any], on: datetime.date
) -> Decision[CoverAnswer]:
    promised = plan.promised
    if promised is not None and promised.from_ <= on <= promised.to:
        story.refute(f"{on} 在计划承诺的期间内，但没有适用的条款版次：请联系经办人", promised, "promised")
        code = "no_edition"
    else:
        story.refute(f"{on} 不在保障期之内", promised, "promised")
        code = "out_of_period"
    return story.decision("refused", replace(answer, codes=(code,)), facts, on)


def _under(
    story: ClaimStory,
    terms: Terms,
    case: Case,
    answer: CoverAnswer,
    facts: Mapping[str, Any],
    on: datetime.date,
) -> Decision[CoverAnswer]:
    shares = terms.edition.shares
    enrolment, held, void = enrolled(case, terms.id, shares.max if shares is not None else None)
    if void and shares is not None:
        story.refute(f"每人最多 {shares.max} 份，多参加的无效", shares, "shares")
    values: Values = {**case.base, **enrolment, "event": on, "enrolment.shares": held}
    values |= {"cover_from": terms.cover.from_, "cover_to": terms.cover.to}
    found = _Found()
    start = _start(story, terms, values, found)
    values["start"] = start if start is not None else UNKNOWN
    _test(story, terms, values, case, found)
    _one_of(story, values, found)
    _quota(story, terms, values, found)
    answer = replace(
        answer,
        edition=terms.id,
        codes=tuple(dict.fromkeys(found.codes)),
        asks=tuple(dict.fromkeys(found.asks)),
        from_=found.days[0],
        to=found.days[1],
        price=_price(story, terms, values),
        void_enrolments=tuple(void),
        flags=tuple(found.flags),
        shares=held,
    )
    story.ask |= dict.fromkeys(found.asks)
    outcome = "refused" if found.codes else "asks" if found.asks else "in"
    return story.decision(outcome, answer, facts, on)


def _price(story: ClaimStory, terms: Terms, values: Values) -> PriceAnswer | None:
    price = price_of(terms, values)
    if price is None:
        return None
    story.say(f"每份 {yuan(fen(price.each))} 元", price, "price")
    return PriceAnswer(
        yuan(fen(price.each)), price.per, {payer: yuan(fen(part)) for payer, part in price.paid_by.items()}
    )


def _start(story: ClaimStory, terms: Terms, values: Values, found: _Found) -> datetime.date | None:
    cover = terms.cover
    missing = [name for name in cover.starts if values.get(name, UNKNOWN) in (UNKNOWN, None)]
    if missing:
        told = "、".join(label(name) for name in missing)
        story.refute(f"保障从{told}起算，现在还没有：请先办理", cover, "cover")
        found.asks += missing
        return None
    raw, start = start_of(terms, values)
    assert start is not None and isinstance(raw, datetime.date), "every day it hangs on is known"
    waiting, days = waiting_of(terms, values)
    last = terms.until(raw)
    found.days = (start.isoformat(), last.isoformat())
    story.say(f"{terms.edition.label}保障期 {cover.from_} 至 {cover.to}，本人从 {start} 到 {last}", cover, "cover")
    if waiting is not None:
        story.say(f"等待期 {days} 天", waiting, "waiting")
    if values["event"] < start:
        found.codes.append("not_covered" if values["event"] < raw else getattr(waiting, "code", "waiting"))
        story.refute(f"{values['event']} 还没有到本人保障起算日 {start}", cover, "cover")
    elif values["event"] > last:
        found.codes.append("not_covered")
        story.refute(f"{values['event']} 晚于本人保障末日 {last}", cover, "cover")
    return start


def _test(
    story: ClaimStory,
    terms: Terms,
    values: Values,
    case: Case,
    found: _Found,
) -> None:
    """The conditions that say something about the member; those about an event or a filing wait for one."""
    asked = set(terms.cover.starts)
    for row in terms.on_event:
        if any(fact.startswith(_OF_THE_EVENT) for fact in row.holds.reads()):
            continue
        verdict = test(row, values, case, ("entry",))
        if verdict.result in GOOD:
            story.say(f"{row.label}：符合", row, "conditions")
            continue
        finding = row.holds.explain(values)
        because = story.because(finding.failed, values)
        if verdict.result == "flag":
            found.flags.append(Flagged(row.id, "entry", "flag"))
            story.warn(f"{row.label}：做标记，继续办理", row, "conditions", because)
        elif verdict.result == "refused" and not any(test_.fact in asked for test_ in finding.failed):
            found.codes.append(row.reason_code)
            story.refute(f"{row.label}：不符合", row, "conditions", because)
        else:
            found.asks += finding.missing or [test_.fact for test_ in finding.failed]
            story.refute(f"{row.label}：还不能确定", row, "conditions", because)


def _one_of(story: ClaimStory, values: Values, found: _Found) -> None:
    plan = story.plan
    others = values.get("member.other_plans") or ()
    if plan is not None and plan.one_of is not None and plan.one_of in others:
        found.codes.append(OTHER_PLAN)
        story.refute(f"已参加另一个同类的保障，和“{plan.label}”每人只能有一个", plan, "one_of")


def _quota(story: ClaimStory, terms: Terms, values: Values, found: _Found) -> None:
    quota = terms.edition.quota
    if quota is None:
        return
    persons, spent = values.get("plan.persons"), values.get("plan.spent")
    full = quota.persons is not None and isinstance(persons, int) and persons >= quota.persons
    empty = quota.budget is not None and isinstance(spent, int) and spent >= fen(quota.budget)
    if not full and not empty:
        return
    if quota.reached == "refused":
        found.codes.append(quota.id)
        story.refute("名额或预算已满", quota, "quota")
    elif quota.reached == "manual":
        found.asks.append(quota.id)
        story.refute("名额或预算已满，由人工判断", quota, "quota")
    else:
        found.flags.append(Flagged(quota.id, "entry", "flag"))
        story.warn("名额或预算已满，做标记", quota, "quota")
