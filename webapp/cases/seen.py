"""What people see of where a case stands: the one table behind every page, list, message and letter.

`see` is pure. A kind of case that has words of its own for a state (a claim that is assessed) gives them as `Own`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from webapp.cases.course import Leg, after_grant, failure_of, legs_of, line_of, ways_of
from webapp.cases.registry import Own, kind_of
from webapp.cases.store import steps_of
from webapp.cases.workflow import OPEN_STATES, State, StepState
from webapp.unions import union_by_id
from webapp.web.tags import tag_of

if TYPE_CHECKING:
    from webapp.cases.models import Case


class Looker(StrEnum):
    """Who looks: who asked for it, or an officer."""

    ASKER = "asker"
    OFFICER = "officer"


class _Row(NamedTuple):
    mark: str
    head: str
    asker: str = ""
    officer: str = ""


_NOBODY = "还没有确定受理的工会，已通知上级工会；确定以后由那个工会审核。"
_REVIEW = "现在由{union}审核。"
_AGAIN = "现在由{union}的另一位工作人员复核。"
_TABLE = {
    State.DRAFT: _Row("wait", "还没有提交", "填好以后请提交。", "申请人还没有提交。"),
    State.SUBMITTED: _Row("sent", "已提交"),
    State.WAITING: _Row("wait", "已提交，等待受理", _NOBODY, _NOBODY),
    State.UNDER_REVIEW: _Row("sent", "已提交", _REVIEW, _REVIEW),
    State.RETURNED: _Row("wait", "退回补充", "请您补充后再提交。", "等申请人补充。"),
    State.GRANTED: _Row("good", "已批准"),
    State.REFUSED: _Row("bad", "未通过"),
    State.WITHDRAWN: _Row("calm", "已撤回"),
    State.APPEALED: _Row("wait", "正在复核", _AGAIN, _AGAIN),
}
"""What stands over the page of a case; the word of its state and its colour are those of every tag (webapp.web.tags)."""
AWAITED = {
    State.UNDER_REVIEW: {Looker.ASKER: "等待工会审核", Looker.OFFICER: "等待工会审核"},
    State.WAITING: {Looker.ASKER: "等待确定受理工会", Looker.OFFICER: "等待确定受理工会"},
    State.RETURNED: {Looker.ASKER: "等您补充", Looker.OFFICER: "等申请人补充"},
    State.APPEALED: {Looker.ASKER: "等待另一位工作人员复核", Looker.OFFICER: "等待另一位工作人员复核"},
}
"""The last line of a timeline: what is awaited now, for each who looks."""


@dataclass(frozen=True)
class Seen:
    """A case as somebody sees it.

    word: its state; role: the colour of the word's tag (webapp.web.tags). mark: what stands over the page: good (granted), sent
    (handed in), wait, bad (refused) or calm. head: the title's end. now: the sentence that says whose turn it is; "" where nobody's.
    todo: what the asker has to do; "" where nothing.
    """

    word: str
    role: str
    mark: str
    head: str
    now: str
    todo: str


def see(state: str, looker: Looker, own: Own | None = None, union: str = "") -> Seen:
    """What one who looks sees of a case in this state. `union`: the name of the union whose turn it is."""
    row = _TABLE[State(state)]
    word, role = (own.word, own.role) if own is not None else tag_of(state)
    now = row.asker if looker is Looker.ASKER else row.officer
    if "{union}" in now:
        now = now.format(union=union) if union else _NOBODY
    if own is not None and own.lacks and state == State.UNDER_REVIEW:
        now = f"{now}{own.lacks}"
    if own is not None and own.now and looker is Looker.ASKER:
        now = own.now
    # What a kind calls a settled state is what stands over its page too.
    head = word if own is not None and State(state) not in OPEN_STATES else row.head
    mark = "bad" if own is not None and own.todo and role == "bad" else row.mark
    return Seen(word, role, mark, head, now, _todo(State(state), looker, own))


def _todo(state: State, looker: Looker, own: Own | None) -> str:
    if looker is not Looker.ASKER:
        return ""
    if state is State.RETURNED:
        return "被退回，请补充"
    if state is State.DRAFT:
        return "还没有提交"
    if own is not None and own.todo:
        return own.todo
    return "还缺材料" if own is not None and own.lacks and state is State.UNDER_REVIEW else ""


def owns_of(cases: Sequence["Case"]) -> Mapping[UUID, Own]:
    """What their kinds say of these cases, each kind asked once; a case of which its kind says nothing is left out."""
    found: dict[UUID, Own] = {}
    for name in dict.fromkeys(case.kind for case in cases):
        those = [case for case in cases if case.kind == name]
        own = kind_of(those[0]).own
        if own is not None:
            found |= own(those)
    return found


def seen_in_list(cases: Sequence["Case"], looker: Looker) -> dict[UUID, Seen]:
    """Many cases for a list, by id: without the union whose turn it is."""
    owns = _with_money(cases)
    return {case.id: see(case.state, looker, owns.get(case.id)) for case in cases}


def seen_of(case: "Case", looker: Looker) -> Seen:
    """One case, with the union whose turn it is; where a payment failed, why and what is to be done."""
    own = _with_money([case]).get(case.id)
    if own is not None and own.now and own.role == "bad":
        own = replace(own, now=f"{own.now}{failure_of(case)}")
    return see(case.state, looker, own, turn_of(case))


def verdict_word(case: "Case") -> str:
    """What the verdict on a case is called, however far its money is."""
    return see(case.state, Looker.ASKER, owns_of([case]).get(case.id)).word


def _with_money(cases: Sequence["Case"]) -> dict[UUID, Own]:
    """What is said of these cases by their kinds, and by how far the money is that they were granted."""
    owns = dict(owns_of(cases))
    ways = {} if not any(_is_granted(case) for case in cases) else ways_of([case for case in cases if _leads_on(case)])
    granted = [case.id for case in cases if _is_granted(case)]
    said = {case_id: after_grant(owns.get(case_id), ways[case_id]) for case_id in granted}
    return owns | {case_id: own for case_id, own in said.items() if own is not None}


def _leads_on(case: "Case") -> bool:
    return bool(kind_of(case).stages) and case.state not in (State.DRAFT, State.WITHDRAWN)


def _is_granted(case: "Case") -> bool:
    return _leads_on(case) and case.state == State.GRANTED and case.closed_at is not None


def money_lines(cases: Sequence["Case"]) -> dict[UUID, list[Leg]]:
    """The same of many, by id, for a list: of those that were handed in; without how long a stage usually takes."""
    wanted = [case for case in cases if _leads_on(case)]
    owns, ways = owns_of(cases) if wanted else {}, ways_of(wanted)
    return {case.id: legs_of(case, owns.get(case.id), ways[case.id]) for case in wanted}


def money_line(case: "Case", looker: Looker) -> list[Leg]:
    """钱到哪了: how far one case is on its way to money, stage by stage; empty for a kind that leads to none.

    Who asked for it reads besides how long the present stage usually takes.
    """
    if not kind_of(case).stages:
        return []
    line = line_of if looker is Looker.ASKER else legs_of
    return line(case, owns_of([case]).get(case.id), ways_of([case])[case.id])


def turn_of(case: "Case") -> str:
    """The union that has the case now: that of the step that is open, so on appeal the one that looks again; "" where none has it."""
    under_way = case.state in (State.UNDER_REVIEW, State.APPEALED)
    open_ = [
        step
        for step in (steps_of(case) if under_way else ())
        if step.role == "decides" and step.state == StepState.OPEN
    ]
    union_id = open_[0].union_id if open_ else (case.union_id if case.state != State.WAITING else None)
    union = union_by_id(union_id) if union_id else None
    return union.name if union else ""


@dataclass(frozen=True)
class Head:
    """What stands over an application of several parts: a title's end and its mark (as in `Seen`)."""

    head: str
    mark: str


def head_of(states: Sequence[str]) -> Head:
    """What came of an application, whatever its parts: what is refused is never under a green tick, nor what still waits said to be done."""
    kinds = {State(state) for state in states}
    if len(kinds) == 1:
        row = _TABLE[next(iter(kinds))]
        return Head(row.head, row.mark)
    if State.RETURNED in kinds:
        return Head("有一部分退回补充", "wait")
    refused, open_ = State.REFUSED in kinds, bool(kinds & (OPEN_STATES | {State.DRAFT}))
    if refused:
        return Head("有一部分未通过，其余还在办" if open_ else "办结：有一部分未通过", "bad")
    if open_:
        granted = State.GRANTED in kinds
        return Head("有一部分已批准，其余还在办" if granted else "已提交", "wait" if State.WAITING in kinds else "sent")
    return Head("已批准", "good") if State.GRANTED in kinds else Head("已撤回", "calm")
