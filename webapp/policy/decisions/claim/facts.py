"""The facts of a claim, read once: money in whole fen, days as dates, every name checked.

A fact that is absent is not known; null means that there is none. Days are whole local days (UTC+8): a moment with
another offset is turned into local time first.
"""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.policy.decisions.claim.values import READERS, Reader, money
from webapp.policy.faults import did_you_mean
from webapp.policy.language.facts import UNKNOWN, FactError, FactType, typed
from webapp.policy.profile.benefits.facts import (
    BILL,
    ENROLMENT,
    EVENT,
    FILING,
    HOSPITAL,
    MEMBER,
    MONEY_OF_A_BILL,
    PLAN,
    RESULT,
    UNIT,
)

Readers = Mapping[str, tuple[str, Reader]]
Values = dict[str, Any]
_TOP = (
    *("member", "unit", "plan", "answers", "enrolments", "events", "filings"),
    *("paid", "paid_elsewhere", "findings"),
)
_PAID = ("filing", "event", "component", "edition", "amount")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reviewer found on a row about an event, a filing or a bill. Money in fen."""

    row: str
    about: str
    holds: bool
    exception: bool = False
    counts: int | None = None
    amount: int | None = None


@dataclass(slots=True)
class Bill:
    """One bill. `values` are its facts by name, `first` and `last` its days, both in."""

    id: str
    values: Values
    first: datetime.date | None
    last: datetime.date | None


@dataclass(slots=True)
class Event:
    """An event: accident, diagnosis, admission. `day` is its local day, None where it is not known."""

    id: str
    day: datetime.date | None
    values: Values


@dataclass(slots=True)
class Filing:
    """One filing on an event. `decided` is what an earlier decision was, None for one still open."""

    id: str
    event: str
    decided: str | None
    values: Values
    bills: tuple[Bill, ...]
    documents: frozenset[str]
    """The papers handed in; none where that is not known."""
    originals: frozenset[str]
    """The papers of which the original was seen."""


@dataclass(slots=True)
class Paid:
    """One entry of the member's ledger, in fen; a reversal is negative."""

    filing: str | None
    event: str | None
    component: str | None
    edition: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class Case:
    """All facts of one member's claim."""

    base: Values
    enrolments: tuple[Values, ...]
    events: tuple[Event, ...]
    filings: tuple[Filing, ...]
    paid: tuple[Paid, ...]
    paid_elsewhere: tuple[tuple[str, str | None, int | None], ...] | None
    """(plan, event, fen; None = that it paid is not known); None = nobody said anything of it."""
    findings: Mapping[tuple[str, str], Finding] = field(default_factory=dict)
    event_of: Mapping[str, str] = field(default_factory=dict)
    """The event that a filing or bill belongs to."""


def read_case(facts: Mapping[str, Any], answers: Mapping[str, FactType]) -> Case:
    """Read the facts of a claim; `answers` are the plan's own questions. Raises FactError with a Chinese sentence."""
    _known(facts, _TOP, "")
    base: Values = {}
    _group(base, "member", facts.get("member"), _MEMBER)
    _group(base, "unit", facts.get("unit"), _UNIT)
    _group(base, "plan", facts.get("plan"), _PLAN)
    _group(base, "answers", facts.get("answers"), _readers("answers", answers))
    if "enrolments" in facts:
        base |= dict.fromkeys(("enrolment.edition", "enrolment.enrolled_on", "enrolment.first_time"))
    events = tuple(_event(one) for one in _rows(facts, "events"))
    known = {event.id for event in events}
    if len(known) != len(events):
        raise FactError("events：有两个事件用了同一个编号")
    filings = tuple(_filing(one, known) for one in _rows(facts, "filings"))
    if len({filing.id for filing in filings}) != len(filings):
        raise FactError("filings：有两次申报用了同一个编号")
    event_of = {bill.id: filing.event for filing in filings for bill in filing.bills}
    return Case(
        base=base,
        enrolments=tuple(_enrolment(one) for one in _rows(facts, "enrolments")),
        events=events,
        filings=filings,
        paid=tuple(_paid(one) for one in _rows(facts, "paid")),
        paid_elsewhere=_all_elsewhere(facts),
        findings={(one.row, one.about): one for one in map(_finding, _rows(facts, "findings"))},
        event_of=event_of | {filing.id: filing.event for filing in filings},
    )


def _readers(group: str, kinds: Mapping[str, FactType]) -> Readers:
    """How each fact of a group is read, and what it is called among all facts."""
    return {
        name: (f"{group}.{name}", READERS.get(kind.kind) or functools.partial(typed, kind=kind))
        for name, kind in kinds.items()
    }


def _group(into: Values, group: str, given: Any, readers: Readers, apart: tuple[str, ...] = ()) -> None:
    """Read a group of facts; the names `apart` are read elsewhere."""
    if given is None:
        return
    if type(given) is not dict and not isinstance(given, Mapping):
        raise FactError(f"{group} 应当是“名称: 值”的对照表")
    for name, value in given.items():
        known = readers.get(name)
        if known is None:
            if name in apart:
                continue
            raise FactError(f"不认识事实 “{group}.{name}”{_mend(name, readers)}")
        key, reader = known
        try:
            into[key] = None if value is None else reader(value)
        except ValueError as error:
            raise FactError(f"{key}：{error}") from error


_MEMBER, _UNIT, _PLAN = _readers("member", MEMBER), _readers("unit", UNIT), _readers("plan", PLAN)
_ENROLMENT, _EVENT, _FILING = _readers("enrolment", ENROLMENT), _readers("event", EVENT), _readers("filing", FILING)
_RESULT, _BILL, _HOSPITAL = _readers("result", RESULT), _readers("bill", BILL), _readers("hospital", HOSPITAL)
_NOT_BELOW_ZERO = tuple(f"bill.{name}" for name in (*MONEY_OF_A_BILL, "hospital_days"))


def _event(given: Any) -> Event:
    values: Values = {}
    _group(values, "event", given, _EVENT)
    moment = values.get("event.at")
    day = moment.date() if moment is not None else None
    values["event"] = day if day is not None else UNKNOWN
    return Event(_id(values, "event.id"), day, values)


def _filing(given: Any, events: set[str]) -> Filing:
    if not isinstance(given, Mapping):
        raise FactError("filings 的每一项应当是“名称: 值”的对照表")
    values: Values = {}
    _group(values, "filing", given, _FILING, ("bills", "result"))
    _group(values, "result", given.get("result"), _RESULT)
    event = values.get("filing.event")
    if event not in events:
        raise FactError(f"filings：没有事件 “{event}”")
    bills = tuple(_bill(one) for one in given.get("bills") or ())
    values["filing"] = values.get("filing.filed_on") or UNKNOWN
    stays = [bill.last for bill in bills if bill.values.get("bill.care") == "inpatient" and bill.last is not None]
    values["discharge"] = max(stays) if stays else UNKNOWN
    documents = frozenset(values.get("filing.documents") or ())
    originals = frozenset(values.get("filing.originals") or ())
    id, decided = _id(values, "filing.id"), values.get("filing.decided")
    return Filing(id, event, decided, values, bills, documents, originals)


def _bill(given: Any) -> Bill:
    if not isinstance(given, Mapping):
        raise FactError("bills 的每一项应当是“名称: 值”的对照表")
    values: Values = {}
    _group(values, "bill", given, _BILL, ("hospital",))
    _group(values, "hospital", given.get("hospital"), _HOSPITAL)
    for name in _NOT_BELOW_ZERO:
        found = values.get(name)
        if found is not None and found < 0:
            raise FactError(f"{name} 不能小于零")
    first = values.get("bill.from")
    last = values.get("bill.to") or first
    if first is not None and last < first:
        raise FactError(f"票据 {values.get('bill.id')}：结束日早于开始日")
    return Bill(_id(values, "bill.id"), values, first, last)


def _enrolment(given: Any) -> Values:
    values: Values = {}
    _group(values, "enrolment", given, _ENROLMENT)
    return values


def _paid(given: Any) -> Paid:
    _known(given, _PAID, "paid")
    filing, event, component, edition = (given.get(name) for name in _PAID[:4])
    return Paid(filing, event, component, edition, _money(given, "amount", "paid"))


def _all_elsewhere(facts: Mapping[str, Any]) -> tuple[tuple[str, str | None, int | None], ...] | None:
    """What other plans paid; None where nobody said anything, `()` where it is known that none did."""
    if "paid_elsewhere" not in facts:
        return None
    return tuple(_elsewhere(one) for one in _rows(facts, "paid_elsewhere"))


def _elsewhere(given: Any) -> tuple[str, str | None, int | None]:
    _known(given, ("plan", "event", "amount"), "paid_elsewhere")
    amount = _money(given, "amount", "paid_elsewhere") if "amount" in given else None
    return str(given.get("plan")), given.get("event"), amount


def _finding(given: Any) -> Finding:
    _known(given, ("row", "about", "holds", "exception", "counts", "amount"), "findings")
    if not isinstance(given.get("row"), str) or not isinstance(given.get("about"), str):
        raise FactError("findings 的每一项要写明 row 和 about")
    counts, amount = given.get("counts"), given.get("amount")
    return Finding(
        given["row"],
        given["about"],
        bool(given.get("holds", True)),
        bool(given.get("exception", False)),
        None if counts is None else _money(given, "counts", "findings"),
        None if amount is None else _money(given, "amount", "findings"),
    )


def _money(given: Mapping[str, Any], name: str, where: str) -> int:
    try:
        return money(given.get(name))
    except ValueError as error:
        raise FactError(f"{where}.{name}：{error}") from error


def _id(values: Values, name: str) -> str:
    found = values.get(name)
    if not isinstance(found, str) or not found:
        raise FactError(f"缺少 {name}")
    return found


def _rows(facts: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    found = facts.get(name)
    if found is None:
        return ()
    if type(found) is not list and not isinstance(found, list | tuple):
        raise FactError(f"{name} 应当是列表")
    return tuple(found)


def _known(given: Any, names: tuple[str, ...], where: str) -> None:
    if not isinstance(given, Mapping):
        raise FactError(f"{where or '事实'}应当是“名称: 值”的对照表")
    for name in given:
        if name not in names:
            raise FactError(f"不认识事实 “{where + '.' if where else ''}{name}”{_mend(str(name), names)}")


def _mend(name: str, known: Any) -> str:
    hint = did_you_mean(name, tuple(known))
    return f"（{hint}）" if hint else ""
