"""会籍与接转, 会费, 建会: the seat, dues and thresholds."""

from collections.abc import Iterator
from typing import Any

from webapp.home.book.joining import HANDED_ON
from webapp.home.book.overlaps import overlapping
from webapp.home.book.parts import Rule, Silence, Topic
from webapp.home.book.pen import Pen
from webapp.home.book.plain import others
from webapp.policy.language.rows import Within
from webapp.policy.language.vocabularies import SEAT_FACTS
from webapp.policy.profile.membership import Dues, Seat, SeatChange, Single, Threshold
from webapp.policy.reading.layered import stated_rows


def seat_topics(pen: Pen, seat: Seat) -> Iterator[Topic]:
    """One seat a person, what moves it, how soon."""
    nation = pen.profile.nation.seat
    yield Topic("single", "一人几个会籍", tuple(_single(pen, seat.single, nation.single)), _silent(pen, seat.single))
    yield Topic(
        "changes",
        "什么时候要接转",
        tuple(_changes(pen, seat.changes, nation.changes)),
        _silent(pen, seat.changes),
        hint="没有列出的情形，会籍不变。",
    )
    within = tuple(_within(pen, seat.within, nation.within))
    yield Topic("within", "接转要在几天内办好", within, _silent(pen, seat.within, fallback=bool(within)))
    yield from others(pen, "seat", seat, {"single", "changes", "within"})


def _silent(pen: Pen, stated: object, *, fallback: bool = True) -> tuple[Silence, ...]:
    silence = pen.silence(stated, fallback=fallback)
    return () if silence is None else (silence,)


def _layer(pen: Pen, own: object) -> str:
    """The layer of a value that the nation gives where the province is silent."""
    return "nation" if own is None or pen.profile.rules is pen.profile.nation else "province"


def _single(pen: Pen, own: object, nation: object) -> Iterator[Rule]:
    row = own if own is not None else nation
    if isinstance(row, Single):
        text = "一人只有一个会籍；已有会籍再申请的，办理接转" if row.value else "一人可以有几个会籍"
        yield pen.rule(row, text, anchor="single", layer=_layer(pen, own))


def _within(pen: Pen, own: object, nation: object) -> Iterator[Rule]:
    value = own if own is not None else nation
    if isinstance(value, Within):
        yield Rule("within", f"{pen.time(value)}内办好", layer=pen.layer(_layer(pen, own)))


def _changes(pen: Pen, own: object, nation: object) -> Iterator[Rule]:
    for layer, rows in pen.layers(own, nation):
        for row in rows:
            anchor = f"changes.{row.id}"
            if row.national:
                yield from _handed_on(pen, anchor, row, stated_rows(nation))
            else:
                yield _change(pen, row, row.when, anchor=anchor, layer=layer)


def _handed_on(pen: Pen, anchor: str, own: SeatChange, nation: tuple[Any, ...]) -> Iterator[Rule]:
    for number, (row, relation) in enumerate(overlapping(own.when, nation, SEAT_FACTS)):
        name = anchor if number == 0 else f"{anchor}.{row.id}"
        when = row.when if relation == "row" else own.when
        yield _change(pen, row, when, anchor=name, layer="nation", origin=HANDED_ON, via=own)


def _change(pen: Pen, row: Any, when: Any, *, anchor: str, layer: str, origin: str = "", via: Any = None) -> Rule:
    text = {"transfer": "接转会籍", "offer": "接转会籍，接不接转由本人决定", "stays": "会籍不变"}[row.then]
    goal = f"接转到{pen.where(row.at)}{pen.kinds(row.to)}" if row.to else ""
    if row.then != "stays" and not goal:
        goal = "接转到按入会规定该去的工会"
    return pen.rule(row, text, anchor=anchor, when=when, layer=layer, origin=origin, notes=(goal,), rows=(via,))


def dues_topics(pen: Pen, dues: object) -> Iterator[Topic]:
    """What members pay, who sets it, what it is for."""
    rules = tuple(_dues(pen, row, layer) for layer, rows in pen.layers(dues) for row in rows)
    yield Topic("dues", "交不交、交多少", rules, _silent(pen, dues, fallback=False))


def _dues(pen: Pen, row: Dues, layer: str) -> Rule:
    per = pen.word("per", row.per) if row.per else ""
    notes = (
        f"金额：{per} {row.amount} 元" if row.amount is not None else "",
        _bounds(row, per),
        _percentage(row),
        f"由{pen.word('union_kind', row.set_by)}决定" if row.set_by else "",
        f"用于{row.use}" if row.use else "",
    )
    known = row.amount is not None or row.min is not None or row.max is not None or row.percentage is not None
    open_ = {"金额": known, "缴纳周期": row.per, "由谁决定": row.set_by, "用途": row.use}
    modes = pen.words("dues_mode", row.modes, "、")
    text = f"可以选择：{modes}" if len(row.modes) > 1 else modes
    return pen.rule(
        row,
        text,
        anchor=f"dues.{row.id}",
        when=row.when,
        layer=layer,
        notes=notes,
        unstated=[name for name, stated in open_.items() if not stated],
    )


def _bounds(row: Dues, per: str) -> str:
    if row.min is not None and row.max is not None:
        return f"{per} {row.min} 元至 {row.max} 元（含两端）"
    if row.min is not None:
        return f"{per}不低于 {row.min} 元"
    return f"{per}不超过 {row.max} 元" if row.max is not None else ""


def _percentage(row: Dues) -> str:
    rule = row.percentage
    if rule is None:
        return ""
    exempt = f"超过 {rule.exempt} 元的部分" if rule.exempt is not None else "工资"
    step = f"，基数按 {rule.step} 元取整" if rule.step is not None else ""
    return f"按{exempt}的 {(rule.rate * 100).normalize():f}% 缴纳{step}"


def threshold_topics(pen: Pen, thresholds: object) -> Iterator[Topic]:
    """From how many members on a unit is guided to set up its own union."""
    rules = tuple(_threshold(pen, row, layer) for layer, rows in pen.layers(thresholds) for row in rows)
    yield Topic("thresholds", "满多少人要单独建会", rules, _silent(pen, thresholds, fallback=False))


def _threshold(pen: Pen, row: Threshold, layer: str) -> Rule:
    counted = pen.situation(row.counts)
    below = {"stays_open": "之后降到这个人数以下的，任务保留并注明", "closes": "之后降到这个人数以下的，任务撤销"}
    return pen.rule(
        row,
        f"由{pen.word('union_kind', row.by)}指导单位直接建会",
        anchor=f"thresholds.{row.id}",
        when="，".join(part for part in (pen.situation(row.when), f"同一单位满 {row.at_least} 人（含）") if part),
        layer=layer,
        notes=(
            f"计入的人：{counted}" if counted else "",
            "由单位登记所在地办理",
            below[row.falls_below],
        ),
    )
