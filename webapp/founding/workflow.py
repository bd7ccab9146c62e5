"""What a founding asks for and when it is complete; how a term of office stands. Pure: the profile and facts in, words out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from webapp.cases.registry import Own
from webapp.policy import Profile
from webapp.policy.language.rows import Ruled
from webapp.policy.profile.organisations import Committees, Election, LedBy, UnionKind

REMIND_BEFORE = timedelta(days=90)
"""How long before its end a term is announced. Ours (系统默认): no document states it."""

LED_BY = {"upper_federation": "当地总工会", "same_level_party": "同级党组织", "next_higher_union": "上一级工会"}
BODIES = {"committee_plenary": "委员会全体会议", "representative_congress": "会员代表大会"}


STATES = {
    "under_review": Own("筹备中", "info"),
    "granted": Own("已登记", "good"),
    "refused": Own("没有成立", "bad"),
    "withdrawn": Own("已撤销", "calm"),
}
"""The words for the states of a founding that differ from those of other cases."""


@dataclass(frozen=True)
class Item:
    """One item of the list of a founding.

    needed: nothing is registered without it. later: it can only be done once the union is registered.
    clauses: the ids it rests on; empty = ours (系统默认).
    """

    id: str
    label: str
    hint: str = ""
    needed: bool = True
    later: bool = False
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Circumstances:
    """What of the founding turns conditional items on."""

    funds_independent: bool = False
    many_women: bool = False


def items_of(profile: Profile, union_kind: str, given: Circumstances) -> list[Item]:
    """The list for a kind of union in the order it is done; what the profile does not state is not on it."""
    row = profile.union_kinds[union_kind]
    found = [*_conditions(row), *_election(row.election), *_committees(row.committees, given), *_registration(row)]
    return found or [
        Item("meeting", "成立大会（会议）的记录", "文件没有规定要哪些材料，这一项由上级工会掌握", needed=False)
    ]


def _conditions(row: UnionKind) -> Iterator[Item]:
    if row.preconditions is not None:
        yield Item("preconditions", "上级工会核查组建条件", "写明核查的结论", clauses=_clauses(row.preconditions))
    if row.led_by is not None:
        yield Item("leadership", f"由{_led(row.led_by)}领导", "批复或者意见", clauses=_clauses(row.led_by))


def _led(rule: LedBy) -> str:
    return "、".join(LED_BY[level] for level in rule.levels)


def _election(rule: Election | None) -> Iterator[Item]:
    if rule is None:
        return
    bodies = "或".join(BODIES[body] for body in rule.bodies)
    how = "按民主程序" if rule.democratic else ""
    hint = f"在{bodies}上选举；附选举结果" if bodies else "附选举结果"
    yield Item("election", f"{how}选举委员会和主席", hint, clauses=_clauses(rule))


def _committees(rules: Committees | None, given: Circumstances) -> Iterator[Item]:
    labels = {"funds_audit": "设立经费审查委员会", "women": "设立女职工委员会"}
    for name, label in labels.items():
        rule = getattr(rules, name) if rules is not None else None
        if rule is None:
            continue
        always = rule.required == "always"
        if always or getattr(given, rule.required.removeprefix("if_")):
            yield Item(name, label, needed=always and rule.lacking != "warning", clauses=_clauses(rule))


def _registration(row: UnionKind) -> Iterator[Item]:
    rule = row.registration
    if rule is None:
        return
    if rule.legal_person:
        yield Item("legal_person", "登记社会团体法人资格", needed=False, later=True, clauses=_clauses(rule))
    if rule.own_account:
        yield Item("own_account", "开立独立的经费账户", needed=False, later=True, clauses=_clauses(rule))


def _clauses(rule: Ruled) -> tuple[str, ...]:
    return tuple(rule.source)


COMMITTEES = ("funds_audit", "women")


def still_needed(items: Collection[Item], done: Collection[str]) -> list[Item]:
    """What is missing before the union can be registered."""
    return [item for item in items if item.needed and item.id not in done]


class TermState(StrEnum):
    """How a term of office stands on a day."""

    IN_OFFICE = "in_office"
    ENDING = "ending"
    OVERDUE = "overdue"


TERM_LABELS = {TermState.IN_OFFICE: "任期内", TermState.ENDING: "将届满", TermState.OVERDUE: "逾期未换届"}


def term_state(ends_on: date, on: date) -> TermState:
    """Overdue from the day after the last one; announced REMIND_BEFORE it, the first and the last day included."""
    if on > ends_on:
        return TermState.OVERDUE
    return TermState.ENDING if on >= ends_on - REMIND_BEFORE else TermState.IN_OFFICE
