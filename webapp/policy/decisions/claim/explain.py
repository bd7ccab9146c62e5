"""From a claim that was run to its sentences: events, filings, bills and papers, in the order they were reached."""

import datetime
from typing import Any

from webapp.policy.answers.claim import SumLine
from webapp.policy.decisions.claim import words
from webapp.policy.decisions.claim.amounts import amount_of
from webapp.policy.decisions.claim.arithmetic import explain_payment
from webapp.policy.decisions.claim.calendar import calendar
from webapp.policy.decisions.claim.papers import papers_asked
from webapp.policy.decisions.claim.payments import NO_COMPONENT
from webapp.policy.decisions.claim.rows import GOOD, Verdict
from webapp.policy.decisions.claim.run import OTHER_PLAN
from webapp.policy.decisions.claim.story import ClaimStory
from webapp.policy.decisions.claim.views import BillView, EventView, FilingView, Outcome, Struck
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Plan, Quota
from webapp.policy.profile.benefits.rows import TestRow, WindowRow

Lines = dict[str, list[list[SumLine]]]
_WHERE = {
    "late": "晚于末日",
    "early": "早于首日",
    "straddle": "跨过末日",
    "rest_day": "末日是休息日，顺延与否由人工判断",
    "after_first": "首次申报在期限内，补报超过期限，由人工判断",
    "unknown": "日期不清楚",
    "before_start": "早于本人保障起算日",
    "waiting": "还在等待期内，等待期后的首日是",
    "cover_over": "晚于本人保障末日",
}
_NO_START = {
    "never_began": "保障从{}起算，而本人没有：不予给付",
    "start_unknown": "保障从{}起算，还不知道是哪一天：由人工判断",
}
_RESULT = {
    "refused": "不予给付",
    "not_counted": "不计入",
    "manual": "由人工判断",
    "ask": "请补充",
    "next": "等下一版次",
    "flag": "做标记，继续办理",
}


def explain(story: ClaimStory, plan: Plan, result: Outcome) -> Lines:
    """Say everything about a run. Returns the arithmetic of each filing's payments, in their order."""
    for event in result.events.values():
        _event(story, plan, event)
    return {view.filing.id: _filing(story, view) for view in result.filings}


def _event(story: ClaimStory, plan: Plan, view: EventView) -> None:
    event, terms = view.event, view.terms
    if event.day is None:
        story.ask["event.at"] = None
        story.refute(f"事件 {event.id}：还不知道发生时间，由人工判断", None, "cover")
        return
    if terms is None:
        _no_terms(story, plan, view)
        return
    cover = terms.cover
    story.say(f"发生日 {event.day} 在{terms.edition.label}保障期 {cover.from_} 至 {cover.to} 之内", cover, "cover")
    for verdict in view.verdicts:
        _verdict(story, verdict)
    if OTHER_PLAN in view.codes:
        story.refute(f"已有另一个同类的保障，和“{plan.label}”每人只能有一个：不予给付", plan, "one_of")
    for struck in view.struck:
        _struck(story, struck, "整件不予给付")


def _no_terms(story: ClaimStory, plan: Plan, view: EventView) -> None:
    day, promised = view.event.day, plan.promised
    if promised is not None and view.state == "no_edition":
        text = f"发生日 {day} 在计划承诺的 {promised.from_} 至 {promised.to} 之内，但没有适用的条款版次：转人工，不计算金额"
        story.refute(text, promised, "promised")
    else:
        story.refute(f"发生日 {day} 不在保障期之内：不予给付", promised, "promised")
    for edition in plan.editions or ():
        text = f"{edition.label}只保障 {edition.cover.from_} 至 {edition.cover.to} 的事件"
        story.refute(text, edition.cover, "cover")


def _verdict(story: ClaimStory, verdict: Verdict) -> None:
    if isinstance(verdict.row, WindowRow):
        _window(story, verdict)
    elif isinstance(verdict.row, TestRow):
        _condition(story, verdict)
    elif isinstance(verdict.row, Quota):
        text = f"本版次的预算已经用完：{_RESULT[verdict.result]}"
        (story.warn if verdict.result == "flag" else story.refute)(text, verdict.row, "quota")
    elif verdict.why in _NO_START:
        told = "、".join(words.label(name) for name in verdict.row.starts)
        story.refute(_NO_START[verdict.why].format(told), verdict.row, "cover")
    else:
        where = _WHERE.get(verdict.why or "", "")
        story.refute(f"发生日 {verdict.facts['event']} {where} {verdict.last}：不予给付", verdict.row, "cover")


def _condition(story: ClaimStory, verdict: Verdict) -> None:
    row, facts, result = verdict.row, verdict.facts, verdict.result
    if result in GOOD:
        given = "，".join([words.found(story.profile, test, facts) for test in row.holds.tests if test.fact in facts])
        text = f"{row.label}：{given}，符合" if given else f"{row.label}：符合"
        if result == "waived" and verdict.waiver is not None:
            text = f"{row.label}：按“{verdict.waiver.label}”免除"
            story.cited(verdict.waiver)
        elif result == "found":
            text = f"{row.label}：经人工认定符合"
        elif result == "edge":
            story.warn(f"{row.label}：正好在界线上（{given}），请人工看一眼", row, "conditions")
        story.say(text, row, "conditions")
        return
    finding = row.holds.explain(facts)
    because = story.because(finding.failed, facts)
    told = "；".join(f"要求{one.wanted}，而{one.found}" for one in because)
    if finding.missing:
        story.ask |= dict.fromkeys(finding.missing)
        told = "；".join([told, *(f"还不知道{words.label(one, story.profile)}" for one in finding.missing)]).strip("；")
    text = f"{row.label}：{told}：{_RESULT[result]}"
    if result == "flag":
        story.warn(text, row, "conditions", because)
    else:
        story.refute(text, row, "conditions", because)


def _window(story: ClaimStory, verdict: Verdict) -> None:
    row = verdict.row
    last = f"末日 {verdict.last}{_unsure(row, verdict.last)}" if verdict.last is not None else "期限"
    days = _stretch(verdict)
    if verdict.result == "holds":
        story.say(f"{row.label}：{days}，{last}，在期限内", row, "windows")
    elif verdict.result == "found":
        story.say(f"{row.label}：{days}，{last}，经人工认定", row, "windows")
    else:
        if verdict.why == "unknown":
            story.ask[{"bill": "bill.from", "refiling": "filing.refiled_on"}.get(row.of, "filing.filed_on")] = None
        text = f"{row.label}：{days}，{last}，{_WHERE[verdict.why or 'unknown']}：{_RESULT[verdict.result]}"
        (story.warn if verdict.result == "flag" else story.refute)(text, row, "windows")


def _unsure(row: Any, last: datetime.date) -> str:
    """What is said of a last day that hangs on holidays which are not known yet."""
    return calendar().unsure_of(last) if row.working_days is not None or row.rest_day is not None else ""


def _stretch(verdict: Verdict) -> str:
    if verdict.stretch is None:
        return "日期不清楚"
    begin, end = verdict.stretch
    return begin.isoformat() if begin == end else f"{begin} 至 {end}"


def _struck(story: ClaimStory, struck: Struck, follows: str) -> None:
    row = struck.row
    if struck.spared:
        story.say(f"审核认定“{row.label}”，但属于例外（{row.except_}）：不影响给付", row, "exclusions")
    else:
        story.refute(f"审核认定“{row.label}”：{follows}", row, "exclusions")


def _filing(story: ClaimStory, view: FilingView) -> list[list[SumLine]]:
    filing = view.filing
    if filing.decided is not None or view.event.terms is None:
        return []
    for verdict in view.verdicts:
        _verdict(story, verdict)
    for bill in view.bills:
        _bill(story, bill)
    _papers(story, view)
    if NO_COMPONENT in view.codes:
        story.refute("这件事不属于本计划的任何一项给付：不予给付", None, "components")
    return [explain_payment(story, view, payment) for payment in view.payments]


def _bill(story: ClaimStory, view: BillView) -> None:
    bill = view.bill
    counted = []
    for verdict in view.verdicts:
        if verdict.result == "holds":
            counted.append(verdict.row)
        else:
            _verdict(story, verdict)
    for struck in view.struck:
        _struck(story, struck, f"票据 {bill.id} 不计入" if struck.part is None else f"票据 {bill.id} 只计入一部分")
    if view.counted is None:
        against: list[Verdict | Struck] = [*view.verdicts, *view.struck]
        codes = "、".join(dict.fromkeys(str(one.row.label) for one in against if _against(one)))
        follows = "由人工判断" if view.manual else "不计入"
        story.refute(f"票据 {bill.id}（{_days(view)}）：{codes}：{follows}", None, "bills")
        return
    self_paid = amount_of(view.counted, "self_paid_in_scope")
    amount = f"自付 {yuan(self_paid)} 元，" if self_paid is not None else ""
    last = view.verdicts[0].last if view.verdicts else None
    until = f"，末日 {last}" if last is not None else ""
    story.say(f"票据 {bill.id}（{_days(view)}{until}）：{amount}计入", None, "bills", (), tuple(counted))


def _against(one: Verdict | Struck) -> bool:
    if isinstance(one, Struck):
        return not one.spared
    return one.result not in GOOD and one.result not in ("flag", "ask")


def _days(view: BillView) -> str:
    bill = view.bill
    return f"{bill.first}" if bill.first == bill.last else f"{bill.first} 至 {bill.last}"


def _papers(story: ClaimStory, view: FilingView) -> None:
    for document in view.missing:
        story.refute(f"缺少材料“{document.label}”：请补交，不是拒绝", document, "documents")
        story.ask[f"documents.{document.id}"] = None
    for document in view.originals:
        text = (
            f"付款前要核对“{document.label}”原件"
            if document.original == "before_payment"
            else f"请交“{document.label}”原件"
        )
        story.warn(text, document, "documents")
    if "payee" in papers_asked(view):
        given = words.value(story.profile, "filing.payee", view.payee_given)
        wanted = words.value(story.profile, "filing.payee", view.payee.who)
        story.refute(f"收款账户应是{wanted}的，现在是“{given}”：请换账户", view.payee, "payee")
        story.ask["filing.payee"] = None
    else:
        story.cited(view.payee)
    terms, given_in = view.event.terms, view.filing.documents
    asked = (*view.missing, *view.originals)
    for document in terms.documents if terms is not None else ():
        if document.id in given_in and document not in asked:
            story.say(f"已交材料“{document.label}”", document, "documents")
