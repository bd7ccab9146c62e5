"""保障: the plans of a province, and what each edition gives, asks, leaves out and wants to see."""

from collections.abc import Iterable, Iterator
from typing import Any

from webapp.home.book.parts import Rule, Silence, Topic
from webapp.home.book.payments import component, price, tiers
from webapp.home.book.pen import Pen
from webapp.home.book.words import CAP_PER, CROSSING, ELSE, LENGTHS, ORIGINALS, REACHED, SCOPES, TESTED
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.policy.profile.benefits.rows import ConditionRow, Document, Exclusion, WindowRow
from webapp.policy.reading.layered import stated_rows
from webapp.web.dates import day

Written = tuple[Rule, ...]


def topics(pen: Pen, benefits: object) -> Iterator[Topic]:
    """Plan by plan; an edition's terms as topics of their own."""
    silence = pen.silence(benefits)
    if silence is not None:
        yield Topic("benefits", "保障", (), (silence,))
    layer = "nation" if pen.profile.rules is pen.profile.nation else "province"
    for plan in stated_rows(benefits):
        yield Topic(plan.id, "这是什么", (_plan(pen, plan, layer),), _no_terms(plan), group=plan.label)
        for edition in plan.editions or ():
            for key, title, rules, silences in _edition(pen, plan, edition, layer):
                if rules or silences:
                    yield Topic(
                        f"{edition.id}.{key}", f"{edition.label} · {title}", tuple(rules), silences, group=plan.label
                    )


def _no_terms(plan: Plan) -> tuple[Silence, ...]:
    if plan.editions is not None:
        return ()
    return (Silence("待遇标准", "silent", "文件没有规定。这里只列出条款，不计算金额。"),)


def _plan(pen: Pen, plan: Plan, layer: str) -> Rule:
    open_ = {"由谁办理": plan.run_by, "由谁出资": plan.funded_by, "保障到什么时候": plan.promised}
    earmarked = plan.earmarked
    notes = (
        f"由{plan.run_by.label}办理" if plan.run_by else "",
        f"由{'、'.join(row.label for row in plan.funded_by)}出资" if plan.funded_by else "",
        f"{day(plan.promised.from_)}至{day(plan.promised.to)}" if plan.promised else "",
        f"先留出名额：{pen.situation(earmarked.holds)}" if earmarked else "",
    )
    return pen.rule(
        plan,
        plan.label,
        anchor=f"benefits.{plan.id}",
        layer=layer,
        notes=notes,
        unstated=[name for name, stated in open_.items() if not stated],
        rows=(plan.run_by, *(plan.funded_by or ()), plan.promised, earmarked),
    )


def _edition(
    pen: Pen, plan: Plan, edition: Edition, layer: str
) -> Iterator[tuple[str, str, Iterable[Rule], tuple[Silence, ...]]]:
    def rules(rows: Iterable[Any] | None, write: Any) -> list[Rule]:
        return [write(pen, row, f"{edition.id}.{number}", layer) for number, row in enumerate(rows or ())]

    yield "cover", "什么时候有保障", [*_cover(pen, edition, layer)], ()
    yield "price", "要交多少钱", rules(edition.price, price), _silence(pen, edition.price, "价格")
    yield "conditions", "谁能享受", rules(edition.conditions, _condition), ()
    yield "windows", "时间要求", rules(edition.windows, _window), ()
    yield "bills", "哪些票据算", rules(edition.bills, _bill), ()
    yield "components", "给付多少", [*_components(pen, edition, layer)], ()
    yield "caps", "上限", rules(edition.caps, _cap), ()
    yield "exclusions", "哪些不赔", rules(edition.exclusions, _exclusion), ()
    yield "documents", "要交什么材料", rules(edition.documents, _document), ()
    yield "payment", "钱付给谁、由谁承担", [*_payment(pen, edition, layer)], (*_open_ends(pen, edition),)


def _silence(pen: Pen, stated: object, subject: str) -> tuple[Silence, ...]:
    found = pen.silence(stated, subject=subject)
    return () if found is None else (found,)


def _open_ends(pen: Pen, edition: Edition) -> Iterator[Silence]:
    named = {"名额": edition.quota, "各方分担": edition.borne_by, "收款人": edition.payee, "份数": edition.shares}
    for subject, stated in named.items():
        yield from _silence(pen, stated, subject)
    if len(edition.components) > 1:
        yield from _silence(pen, edition.stacking, "几项给付怎样合并")


def _cover(pen: Pen, edition: Edition, layer: str) -> Iterator[Rule]:
    cover = edition.cover
    starts = "、".join(pen.word("start", one) for one in cover.starts)
    lasts = next(
        (f"{number} {word}" for key, word in LENGTHS.items() if (number := getattr(cover.lasts, key, None))), ""
    )
    yield pen.rule(
        cover,
        f"{day(cover.from_)}至{day(cover.to)}，首尾两天都算",
        anchor=f"{edition.id}.cover",
        layer=layer,
        notes=(f"个人从{starts}中最晚的一天起有保障" if starts else "", f"每人保障 {lasts}" if lasts else ""),
    )
    for row in edition.waiting:
        text = f"{row.label}：{row.days} 天" if row.days else row.label
        yield pen.rule(row, text, anchor=f"{edition.id}.{row.id}", when=row.when, layer=layer)
    if edition.shares is not None:
        text = f"每人最多 {edition.shares.max} 份，多的无效"
        yield pen.rule(edition.shares, text, anchor=f"{edition.id}.shares", layer=layer)
    if edition.quota is not None:
        most = f"{edition.quota.persons} 人" if edition.quota.persons else f"{edition.quota.budget} 元"
        text = f"名额 {most}，{REACHED[edition.quota.reached]}"
        yield pen.rule(edition.quota, text, anchor=f"{edition.id}.quota", layer=layer)


def _condition(pen: Pen, row: ConditionRow, anchor: str, layer: str) -> Rule:
    notes = (*_waived(row), f"{TESTED[row.tested]}；{ELSE[row.else_]}")
    return pen.rule(row, row.label, anchor=f"{anchor}.{row.id}", layer=layer, notes=notes, rows=row.waived)


def _waived(row: Any) -> tuple[str, ...]:
    return tuple(f"例外：{waiver.label}" for waiver in row.waived)


def _bill(pen: Pen, row: Any, anchor: str, layer: str) -> Rule:
    notes = (*_waived(row), ELSE[row.else_])
    return pen.rule(row, row.label, anchor=f"{anchor}.{row.id}", layer=layer, notes=notes, rows=row.waived)


def _window(pen: Pen, row: WindowRow, anchor: str, layer: str) -> Rule:
    length = row.length
    counted = f"从{pen.fact(row.after)}起 {length[1]} {LENGTHS[length[0]]}内" if row.after and length else ""
    fixed = "至".join(day(one) for one in (row.from_, row.to) if one is not None)
    first = "当天不算" if row.after and row.count == "next_day" else "当天算第一天" if row.after else ""
    notes = (
        "，".join(part for part in (counted or fixed, first, "" if row.inclusive else "末日不算") if part),
        ELSE[row.else_].replace("不符合", "过期"),
        "首次申报在期限内即可，之后的补报由工作人员判定" if row.after_first else "",
        {"manual": "末日遇休息日的，由工作人员判定", "moves": "末日遇休息日的，顺延"}.get(row.rest_day or "", ""),
    )
    return pen.rule(row, row.label, anchor=f"{anchor}.{row.id}", layer=layer, notes=notes)


def _components(pen: Pen, edition: Edition, layer: str) -> Iterator[Rule]:
    for row in edition.components:
        yield component(pen, row, f"{edition.id}.{row.id}", layer)
        yield from tiers(pen, row, f"{edition.id}.{row.id}", layer)


def _cap(pen: Pen, row: Any, anchor: str, layer: str) -> Rule:
    most = f"{row.amount} 元" if row.amount is not None else f"{row.times} 次"
    notes = (CROSSING[row.crossing], "付满以后，本版次的责任终止" if row.reached == "ends" else "")
    text = f"{row.label}：{CAP_PER[row.per]}最多 {most}"
    return pen.rule(row, text, anchor=f"{anchor}.{row.id}", layer=layer, notes=notes)


def _exclusion(pen: Pen, row: Exclusion, anchor: str, layer: str) -> Rule:
    notes = (f"不包括：{row.except_}" if row.except_ else "", SCOPES[row.scope])
    return pen.rule(row, row.label, anchor=f"{anchor}.{row.id}", layer=layer, notes=notes)


def _document(pen: Pen, row: Document, anchor: str, layer: str) -> Rule:
    notes = (
        ORIGINALS.get(row.original or "", ""),
        "需要时才交" if row.if_asked else "",
        "同一次事故交一次" if row.per == "event" else "",
    )
    return pen.rule(row, row.label, anchor=f"{anchor}.{row.id}", when=row.when, layer=layer, notes=notes)


def _payment(pen: Pen, edition: Edition, layer: str) -> Iterator[Rule]:
    if edition.payee is not None:
        text = f"付到{pen.word('payee', edition.payee.who)}"
        yield pen.rule(edition.payee, text, anchor=f"{edition.id}.payee", layer=layer)
    for number, row in enumerate(edition.borne_by or ()):
        parts = "、".join(f"{pen.word('payer', who)} {float(part * 100):g}%" for who, part in row.shares.items())
        yield pen.rule(row, parts, anchor=f"{edition.id}.borne.{number}", when=row.when, layer=layer)
    names = {one.id: one.label for one in edition.components}
    for number, stacking in enumerate(edition.stacking or ()):
        together = {"add": "相加", "highest": "取较高的一项"}[stacking.rule]
        text = f"{'、'.join(names.get(one, one) for one in stacking.between)}：{together}"
        yield pen.rule(stacking, text, anchor=f"{edition.id}.stacking.{number}", layer=layer)
