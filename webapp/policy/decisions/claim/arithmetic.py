"""The arithmetic of a payment, line by line: the bills, their sum, the band, what was paid, what the cap leaves, what is paid now."""

from typing import Any

from webapp.policy.answers.claim import SumLine
from webapp.policy.decisions.claim import words
from webapp.policy.decisions.claim.shares import borne, borne_by
from webapp.policy.decisions.claim.story import ClaimStory
from webapp.policy.decisions.claim.views import CapCheck, FilingView, Payment
from webapp.policy.profile.benefits.components import Band, LumpSum, PerDay, Share, Tiers
from webapp.policy.profile.benefits.facts import fen, yuan

_MANUAL = {"amount": "金额由人工决定", "bounds": "人工给的金额超出规定的范围"}


def explain_payment(story: ClaimStory, view: FilingView, payment: Payment) -> list[SumLine]:
    """Say how the payment comes about; the same sentences as lines, each with its amount in yuan."""
    lines: list[SumLine] = []
    _basis(story, payment, lines)
    _due(story, payment, lines)
    if "stacking" in payment.held_by:
        text = f"{payment.component.label}：同一事件有几项给付同时成立，怎样并用没有规定，由人工判断"
        story.refute(text, payment.component, "stacking")
    if payment.before:
        text = f"此前已付 {yuan(payment.before)} 元，差额 {yuan(max(0, payment.due.amount - payment.before))} 元"
        _line(story, lines, "paid", text, payment.before, payment.component)
        if payment.before > payment.due.amount:
            story.warn("已付的多于现在应付的：不自动追回，由人工处理", payment.component, "components")
    for check in payment.checks:
        _check(story, check, lines)
    _now(story, view, payment, lines)
    if payment.amount:
        _borne(story, view, payment, lines)
    return lines


def _borne(story: ClaimStory, view: FilingView, payment: Payment, lines: list[SumLine]) -> None:
    """Who carries what is paid now, where the plan divides it."""
    terms = view.event.terms
    assert terms is not None, "a payment has terms"
    row = borne_by(terms, view.facts)
    if row is not None:
        parts = (borne(terms, view.facts, payment.amount) or {}).items()
        told = "、".join(f"{story.profile.label('payer', payer)} {part} 元" for payer, part in parts)
        _line(story, lines, "borne", f"其中由{told}承担", None, row)


def _line(
    story: ClaimStory, lines: list[SumLine], step: str, text: str, amount: int | None, row: Any, *also: Any
) -> None:
    clauses, readings = story.say(text, row, step, (), also)
    sum_ = None if amount is None else yuan(amount)
    lines.append(SumLine(step, text, sum_, getattr(row, "id", None), tuple([one.id for one in clauses]), readings))


def _basis(story: ClaimStory, payment: Payment, lines: list[SumLine]) -> None:
    due, component = payment.due, payment.component
    if due.basis is None:
        return
    if isinstance(component, PerDay):
        _line(story, lines, "basis", f"计入的住院天数 {due.basis} 天", None, component)
        return
    amounts = " + ".join([yuan(one) for one in due.parts]) or "0.00"
    less = payment.basis[2]
    if less:
        text = f"累计 {amounts}，减去其他保障已付的 {yuan(less)}，为 {yuan(due.basis)} 元"
    elif len(due.parts) > 1:
        text = f"累计 {amounts} = {yuan(due.basis)} 元"
    else:
        text = f"累计 {yuan(due.basis)} 元"
    _line(story, lines, "basis", text, due.basis, component)


def _due(story: ClaimStory, payment: Payment, lines: list[SumLine]) -> None:
    due, component = payment.due, payment.component
    if due.missing is not None:
        story.ask[due.missing] = None
        story.refute(
            f"{component.label}：还不知道{words.label(due.missing, story.profile)}，由人工判断", component, "components"
        )
        return
    if due.manual is not None:
        story.refute(f"{component.label}：{_MANUAL.get(due.manual, '由人工决定')}", component, "components")
        return
    text, row = _reckoned(story, payment)
    _line(story, lines, "due", text, due.amount, component, *((row,) if row is not None else ()))
    edge = isinstance(due.row, Band) and getattr(due.row, "on_edge", None) and due.basis == due.row.lower
    if edge and isinstance(due.row, Band):
        band = words.band(due.row)
        story.warn(f"正好在 {band} 这一档的下端，请人工看一眼", due.row, "tiers")
    if isinstance(due.row, Band) and due.basis == due.row.upper:
        story.cited(due.row)


def _reckoned(story: ClaimStory, payment: Payment) -> tuple[str, Any]:
    due, component = payment.due, payment.component
    amount = yuan(due.amount)
    if isinstance(component, Tiers):
        if due.row is None:
            text = f"不到最低一档 {yuan(min(tier.lower for tier in component.tiers))} 元：先累计，不补贴也不拒绝"
            return text, component.under
        return f"落在 {words.band(due.row)}这一档，应付 {amount} 元", due.row
    if isinstance(component, Share):
        above = max(0, (due.basis or 0) - fen(component.deductible))
        rate = f"{float(component.rate * 100):g}%" if component.rate is not None else "分段比例"
        less = f"超过起付线 {yuan(fen(component.deductible))} 元的部分 " if component.deductible else ""
        return f"{less}{yuan(above)} 元 × {rate}，应付 {amount} 元", None
    if isinstance(component, PerDay):
        free = f"扣除 {component.deductible} 天后，" if component.deductible else ""
        most = f"（最多 {component.max_days} 天）" if component.max_days else ""
        return f"{free}每天 {yuan(fen(component.each))} 元{most}，应付 {amount} 元", None
    if isinstance(component, LumpSum):
        by = _cell(story, component, due.row) if component.by else ""
        return f"{component.label}{by}一次性应付 {amount} 元", None
    return f"{component.label}：人工决定 {amount} 元", None


def _cell(story: ClaimStory, component: LumpSum, key: str | None) -> str:
    """The fact that a sum was looked up by, and its value."""
    fact = component.by or ""
    value = {"true": "是", "false": "否"}.get(key or "") or words.value(story.profile, fact, key)
    return f"（{words.label(fact, story.profile)} {value}）"


def _check(story: ClaimStory, check: CapCheck, lines: list[SumLine]) -> None:
    cap = check.cap
    most = cap.most
    if most is None:
        text = f"{cap.label}：最多 {cap.times} 次"
        if check.allowed < check.wanted:
            text += "，次数已满"
        _line(story, lines, "cap", text, None, cap)
        return
    left = max(0, most - check.paid)
    text = f"{cap.label}上限 {yuan(most)} 元，已付 {yuan(check.paid)} 元，还余 {yuan(left)} 元"
    if check.held:
        text += "：本次超出，由人工判断"
    elif check.allowed < check.wanted:
        text += f"：本次只能付 {yuan(check.allowed)} 元"
    _line(story, lines, "cap", text, left, cap)
    if cap.reached == "ends" and check.paid >= most:
        story.refute(f"{cap.label}已付满 {yuan(most)} 元，责任终止", cap, "caps")
    elif cap.reached == "ends" and check.paid + check.allowed == most and not check.held:
        story.warn(f"付清本次后{cap.label}正好付满 {yuan(most)} 元，责任随即终止", cap, "caps")


def _now(story: ClaimStory, view: FilingView, payment: Payment, lines: list[SumLine]) -> None:
    if payment.lost_to is not None:
        text = f"与另一项给付只取较高的一项，{payment.component.label}本次不付"
    elif payment.would_be == 0 and payment.due.manual is not None:
        text = "本次先不付；工作人员核对以后才能算出金额"
    elif payment.would_be is not None:
        text = f"本次先不付；补齐或判定后将付 {yuan(payment.would_be)} 元"
    elif view.state == "refused":
        text = "本次不予给付"
    else:
        text = f"本次付 {yuan(payment.amount)} 元"
    unknown = payment.would_be == 0 and payment.due.manual is not None
    _line(story, lines, "now", text, None if unknown else payment.amount, None)
