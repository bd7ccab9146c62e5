"""The timeline that the worker and the officer both see: the case's own events, in words."""

from dataclasses import dataclass
from datetime import datetime

from webapp.cases.course import history_of_events
from webapp.cases.models import Case
from webapp.cases.seen import AWAITED, Looker
from webapp.cases.workflow import State
from webapp.web.dates import moment as words_of_moment

WORDS = {
    "case.submit": "提交申请",
    "case.hold": "暂时没有受理的工会",
    "case.accept": "工会受理",
    "case.return": "退回补充",
    "case.resubmit": "补充后重新提交",
    "case.grant": "批准",
    "case.refuse": "不予批准",
    "case.withdraw": "撤回申请",
    "case.appeal": "申请复核",
    "case.corrected": "更正填写的内容",
    "case.unclear": "更正以后还有情况要核对",
    "step.grant": "工会同意",
    "step.return": "工会退回",
    "step.refuse": "工会不同意",
    "case.undo": "收回刚才的办理意见",
    "case.reroute": "转给负责的工会",
    "policy.revised": "按新发布的规定重新判断",
    "unit.mended": "单位已核实",
    "unit.unknown": "单位没有查到",
    "claim.merged": "认定为同一件事",
    "claim.split": "认定为另一件事",
    "claim.original": "核对原件",
    "claim.reversed": "冲正：核定的钱收回",
    "claim.review_asked": "对核定的金额提出异议",
    "payment.sent": "已交银行付款",
    "payment.paid": "银行已付款",
    "payment.failed": "银行没有付成",
    "payment.account": "更正收款账户",
    "seat.given": "取得会籍",
    "membership.ended": "会籍终止",
    "affiliation.ended": "结束工会联系",
    "affiliation.given": "建立工会联系（不占会籍）",
    "founding.details": "填写拟登记的工会",
    "founding.item": "办好一项",
    "founding.registered": "工会登记成立",
}


@dataclass(frozen=True)
class Moment:
    """One line of the timeline; `reason` is what the officer wrote, if he did."""

    at: datetime
    words: str
    reason: str | None
    phase: str


def timeline(case: Case) -> list[Moment]:
    """The moments of a case that people see, oldest first; verdicts that ended the case are told once."""
    events = history_of_events(case)
    reasons = [event.data.get("reason") for event in events]
    moments = []
    for event, reason in zip(events, reasons, strict=True):
        if event.kind not in WORDS:
            continue
        moments.append(Moment(event.at, WORDS[event.kind], reason, "bad" if event.kind in BAD else "done"))
    return moments


BAD = frozenset({"case.refuse", "step.refuse", "case.return", "step.return", "payment.failed"})


def events_of(case: Case, looker: Looker = Looker.ASKER) -> list[dict[str, object]]:
    """The timeline as components/lists.html draws it: what happened, then what is awaited now."""
    rows: list[dict[str, object]] = [
        {
            "title": moment.words,
            "time": words_of_moment(moment.at),
            "who": None,
            "note": moment.reason,
            "phase": moment.phase,
        }
        for moment in timeline(case)
    ]
    awaited = AWAITED.get(State(case.state))
    if awaited:
        rows.append({"title": awaited[looker], "time": None, "who": None, "note": None, "phase": "now"})
    return rows
