"""钱到哪了: the one line of stages of a case whose grant leads to money, each with its day, for worker and officer alike.

What happened is read from the events of the case (`ways_of`), what they come to is pure (`legs`, `after_grant`). Rooms above register
the turns that they make (`register_turns`) and may say why a payment failed (`tell_failure`). How long a union's own past cases took is
kept one row a case and stage (`note_time`), and told once there are enough of them (`usual`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import select

from webapp.cases.models import StageTime
from webapp.cases.registry import Own, kind_of
from webapp.cases.workflow import State
from webapp.persistence import Event, add_once, db
from webapp.tenancy import business_date
from webapp.web.dates import day

if TYPE_CHECKING:
    from webapp.cases.models import Case


class Stage(StrEnum):
    """How far a case is on its way to money."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMPLETE = "complete"
    DECIDED = "decided"
    ORIGINALS = "originals"
    SENT = "sent"
    ARRIVED = "arrived"


class _Row(NamedTuple):
    label: str
    day: str


STAGES = {
    Stage.DRAFT: _Row("草稿", "开始填写"),
    Stage.SUBMITTED: _Row("已提交", "第一次提交"),
    Stage.COMPLETE: _Row("材料齐", "最近一次核算不再缺材料；退回补充的，重新算"),
    Stage.DECIDED: _Row("已核定", "批准（或不同意）；收回意见、申请复核的，重新算"),
    Stage.ORIGINALS: _Row("原件已核对", "最后一样原件核对；不要核对原件的，没有这一步"),
    Stage.SENT: _Row("已送银行", "付款名单导出给银行；重新付款的，重新算"),
    Stage.ARRIVED: _Row("已到账", "银行答复付款成功；答复失败的，是“未成功”，写明原因和怎么办"),
}
"""Every stage in order: what it is called, and whose day stands beside it."""


def table() -> str:
    """The stages as docs/benefits.md shows them, drawn in Markdown."""
    rows = [(row.label, f"`{stage}`", row.day) for stage, row in STAGES.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in [("Shown", "Stage", "Its day"), ("---",) * 3, *rows])


LABELS = {stage: row.label for stage, row in STAGES.items()}
FAILED = "未成功"
LEAST, RECENT = 20, 200
"""From how many past cases on the usual time is told, and how many of the last ones it is reckoned from."""


class Turn(NamedTuple):
    """What an event makes of the way: the stage it reaches, those that no longer hold after it; whether a payment failed (None: says
    nothing of that).
    """

    reaches: Stage | None = None
    undoes: tuple[Stage, ...] = ()
    failed: bool | None = None


_ALL_AFTER = (Stage.DECIDED, Stage.ORIGINALS, Stage.SENT, Stage.ARRIVED)
_turns: dict[str, Turn] = {
    "case.submit": Turn(Stage.SUBMITTED),
    "case.return": Turn(undoes=(Stage.COMPLETE,)),
    "case.grant": Turn(Stage.DECIDED),
    "case.refuse": Turn(Stage.DECIDED),
    "case.undo": Turn(undoes=_ALL_AFTER),
    "case.appeal": Turn(undoes=_ALL_AFTER),
}
_failures: list[Callable[["Case"], str]] = []


def register_turns(turns: Mapping[str, Turn]) -> None:
    """Make known what events of a room, by their kind, do to the way. Repeatable."""
    _turns.update(turns)


def tell_failure(tell: Callable[["Case"], str]) -> None:
    """Have `tell` say why the last payment of a case failed and what is to be done now; "" where it did not. Repeatable."""
    if tell not in _failures:
        _failures.append(tell)


def failure_of(case: "Case") -> str:
    """Why the last payment of this case failed and what is to be done; "" where nobody knows."""
    return next((said for tell in _failures if (said := tell(case))), "")


@dataclass
class Way:
    """What the events of one case say: when each stage was reached that still holds, when the last payment failed, and what the grant
    said: its fen (None: nothing was said) and the originals that are seen before it is paid.
    """

    reached: dict[Stage, datetime] = field(default_factory=dict)
    failed: datetime | None = None
    amount: int | None = None
    originals: tuple[str, ...] = ()

    @property
    def pays(self) -> bool:
        """Whether the grant leads to money."""
        return self.amount != 0

    def take(self, event: Event) -> None:
        """Go on by one event."""
        if event.kind.endswith(".granted") and "amount" in event.data:
            self.amount, self.originals = event.data["amount"], tuple(event.data.get("originals", ()))
        turn = _turns.get(event.kind)
        if turn is None or event.data.get("seen") is False:
            return
        for stage in turn.undoes:
            self.reached.pop(stage, None)
        if turn.reaches is not None and (turn.reaches is not Stage.SUBMITTED or turn.reaches not in self.reached):
            self.reached[turn.reaches] = event.at
        if turn.failed is not None:
            self.failed = event.at if turn.failed else None


def walked(events: Iterable[Event]) -> Way:
    """The way that the events of one case, in their order, tell."""
    way = Way()
    for event in events:
        way.take(event)
    return way


def history_of_events(case: "Case") -> list[Event]:
    """All events of a case, in order."""
    return list(db.session.scalars(select(Event).where(Event.case_id == case.id).order_by(Event.position)))


def ways_of(cases: Sequence["Case"]) -> dict[UUID, Way]:
    """The ways of many cases, by id; of one case by the question that its timeline asks."""
    if len(cases) == 1:
        return {case.id: walked(history_of_events(case)) for case in cases}
    if not cases:
        return {}
    told = [*_turns, "claim.granted", "relief.granted"]
    wanted = select(Event).where(Event.case_id.in_([case.id for case in cases]), Event.kind.in_(told))
    ways = {case.id: Way() for case in cases}
    for event in db.session.scalars(wanted.order_by(Event.case_id, Event.position)):
        assert event.case_id is not None
        ways[event.case_id].take(event)
    return ways


def after_grant(own: Own | None, way: Way) -> Own | None:
    """What a granted case is called by how far its money is; as its kind calls it while nothing is known of that."""
    if not way.pays or own is None:
        return own
    if Stage.ARRIVED in way.reached:
        return Own(LABELS[Stage.ARRIVED], "good")
    if way.failed is not None:
        return Own(f"付款{FAILED}", "bad", todo="付款没有成功", now="银行没有付成这笔钱。")
    if Stage.SENT in way.reached:
        return Own(LABELS[Stage.SENT], "info", now="款项已交银行付款，到账以后会发消息告诉您。")
    if _wanting(own, way):
        return Own("已核定，待核对原件", "wait", todo="付款前要核对原件", now="核对原件以后才付款。", seen=own.seen)
    return own


def _wanting(own: Own | None, way: Way) -> tuple[str, ...]:
    seen = own.seen if own is not None else ()
    return tuple(one for one in way.originals if one not in seen)


@dataclass(frozen=True)
class Leg:
    """One stage as a page shows it. `on`: the day it was reached, in words; phase: done, now, todo or bad; note: what to know of it."""

    stage: Stage
    label: str
    on: str
    phase: str
    note: str = ""


def legs(state: str, began: datetime, own: Own | None, way: Way, stages: Sequence[Stage]) -> list[Leg]:
    """The line of one case: `stages` are those of its kind, `own` what its kind says of it. Empty for one that was taken back."""
    if state == State.WITHDRAWN or not stages:
        return []
    done = _done(state, own, way, began)
    shown = [one for one in stages if one is not Stage.ORIGINALS or way.originals or one in way.reached]
    if state == State.REFUSED or not way.pays:
        shown = [one for one in shown if one not in _ALL_AFTER[1:]]
    if state == State.REFUSED:
        shown = [one for one in shown if one is not Stage.COMPLETE or one in way.reached]
    now = next((one for one in shown if one not in done), None)
    return [_leg(one, state, own, way, done, now) for one in shown]


def _done(state: str, own: Own | None, way: Way, began: datetime) -> dict[Stage, datetime | None]:
    done: dict[Stage, datetime | None] = {Stage.DRAFT: began}
    if state == State.DRAFT:
        return done
    done[Stage.SUBMITTED] = way.reached.get(Stage.SUBMITTED)
    if state == State.RETURNED:
        return done
    if own is None or not own.lacks:
        done[Stage.COMPLETE] = way.reached.get(Stage.COMPLETE)
    if state in (State.GRANTED, State.REFUSED):
        done[Stage.DECIDED] = way.reached.get(Stage.DECIDED)
    if state == State.GRANTED:
        if not _wanting(own, way):
            done[Stage.ORIGINALS] = way.reached.get(Stage.ORIGINALS)
        done |= {stage: way.reached[stage] for stage in (Stage.SENT, Stage.ARRIVED) if stage in way.reached}
    return done


def _leg(
    stage: Stage, state: str, own: Own | None, way: Way, done: Mapping[Stage, datetime | None], now: Stage | None
) -> Leg:
    on = done.get(stage)
    when, label = day(on) if on is not None else "", LABELS[stage]
    if stage is Stage.DECIDED and stage in done and own is not None:
        label = own.word if state == State.REFUSED else label
    if stage is Stage.DECIDED and state == State.REFUSED:
        return Leg(stage, label, when, "bad")
    if stage is Stage.ARRIVED and way.failed is not None:
        return Leg(stage, FAILED, day(way.failed), "bad")
    phase = "done" if stage in done else "now" if stage is now else "todo"
    note = "退回补充，补好再提交以后接着审核" if stage is now and state == State.RETURNED else ""
    return Leg(stage, label, when, phase, note)


def legs_of(case: "Case", own: Own | None, way: Way) -> list[Leg]:
    """The line of a case; empty for a kind without money."""
    return legs(case.state, case.created_at, own, way, [Stage(one) for one in kind_of(case).stages])


def line_of(case: "Case", own: Own | None, way: Way) -> list[Leg]:
    """The same, with how long the present stage usually takes at the union that has the case."""
    found = legs_of(case, own, way)
    at = next((leg for leg in found if leg.phase == "now"), None)
    words = _usual_words(case, at.stage) if at is not None and not at.note else ""
    return [Leg(one.stage, one.label, one.on, one.phase, words) if one is at and words else one for one in found]


def _usual_words(case: "Case", stage: Stage) -> str:
    before = stage in (Stage.COMPLETE, Stage.DECIDED)
    if case.union_id is None or not (before or stage in (Stage.SENT, Stage.ARRIVED)):
        return ""
    days = usual(case.union_id, case.kind, Stage.DECIDED if before else Stage.ARRIVED)
    if days is None:
        return ""
    return f"这里通常提交以后 {days} 天核定" if before else f"这里通常核定以后 {days} 天到账"


def usual(union_id: UUID, kind: str, stage: Stage) -> int | None:
    """How many days it usually takes here to reach a stage: the middle one of the last cases; None while there are too few of them."""
    ours = (StageTime.union_id == union_id, StageTime.kind == kind, StageTime.stage == stage)
    newest = StageTime.noted_at.desc(), StageTime.id.desc()
    days = list(db.session.scalars(select(StageTime.days).where(*ours).order_by(*newest).limit(RECENT)))
    return median_low(days) if len(days) >= LEAST else None


def note_time(case: "Case", stage: Stage, since: date) -> None:
    """Keep how long it took from `since`, a business day, until the case reached this stage today; once for each case and stage."""
    if case.union_id is None:
        return
    days = max(0, (business_date() - since).days)
    add_once(StageTime(case_id=case.id, union_id=case.union_id, kind=case.kind, stage=stage, days=days))
