"""What a plan costs and pays, in sentences: prices, components by kind, tiers."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from webapp.home.book.parts import Rule
from webapp.home.book.pen import Pen
from webapp.home.book.words import PER, PRICE_PER
from webapp.policy.profile.benefits.components import (
    Band,
    Basis,
    Component,
    Discretionary,
    LumpSum,
    PerDay,
    Share,
    Tiers,
)
from webapp.policy.profile.benefits.facts import yuan
from webapp.policy.profile.benefits.plans import Price


def price(pen: Pen, row: Price, anchor: str, layer: str) -> Rule:
    """What a share costs, and who pays which part."""
    parts = "、".join(f"{pen.word('payer', who)} {amount} 元" for who, amount in row.paid_by.items())
    free = "，会员本人不用付" if not {"member", "self"} & set(row.paid_by) else ""
    text = f"{PRICE_PER[row.per]} {row.each} 元（{parts}{free}）"
    return pen.rule(row, text, anchor=f"{anchor}.price", when=row.when, layer=layer)


def component(pen: Pen, row: Component, anchor: str, layer: str) -> Rule:
    """One component: what it is reckoned on and how."""
    basis = getattr(row, "basis", None)
    notes = (
        _basis(pen, basis) if basis is not None else "",
        f"最多 {row.at_most} 元" if row.at_most is not None else "",
        "按持有的份数相乘" if row.per_share else "",
        f"付到{pen.word('payee', row.payee.who)}" if row.payee else "",
    )
    text = "：".join(part for part in (row.label, _kind(pen, row)) if part)
    under = getattr(row, "under", None)
    return pen.rule(row, text, anchor=anchor, when=row.when, layer=layer, notes=notes, rows=(row.payee, under))


def tiers(pen: Pen, row: Component, anchor: str, layer: str) -> Iterator[Rule]:
    """The bands of a component, one rule each."""
    if isinstance(row, Tiers):
        for number, tier in enumerate(row.tiers):
            rule = pen.rule(tier, f"补贴 {tier.pays} 元", anchor=f"{anchor}.{number}", when=band(tier), layer=layer)
            yield _resting(pen, rule, row)
    if isinstance(row, Share):
        for number, part in enumerate(row.slices):
            text = f"按 {_percent(part.rate)} 给付"
            rule = pen.rule(part, text, anchor=f"{anchor}.{number}", when=band(part), layer=layer)
            yield _resting(pen, rule, row)


def _resting(pen: Pen, rule: Rule, row: Component) -> Rule:
    """A band that names no clause of its own rests on its component's."""
    return rule if rule.clauses else dataclasses.replace(rule, clauses=pen.profile.clauses([row]))


def band(one: Band) -> str:
    """A band of an amount in words, each end said to be in or out."""
    lower, upper = f"{yuan(one.lower)} 元", f"{yuan(one.upper)} 元" if one.upper is not None else ""
    if not upper:
        return f"{lower}（含）以上" if one.from_ is not None else f"超过 {lower}"
    start = f"{lower}（含）" if one.from_ is not None else f"超过 {lower}"
    return f"{start}到 {upper}（{'含' if one.to is not None else '不含'}）"


def _basis(pen: Pen, basis: Basis) -> str:
    less = "，先减去其他保障已付的部分" if basis.less else ""
    name = "住院天数" if basis.amount == "hospital_days" else pen.fact(f"bill.{basis.amount}")
    if basis.amount == "self_paid":
        name = "个人自付（含范围外的自费）"
    return f"按{name}计算，{PER[basis.per]}{less}"


def _kind(pen: Pen, row: Any) -> str:
    writers: dict[type[Component], Callable[[Pen, Any], str]] = {
        Tiers: _tiers,
        Share: _share,
        PerDay: _per_day,
        LumpSum: _lump_sum,
        Discretionary: _discretionary,
    }
    return next(write(pen, row) for kind, write in writers.items() if isinstance(row, kind))


def _tiers(_pen: Pen, _row: Tiers) -> str:
    return "按金额分档，每档一个定额"


def _share(_pen: Pen, row: Share) -> str:
    above = f"超过 {row.deductible} 元的部分，" if row.deductible else ""
    return above + (f"按 {_percent(row.rate)} 给付" if row.rate is not None else "分段按比例给付")


def _per_day(_pen: Pen, row: PerDay) -> str:
    after = f"，从第 {row.deductible + 1} 天起" if row.deductible else ""
    most = f"，最多 {row.max_days} 天" if row.max_days else ""
    return f"住院每天 {row.each} 元{after}{most}"


def _lump_sum(pen: Pen, row: LumpSum) -> str:
    if row.each is not None:
        return f"一次性 {row.each} 元"
    of = f"（以 {row.of} 元为基数）" if row.of is not None else ""
    cells = "、".join(
        f"{pen.value(row.by or '', key)} {value if value.endswith('%') else value + ' 元'}"
        for key, value in (row.table or {}).items()
    )
    return f"按{pen.fact(row.by or '')}{of}：{cells}"


def _discretionary(_pen: Pen, row: Discretionary) -> str:
    least, most = row.bounds.from_, row.bounds.to
    if least is not None and most is not None:
        return f"在 {least} 元至 {most} 元之间，由工作人员决定"
    if most is not None:
        return f"最多 {most} 元，由工作人员决定"
    return f"{f'至少 {least} 元，' if least is not None else ''}由工作人员决定；文件没有写明上限"


def _percent(rate: Any) -> str:
    return f"{float(rate * 100):g}%"
