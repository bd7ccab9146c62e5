"""Cover and ledger of a person as the pages show them: every plan, what it holds, what was granted, what is left. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from webapp.cases import Case
from webapp.claims.assessment.facts import decided_now
from webapp.claims.assessment.membership import REAL_NAME_ON, cover_facts
from webapp.claims.assessment.plans import caps_of, code_words, edition_on, plans_of
from webapp.claims.assessment.terms import edition_of, plan_of
from webapp.claims.assessment.trying import in_one_line
from webapp.claims.ledger import Place, granted
from webapp.claims.models import Accident, Filing
from webapp.claims.store import accidents_of, cases_by_id, filings_of
from webapp.claims.workflow import WITHDRAWABLE
from webapp.members import Person
from webapp.policy import CoverAnswer, Decision, decide
from webapp.policy.answers.claim import PriceAnswer
from webapp.policy.decisions.claim.run import OTHER_PLAN
from webapp.policy.decisions.claim.values import money
from webapp.policy.decisions.deadline import last_day
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.policy.profile.benefits.rows import WindowRow
from webapp.tenancy import business_date, profile
from webapp.unions.divisions import only_in
from webapp.web.dates import CHINA, day

ENROLLED_ON = "enrolment.enrolled_on"
OPEN = frozenset({"under_review", "appealed", "returned", "waiting"})
IN, ASKS, NO_EDITION, ELSEWHERE = "in", "asks", "no_edition", "other_division"


@dataclass(frozen=True)
class Sums:
    """A person's ledger under one edition, in fen. `left` is None where no cap stands over the edition as a whole."""

    edition: str
    paid: int
    reserved: int
    left: int | None

    def lines(self) -> list[dict[str, Any]]:
        """The same as arithmetic."""
        lines: list[dict[str, Any]] = [
            {"label": "已核定", "amount": f"{yuan(self.paid)} 元"},
            {
                "label": "审核中的申报占用",
                "amount": f"{yuan(self.reserved)} 元",
                "note": "按现在的材料核算，批准后才算数",
            },
        ]
        if self.left is not None:
            lines.append({"label": f"{self.edition}还余", "amount": f"{yuan(self.left)} 元", "total": True})
        return lines


@dataclass(frozen=True)
class PlanShown:
    """A plan as its page shows it; `only` is its name, with the places that it is for. `verdict` and `tone` say how the person stands;
    `sums` is None before anything is filed.
    """

    plan: Plan
    decision: Decision[CoverAnswer]
    verdict: str
    note: str
    tone: str
    can_file: bool
    can_enrol: bool
    price: str
    sums: Sums | None
    only: str


def shown_plans(person: Person | None) -> list[PlanShown]:
    """The plans of the profile, as they stand for a person (None: somebody who is not signed in or never applied).

    A plan of another place is no offer to a member; he sees it as long as something of his stands in its ledger.
    """
    found = [_shown(plan, person) for plan in plans_of(profile())]
    return [one for one in found if one.sums is not None or person is None or one.decision.outcome != ELSEWHERE]


def ends_with_membership(person: Person) -> list[str]:
    """What a covered member loses by leaving today, by the rules themselves: the covers that would not hold without his membership."""
    today = business_date()
    found = []
    for plan in plans_of(profile()):
        facts = cover_facts(person, plan, today)
        left = facts | {"member": facts.get("member", {}) | {"left_on": (today - timedelta(days=1)).isoformat()}}
        if _holds(facts, today) and not _holds(left, today):
            found.append(
                f"“{plan.label}”的保障一并结束：从今天起发生的事不再保障；以前发生的事，在申报期限以内还可以申报。"
            )
    return found


def _holds(facts: Mapping[str, Any], today: date) -> bool:
    return holds(decide("cover", dict(facts), profile(), today))


def holds(decision: Decision[CoverAnswer]) -> bool:
    """Whether a person is covered by this decision, but for what can be asked only once something has happened."""
    return decision.outcome == IN or _asks_of_the_event_alone(decision.answer)


def silence() -> Decision[CoverAnswer]:
    """What the profile says where it has no plan at all."""
    return decide("cover", {}, profile(), business_date())


def _shown(plan: Plan, person: Person | None) -> PlanShown:
    today = business_date()
    facts = cover_facts(person, plan, today) if person is not None else {"plan": {"id": plan.id}}
    decision = decide("cover", facts, profile(), today)
    answer = decision.answer
    edition = edition_on(plan, today)
    computed = bool(plan.editions) and decision.outcome in (IN, ASKS, "refused")
    verdict, note, tone = cover_words(plan, decision, person)
    return PlanShown(
        plan=plan,
        decision=decision,
        verdict=verdict,
        note=note,
        tone=tone,
        can_file=computed and person is not None,
        can_enrol=person is not None and ENROLLED_ON in answer.asks and decision.outcome == ASKS,
        price=_price(answer.price),
        sums=_sums(person, plan, edition, decision),
        only=only_in(plan.label, plan.divisions),
    )


def _sums(person: Person | None, plan: Plan, edition: Edition | None, decision: Decision[CoverAnswer]) -> Sums | None:
    if person is None or edition is None:
        return None
    found = sums_of(person, plan, edition)
    return None if decision.outcome == ELSEWHERE and not (found.paid or found.reserved) else found


def cover_words(plan: Plan, decision: Decision[CoverAnswer], person: Person | None) -> tuple[str, str, str]:
    """Verdict, note and tone of a cover decision."""
    answer = decision.answer
    if decision.outcome == "information_only":
        return "只作介绍，这里不能申报", "文件没有写明金额和条款，系统不计算。", "ask"
    if decision.outcome == ELSEWHERE:
        return "这个计划只保障指定地区的会员", "", "no"
    if NO_EDITION in answer.codes:
        note = "计划还在承诺的期间内，但本年的条款没有公布到这里。要申报的，可以先把事情和票据报上来，由工作人员答复。"
        return "今年适用的条款还不知道", note, "ask"
    if holds(decision):
        note = f"从 {day(answer.from_ or '')} 到 {day(answer.to or '')}"
        shares = answer.shares or 1
        held = f"，共 {shares} 份" if shares > 1 else ""
        return "您在保障之内", note + held + _void(answer), "good"
    if person is None:
        return "会员专享的保障", "登录后可以看到您是不是在保障之内。", "ask"
    if decision.outcome == ASKS:
        asked = _asked(answer)
        start = "已经为您留出一份，办好下面的事才开始生效：" if answer.earmarked else "保障还没有开始，还差："
        return "保障还没有开始", start + asked, "wait"
    open_ = _still_filed(plan, business_date()) if person is not None else None
    if open_ is not None:
        return "现在发生的事不在保障之内", f"{open_.label}期间发生的事，在申报期限以内还可以申报", "wait"
    why = "。".join([code_words(profile(), None, code) for code in answer.codes])
    return "您现在不在保障之内", f"{why}{_void(answer)}".lstrip("。"), "no"


def _still_filed(plan: Plan, today: date) -> Edition | None:
    """The newest edition that is over and of which something can still be filed, or None."""
    over = [one for one in plan.editions or () if one.cover.to < today]
    return next((one for one in reversed(over) if all(_open(row, one, today) for row in one.windows)), None)


def _open(window: WindowRow, edition: Edition, today: date) -> bool:
    """Whether a window on filings that was begun on the edition's last day holds today; one that begins elsewhere does not tell."""
    if window.of != "filing":
        return True
    if window.after not in ("event", "cover_to") or window.length is None:
        return window.to is None or today <= window.to
    unit, number = window.length
    length = {"months": number * 12} if unit == "years" else {unit: number}
    return today <= last_day(length, edition.cover.to)


def _asks_of_the_event_alone(answer: CoverAnswer) -> bool:
    """Whether nothing is missing but what can be said only once something has happened."""
    refused = bool(answer.codes) or answer.from_ is None
    return bool(answer.asks) and not refused and all(one.startswith("answers.") for one in answer.asks)


_ASKS = {
    "member.admitted_on": "入会得到批准",
    REAL_NAME_ON: "实名登记",
    ENROLLED_ON: "参加本版次的保障",
}


def _asked(answer: CoverAnswer) -> str:
    asked = dict.fromkeys(_ASKS.get(one, "由工作人员核对情况") for one in answer.asks)
    return "、".join(asked) + "。"


def has_another(person: Person, plan: Plan) -> bool:
    """Whether a person has another plan of which he may have only this or that (`one_of`)."""
    decision = decide("cover", cover_facts(person, plan, business_date()), profile(), business_date())
    return OTHER_PLAN in decision.answer.codes


def _void(answer: CoverAnswer) -> str:
    void = answer.void_enrolments
    return f"。另有 {len(void)} 次重复参加无效，保障和上限都只有一份" if void else ""


def _price(price: PriceAnswer | None) -> str:
    if price is None:
        return ""
    parts = [f"{profile().label('payer', who)}出 {part} 元" for who, part in price.paid_by.items() if float(part)]
    own = price.paid_by.get("member")
    free = "，您不用交钱" if own is None or not float(own) else ""
    per = {"person": "每人", "share": "每份", "month": "每月"}[price.per]
    return f"{per} {price.each} 元：{'、'.join(parts)}{free}"


def sums_of(person: Person, plan: Plan, edition: Edition) -> Sums:
    """What was granted to a person under an edition, what his open filings would bring, and what the cap leaves."""
    paid = granted(Place(person.id, plan.id, edition.id))
    reserved = _reserved(person, plan, edition)
    cap = caps_of(edition).whole
    return Sums(edition.label, paid, reserved, None if cap is None else max(0, cap - paid - reserved))


def _reserved(person: Person, plan: Plan, edition: Edition) -> int:
    """What all open filings would bring, one on top of the other; held ones too."""
    accidents = {one.id: one for one in accidents_of(person.id) if one.edition == edition.id and one.plan == plan.id}
    filings = [one for one in filings_of(person.id) if one.accident_id in accidents]
    cases = cases_by_id(filings)
    waiting = [one for one in filings if cases[one.case_id].state in OPEN]
    if not waiting:
        return 0
    decision = decided_now(waiting)
    wanted = sum(money(one.would_be or one.amount) for one in decision.answer.payments)
    cap, paid = caps_of(edition).whole, granted(Place(person.id, plan.id, edition.id))
    return wanted if cap is None else min(wanted, max(0, cap - paid))


@dataclass(frozen=True)
class AccidentShown:
    """An accident with its filings in the list. `last_days` are sentences; `more`: one can file again on it."""

    accident: Accident
    title: str
    filings: list[tuple[Filing, Case]]
    last_days: list[str]
    more: bool


def shown_accidents(person: Person) -> list[AccidentShown]:
    """A person's accidents, the newest first; one whose filings were all moved away or withdrawn as drafts is left out."""
    filings = filings_of(person.id)
    cases = cases_by_id(filings)
    found = []
    for accident in reversed(accidents_of(person.id)):
        own = [(one, cases[one.case_id]) for one in filings if one.accident_id == accident.id]
        if own:
            found.append(_accident(person, accident, own))
    return found


def _accident(person: Person, accident: Accident, own: Sequence[tuple[Filing, Case]]) -> AccidentShown:
    shown = [(filing, case) for filing, case in own if case.state != "withdrawn"] or list(own)
    drafts = any(case.state == "draft" for _filing, case in own)
    return AccidentShown(
        accident=accident,
        title=accident_title(accident),
        filings=shown,
        last_days=last_days(person, accident, [filing for filing, _case in shown]),
        more=accident.at is not None and not drafts and any(case.state in FILED for _filing, case in own),
    )


FILED = (WITHDRAWABLE | {"granted", "refused", "appealed"}) - {"draft"}


def accident_title(accident: Accident) -> str:
    """How a page calls what happened."""
    if accident.at is None:
        return "还没有填完的申报"
    return f"{day(accident.at.astimezone(CHINA))}的{kind_words(accident)}"


def kind_words(accident: Accident) -> str:
    """What kind of thing happened; the plan's name where its rows look at no kind."""
    return profile().label("event_kind", accident.kind) if accident.kind else plan_of(accident).label


def last_days(person: Person, accident: Accident, filings: list[Filing]) -> list[str]:
    """The last days of the accident's windows, in words."""
    if accident.at is None:
        return []
    decision = decided_now(filings[-1:])
    event = decision.answer.events.get(accident.key)
    edition = edition_of(accident)
    labels = {row.id: row.label for row in edition.windows} if edition is not None else {}
    dates = event.last_days if event is not None else {}
    return [f"{labels.get(row, row)}：最后一天 {day(date.fromisoformat(last))}" for row, last in dates.items()]


def benefits() -> list[str]:
    """What each plan with terms gives and costs, in one line each, for whoever thinks of joining."""
    today = business_date()
    return [
        f"{line}{f'。{shown.price}' if shown.price else ''}"
        for shown in shown_plans(None)
        if (line := in_one_line(shown.plan, today))
    ]
